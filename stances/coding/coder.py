"""What every coder is: articles in, events and skipped passages out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import attrs

from stances.articles import Article
from stances.events import StanceEvent

CODERS = ("learned", "rules")
"""The coders that have a name; the first is the default."""

MODEL = "llm:"
"""What comes before the name of a language model, where that is to code."""


@attrs.frozen(kw_only=True)
class Skipped:
    """A passage that looked codable and was not coded; offsets point into ``Article.text``."""

    article: str
    start: int
    end: int
    text: str
    reason: str

    def __str__(self) -> str:
        return (
            f'{self.article}:{self.start}-{self.end} {self.reason}: "{" ".join(self.text.split())}"'
        )


@attrs.frozen
class Coded:
    """One article with everything that was coded from it, and everything that was passed over."""

    article: Article
    events: tuple[StanceEvent, ...]
    skipped: tuple[Skipped, ...] = ()


class Coder(Protocol):
    """Turns articles into events, one ``Coded`` an article, in order, lazily.

    ``name`` says what made an event, with its version: ``StanceEvent.coder`` begins with it, and
    ends with the rule that fired, if there was one.
    """

    @property
    def name(self) -> str:
        """Name and version, such as ``rules-1``."""
        ...

    def code(self, articles: Iterable[Article]) -> Iterator[Coded]:
        """Code each article; raises on no text whatsoever."""
        ...
