"""``matrix``: who stands how to whom where there are too many for curves."""

from __future__ import annotations

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize, SymLogNorm
from matplotlib.patches import Patch

from stances.places import places
from stances.plot.canvas import SMALL, canvas, nothing, number, titled
from stances.plot.palette import LITTLE, Palette

_MARKED = 45
"""With no more actors than this a cell has room for a sign."""


def matrix(dyads: nx.DiGraph[str], *, ax: Axes | None = None, min_acts: int = 1) -> Axes:
    """Draw a square for every dyad, a row an actor and a column a recipient.

    Blue and ``+`` for a friendly balance, orange and ``−`` for a hostile one, ``0`` where acts
    leave none; the deeper the colour the further from nothing, by its logarithm beyond one point.
    Actors are ordered so that friends are next to each other.

    Args:
        dyads: the answer of ``dyads``.
        ax: where to draw; by default on a new figure.
        min_acts: only dyads with so many acts, and the actors of those.

    """
    edges = [ends for ends in dyads.edges(data=True) if ends[2]["acts"] >= min_acts]
    ax, colours = canvas(ax, height=6.4)
    if not edges:
        return nothing(ax, "No relations")
    codes = _ordered(dyads, edges)
    row = {code: number for number, code in enumerate(codes)}
    balances = np.full((len(codes), len(codes)), np.nan)
    for actor, recipient, data in edges:
        balances[row[actor], row[recipient]] = data["balance"]
    largest = max(float(np.nanmax(np.abs(balances))), 1.0)
    norm = SymLogNorm(linthresh=1.0, linscale=0.6, vmin=-largest, vmax=largest, base=10)
    ax.pcolormesh(
        np.arange(len(codes) + 1) - 0.5,
        np.arange(len(codes) + 1) - 0.5,
        np.ma.masked_invalid(balances),
        cmap=colours.between(),
        norm=norm,
        edgecolors=colours.ground,
        linewidth=0.6,
    )
    _scales(ax, codes, colours)
    if len(codes) <= _MARKED:
        _signs(ax, balances, colours, largest)
    _legend(ax, largest, norm, colours)
    at = dyads.graph.get("at")
    titled(ax, "Who stands how to whom" + (f", {at}" if at else ""))
    return ax


def _ordered(dyads: nx.DiGraph[str], edges: list[tuple[str, str, dict[str, float]]]) -> list[str]:
    """Friends next to each other: the order of their places along the plane's longest extent."""
    tied: nx.DiGraph[str] = nx.DiGraph()
    tied.add_edges_from(edges)
    where = places(tied)
    return sorted(where, key=lambda code: (where[code], code))


def _scales(ax: Axes, codes: list[str], colours: Palette) -> None:
    size = min(SMALL, max(4.0, 250 / len(codes)))
    ax.set_xticks(range(len(codes)), codes, rotation=90, fontsize=size)
    ax.set_yticks(range(len(codes)), codes, fontsize=size)
    ax.set_xlim(-0.5, len(codes) - 0.5)
    ax.set_ylim(len(codes) - 0.5, -0.5)
    ax.set_aspect("equal")
    ax.set_xlabel("recipient")
    ax.set_ylabel("actor")
    ax.tick_params(length=0)
    ax.set_axisbelow(True)
    ax.grid(color=colours.grid, linewidth=0.4)
    for spine in ax.spines.values():
        spine.set_visible(False)


def _signs(ax: Axes, balances: np.ndarray, colours: Palette, largest: float) -> None:
    size = min(SMALL, 200 / len(balances))
    for row, column in zip(*np.nonzero(~np.isnan(balances)), strict=True):
        balance = float(balances[row, column])
        mark = "0" if abs(balance) < LITTLE else "+" if balance > 0 else "−"
        deep = abs(balance) > 0.3 * largest
        ax.text(
            *(column, row, mark),
            ha="center",
            va="center",
            fontsize=size,
            color=colours.ground if deep else colours.ink,
        )


def _legend(ax: Axes, largest: float, norm: Normalize, colours: Palette) -> None:
    steps = [-largest, -1.0, 1.0, largest] if largest > 1.5 else [-1.0, 1.0]
    between = colours.between()
    ax.legend(
        handles=[Patch(color=between(norm(step)), label=number(step)) for step in steps],
        loc="upper left",
        bbox_to_anchor=(1.0, 1.0),
        frameon=False,
        title="balance",
        fontsize=SMALL,
        title_fontproperties={"size": SMALL},
        labelcolor=colours.ink,
    ).get_title().set_color(colours.ink)
