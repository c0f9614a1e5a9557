"""``series``: one relation over time, as steps above and below zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from stances.plot.canvas import SMALLER, canvas, days_along, halo, nothing, number, titled
from stances.plot.palette import Palette
from stances.scale import QuadClass
from stances.series import Point, Series
from stances.turning import TurningPoint

_ARROWS = {"forth": "→", "back": "←", "both": "↔", "net": "⇄"}
_QUADS = (
    (QuadClass.VERBAL_COOPERATION, 1, 0.45),
    (QuadClass.MATERIAL_COOPERATION, 1, 1.0),
    (QuadClass.VERBAL_CONFLICT, -1, 0.45),
    (QuadClass.MATERIAL_CONFLICT, -1, 1.0),
)
_HATCH = "////"
_TURNS_LABELLED = 6


def series(
    found: Series, *, turning_points: Iterable[TurningPoint] = (), ax: Axes | None = None
) -> Axes:
    """Draw a relation over time: blue above zero, orange and hatched below.

    A series of quad classes is drawn as its four counts, cooperation upward and conflict
    downward, what is said paler than what is done.

    Args:
        found: the answer of ``series``.
        turning_points: the answer of ``turning_points`` for the same two, to mark them.
        ax: where to draw; by default on a new figure.

    """
    ax, colours = canvas(ax, height=3.4)
    title = f"{found.actor} {_ARROWS[found.direction]} {found.recipient}"
    titled(ax, title)
    if not found.points:
        return nothing(ax, "No acts")
    edges = _edges(found.points)
    if found.measure == "quad":
        _stacked(ax, found.points, edges, colours)
    else:
        _steps(ax, [point.value for point in found.points], edges, colours)
    ax.axhline(0.0, color=colours.faint, linewidth=0.8, zorder=3)
    ax.grid(axis="y", color=colours.grid, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.use_sticky_edges = False
    ax.margins(y=0.12)
    ax.set_ylabel("acts" if found.measure in ("count", "quad") else found.measure)
    days_along(ax, found.points[0].period.start, found.points[-1].period.end + dt.timedelta(days=1))
    if found.measure == "quad":
        ax.yaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    _turns(ax, list(turning_points), colours)
    return ax


def _edges(points: Sequence[Point]) -> list[float]:
    starts = [float(date2num(point.period.start)) for point in points]
    return [*starts, float(date2num(points[-1].period.end)) + 1.0]


def _steps(ax: Axes, values: Sequence[float], edges: list[float], colours: Palette) -> None:
    drawn = (
        (np.maximum(values, 0.0), colours.friendly, None),
        (np.minimum(values, 0.0), colours.hostile, _HATCH),
    )
    for side, colour, hatch in drawn:
        ax.stairs(side, edges, fill=True, color=colour, alpha=0.3, linewidth=0)
        if hatch:
            ax.stairs(
                side,
                edges,
                fill=True,
                facecolor="none",
                edgecolor=colour,
                hatch=hatch,
                linewidth=0,
                alpha=0.35,
            )
        outline = np.where(side == 0.0, np.nan, side)
        ax.stairs(outline, edges, baseline=0.0, color=colour, linewidth=1.4)


def _stacked(ax: Axes, points: Sequence[Point], edges: list[float], colours: Palette) -> None:
    counts = [dict(point.quads) for point in points]
    reached = {1: np.zeros(len(points)), -1: np.zeros(len(points))}
    for quad, side, strength in _QUADS:
        top = reached[side] + side * np.array([count.get(quad, 0.0) for count in counts])
        ax.stairs(
            top,
            edges,
            baseline=reached[side],
            fill=True,
            facecolor=colours.of(side),
            edgecolor=colours.ground,
            hatch=_HATCH if side < 0 else None,
            alpha=strength,
            linewidth=0,
            label=quad.value,
        )
        reached[side] = top
    ax.legend(
        loc="upper left",
        bbox_to_anchor=(1.0, 1.0),
        frameon=False,
        fontsize=SMALLER,
        labelcolor=colours.ink,
    )


def _turns(ax: Axes, turns: Sequence[TurningPoint], colours: Palette) -> None:
    if not turns:
        return
    rows = min(len(turns), 3) if len(turns) <= _TURNS_LABELLED else 0
    bottom, top = ax.get_ylim()
    high = top - bottom
    ax.set_ylim(bottom, top + 0.08 * high * rows)
    left, right = ax.get_xlim()
    for place, turn in enumerate(turns):
        day = float(date2num(turn.date))
        ax.axvline(day, color=colours.ink, linewidth=1.0, linestyle=(0, (1, 2)))
        ax.plot(day, bottom, marker="^", color=colours.ink, markersize=6, clip_on=False, zorder=5)
        if rows:
            late = day > left + 0.6 * (right - left)
            ax.annotate(
                f"{turn.date}: {number(turn.before)} → {number(turn.after)}",
                (day, top + 0.08 * high * (rows - place % rows)),
                xytext=(-4 if late else 4, -1),
                textcoords="offset points",
                ha="right" if late else "left",
                va="top",
                fontsize=SMALLER,
                color=colours.ink,
                path_effects=halo(colours),
            )
