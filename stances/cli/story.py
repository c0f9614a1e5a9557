"""``story`` and ``turning-points``: a relation told in order, and where it turned."""

from __future__ import annotations

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stances.cli.acts import quote_of, said_of, when
from stances.cli.asking import Asked, asking
from stances.cli.exits import Exit
from stances.cli.screen import grid, number
from stances.log import Act
from stances.series import Step
from stances.story import story as story_of
from stances.turning import TurningPoints
from stances.turning import turning_points as turning_points_of


@click.command()
@click.argument("actor", type=str.upper)
@click.argument("other", type=str.upper, required=False)
@asking("table", "jsonl")
def story(asked: Asked, actor: str, other: str | None) -> int:
    """Tell what there was between ACTOR and OTHER, act by act. Each with its source's words.

    Without OTHER, all that ACTOR did, that was done toward it, and that is about it.
    """
    told = story_of(asked.view, actor, other)
    if asked.form == "jsonl":
        asked.screen.records(told.to_records())
        return Exit.DONE
    acts = grid(columns=3)
    for line in told:
        _add(acts, line.act)
    asked.screen.answer(acts if told.lines else "No act.")
    return Exit.DONE


@click.command(name="turning-points")
@click.argument("actor", type=str.upper)
@click.argument("other", type=str.upper)
@click.option(
    "--by",
    type=click.Choice(["day", "week", "month"]),
    default="week",
    show_default=True,
    help="The length of a period.",
)
@click.option(
    "--penalty",
    type=click.FloatRange(min=0, min_open=True),
    help="What a turning point has to explain; less finds more. By default 2 ln n for n periods.",
)
@asking("table", "jsonl")
def turning_points(asked: Asked, actor: str, other: str, by: Step, penalty: float | None) -> int:
    """Find the days from which ACTOR and OTHER were lastingly better or worse with each other.

    Each with the acts around it: those of the last period before and of the first one after.
    """
    found = turning_points_of(asked.view, actor, other, by=by, penalty=penalty)
    if asked.form == "jsonl":
        asked.screen.records(found)
    else:
        _tell(asked, found)
    return Exit.DONE


def _tell(asked: Asked, found: TurningPoints) -> None:
    asked.screen.say(
        f"{found.model}; penalty {found.penalty:.1f} over {found.periods} periods of a {found.by}"
    )
    if not found.points:
        asked.screen.answer("No turning point.")
    for turn in found:
        heading = Text.assemble(
            (str(turn.date), "bold"),
            "  ",
            number(turn.before),
            " → ",
            number(turn.after),
            f" a {found.by}",
        )
        acts = grid(columns=3)
        for act in turn.acts:
            _add(acts, act)
        asked.screen.answer(heading, Padding(acts, (0, 0, 0, 2)))


def _add(acts: Table, act: Act) -> None:
    ends = f"{act.event.actor}→{act.event.recipient or ''}"
    acts.add_row(when(act.event), ends, said_of(act))
    acts.add_row("", "", Text(quote_of(act.event), style="italic"))
