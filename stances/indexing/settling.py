"""What was known of one dyad by a day after the one asked about.

It is nearly what is known now: it differs in the acts that were published, or looked otherwise,
after it. As most are published soon, those lie within a few days before, but for stragglers, which
are kept apart by the day since when they are as now.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from stances.indexing.exact import Scores, kept
from stances.indexing.rows import FOREVER
from stances.indexing.running import HALF_LIVES
from stances.indexing.told import Ordinals, Told

Mask: TypeAlias = NDArray[np.bool_]

_BOUNDS = np.array([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 4095, FOREVER], np.int64)
_STRAGGLERS = 32
_RANGE = 500.0  # powers of two within which a float keeps all its digits


class Settling:
    """Which acts were not yet known, on a day, as they are known now."""

    def __init__(self, told: Told, scores: Scores) -> None:
        settled = np.where(told.known_until == FOREVER, told.known_from, told.known_until)
        lag = np.maximum(settled - told.date, 0)
        later = len(told) - np.bincount(np.searchsorted(_BOUNDS, lag), minlength=13).cumsum()
        few = max(8, len(told) // _STRAGGLERS)
        self._soon = int(_BOUNDS[np.argmax(later <= few)])
        self._longest = int(lag.max(initial=0))
        near, far = np.flatnonzero(lag <= self._soon), np.flatnonzero(lag > self._soon)
        self._near = _Block(told.some(near), told.date[near], scores, by_date=True)
        self._far = _Block(told.some(far), settled[far], scores, by_date=False)

    def balance(self, at: int, as_of: int, half_life: float) -> float:
        """What to add to the balance as known now, for that as known by a day after ``at``."""
        if as_of >= at + self._longest:
            return 0.0
        place, unlike = self._far.unlike(as_of, at + self._longest, at, as_of)
        balance = self._far.balance(place, unlike, at, half_life)
        if as_of < at + self._soon:
            place, unlike = self._near.unlike(as_of - self._soon, at, at, as_of)
            balance += self._near.balance(place, unlike, at, half_life)
        return balance

    def sums(self, at: int, as_of: int) -> list[list[int]]:
        """The same for a sum of rows of the table of scores."""
        if as_of >= at + self._longest:
            return []
        sums = [self._far.sums(*self._far.unlike(as_of, at + self._longest, at, as_of))]
        if as_of < at + self._soon:
            sums.append(self._near.sums(*self._near.unlike(as_of - self._soon, at, at, as_of)))
        return sums


class _Block:
    """Acts in the order of a day, and where each day begins among them."""

    def __init__(self, told: Told, day: Ordinals, scores: Scores, *, by_date: bool) -> None:
        order = np.argsort(day, kind="stable")
        self._told = told = told.some(order)
        self._by_date = by_date
        self._standing = told.known_until == FOREVER
        self._plain = bool(self._standing.all())
        sign = np.where(self._standing, -told.sign, told.sign)
        self._values = scores.values[told.kind] * sign
        self._rows = scores.table[told.kind] * sign[:, None]
        self._first, self._last = (
            (int(told.date.min()), int(told.date.max())) if len(told) else (0, 0)
        )
        days, starts = np.unique(day[order], return_index=True)
        self._days: list[int] = days.tolist()
        self._starts: list[int] = [*starts.tolist(), len(told)]
        self._weights: dict[float, NDArray[np.float64]] = {}

    def unlike(self, after: int, until: int, at: int, as_of: int) -> tuple[slice, Mask]:
        """Where the acts of some days are, and which of them to add.

        Those that are dated up to ``at``, and of which something else was known by ``as_of``.
        """
        first = self._starts[bisect_right(self._days, after)]
        place = slice(first, self._starts[bisect_right(self._days, until)])
        told = self._told
        unlike: Mask
        if not self._plain:
            seen = (told.known_from[place] <= as_of) & (as_of < told.known_until[place])
            unlike = (seen != self._standing[place]) & (told.date[place] <= at)
        elif self._by_date:
            unlike = told.known_from[place] > as_of
        else:
            unlike = told.date[place] <= at
        return place, unlike

    def balance(self, place: slice, chosen: Mask, at: int, half_life: float) -> float:
        """What is to be added for some of these, on a day that none of them is after."""
        if place.start >= place.stop:
            return 0.0
        if (self._last - self._first) / half_life > _RANGE:
            days = at - self._told.date[place][chosen]
            return float(kept(days, half_life) @ self._values[place][chosen])
        weights = self._weights.get(half_life)
        if weights is None:
            weights = kept(self._last - self._told.date, half_life) * self._values
            while len(self._weights) >= HALF_LIVES:
                self._weights.pop(next(iter(self._weights)), None)
            self._weights[half_life] = weights
        share: float = 2.0 ** min((self._last - at) / half_life, _RANGE)
        return float(weights[place].dot(chosen)) * share

    def sums(self, place: slice, chosen: Mask) -> list[int]:
        """What is to be added for some of these to a sum of rows of the table of scores."""
        summed: list[int] = self._rows[place][chosen].sum(axis=0).tolist()
        return summed
