"""Acts of one dyad as columns: those of a base, what came since, and what holds no longer."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from stances.indexing.exact import Scores, kept
from stances.indexing.rows import FOREVER

Ordinals: TypeAlias = NDArray[np.int64]
Signs: TypeAlias = NDArray[np.int64]


class Terms(NamedTuple):
    """Acts to be added up: dates as ordinals, kinds, and how often each counts."""

    date: Ordinals
    kind: NDArray[np.uint8]
    sign: Signs

    def sums(self, scores: Scores) -> list[int]:
        """The sum of their rows of the table of scores."""
        summed: list[int] = (self.sign @ scores.table[self.kind]).tolist()
        return summed

    def balance(self, at: int, half_life: float, scores: Scores) -> float:
        """What is left of them on a day that none of them is after."""
        return float((kept(at - self.date, half_life) * self.sign) @ scores.values[self.kind])


@attrs.frozen(eq=False)
class Told:
    """Asserted acts of one dyad, in any order: days as ordinals, and whether they add or take."""

    date: Ordinals
    kind: NDArray[np.uint8]
    known_from: Ordinals
    known_until: Ordinals
    sign: Signs

    def __len__(self) -> int:
        return len(self.date)

    def some(self, chosen: slice | NDArray[np.int64] | NDArray[np.bool_]) -> Told:
        """Some of them, or all in another order."""
        return Told(
            self.date[chosen],
            self.kind[chosen],
            self.known_from[chosen],
            self.known_until[chosen],
            self.sign[chosen],
        )

    def seen(self, at: int, as_of: int | None) -> Terms:
        """Those dated up to one day, as who knows what was published by another sees them."""
        seen = self.date <= at
        if as_of is None:
            seen &= self.known_until == FOREVER
        else:
            seen &= (self.known_from <= as_of) & (as_of < self.known_until)
        return Terms(self.date[seen], self.kind[seen], self.sign[seen])


def joined(parts: list[Told]) -> Told:
    """All of these acts."""
    return Told(
        np.concatenate([part.date for part in parts]),
        np.concatenate([part.kind for part in parts]),
        np.concatenate([part.known_from for part in parts]),
        np.concatenate([part.known_until for part in parts]),
        np.concatenate([part.sign for part in parts]),
    )
