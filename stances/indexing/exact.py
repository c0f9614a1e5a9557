"""Scores as whole numbers, so that sums of them lose nothing.

Floats are whole numbers of some power of two. On one such unit the scores of a scale are integers,
kept in limbs of thirty bits, and running sums of those in 64 bits are exact for more rows than
memory holds. Sums of floats would drift, and differences of them would leave dust.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs
import numpy as np
from numpy.typing import NDArray

from stances.events import EventType, Modality, StanceEvent
from stances.scale import Scale

KINDS = len(EventType) + 2
FUTURE, DENIED = len(EventType), len(EventType) + 1
_TYPES = {name: number for number, name in enumerate(EventType)}
_NOT_ASSERTED = {Modality.FUTURE: FUTURE, Modality.DENIED: DENIED}
_LIMB = 30
_EXACT = 1 << 53
_SHORTEST = 1e-300  # after a day of a shorter half-life nothing is left either


def kind_of(event: StanceEvent) -> int:
    """The number of the event type if the act took place, else that of its modality."""
    return _NOT_ASSERTED.get(event.modality, _TYPES[event.event_type])


@attrs.frozen(eq=False)
class Scores:
    """A scale by kind.

    Attributes:
        values: what an act of the kind adds, by kind; 0 where it did not take place.
        table: by kind, 1 if such an act took place, and the limbs of its score, lowest first.
        shift: the unit of the limbs is two to the power of minus this.

    """

    values: NDArray[np.float64]
    table: NDArray[np.int64]
    shift: int

    @classmethod
    def of(cls, scale: Scale) -> Scores:
        """The scores of this scale."""
        ratios = [scale[name].as_integer_ratio() for name in EventType]
        shift = max(below.bit_length() for _, below in ratios) - 1
        whole = [above * ((1 << shift) // below) for above, below in ratios]
        limbs = max(1, *(-(-abs(score).bit_length() // _LIMB) for score in whole))
        table = [[1, *_limbs(score, limbs)] for score in whole] + [[0] * (limbs + 1)] * 2
        values = [*(scale[name] for name in EventType), 0.0, 0.0]
        return cls(np.array(values), np.array(table, np.int64), shift)

    def total(self, sums: Iterable[int]) -> float:
        """The score of a sum of rows of the table, rounded once."""
        _, *limbs = sums
        whole = 0
        for limb in reversed(limbs):
            whole = (whole << _LIMB) + limb
        return whole / (1 << self.shift)

    def totals(self, sums: NDArray[np.int64]) -> NDArray[np.float64]:
        """The same for many sums, one in each row."""
        limbs = sums[:, 1:]
        if limbs.shape[1] > 2 or self.shift > 1_000 or np.abs(limbs).max(initial=0) >= _EXACT:
            return np.array([self.total(row) for row in sums.tolist()], np.float64)
        scaled = limbs * np.ldexp(1.0, _LIMB * np.arange(limbs.shape[1]))
        whole: NDArray[np.float64] = scaled.sum(axis=1)  # two exact terms: rounded once
        return np.ldexp(whole, -self.shift)


def _limbs(score: int, count: int) -> list[int]:
    sign, size = (-1 if score < 0 else 1), abs(score)
    return [sign * (size >> (_LIMB * place) & ((1 << _LIMB) - 1)) for place in range(count)]


def kept(days: NDArray[np.int64], half_life: float | None) -> NDArray[np.float64]:
    """What share is left after so many days, none of them negative."""
    if half_life is None:
        return np.ones(len(days))
    shares: NDArray[np.float64] = np.exp2(days / -max(half_life, _SHORTEST))
    return shares
