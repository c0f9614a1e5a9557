"""Articles that are at hand beside a log: which of them are copies of one story."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import click

from stances.cli.options import Command
from stances.copies import Sources, sources
from stances.reading import read_articles


def with_copies(command: Command) -> Command:
    """Give a command the copies among the articles that it is told of, or None if of none."""

    @click.option(
        "--articles",
        "paths",
        multiple=True,
        type=click.Path(exists=True),
        metavar="PATH",
        help="Articles of the log: copies of one story among them are one source. May be given"
        " many times.",
    )
    @click.option(
        "--dates",
        type=click.Path(exists=True, dir_okay=False),
        metavar="FILE.csv",
        help="The day each article was published: columns id and published.",
    )
    @functools.wraps(command)
    def answer(*, paths: Sequence[str], dates: str | None, **own: object) -> int:
        known: Sources | None = None
        if paths:
            known = sources(read_articles(*paths, dates=dates))
        return command(copies=known, **own)

    return answer
