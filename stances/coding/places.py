"""Towns by the state they lie in: where something happened, and never who did it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType


@functools.cache
def places() -> Mapping[tuple[str, ...], str]:
    """The state of each town of the package's table, by the folded words of its name."""
    text = resources.files("stances.coding").joinpath("data", "places.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return MappingProxyType({tuple(name.split()): code for name, code in rows})
