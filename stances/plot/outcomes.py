"""``outcomes``: what became of demands, threats or agreements, a line each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.lines import Line2D

from stances.outcomes import Outcome
from stances.plot.canvas import SMALL, SMALLER, canvas, days_along, nothing, titled
from stances.plot.palette import Palette
from stances.plot.statuses import MARKS
from stances.scale import counted

_ROW, _REST = 0.3, 1.1
_FEWEST_ROWS = 4


def outcomes(
    found: Sequence[Outcome],
    *,
    ax: Axes | None = None,
    at: dt.date | None = None,
    top: int = 25,
) -> Axes:
    """Draw what became of each: a line from its day to that of the act that settled it.

    What nothing settled yet runs on to the last day, dotted, and ends hollow; a bar across the
    line is a deadline.

    Args:
        found: the answer of ``demands``, ``threats`` or ``agreements``, or of several together.
        ax: where to draw; by default on a new figure.
        at: the last day; by default that of the latest of these acts.
        top: how many are drawn, the latest ones; how many are left out is said below.

    """
    shown = sorted(found, key=lambda outcome: outcome.event.date)[-top:]
    ax, colours = canvas(ax, height=max(2.2, _REST + _ROW * len(shown)))
    if not shown:
        return nothing(ax, "None")
    last = at or max(day for outcome in shown for day in _days(outcome))
    deadlines = [outcome.event.deadline for outcome in shown if outcome.event.deadline]
    for row, outcome in enumerate(shown):
        _line(ax, row, outcome, last, colours)
    days_along(ax, shown[0].event.date, max([last, *deadlines]))
    ax.set_ylim(max(len(shown), _FEWEST_ROWS) - 0.4, -0.6)
    ax.set_yticks(range(len(shown)), [_named(outcome) for outcome in shown])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x", color=colours.grid, linewidth=0.6)
    ax.set_axisbelow(True)
    if len(found) > len(shown):
        ax.set_xlabel(f"{len(found) - len(shown)} earlier ones not shown")
    titled(ax, "What became of them")
    _legend(ax, shown, colours)
    return ax


def _days(outcome: Outcome) -> list[dt.date]:
    settling = [] if outcome.settled_by is None else [outcome.settled_by.event.date]
    return [outcome.event.date, *settling]


def _line(ax: Axes, row: int, outcome: Outcome, last: dt.date, colours: Palette) -> None:
    mark = MARKS[outcome.status.value]
    colour = mark.colour(colours)
    start, end = float(date2num(outcome.event.date)), float(date2num(_end(outcome, last)))
    ax.plot(start, row, marker="|", markersize=9, color=colour, clip_on=False)
    ax.plot(
        [start, end], [row, row], color=colour, linewidth=1.8, linestyle=":" if mark.open else "-"
    )
    ax.plot(
        end,
        row,
        marker=mark.shape,
        markersize=7,
        color=colour,
        markerfacecolor=mark.face(colours),
        clip_on=False,
        zorder=3,
    )
    if outcome.event.deadline is not None:
        ax.plot(
            float(date2num(outcome.event.deadline)),
            row,
            marker="|",
            markersize=12,
            markeredgewidth=1.6,
            color=colours.ink,
            clip_on=False,
            zorder=4,
        )
    ax.annotate(
        outcome.status.value,
        (1.0, row),
        xycoords=("axes fraction", "data"),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        fontsize=SMALLER,
        color=colours.ink,
    )


def _end(outcome: Outcome, last: dt.date) -> dt.date:
    if outcome.settled_by is not None:
        return outcome.settled_by.event.date
    if outcome.status.value == "lapsed" and outcome.event.deadline is not None:
        return outcome.event.deadline
    return last


def _named(outcome: Outcome) -> str:
    event = outcome.event
    arrow = "→" if outcome.counterpart is None else "↔"
    kind = counted(event.event_type, 1).removeprefix("1 ")
    return f"{event.actor}{arrow}{event.recipient or 'all'} {kind}, {event.date:%d %b}"


def _legend(ax: Axes, shown: Sequence[Outcome], colours: Palette) -> None:
    if any(outcome.event.deadline for outcome in shown):
        bar = Line2D(
            *([], []),
            linestyle="none",
            marker="|",
            markersize=12,
            markeredgewidth=1.6,
            color=colours.ink,
            label="deadline",
        )
        ax.legend(
            handles=[bar],
            loc="lower right",
            bbox_to_anchor=(1.0, 1.0),
            frameon=False,
            fontsize=SMALL,
            labelcolor=colours.ink,
            borderpad=0.0,
        )
