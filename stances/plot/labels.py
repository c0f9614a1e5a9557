"""Where labels go, so that they cover neither each other nor what they name."""

from __future__ import annotations

from collections.abc import Sequence

import attrs


@attrs.frozen
class Box:
    """An upright rectangle, in whatever unit."""

    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: Box) -> float:
        """The area that both cover."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(wide, 0.0) * max(high, 0.0)

    def outside(self, frame: Box) -> float:
        """The area that lies outside the frame."""
        return (self.right - self.left) * (self.top - self.bottom) - self.overlap(frame)


def around(x: float, y: float, width: float, height: float, gap: float) -> tuple[Box, ...]:
    """Eight boxes of this size that touch a point's surroundings, the best readable first."""
    far_x, far_y = gap + width / 2, gap + height / 2
    near_x, near_y = 0.7 * gap + width / 2, 0.7 * gap + height / 2
    centres = (
        (x, y + far_y),
        (x + far_x, y),
        (x - far_x, y),
        (x, y - far_y),
        (x + near_x, y + near_y),
        (x - near_x, y + near_y),
        (x + near_x, y - near_y),
        (x - near_x, y - near_y),
    )
    return tuple(
        Box(cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2) for cx, cy in centres
    )


def placed(
    wanted: Sequence[Sequence[Box]],
    taken: Sequence[Box],
    *,
    frame: Box,
    crossed: Sequence[tuple[float, float]] = (),
) -> list[Box]:
    """One box of each sequence, such that as little as can be is covered.

    Args:
        wanted: for each label, the boxes it may be in, the best first.
        taken: what may not be covered.
        frame: what labels should stay in.
        crossed: points of lines, which are better not covered.

    """
    done: list[Box] = []
    for boxes in wanted:
        standing = [*taken, *done]
        costs = [_cost(box, standing, frame, crossed) for box in boxes]
        done.append(boxes[costs.index(min(costs))])
    return done


def _cost(
    box: Box, taken: Sequence[Box], frame: Box, crossed: Sequence[tuple[float, float]]
) -> float:
    area = (box.right - box.left) * (box.top - box.bottom)
    covered = sum(box.overlap(other) for other in taken) + 2 * box.outside(frame)
    lines = sum(box.left < x < box.right and box.bottom < y < box.top for x, y in crossed)
    return round(covered / area + 0.04 * lines, 6)
