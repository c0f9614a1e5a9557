"""``demands``, ``threats`` and ``agreements``: what became of them, and which act says so."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.text import Text

from stances import outcomes
from stances.cli.acts import quote_of, told_by, what_of, when
from stances.cli.asking import Asked, asking
from stances.cli.exits import Exit
from stances.cli.options import Command
from stances.cli.screen import table
from stances.outcome_rules import Status
from stances.outcomes import Outcome

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
}


def _sides(command: Command) -> Command:
    by = click.option("--by", multiple=True, metavar="CODE", help="Only those of this actor.")
    of = click.option("--of", multiple=True, metavar="CODE", help="Only those toward this actor.")
    return by(of(command))


@click.command()
@_sides
@asking("table", "jsonl")
def demands(asked: Asked, by: Sequence[str], of: Sequence[str]) -> int:
    """List demands: open, met, refused or lapsed, with the act that settled each."""
    return _tell(asked, outcomes.demands(asked.view, by=by or None, of=of or None))


@click.command()
@_sides
@asking("table", "jsonl")
def threats(asked: Asked, by: Sequence[str], of: Sequence[str]) -> int:
    """List threats: standing, carried out, met, withdrawn or lapsed, and by which act."""
    return _tell(asked, outcomes.threats(asked.view, by=by or None, of=of or None))


@click.command()
@_sides
@asking("table", "jsonl")
def agreements(asked: Asked, by: Sequence[str], of: Sequence[str]) -> int:
    """List agreements: in force, disputed or broken, and by which act."""
    return _tell(asked, outcomes.agreements(asked.view, by=by or None, of=of or None))


def _tell(asked: Asked, found: Sequence[Outcome]) -> int:
    if asked.form == "jsonl":
        asked.screen.records(found)
        return Exit.DONE
    asked.screen.answer(
        table(
            ("Date", "Actor", "Recipient", "Status", "Act", "Why"),
            (
                (
                    when(outcome.event),
                    outcome.event.actor,
                    outcome.event.recipient or "–",
                    Text(outcome.status, style=_STYLES[outcome.status]),
                    f"{what_of(outcome.event)}, {told_by(outcome.act)}: {quote_of(outcome.event)}",
                    _why(outcome),
                )
                for outcome in found
            ),
        )
    )
    return Exit.DONE


def _why(outcome: Outcome) -> str:
    settled = "" if outcome.settled_by is None else f": {outcome.settled_by}"
    return f"{outcome.rule}{settled}"
