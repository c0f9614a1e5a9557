"""One dyad in two times: what its acts add up to at a date, for who knew what by another.

What is known now is a running sum over the days on which something happened. What was known on
the day asked about, or before it, is a running sum too, over the days on which something was
learnt. What was known by a later day is what is known now, but for what was still settling.
"""

from __future__ import annotations

from functools import cached_property

import attrs
import numpy as np

from stances.indexing.exact import Scores
from stances.indexing.rows import FOREVER
from stances.indexing.running import Running
from stances.indexing.settling import Settling
from stances.indexing.told import Terms, Told, joined


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


def _added(sums: list[list[int]]) -> list[int]:
    return sums[0] if len(sums) == 1 else [sum(column) for column in zip(*sums, strict=True)]
