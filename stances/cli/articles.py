"""Articles named on the command line, and the options that say when they were published."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Sequence

import attrs
import click

from stances.articles import Article
from stances.cli.options import Command, date, quiet
from stances.cli.screen import Screen
from stances.errors import Fault
from stances.reading import read_articles


@attrs.frozen(kw_only=True)
class Articles:
    """Where the articles are, and what the user says of their dates.

    ``faults`` fills while they are read: each is told of as it is met, and reading goes on.
    """

    paths: Sequence[str]
    published: dt.date | None
    dates: str | None
    screen: Screen
    faults: list[Fault] = attrs.field(factory=list, init=False)

    def __iter__(self) -> Iterator[Article]:
        return self._read(self.tell)

    def count(self) -> int:
        """How many good ones there are; reads them all."""
        return sum(1 for _ in self._read(lambda _: None))

    def _read(self, on_fault: Callable[[Fault], None]) -> Iterator[Article]:
        return read_articles(
            *self.paths, published=self.published, dates=self.dates, on_fault=on_fault
        )

    def tell(self, fault: Fault) -> None:
        """Say what is wrong, and remember that something is."""
        self.faults.append(fault)
        self.screen.fault(str(fault))


def with_articles(command: Command) -> Command:
    """Give a command its ``Articles``, and the ``Screen`` that they report to."""

    @click.argument("paths", nargs=-1, required=True, metavar="PATH...")
    @click.option("--published", type=date, help="The day all the articles were published.")
    @click.option(
        "--dates",
        type=click.Path(exists=True, dir_okay=False),
        metavar="FILE.csv",
        help="The day each was published: columns id and published.",
    )
    @quiet
    @functools.wraps(command)
    def answer(
        *,
        paths: Sequence[str],
        published: dt.date | None,
        dates: str | None,
        quiet: bool,
        **own: object,
    ) -> int:
        articles = Articles(paths=paths, published=published, dates=dates, screen=Screen(quiet))
        return command(articles=articles, **own)

    return answer
