"""Running sums of one dyad over the days on which something was added, or taken away."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stances.balance import decayed
from stances.events import EventType
from stances.indexing.exact import Scores, kept
from stances.indexing.told import Ordinals, Told
from stances.scale import QuadClass, quad_class

HALF_LIVES = 8
"""For how many half-lives sums are kept; then the oldest goes."""

_IN_CLASS = np.array(
    [[quad_class(name) is quad for quad in QuadClass] for name in EventType], np.int64
)


class Running:
    """Sums over acts that were added, or taken away, day after day."""

    def __init__(self, told: Told, day: Ordinals, scores: Scores) -> None:
        """Keep the sums of these acts, each added on its day, which its date is not after."""
        order = np.argsort(day, kind="stable")
        self._told, self._day, self._scores = told.some(order), day[order], scores
        self._starts = np.flatnonzero(np.diff(self._day, prepend=-1))
        self.days: list[int] = self._day[self._starts].tolist()
        rows = scores.table[self._told.kind] * self._told.sign[:, None]
        self._totals = np.zeros((len(self.days) + 1, rows.shape[1]), np.int64)
        if self.days:
            np.cumsum(np.add.reduceat(rows, self._starts), axis=0, out=self._totals[1:])
        self.sums: list[list[int]] = self._totals.tolist()
        self._fading: dict[float, list[float]] = {}
        self._arrays: dict[float, NDArray[np.float64]] = {}

    @cached_property
    def day_array(self) -> Ordinals:
        return self._day[self._starts]

    @property
    def totals(self) -> NDArray[np.int64]:
        """The sums before the first day, and after each day."""
        return self._totals

    @cached_property
    def quads(self) -> NDArray[np.int64]:
        """How many acts of each quad class, before the first day and after each day."""
        counts = np.zeros((len(self.days) + 1, len(QuadClass)), np.int64)
        if self.days:
            rows = _IN_CLASS[self._told.kind] * self._told.sign[:, None]
            np.cumsum(np.add.reduceat(rows, self._starts), axis=0, out=counts[1:])
        return counts

    def sums_at(self, day: int) -> list[int]:
        """What was added up to a day."""
        return self.sums[bisect_right(self.days, day)]

    def balance(self, day: int, at: int, half_life: float) -> float:
        """What is left, on a day not before, of all that was added up to a day."""
        place = bisect_right(self.days, day)
        if not place:
            return 0.0
        fading = self._fading.get(half_life)
        if fading is None:
            fading = self.fading(half_life)
        share: float = 2.0 ** ((self.days[place - 1] - at) / half_life)
        return fading[place - 1] * share

    def fading(self, half_life: float) -> list[float]:
        """The balance after each day, on that day."""
        known = self._fading.get(half_life)
        if known is not None:
            return known
        told = self._told
        terms = kept(self._day - told.date, half_life) * told.sign
        terms *= self._scores.values[told.kind]
        added = np.add.reduceat(terms, self._starts).tolist() if self.days else []
        balance, before, after = 0.0, 0, []
        for day, term in zip(self.days, added, strict=True):
            balance = decayed(balance, days=day - before, half_life=half_life) + term
            before = day
            after.append(balance)
        while len(self._fading) >= HALF_LIVES:
            self._fading.pop(next(iter(self._fading)), None)
        self._fading[half_life] = after
        return after

    def fading_array(self, half_life: float) -> NDArray[np.float64]:
        """The same as an array."""
        known = self._arrays.get(half_life)
        if known is None:
            known = np.array(self.fading(half_life), np.float64)
            while len(self._arrays) >= HALF_LIVES:
                self._arrays.pop(next(iter(self._arrays)), None)
            self._arrays[half_life] = known
        return known
