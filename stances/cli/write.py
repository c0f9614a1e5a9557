"""``append``, ``correct``, ``retract``, ``rule``, ``erase``: records made elsewhere or by hand."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence

import click

from stances import wire
from stances.cli.asking import existing
from stances.cli.exits import Exit
from stances.cli.options import as_json, date, log_argument, log_location, quiet
from stances.cli.screen import Screen
from stances.cli.settings import changes_in
from stances.cli.text import many
from stances.errors import InvalidRecord
from stances.events import Status
from stances.store import open as open_log

_STATUSES = {status.value.replace(" ", "-"): status for status in Status}


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@log_location
@quiet
def append(source: str, location: str, quiet: bool) -> int:
    """Add records of other making. They are a line of JSON each, as `stances code` writes them.

    SOURCE is a file, or - for standard input. All of it is added, or, with any fault, none.
    """
    with open_log(location) as log:
        appended = log.append(wire.read_jsonl(sys.stdin.buffer if source == "-" else source))
    told = f"{appended.added:,} records added, {appended.known:,} were in the log."
    if appended.added == 0 and appended.known:
        told = f"nothing new: all {appended.known:,} records were in the log."
    Screen(quiet).say(told)
    return Exit.DONE


@click.command()
@click.argument("record", metavar="ID")
@click.option("--reason", required=True, help="Why; it is kept in the log.")
@log_location
@quiet
def retract(record: str, reason: str, location: str, quiet: bool) -> int:
    """Say that a record no longer counts. Nothing is deleted.

    ID is that of any record, a retraction too, or enough of its beginning.
    """
    with existing(location, writing=True) as log:
        retraction = log.retract(record, reason)
    Screen(quiet).say(f"retracted {retraction.of}\nto undo it, retract {retraction.id}")
    return Exit.DONE


@click.command()
@click.argument("record", metavar="ID")
@click.option(
    "--set",
    "settings",
    multiple=True,
    required=True,
    metavar="FIELD=VALUE",
    help="A field and its new value; nothing after the = empties it. May be given many times.",
)
@click.option("--reason", required=True, help="Why; it is kept in the log.")
@log_location
@quiet
def correct(record: str, settings: Sequence[str], reason: str, location: str, quiet: bool) -> int:
    """Say that an event was otherwise. Nothing is overwritten.

    ID is that of the event, or enough of its beginning.
    """
    changes = changes_in(settings)
    with existing(location, writing=True) as log:
        try:
            correction = log.correct(record, changes, reason)
        except InvalidRecord as error:
            raise click.UsageError(str(error)) from None
    Screen(quiet).say(
        f"{correction.of} is now {correction.event.id}\n  {correction.event}\n"
        f"to undo it, retract {correction.id}"
    )
    return Exit.DONE


@click.command()
@click.argument("record", metavar="ID")
@click.argument("status", type=click.Choice([*_STATUSES]))
@click.option("--reason", required=True, help="Why; it is kept in the log, and answers give it.")
@click.option("--settled-by", metavar="ID", help="The act that settled it.")
@click.option("--since", type=date, help="The day from which that holds.")
@click.option("--author", help="Who decides so.")
@log_location
@quiet
def rule(
    record: str,
    status: str,
    reason: str,
    settled_by: str | None,
    since: dt.date | None,
    author: str | None,
    location: str,
    quiet: bool,
) -> int:
    """Say what became of a demand, threat or agreement, against the rules.

    ID is that of the event, or enough of its beginning. It holds from the day --since, else from
    that of the act that settled it, else from the beginning; of several the last holds.
    """
    with existing(location, writing=True) as log:
        ruling = log.rule(
            record, _STATUSES[status], reason, settled_by=settled_by, since=since, author=author
        )
    Screen(quiet).say(
        f"{ruling.of} is now {ruling.status}: {reason}\nto undo it, retract {ruling.id}"
    )
    return Exit.DONE


@click.command()
@log_argument
@click.option("--article", metavar="ID", help="All events that quote this article.")
@click.option(
    "--event",
    "events",
    multiple=True,
    metavar="ID",
    help="An event, or enough of the beginning of its id. May be given many times.",
)
@click.option("--reason", required=True, help="Why; it is kept in the log.")
@as_json
@quiet
def erase(
    location: str,
    article: str | None,
    events: Sequence[str],
    reason: str,
    as_json: bool,
    quiet: bool,
) -> int:
    """Blank the texts that events quote, for good. What they say still counts.

    The log still verifies. Copies elsewhere, such as back-ups, are yours to see to.
    """
    if article is None and not events:
        raise click.UsageError("Say what is to be erased: --article or --event.")
    screen = Screen(quiet)
    with existing(location, writing=True) as log:
        erasure = log.erase(events, article=article, reason=reason)
    if as_json:
        screen.records([erasure])
    else:
        screen.say(f"erased the texts of {many(len(erasure.of), 'event')}")
    return Exit.DONE
