"""Where actors stand on a plane: friends near each other, opponents apart.

Every pair of actors is given a distance that its balance asks for, and the places are those whose
distances come nearest to that: stress majorization (Gansner, Koren and North 2004). NetworkX's
own layouts know no signs: they pull together all that is tied, enemies too.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import networkx as nx

from stances.errors import MissingExtra

if TYPE_CHECKING:
    import numpy as np

    Matrix: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

Place: TypeAlias = tuple[float, float]

UNTIED, CLOSER_OR_FARTHER = 1.0, 0.5
"""The distance of two who have nothing to do with each other, and how far a tie moves it."""

STRONG = 8.0
"""The balance, in points of the scale, of a tie that is nearly as strong as ties are drawn."""

UNTIED_WEIGHT = 0.15
"""How much the distance of two such counts beside that of two with a tie."""

_STARTS, _STEPS, _ENOUGH = 4, 300, 1e-5


def places(graph: nx.Graph[str], *, seed: int = 0) -> dict[str, Place]:
    """A place for every actor of a graph whose edges have a ``balance``, such as ``dyads``.

    Both coordinates lie between -1 and 1, and the plane is wider than it is high. The same graph
    and seed give the same places.

    Raises:
        MissingExtra: NumPy is not installed.

    """
    codes = sorted(graph)
    if not codes:
        return {}
    if len(codes) == 1:
        return {codes[0]: (0.0, 0.0)}
    try:
        import numpy as np
    except ImportError as missing:
        raise MissingExtra("stances.places", "plot") from missing
    asked, weights = _asked(graph, codes)
    draw = random.Random(seed)  # noqa: S311 - its stream is the same in every release
    found = [_settled(_scattered(len(codes), draw), asked, weights) for _ in range(_STARTS)]
    best = min(found, key=lambda plane: _stress(plane, asked, weights))
    plane = _spread(_turned(best))
    return {
        code: (float(x), float(y)) for code, (x, y) in zip(codes, np.round(plane, 4), strict=True)
    }


def _asked(graph: nx.Graph[str], codes: Sequence[str]) -> tuple[Matrix, Matrix]:
    """The distance asked of every pair, and its weight."""
    import numpy as np

    row = {code: number for number, code in enumerate(codes)}
    size = len(codes)
    asked = np.full((size, size), UNTIED)
    weights = np.full((size, size), UNTIED_WEIGHT)
    balances: dict[tuple[int, int], float] = {}
    for actor, recipient, edge in graph.edges(data=True):
        one, other = sorted((row[actor], row[recipient]))
        balances[one, other] = balances.get((one, other), 0.0) + edge["balance"]
    for (one, other), balance in balances.items():
        distance = UNTIED - CLOSER_OR_FARTHER * math.tanh(balance / STRONG)
        asked[one, other] = asked[other, one] = distance
        weights[one, other] = weights[other, one] = 1.0
    np.fill_diagonal(asked, 0.0)
    np.fill_diagonal(weights, 0.0)
    return asked, weights


def _scattered(size: int, draw: random.Random) -> Matrix:
    import numpy as np

    return np.array([(draw.random() - 0.5, draw.random() - 0.5) for _ in range(size)])


def _settled(plane: Matrix, asked: Matrix, weights: Matrix) -> Matrix:
    """The places after as many steps as change anything, each of which lessens the stress."""
    import numpy as np

    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(laplacian)
    for _ in range(_STEPS):
        apart = _distances(plane)
        pull = np.where(apart > 0, weights * asked / np.where(apart > 0, apart, 1.0), 0.0)
        after = inverse @ ((np.diag(pull.sum(axis=1)) - pull) @ plane)
        moved = float(np.abs(after - plane).max())
        plane = after
        if moved < _ENOUGH:
            break
    return plane


def _stress(plane: Matrix, asked: Matrix, weights: Matrix) -> float:
    # Rounded, so that of two starts with one result the first is taken on every machine.
    return round(float((weights * (_distances(plane) - asked) ** 2).sum()), 6)


def _distances(plane: Matrix) -> Matrix:
    import numpy as np

    between = plane[:, None, :] - plane[None, :, :]
    apart: Matrix = np.sqrt((between**2).sum(axis=2))
    return apart


def _turned(plane: Matrix) -> Matrix:
    """The same places with their longest extent lying flat, and the first actor on the left."""
    import numpy as np

    centred = plane - plane.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ axes.T
    upright: Matrix = turned * np.where(turned[0] > 0, -1.0, 1.0)
    return upright


def _spread(plane: Matrix) -> Matrix:
    """The places stretched to the square, none of them nearly upon another."""
    import numpy as np

    plane = plane / max(float(np.abs(plane).max()), 1e-9)
    room = 1.1 / math.sqrt(len(plane))
    for _ in range(60):
        between = plane[:, None, :] - plane[None, :, :]
        apart = _distances(plane)
        np.fill_diagonal(apart, np.inf)
        lacking = np.clip(room - apart, 0.0, None)
        if not lacking.any():
            break
        toward = between / np.maximum(apart, 1e-6)[:, :, None]
        plane = plane + 0.5 * (toward * lacking[:, :, None]).sum(axis=1)
    filling: Matrix = plane / np.maximum(np.abs(plane).max(axis=0), 1e-9) * _extent(plane)
    return filling


def _extent(plane: Matrix) -> Place:
    """Half the width and half the height to be filled: no flatter than 3 to 5."""
    import numpy as np

    width, height = (float(side) for side in np.abs(plane).max(axis=0))
    longest = max(width, height)
    return (max(width / longest, 0.6), max(height / longest, 0.6) if height > 1e-6 else 0.0)
