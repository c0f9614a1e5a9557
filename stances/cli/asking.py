"""What all questions share: a log that is there, seen within bounds, and a form of answer."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path

import attrs
import click

from stances.cli.options import Command, date, log_location, output_format, quiet
from stances.cli.screen import Screen
from stances.log import Log
from stances.store import EventLog
from stances.store import open as open_log


@attrs.frozen
class Asked:
    """One snapshot to ask, and how to answer."""

    view: Log
    form: str
    screen: Screen


def asking(*forms: str) -> Callable[[Command], Command]:
    """Give a command one ``Asked`` made of the options that all questions have."""

    def decorate(command: Command) -> Command:
        @log_location
        @click.option("--since", type=date, help="Only acts of this day and later.")
        @click.option("--until", type=date, help="Only acts up to this day.")
        @click.option("--as-of", type=date, help="Only what had been published by this day.")
        @output_format(*forms)
        @quiet
        @functools.wraps(command)
        def answer(
            *,
            location: str,
            since: dt.date | None,
            until: dt.date | None,
            as_of: dt.date | None,
            form: str,
            quiet: bool,
            **own: object,
        ) -> int:
            with existing(location) as log:
                view = log.view(since=since, until=until, as_of=as_of)
            return command(asked=Asked(view, form, Screen(quiet)), **own)

        return answer

    return decorate


def existing(location: str, *, writing: bool = False) -> EventLog:
    """The log at that place; one that is not there is not made, for it would answer nothing."""
    if "://" not in location and not Path(location).exists():
        raise click.UsageError(
            f"There is no log {location!r}. Make one from articles with:"
            f" stances track PATH --log {location}"
        )
    return open_log(location, read_only=not writing)
