"""What changed between two days, dyad by dyad, in numbers."""

from __future__ import annotations

import datetime as dt
from itertools import repeat
from typing import NamedTuple

import numpy as np

from stances.indexing.exact import kept
from stances.indexing.state import State
from stances.indexing.whole import Whole


class Shift(NamedTuple):
    """How the balance of a dyad went from ``before`` to ``after``.

    ``before + faded + caused == after``: ``faded`` is what time took from the earlier balance,
    ``caused`` what the acts later than ``start`` and up to ``end`` add. Of those there are
    ``acts``, and ``asserted`` of them took place. A named tuple, as there are tens of thousands
    at once.
    """

    actor: str
    recipient: str
    start: dt.date
    end: dt.date
    before: float
    faded: float
    caused: float
    after: float
    acts: int
    asserted: int

    @property
    def total(self) -> float:
        """The whole change."""
        return self.after - self.before


def shifts(
    state: State, start: dt.date, end: dt.date, *, as_of: int | None, half_life: float | None
) -> tuple[Shift, ...]:
    """Every dyad that has acts in between or that time changed, ranked as changes are."""
    first, last = start.toordinal(), end.toordinal()
    old, new = Whole(state, first, as_of).seen, Whole(state, last, as_of, after=first).seen
    before = old.balances(first, half_life)
    faded = before * (kept(np.array([last - first]), half_life)[0] - 1.0)
    caused = new.balances(last, half_life)
    acts, asserted = new.counts.sum(axis=1), new.asserted
    names = list(state.names.dyads)
    alphabetical = state.alphabetical
    moved = alphabetical[(acts > 0)[alphabetical] | (faded != 0)[alphabetical]]
    carried = before + faded
    if half_life is None:
        after = state.scores.totals((old.counts + new.counts) @ state.scores.table)
    else:
        after = carried + caused
    total = after - before
    order = np.lexsort([-np.abs(key[moved]) for key in (total, asserted, caused)])
    ranked = moved[order]
    columns = (before, faded, caused, after, acts, asserted)
    dyads = [names[number] for number in ranked.tolist()]
    told = zip(
        (actor for actor, _ in dyads),
        (recipient for _, recipient in dyads),
        repeat(start),
        repeat(end),
        *(column[ranked].tolist() for column in columns),
    )
    return tuple(map(Shift._make, told))
