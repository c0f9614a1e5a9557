"""What a model is told: the guidelines for coding by hand, in a file with a version.

A version never changes: what was answered under it is kept by its number, so other guidelines are
another file with another number.
"""

from __future__ import annotations

import functools
from importlib import resources

import attrs

VERSION = 1


@attrs.frozen
class Prompt:
    """Guidelines for a model, and the number by which its answers are kept."""

    version: int
    text: str

    @classmethod
    def default(cls) -> Prompt:
        """The newest guidelines that come with the package."""
        return _packaged(VERSION)


@functools.cache
def _packaged(version: int) -> Prompt:
    path = resources.files("stances.coding.llm").joinpath(f"prompt-{version}.md")
    return Prompt(version, path.read_text("utf-8"))
