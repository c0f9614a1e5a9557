"""``stances compare``: what changed between two days, told so that it can be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import click
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stances.actors import Actors
from stances.balance import HALF_LIFE
from stances.changes import Change, Term
from stances.changes import compare as changes_between
from stances.cli.acts import quote_of, said_of, when
from stances.cli.asking import Asked, asking
from stances.cli.exits import Exit
from stances.cli.options import date
from stances.cli.screen import grid, number


@click.command()
@click.argument("start", type=date, metavar="DATE1")
@click.argument("end", type=date, metavar="DATE2")
@asking("table", "jsonl")
def compare(asked: Asked, start: dt.date, end: dt.date) -> int:
    """Tell what changed between two days, and by which acts.

    Both days are looked at with the same knowledge: all of the log, or that of --as-of. The
    relations that acts changed most come first.
    """
    changes = changes_between(asked.view, start, end)
    if asked.form == "jsonl":
        asked.screen.records(changes)
    else:
        asked.screen.answer(*_story(changes, start, end))
    return Exit.DONE


def _story(changes: Iterable[Change], start: dt.date, end: dt.date) -> Iterator[RenderableType]:
    moved = [change for change in changes if change.terms]
    yield Text(f"After {start}, up to {end}", style="bold")
    yield Text(
        "A balance adds up what one side did toward the other: above zero friendly, below hostile,"
        f" an act counting half after {HALF_LIFE:g} days.",
        style="dim",
    )
    for change in moved:
        yield ""
        yield _heading(change)
        yield Padding(_acts(change.terms), (0, 0, 0, 2))
    if not moved:
        yield "No act in that time."
    still = sum(not change.terms for change in changes)
    if still:
        yield ""
        yield Text(f"{still} more relations saw no act in that time and only faded.", style="dim")


def _heading(change: Change) -> Text:
    names = (_name(change.actor), _name(change.recipient))
    return Text.assemble(
        (" → ".join(names), "bold"),
        f"  {change.actor}→{change.recipient}  ",
        number(change.before),
        " → ",
        number(change.after),
    )


def _name(code: str) -> str:
    actor = Actors.default().get(code)
    return code if actor is None else actor.name


def _acts(terms: Iterable[Term]) -> Table:
    acts = grid(columns=3)
    acts.columns[1].justify = "right"
    for term in terms:
        adds = number(term.value) if term.act.asserted else Text("·", style="dim")
        acts.add_row(when(term.act.event), adds, said_of(term.act))
        acts.add_row("", "", Text(quote_of(term.act.event), style="italic"))
    return acts
