"""``demands``, ``threats`` and ``agreements``: what became of them, and which act says so."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.text import Text

from stances import outcomes
from stances.cli.acts import quote_of, said_of, when
from stances.cli.asking import Asked, asking
from stances.cli.exits import Exit
from stances.cli.options import Command
from stances.cli.screen import grid
from stances.cli.text import one_line
from stances.events import Ruling, Status
from stances.outcomes import Outcome
from stances.ruling_files import read_rulings

_STYLES = {
    Status.MET: "green",
    Status.WITHDRAWN: "green",
    Status.IN_FORCE: "green",
    Status.REFUSED: "red",
    Status.CARRIED_OUT: "red",
    Status.BROKEN: "red",
    Status.OPEN: "yellow",
    Status.STANDING: "yellow",
    Status.DISPUTED: "yellow",
    Status.LAPSED: "dim",
    Status.SUPERSEDED: "dim",
}


def _narrowed(command: Command) -> Command:
    for option, side in (("--of", "toward"), ("--by", "of")):
        told = f"Only those {side} this actor; may be given many times."
        add = click.option(option, multiple=True, type=str.upper, metavar="CODE", help=told)
        command = add(command)
    return click.option(
        "--rulings",
        type=click.Path(exists=True, dir_okay=False),
        help="A CSV file of what you decide here alone: of,status,settled_by,since,reason.",
    )(command)


@click.command()
@_narrowed
@asking("table", "jsonl")
def demands(asked: Asked, by: Sequence[str], of: Sequence[str], rulings: str | None) -> int:
    """List demands: open, met, refused or lapsed. Each with the act that settled it."""
    return _tell(
        asked,
        outcomes.demands(asked.view, by=by or None, of=of or None, rulings=_read(rulings, asked)),
    )


@click.command()
@_narrowed
@asking("table", "jsonl")
def threats(asked: Asked, by: Sequence[str], of: Sequence[str], rulings: str | None) -> int:
    """List threats: standing, carried out, met or withdrawn. Each with the act that settled it."""
    return _tell(
        asked,
        outcomes.threats(asked.view, by=by or None, of=of or None, rulings=_read(rulings, asked)),
    )


@click.command()
@_narrowed
@asking("table", "jsonl")
def agreements(asked: Asked, by: Sequence[str], of: Sequence[str], rulings: str | None) -> int:
    """List agreements: in force, disputed, broken, superseded. Each with the act that did it."""
    return _tell(
        asked,
        outcomes.agreements(
            asked.view, by=by or None, of=of or None, rulings=_read(rulings, asked)
        ),
    )


def _read(path: str | None, asked: Asked) -> tuple[Ruling, ...]:
    return () if path is None else read_rulings(path, asked.view)


def _tell(asked: Asked, found: Sequence[Outcome]) -> int:
    if asked.form == "jsonl":
        asked.screen.records(found)
        return Exit.DONE
    blocks = grid(columns=3)
    for outcome in found:
        event = outcome.event
        status = Text(outcome.status, style=_STYLES[outcome.status])
        blocks.add_row(status, when(event), f"{_parties(outcome)}  {said_of(outcome.act)}")
        blocks.add_row("", "", Text(quote_of(event), style="italic"))
        blocks.add_row("", "", Text(f"→ {_why(outcome)}", style="dim"))
    asked.screen.answer(blocks if found else "None.")
    return Exit.DONE


def _parties(outcome: Outcome) -> str:
    arrow = "→" if outcome.counterpart is None else "↔"
    return f"{outcome.event.actor}{arrow}{outcome.event.recipient or ''}"


def _why(outcome: Outcome) -> str:
    settled = "" if outcome.settled_by is None else f": {one_line(str(outcome.settled_by))}"
    return f"{outcome.rule}{settled}"
