"""What a coder makes of articles, where one that raises takes no other with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from stances import wire
from stances.articles import Article
from stances.coding import Coded, Coder, code_articles
from stances.coding.shards.files import write_whole
from stances.errors import BudgetSpent, EndpointRefused, MissingExtra

ERRORS = "errors"
"""The folder, beside outputs, of the articles that could not be coded."""

_OF_THE_RUN = (MissingExtra, EndpointRefused, BudgetSpent)
_LONGEST = 1_000


@attrs.frozen(kw_only=True)
class Failed:
    """An article that could not be coded, and why."""

    article: str
    problem: str

    def __str__(self) -> str:
        return f"{self.article}: {self.problem}"


@attrs.frozen
class Output:
    """What came of some articles: the lines that say their events, and those that failed."""

    events: tuple[bytes, ...] = ()
    failed: tuple[Failed, ...] = ()

    def __add__(self, other: Output) -> Output:
        return Output(self.events + other.events, self.failed + other.failed)

    def write(self, folder: Path, name: str) -> None:
        """Write it under this name; it is there when, and only when, the events are."""
        errors = folder / ERRORS / name
        if self.failed:
            lines = [json.dumps(attrs.asdict(failed)) + "\n" for failed in self.failed]
            write_whole(errors, "".join(lines).encode("ascii"))
        else:
            errors.unlink(missing_ok=True)
        write_whole(folder / name, b"".join(self.events))

    @classmethod
    def read(cls, folder: Path, name: str) -> Output:
        """What was written under this name."""
        events = (folder / name).read_bytes().splitlines(keepends=True)
        return cls(tuple(events), tuple(read_failed(folder, name)))


def read_failed(folder: Path, name: str) -> Iterator[Failed]:
    """The articles that failed in the output of this name."""
    errors = folder / ERRORS / name
    if errors.exists():
        for line in errors.read_bytes().splitlines():
            yield Failed(**json.loads(line))


def code_all(coder: Coder, articles: Sequence[Article], min_confidence: float) -> Output:
    """Code the articles, together if that goes well, else from the first that did not one by one.

    Raises:
        MissingExtra, EndpointRefused, BudgetSpent: no other article would fare better.

    """
    events: list[bytes] = []
    failed: list[Failed] = []
    done = 0
    try:
        for coded in code_articles(articles, coder=coder, min_confidence=min_confidence):
            events += _lines(coded, articles[done])
            done += 1
        if done < len(articles):
            raise ValueError(f"{coder.name} gave nothing for an article")
    except _OF_THE_RUN:
        raise
    except Exception:
        # A coder reads ahead: the article at fault may be a later one.
        for article in articles[done:]:
            try:
                events += _alone(coder, article, min_confidence)
            except _OF_THE_RUN:
                raise
            except Exception as error:
                problem = f"{type(error).__name__}: {error}"[:_LONGEST]
                failed.append(Failed(article=article.id, problem=problem))
    return Output(tuple(events), tuple(failed))


def _alone(coder: Coder, article: Article, min_confidence: float) -> list[bytes]:
    results = tuple(code_articles(article, coder=coder, min_confidence=min_confidence))
    if len(results) != 1:
        raise ValueError(f"{coder.name} gave {len(results)} results for an article")
    return _lines(results[0], article)


def _lines(coded: Coded, article: Article) -> list[bytes]:
    if coded.article.id != article.id:
        raise ValueError(f"expected what was coded of {article.id!r}, not {coded.article.id!r}")
    return [f"{wire.dumps(event)}\n".encode() for event in coded.events]
