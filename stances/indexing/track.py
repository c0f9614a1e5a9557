"""One dyad in two times: what its acts add up to at a date, for who knew what by another.

What is known now is a running sum over the days on which something happened. What was known on
the day asked about, or before it, is a running sum too, over the days on which something was
learnt. What was known by a later day is nearly what is known now: it differs in the acts that
were published, or looked otherwise, after it. As most are published soon, those lie within a few
days before, but for stragglers, which are kept apart by the day since when they are as now.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from stances.balance import decayed
from stances.indexing.exact import Scores, kept
from stances.indexing.rows import FOREVER

Ordinals: TypeAlias = NDArray[np.int64]
Signs: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

_BOUNDS = np.array([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 4095, FOREVER], np.int64)
_STRAGGLERS = 32
_HALF_LIVES = 8
_RANGE = 500.0  # powers of two within which a float keeps all its digits


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
        while len(self._fading) >= _HALF_LIVES:
            self._fading.pop(next(iter(self._fading)), None)
        self._fading[half_life] = after
        return after

    def fading_array(self, half_life: float) -> NDArray[np.float64]:
        """The same as an array."""
        known = self._arrays.get(half_life)
        if known is None:
            known = np.array(self.fading(half_life), np.float64)
            while len(self._arrays) >= _HALF_LIVES:
                self._arrays.pop(next(iter(self._arrays)), None)
            self._arrays[half_life] = known
        return known


class Track:
    """All that is asked of the asserted acts of one dyad; each part is made when first needed."""

    def __init__(self, told: Told, scores: Scores) -> None:
        self._told = told
        self._scores = scores

    @cached_property
    def standing(self) -> Running:
        """What is known now, by the day on which it happened."""
        told = self._told.some(self._told.known_until == FOREVER)
        return Running(told, told.date, self._scores)

    def sums(self, at: int, as_of: int | None) -> list[int]:
        """The sum of rows of the table of scores on a day, as known by another."""
        if as_of is None:
            return self.standing.sums_at(at)
        if as_of > at:
            others = self._settling.sums(at, as_of)
            return _added([self.standing.sums_at(at), *others])
        others = [terms.sums(self._scores) for terms in self._ahead(at, as_of)]
        return _added([self._learnt.sums_at(as_of), *others])

    def balance(self, at: int, as_of: int | None, half_life: float) -> float:
        """The balance on a day, as known by another."""
        if as_of is None:
            return self.standing.balance(at, at, half_life)
        if as_of > at:
            others = self._settling.balance(at, as_of, half_life)
            return self.standing.balance(at, at, half_life) + others
        balance = self._learnt.balance(as_of, at, half_life)
        for terms in self._ahead(at, as_of):
            balance += terms.balance(at, half_life, self._scores)
        return balance

    @cached_property
    def _settling(self) -> Settling:
        return Settling(self._told, self._scores)

    @cached_property
    def _learnt(self) -> Running:
        """What was known, by the day on which it was known and, by its date, over."""
        told = self._told
        over = told.some(told.known_until != FOREVER)
        parts = [told, attrs.evolve(over, sign=-over.sign)]
        days = [
            np.maximum(told.known_from, told.date),
            np.maximum(over.known_until, over.date),
        ]
        return Running(joined(parts), np.concatenate(days), self._scores)

    @cached_property
    def _early(self) -> tuple[Told, int]:
        """Acts of which was known before their date, by date, and how long before at most."""
        told = self._told.some(self._told.known_from < self._told.date)
        told = told.some(np.argsort(told.date, kind="stable"))
        return told, int((told.date - told.known_from).max(initial=0))

    def _ahead(self, at: int, as_of: int) -> list[Terms]:
        """Acts that were known by a day that was before their date."""
        early, longest = self._early
        if as_of >= at or not len(early):
            return []
        last = min(at, as_of + longest)
        first, end = early.date.searchsorted([as_of, last], "right").tolist()
        return [early.some(slice(first, end)).seen(at, as_of)]


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
            while len(self._weights) >= _HALF_LIVES:
                self._weights.pop(next(iter(self._weights)), None)
            self._weights[half_life] = weights
        share: float = 2.0 ** min((self._last - at) / half_life, _RANGE)
        return float(weights[place].dot(chosen)) * share

    def sums(self, place: slice, chosen: Mask) -> list[int]:
        """What is to be added for some of these to a sum of rows of the table of scores."""
        summed: list[int] = self._rows[place][chosen].sum(axis=0).tolist()
        return summed


def joined(parts: list[Told]) -> Told:
    """All of these acts."""
    return Told(
        np.concatenate([part.date for part in parts]),
        np.concatenate([part.kind for part in parts]),
        np.concatenate([part.known_from for part in parts]),
        np.concatenate([part.known_until for part in parts]),
        np.concatenate([part.sign for part in parts]),
    )


def _added(sums: list[list[int]]) -> list[int]:
    return sums[0] if len(sums) == 1 else [sum(column) for column in zip(*sums, strict=True)]
