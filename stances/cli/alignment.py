"""``alignment``: who stands with whom on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import click
from rich.console import RenderableType
from rich.text import Text

from stances.alignment import Alignment
from stances.alignment import alignment as alignment_of
from stances.cli.asking import Asked, asking
from stances.cli.exits import Exit
from stances.cli.options import date
from stances.cli.screen import number, table
from stances.siding import Sided
from stances.siding import siding as siding_of


@click.command()
@click.option("--before", type=date, help="Also tell which actors changed most since this day.")
@click.option(
    "--about",
    type=str.upper,
    metavar="CODE",
    help="Tell instead who sides with whom over this third party.",
)
@asking("table", "jsonl")
def alignment(asked: Asked, before: dt.date | None, about: str | None) -> int:
    """Tell who stands with whom: blocs, friends and foes, and how far they make two camps.

    The day is --until, else the last day of an act in the log. As jsonl: a line an actor; with
    --about a line a pair.
    """
    if about is not None:
        return _sides(asked, about)
    found = alignment_of(asked.view, before=before)
    if asked.form == "jsonl":
        asked.screen.records(found.to_records())
    else:
        asked.screen.answer(*_told(found))
    return Exit.DONE


def _sides(asked: Asked, about: str) -> int:
    pairs = siding_of(asked.view, about)
    if asked.form == "jsonl":
        asked.screen.records(pairs.to_records())
    else:
        asked.screen.answer(table(("Actor", "Other", "Score", "Why"), map(_side, pairs)))
    return Exit.DONE


def _side(pair: Sided) -> tuple[str, str, str, str]:
    why = [
        *([f"alike toward {', '.join(pair.alike)}"] if pair.alike else []),
        *([f"unlike toward {', '.join(pair.unlike)}"] if pair.unlike else []),
        *([f"toward each other {pair.direct:+.1f}"] if pair.direct else []),
    ]
    return pair.actor, pair.other, f"{pair.score:+.2f}", "; ".join(why)


def _told(found: Alignment) -> Iterator[RenderableType]:
    if not found.ties:
        yield "No ties."
        return
    yield Text(f"On {found.at}", style="bold")
    for bloc_number, bloc in enumerate(found.blocs, start=1):
        yield f"Bloc {bloc_number}: {', '.join(bloc)}"
    census, camps = found.census, found.frustration
    if found.balance is not None:
        yield (
            f"{found.balance:.0%} of triads are balanced; with 0, 1, 2, 3 hostile ties there are"
            f" {census.none}, {census.one}, {census.two}, {census.three}."
        )
    least = "" if camps.exact else "at most "
    yield f"{least}{camps.ties} of {len(found.ties)} ties contradict a division into two camps."
    if found.reciprocity is not None:
        yield f"{found.reciprocity:.0%} of stances are returned."
    yield ""
    yield table(
        ("Actor", "Other", "Balance", "Forth", "Back"),
        (
            (tie.actor, tie.other, number(tie.balance), number(tie.forth), number(tie.back))
            for tie in sorted(found.ties, key=lambda tie: -abs(tie.balance))
        ),
        numbers=("Balance", "Forth", "Back"),
    )
    if found.changed:
        yield ""
        yield Text(f"Changed since {found.changed[0].start}", style="bold")
        yield table(
            ("Actor", "Before", "After", "By acts"),
            ((c.actor, number(c.before), number(c.after), number(c.caused)) for c in found.changed),
            numbers=("Before", "After", "By acts"),
        )
