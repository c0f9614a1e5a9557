"""``relations``: who stands how to whom, as a graph of curves."""

from __future__ import annotations

import math
from typing import TypeAlias

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from stances.curves import bend, point
from stances.errors import InvalidArgument, UnknownActor
from stances.places import Place, places
from stances.plot.canvas import SMALL, SMALLER, canvas, halo, nothing, titled
from stances.plot.labels import Box, around, placed
from stances.plot.palette import LITTLE, Palette

_Dash: TypeAlias = tuple[float, tuple[float, ...]]
_Bends: TypeAlias = dict[tuple[str, str], float]

_BEFORE, _THICKER, _THICKEST = 0.9, 0.75, 5.0
_DOT, _GAP = 4.2, 3.0
_MARGIN = 0.16
_CLEAR_DOTS = 2.4


def relations(
    graph: nx.DiGraph[str],
    *,
    ax: Axes | None = None,
    ego: str | None = None,
    min_acts: int = 1,
    seed: int = 0,
) -> Axes:
    """Draw who stands how to whom, friends near each other and opponents apart.

    A curve goes from actor to recipient, bowed to the right of its way. It is blue and whole
    where the balance is friendly, orange and dashed where it is hostile, grey and dotted where it
    is neither, and the thicker the more acts there are, by their logarithm.

    Args:
        graph: the answer of ``dyads``.
        ax: where to draw; by default on a new figure.
        ego: only this actor, whom it has to do with, and what they have to do with each other.
        min_acts: only dyads with so many acts, and the actors of those.
        seed: where places start from before they settle; another may untangle a graph.

    Raises:
        InvalidArgument: the graph is not one of dyads.
        UnknownActor: the graph has no such ``ego``.

    """
    shown = _shown(graph, ego, min_acts)
    ax, colours = canvas(ax, height=5.2)
    if not shown:
        return nothing(ax, "No relations")
    at = graph.graph.get("at")
    about = f" and those around {ego}" if ego is not None else ""
    titled(ax, f"Who stands how to whom{about}" + (f", {at}" if at else ""))
    where = places(shown, seed=seed)
    _framed(ax, where)
    bends = _bends(ax, shown, where)
    for (actor, recipient), bent in bends.items():
        edge = shown.edges[actor, recipient]
        _curve(ax, where[actor], where[recipient], bent, edge, colours)
    _actors(ax, shown, where, bends, colours, ego)
    _legend(ax, shown, colours)
    return ax


def _shown(graph: nx.DiGraph[str], ego: str | None, min_acts: int) -> nx.DiGraph[str]:
    lacking = [
        ends[:2] for ends in graph.edges(data=True) if not {"balance", "acts"} <= set(ends[2])
    ]
    if graph.is_multigraph() or lacking:
        raise InvalidArgument("relations draws what dyads(log) gives: a balance for each dyad")
    if ego is not None and ego not in graph:
        raise UnknownActor(f"{ego!r} is not in this graph of {len(graph)} actors")
    shown: nx.DiGraph[str] = nx.DiGraph()
    if min_acts <= 1:
        shown.add_nodes_from(graph)
    shown.add_edges_from(
        (actor, recipient, data)
        for actor, recipient, data in graph.edges(data=True)
        if data["acts"] >= min_acts and actor != recipient
    )
    if ego is None:
        return shown
    near = {ego}
    if ego in shown:
        near |= {*shown.successors(ego), *shown.predecessors(ego)}
    kept: nx.DiGraph[str] = nx.DiGraph()
    kept.add_nodes_from(near)
    kept.add_edges_from(ends for ends in shown.edges(data=True) if near.issuperset(ends[:2]))
    return kept


def _framed(ax: Axes, where: dict[str, Place]) -> None:
    """Equal units both ways and room for labels, with no scales around."""
    wide = max(0.5, *(abs(x) for x, _ in where.values())) + _MARGIN
    high = max(0.35, *(abs(y) for _, y in where.values())) + _MARGIN
    shape = ax.bbox.width / max(ax.bbox.height, 1.0)
    wide, high = max(wide, high * shape), max(high, wide / shape)
    ax.set_xlim(-wide, wide)
    ax.set_ylim(-high, high)
    ax.set_aspect("equal")
    ax.set_axis_off()


def _point_size(ax: Axes) -> float:
    """How much of a unit of the axes one typographic point is."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    pixels = max(ax.bbox.width, 1.0) * 72 / figure.dpi
    left, right = ax.get_xlim()
    bottom, top = ax.get_ylim()
    high = max(ax.bbox.height, 1.0) * 72 / figure.dpi
    return max((right - left) / pixels, (top - bottom) / high)


def _bends(ax: Axes, shown: nx.DiGraph[str], where: dict[str, Place]) -> _Bends:
    clear = _CLEAR_DOTS * _DOT * _point_size(ax)
    return {
        (actor, recipient): bend(where[actor], where[recipient], where.values(), clear=clear)
        for actor, recipient in sorted(shown.edges)
    }


def _curve(
    ax: Axes, start: Place, end: Place, bent: float, edge: dict[str, float], colours: Palette
) -> None:
    balance = edge["balance"]
    width = _width(edge["acts"])
    ax.add_patch(
        FancyArrowPatch(
            start,
            end,
            connectionstyle=f"arc3,rad={bent}",
            arrowstyle=f"-|>,head_length={3.2 + width},head_width={1.5 + 0.5 * width}",
            mutation_scale=1.0,
            shrinkA=_DOT + 1.5,
            shrinkB=_DOT + 2.5,
            linewidth=width,
            linestyle=_dash(balance, width),
            color=colours.of(balance),
            alpha=0.85,
            capstyle="butt",
            joinstyle="miter",
        )
    )


def _width(acts: float) -> float:
    return min(_BEFORE + _THICKER * math.log2(max(acts, 1)), _THICKEST)


def _dash(balance: float, width: float) -> _Dash:
    """Whole for friends; dashes and dots of one length in points, however thick the line."""
    if abs(balance) < LITTLE:
        return (0, (1.4 / width, 2.6 / width))
    return (0, ()) if balance > 0 else (0, (6.5 / width, 2.6 / width))


def _actors(
    ax: Axes,
    shown: nx.DiGraph[str],
    where: dict[str, Place],
    bends: _Bends,
    colours: Palette,
    ego: str | None,
) -> None:
    unit = _point_size(ax)
    size = SMALL + 0.5 if len(where) <= 20 else SMALLER
    dot = _DOT * unit
    ax.scatter(
        [x for x, _ in where.values()],
        [y for _, y in where.values()],
        s=[(2 * _DOT + (3 if code == ego else 0)) ** 2 for code in where],
        color=colours.ink,
        edgecolors=colours.ground,
        linewidths=1.0,
        zorder=3,
    )
    crossed = [
        point(where[actor], where[recipient], bent, step / 24)
        for (actor, recipient), bent in bends.items()
        for step in range(1, 24)
    ]
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    boxes = placed(
        [
            around(x, y, 0.66 * size * len(code) * unit, size * unit, dot + _GAP * unit)
            for code, (x, y) in where.items()
        ],
        [Box(x - dot, y - dot, x + dot, y + dot) for x, y in where.values()],
        frame=Box(left, bottom, right, top),
        crossed=crossed,
    )
    for code, box in zip(where, boxes, strict=True):
        ax.text(
            (box.left + box.right) / 2,
            (box.bottom + box.top) / 2,
            code,
            ha="center",
            va="center",
            fontsize=size,
            fontweight="bold" if code == ego else "normal",
            color=colours.ink,
            path_effects=halo(colours),
            zorder=4,
        )


def _legend(ax: Axes, shown: nx.DiGraph[str], colours: Palette) -> None:
    balances = [edge["balance"] for _, _, edge in shown.edges(data=True)]
    kinds = (
        ("friendly", 1.0, any(b >= LITTLE for b in balances)),
        ("hostile", -1.0, any(b <= -LITTLE for b in balances)),
        ("neither", 0.0, any(abs(b) < LITTLE for b in balances)),
    )
    lines = [
        Line2D(
            [], [], color=colours.of(sign), linestyle=_dash(sign, 1.8), linewidth=1.8, label=told
        )
        for told, sign, there in kinds
        if there
    ]
    most = max((edge["acts"] for _, _, edge in shown.edges(data=True)), default=0)
    counts = [1, most] if most > 1 else []
    lines += [
        Line2D(
            *([], []),
            color=colours.faint,
            linewidth=_width(count),
            label="1 act" if count == 1 else f"{count} acts",
        )
        for count in counts
    ]
    if lines:
        ax.legend(
            handles=lines,
            loc="upper center",
            bbox_to_anchor=(0.5, 0.0),
            ncols=len(lines),
            frameon=False,
            fontsize=SMALL,
            labelcolor=colours.ink,
            handlelength=2.6,
        )
