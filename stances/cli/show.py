"""``show``, ``dyads`` and ``series``: the acts, and what they add up to."""

from __future__ import annotations

import click
from rich.table import Table

from stances import graph
from stances.cli.acts import SHORT_ID, UNASSERTED, quote_of, said_of, what_of, when
from stances.cli.asking import Asked, asking
from stances.cli.exits import Exit
from stances.cli.screen import number, table
from stances.events import EventType, Merge
from stances.log import Log
from stances.scale import counted
from stances.series import Step
from stances.series import series as series_of


@click.command()
@asking("table", "jsonl")
def show(asked: Asked) -> int:
    """List what happened. Each act with its sources and the words it rests on.

    As jsonl: every report of these acts, and the merges that make them acts, in the form that
    `stances append` takes.
    """
    if asked.form == "jsonl":
        for act in asked.view:
            asked.screen.records(act.reports)
            if len(act.reports) > 1:
                asked.screen.records([Merge(ids=tuple(report.id for report in act.reports))])
        return Exit.DONE
    asked.screen.answer(
        table(
            ("Id", "Date", "Actor", "Recipient", "Act", "Words"),
            (
                (
                    act.id[:SHORT_ID],
                    when(act.event),
                    act.event.actor,
                    act.event.recipient or "–",
                    said_of(act),
                    quote_of(act.event),
                )
                for act in asked.view
            ),
            long=("Act", "Words"),
        ),
    )
    return Exit.DONE


@click.command()
@asking("table", "jsonl")
def dyads(asked: Asked) -> int:
    """List who stands how to whom. For each ordered pair its balance and its acts.

    The balance is that on the day --until, else on the last day of an act in the log.
    """
    if asked.form == "jsonl":
        found = graph.dyads(asked.view)
        asked.screen.records(
            {"actor": actor, "recipient": recipient, "at": found.graph["at"], **sums}
            for actor, recipient, sums in found.edges(data=True)
        )
    else:
        asked.screen.answer(dyad_table(asked.view))
    return Exit.DONE


def dyad_table(view: Log) -> Table:
    """Every dyad in view, the strongest balance first."""
    found = graph.dyads(view)
    edges = sorted(
        found.edges(data=True), key=lambda edge: (-abs(edge[2]["balance"]), edge[0], edge[1])
    )
    return table(
        ("Actor", "Recipient", "Balance", "Reports", "First", "Last", "Acts"),
        (
            (
                actor,
                recipient,
                number(sums["balance"]),
                str(sums["reports"]),
                str(sums["first"]),
                str(sums["last"]),
                _kinds(sums),
            )
            for actor, recipient, sums in edges
        ),
        numbers=("Balance", "Reports"),
        long=("Acts",),
    )


def _kinds(sums: dict[str, int]) -> str:
    kinds = sorted((name for name in EventType if sums[name]), key=lambda name: -sums[name])
    said = [counted(name, sums[name]) for name in kinds]
    said += [f"{sums[modality]} {told}" for modality, told in UNASSERTED.items() if sums[modality]]
    return ", ".join(said)


@click.command()
@click.argument("actor", type=str.upper)
@click.argument("recipient", type=str.upper)
@click.option(
    "--by",
    type=click.Choice(["day", "week", "month"]),
    default="week",
    show_default=True,
    help="The length of a period.",
)
@asking("table", "jsonl")
def series(asked: Asked, actor: str, recipient: str, by: Step) -> int:
    """Show how ACTOR stood toward RECIPIENT over time. Both are codes, such as TUR RUS."""
    found = series_of(asked.view, actor, recipient, by=by)
    if asked.form == "jsonl":
        asked.screen.records(found.to_records())
        return Exit.DONE
    if not found.points:
        asked.screen.say(f"No act of {actor} toward {recipient} in that time. See: stances dyads")
    asked.screen.answer(
        table(
            ("From", "To", "Balance", "Acts"),
            (
                (
                    str(point.period.start),
                    str(point.period.end),
                    number(point.value),
                    "; ".join(f"{when(act.event)} {what_of(act.event)}" for act in point.acts),
                )
                for point in found.points
            ),
            numbers=("Balance",),
            long=("Acts",),
        )
    )
    return Exit.DONE
