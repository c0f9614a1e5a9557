"""Curves from one place to another that keep clear of what stands between."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from stances.places import Place

BENDS = (0.16, 0.3, 0.06, 0.45, 0.62, -0.3, -0.45)
"""How far a curve may bow, as a share of its length; the first that keeps clear is taken.

It bows to the right of its way, so that the two directions between a pair lie apart.
"""

_SAMPLES = 16


def bend(start: Place, end: Place, others: Iterable[Place], *, clear: float) -> float:
    """The bend at which the curve passes the other places at this distance, or nearest to it."""
    near = [other for other in others if _within_reach(start, end, other)]
    if not near:
        return BENDS[0]
    for candidate in BENDS:
        if _room(start, end, candidate, near) >= clear:
            return candidate
    return max(BENDS, key=lambda candidate: _room(start, end, candidate, near))


def point(start: Place, end: Place, bent: float, share: float) -> Place:
    """Where the curve is after this share of its way: a quadratic Bézier curve."""
    middle = control(start, end, bent)
    early, both, late = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return (
        early * start[0] + both * middle[0] + late * end[0],
        early * start[1] + both * middle[1] + late * end[1],
    )


def control(start: Place, end: Place, bent: float) -> Place:
    """The point that draws the curve aside: what matplotlib's ``arc3`` has for this ``rad``."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    return ((start[0] + end[0]) / 2 + bent * dy, (start[1] + end[1]) / 2 - bent * dx)


def _room(start: Place, end: Place, bent: float, others: Sequence[Place]) -> float:
    way = [point(start, end, bent, step / _SAMPLES) for step in range(1, _SAMPLES)]
    return min(math.dist(place, other) for place in way for other in others)


def _within_reach(start: Place, end: Place, other: Place) -> bool:
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    return other not in (start, end) and math.dist(middle, other) < math.dist(start, end)
