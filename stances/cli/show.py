"""``show``, ``dyads`` and ``series``: the acts, and what they add up to."""

from __future__ import annotations

from typing import get_args

import click
from rich.table import Table

from stances import graph
from stances.cli.acts import SHORT_ID, UNASSERTED, quote_of, said_of, what_of, when
from stances.cli.asking import Asked, asking
from stances.cli.copied import with_copies
from stances.cli.exits import Exit
from stances.cli.screen import number, table
from stances.copies import Sources
from stances.events import EventType, Merge
from stances.log import Log
from stances.scale import QuadClass, counted
from stances.series import Direction, Measure, Series, Step
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
@with_copies
@asking("table", "jsonl")
def dyads(asked: Asked, copies: Sources | None) -> int:
    """List who stands how to whom. For each ordered pair its balance and its acts.

    The balance is that on the day --until, else on the last day of an act in the log. Reports
    are all there are; with --articles, sources are those that are no copies of one another.
    """
    if asked.form == "jsonl":
        found = graph.dyads(asked.view, sources=copies)
        asked.screen.records(
            {"actor": actor, "recipient": recipient, "at": found.graph["at"], **sums}
            for actor, recipient, sums in found.edges(data=True)
        )
    else:
        asked.screen.answer(dyad_table(asked.view, copies))
    return Exit.DONE


def dyad_table(view: Log, copies: Sources | None = None) -> Table:
    """Every dyad in view, the strongest balance first; its sources, if copies are known."""
    found = graph.dyads(view, sources=copies)
    edges = sorted(
        found.edges(data=True), key=lambda edge: (-abs(edge[2]["balance"]), edge[0], edge[1])
    )
    counts = ("reports",) if copies is None else ("reports", "sources")
    heads = tuple(name.capitalize() for name in counts)
    return table(
        ("Actor", "Recipient", "Balance", *heads, "First", "Last", "Acts"),
        (
            (
                actor,
                recipient,
                number(sums["balance"]),
                *(str(sums[name]) for name in counts),
                str(sums["first"]),
                str(sums["last"]),
                _kinds(sums),
            )
            for actor, recipient, sums in edges
        ),
        numbers=("Balance", *heads),
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
@click.option(
    "--measure",
    type=click.Choice(get_args(Measure)),
    default="balance",
    show_default=True,
    help="The balance at the end of a period, or of its acts the score, the count, or the count"
    " by quad class.",
)
@click.option(
    "--direction",
    type=click.Choice(get_args(Direction)),
    default="forth",
    show_default=True,
    help="Acts of ACTOR, of RECIPIENT toward ACTOR, both, or the first less the second.",
)
@asking("table", "jsonl")
def series(
    asked: Asked, actor: str, recipient: str, by: Step, measure: Measure, direction: Direction
) -> int:
    """Show how ACTOR stood toward RECIPIENT over time. Both are codes, such as TUR RUS."""
    found = series_of(asked.view, actor, recipient, by=by, measure=measure, direction=direction)
    if asked.form == "jsonl":
        asked.screen.records(found.to_records())
        return Exit.DONE
    if not found.points:
        forth, back = f"of {actor} toward {recipient}", f"of {recipient} toward {actor}"
        whose = {"forth": forth, "back": back}.get(direction, f"{forth} or {back}")
        asked.screen.say(f"No act {whose} in that time. See: stances dyads")
    asked.screen.answer(_series_table(found))
    return Exit.DONE


def _series_table(found: Series) -> Table:
    quads = tuple(quad.value.capitalize() for quad in QuadClass) if found.measure == "quad" else ()
    value = {"quad": "Count"}.get(found.measure, found.measure.capitalize())
    return table(
        ("From", "To", value, *quads, "Acts"),
        (
            (
                str(point.period.start),
                str(point.period.end),
                number(point.value),
                *(number(count) for _, count in point.quads),
                "; ".join(f"{when(act.event)} {what_of(act.event)}" for act in point.acts),
            )
            for point in found.points
        ),
        numbers=(value, *quads),
        long=("Acts",),
    )
