"""A coder that costs little, notes whom it codes, and raises or dies where it is told to."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from stances.articles import Article
from stances.coding import Coded
from stances.errors import BudgetSpent
from stances.events import EventType, Span, StanceEvent

RECIPE = f"{__name__}:fake_coder"


@attrs.frozen(kw_only=True)
class FakeCoder:
    """Codes a demand for each word of an article that begins with a capital.

    Args:
        journal: a file to which the id of each article is added before it is coded.
        seconds: of processor time that an article takes.
        raises: ids on which it raises, separated by spaces.
        kills: ids on which it ends its process.
        spends: ids that are beyond its budget.
        version: is part of its name.

    """

    journal: str
    seconds: float = 0.0
    raises: str = ""
    kills: str = ""
    spends: str = ""
    version: str = "1"

    @property
    def name(self) -> str:
        return f"fake-{self.version}"

    def code(self, articles: Iterable[Article]) -> Iterator[Coded]:
        for article in articles:
            note(Path(self.journal), article.id)
            if article.id in self.kills.split():
                os._exit(7)
            if article.id in self.raises.split():
                raise ValueError(f"cannot make sense of {article.text!r}")
            if article.id in self.spends.split():
                raise BudgetSpent("the budget is spent")
            until = time.process_time() + self.seconds
            while time.process_time() < until:
                pass
            yield Coded(article, tuple(events_of(article, self.name)))


def fake_coder(**settings: str) -> FakeCoder:
    return FakeCoder(**settings)  # type: ignore[arg-type]


def events_of(article: Article, coder: str) -> Iterator[StanceEvent]:
    start = 0
    for word in article.text.split(" "):
        if word[:1].isupper():
            yield StanceEvent(
                date=article.published,
                actor="TUR",
                event_type=EventType.REQUEST,
                recipient="RUS",
                published=article.published,
                evidence=Span(
                    article=article.id,
                    sha256=article.sha256,
                    start=start,
                    end=start + len(word),
                    text=word,
                ),
                coder=coder,
            )
        start += len(word) + 1


def note(journal: Path, article: str) -> None:
    """Add a line, whole, even if others write at the same time or this process dies right after."""
    file = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, f"{article}\n".encode())
    os.close(file)
