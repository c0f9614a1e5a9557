"""``changes``: what changed between two days, ranked, as bars."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from stances.changes import ANYONE, Change, told
from stances.plot.canvas import SMALL, SMALLER, canvas, nothing, number, titled
from stances.plot.palette import Palette

_ROW, _REST = 0.42, 1.3
_KINDS = 2
_FEWEST_ROWS = 4


def changes(found: Sequence[Change], *, ax: Axes | None = None, top: int = 12) -> Axes:
    """Draw what acts added to each balance, and beside it what time took, the most changed first.

    The full bar is what the acts in between add, blue for the better and orange, hatched, for the
    worse; the thin one how an earlier balance faded meanwhile. Each is named with the balance
    before and after, and the acts.

    Args:
        found: the answer of ``compare``.
        ax: where to draw; by default on a new figure.
        top: how many are drawn; how many are left out is said below.

    """
    shown = found[:top]
    ax, colours = canvas(ax, height=max(2.4, _REST + _ROW * len(shown)))
    if not shown:
        return nothing(ax, "No changes")
    titled(ax, f"What changed from {shown[0].start} to {shown[0].end}")
    for row, change in enumerate(shown):
        _bar(ax, row, change, colours)
    reach = max(max(abs(change.caused), abs(change.faded)) for change in shown) or 1.0
    lowest = min(0.0, *(min(change.caused, change.faded) for change in shown))
    highest = max(0.0, *(max(change.caused, change.faded) for change in shown))
    ax.set_xlim(lowest - 0.05 * reach, highest + 0.05 * reach)
    ax.set_ylim(max(len(shown), _FEWEST_ROWS) - 0.4, -0.6)
    ax.axvline(0.0, color=colours.faint, linewidth=0.8)
    ax.set_yticks(range(len(shown)), [_named(change) for change in shown])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x", color=colours.grid, linewidth=0.6)
    ax.set_axisbelow(True)
    left_out = len(found) - len(shown)
    ax.set_xlabel("change of balance" + (f" ({left_out} more not shown)" if left_out else ""))
    _legend(ax, shown, colours)
    return ax


def _bar(ax: Axes, row: int, change: Change, colours: Palette) -> None:
    colour = colours.of(change.caused)
    if change.caused:
        ax.barh(
            row,
            change.caused,
            height=0.5,
            color=colour,
            edgecolor=colours.ground,
            hatch="////" if change.caused < 0 else None,
            linewidth=0,
        )
    if change.faded:
        ax.barh(row + 0.33, change.faded, height=0.12, color=colours.neither, linewidth=0)
    ax.annotate(
        _why(change),
        (1.0, row),
        xycoords=("axes fraction", "data"),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        fontsize=SMALLER,
        color=colours.ink if change.terms else colours.faint,
    )


def _why(change: Change) -> str:
    kinds = told(change.acts)
    more = [f"{len(kinds) - _KINDS} more kinds"] if len(kinds) > _KINDS + 1 else kinds[_KINDS:]
    return ", ".join([*kinds[:_KINDS], *more]) or "nothing new"


def _named(change: Change) -> str:
    ends = (change.actor, change.recipient)
    who = "→".join("all" if end == ANYONE else end for end in ends)
    return f"{who}  {number(change.before)} → {number(change.after)}"


def _legend(ax: Axes, shown: Sequence[Change], colours: Palette) -> None:
    kinds = (
        ("acts, for the better", colours.friendly, None, any(c.caused > 0 for c in shown)),
        ("acts, for the worse", colours.hostile, "////", any(c.caused < 0 for c in shown)),
        ("faded with time", colours.neither, None, any(c.faded for c in shown)),
    )
    handles = [
        Patch(facecolor=colour, edgecolor=colours.ground, hatch=hatch, linewidth=0, label=name)
        for name, colour, hatch, there in kinds
        if there
    ]
    if handles:
        below = -0.55 / (_ROW * max(len(shown), _FEWEST_ROWS))
        ax.legend(
            handles=handles,
            loc="upper center",
            bbox_to_anchor=(0.5, below),
            ncols=len(handles),
            frameon=False,
            fontsize=SMALL,
            labelcolor=colours.ink,
        )
