"""All dyads at once, in one pass over the rows."""

from __future__ import annotations

from functools import cached_property
from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from stances.indexing.exact import FUTURE, KINDS, kept
from stances.indexing.rows import FOREVER, Mask, Rows
from stances.indexing.state import State

Floats: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64]


@attrs.frozen(eq=False)
class Seen:
    """Dyad, kind and date of rows that count, and what they add up to by dyad."""

    state: State
    dyad: NDArray[np.int32]
    kind: NDArray[np.uint8]
    date: NDArray[np.int32]

    @cached_property
    def counts(self) -> Counts:
        """How many acts of each kind, a row for each dyad."""
        cells = self.dyad * np.int64(KINDS) + self.kind
        return np.bincount(cells, minlength=self.state.width * KINDS).reshape(-1, KINDS)

    @cached_property
    def asserted(self) -> Counts:
        """How many took place, by dyad."""
        summed: Counts = self.counts[:, :FUTURE].sum(axis=1)
        return summed

    @cached_property
    def scores(self) -> Floats:
        """The sums of the scores by dyad, each rounded once."""
        return self.state.scores.totals(self.counts @ self.state.scores.table)

    def balances(self, at: int, half_life: float | None) -> Floats:
        """What is left of them by dyad, on a day that none that took place is after."""
        if half_life is None:
            return self.scores
        days = np.maximum(np.int32(at) - self.date, 0)
        longest = int(days.max(initial=0))
        if longest < len(days):
            shares = kept(np.arange(longest + 1), half_life)[days]
        else:
            shares = kept(days.astype(np.int64), half_life)
        terms = shares * self.state.scores.values[self.kind]
        summed = np.bincount(self.dyad, weights=terms, minlength=self.state.width)
        return summed.astype(np.float64, copy=False)


@attrs.frozen(eq=False)
class Whole:
    """What every dyad adds up to on a day, as known by another day, or now.

    Nothing dated up to ``after`` is counted.
    """

    state: State
    at: int
    as_of: int | None
    after: int = 0

    @cached_property
    def _parts(self) -> tuple[tuple[Rows, Mask], ...]:
        """The rows of the base and of the tail, and which of them count."""
        state = self.state
        parts = [(state.base.rows, state.seen(self.at, self.as_of))]
        if len(state.tail):
            parts.append((state.tail, state.tail.seen(self.at, self.as_of)))
        if self.after:
            parts = [(rows, seen & (rows.date > self.after)) for rows, seen in parts]
        return tuple(parts)

    def _column(self, name: str) -> NDArray[np.int32]:
        columns = [getattr(rows, name)[seen] for rows, seen in self._parts]
        return columns[0] if len(columns) == 1 else np.concatenate(columns)

    @cached_property
    def seen(self) -> Seen:
        """Every row that counts."""
        kind = self._column("kind").view(np.uint8)
        return Seen(self.state, self._column("dyad"), kind, self._column("date"))

    @cached_property
    def reports(self) -> Counts:
        """How many reports there are, by dyad."""
        if all((rows.reports == 1).all() for rows, _ in self._parts):
            summed: Counts = self.seen.counts.sum(axis=1)
            return summed
        size = self.state.width
        weights = self._column("reports")
        return np.bincount(self.seen.dyad, weights, size).astype(np.int64)

    @cached_property
    def spans(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The first and last date of each dyad; FOREVER and 0 where there is none."""
        size = self.state.width
        first, last = np.full(size, FOREVER, np.int32), np.zeros(size, np.int32)
        dyad, date = self.seen.dyad, self.seen.date
        begins = np.flatnonzero(np.diff(dyad, prepend=np.int32(-1)))
        if len(begins):  # the tail is in no order: a dyad may begin many times
            np.minimum.at(first, dyad[begins], np.minimum.reduceat(date, begins))
            np.maximum.at(last, dyad[begins], np.maximum.reduceat(date, begins))
        return first, last

    @cached_property
    def publishers(self) -> Counts:
        """How many different publishers there are, by dyad."""
        size = self.state.width
        voices = self.state.base.voices
        if self.as_of is None and not len(self.state.gone):
            heard = voices.first <= self.at
        elif len(voices.starts):
            seen = self._parts[0][1][self.state.base.rows.told]
            heard = np.logical_or.reduceat(seen, voices.starts)
        else:
            heard = np.zeros(0, np.bool_)
        dyad, publisher = voices.dyad[heard], voices.publisher[heard]
        counts = np.bincount(dyad, minlength=size)
        for rows, seen in self._parts[1:]:
            pairs = seen[rows.told]
            late = _keys(rows.dyad[rows.told[pairs]], rows.told_by[pairs])
            new = np.setdiff1d(late, _keys(dyad, publisher))
            counts += np.bincount(new >> 32, minlength=size)
        return counts


def _keys(dyad: NDArray[np.int32], publisher: NDArray[np.int32]) -> NDArray[np.int64]:
    return dyad.astype(np.int64) << 32 | publisher
