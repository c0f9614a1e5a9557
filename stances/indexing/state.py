"""All that an index knows at one position of its log: sorted rows, and what came since.

The rows in the order of dyads and dates are the base. What is appended later stands in a tail,
and rows of the base that no longer hold are marked, until both are worth sorting in.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import attrs
import numpy as np
from numpy.typing import NDArray

from stances.indexing.exact import FUTURE, Scores
from stances.indexing.rows import FOREVER, Dyad, Mask, Names, Rows, Sorted, Version, is_version
from stances.indexing.told import Told, joined
from stances.indexing.track import Track
from stances.store.contract import Head

_TAIL_SHARE = 20
_TAIL = 2_000


@attrs.frozen(eq=False, kw_only=True)
class State:
    """An index at a position.

    Attributes:
        head: where the log ended.
        names: numbers of dyads and publishers; shared with later states.
        base: sorted rows.
        gone: numbers of rows of the base that hold no longer.
        tail: rows that came since.
        scores: the scale.
        tracks: of dyads, over the base alone; shared by all states over it.
        width: how many dyads there are, while a later state may be adding to their names.
        _met: changes of dyads that were asked for.

    """

    head: Head = attrs.field(factory=Head)
    names: Names = attrs.field(factory=Names)
    base: Sorted = attrs.field(factory=lambda: Sorted(Rows.joined([])))
    gone: NDArray[np.int64] = attrs.field(factory=lambda: np.empty(0, np.int64))
    tail: Rows = attrs.field(factory=lambda: Rows.joined([]))
    scores: Scores
    tracks: dict[Dyad, Track] = attrs.field(factory=dict)
    width: int = attrs.field(
        init=False, default=attrs.Factory(lambda state: len(state.names.dyads), takes_self=True)
    )
    _met: dict[Dyad, Told] = attrs.field(factory=dict, init=False)

    def after(self, head: Head, fresh: Rows, removed: Sequence[Version]) -> State:
        """The state with fresh rows, and without these versions, at a later head."""
        gone, tail = self._without(removed)
        tail = Rows.joined([tail, fresh])
        later = attrs.evolve(self, head=head, gone=gone, tail=tail)
        known = len(self.base.rows)
        if not known or len(tail) + len(gone) > max(_TAIL, known // _TAIL_SHARE):
            return later.settled()
        return later

    def settled(self) -> State:
        """The same with all of it in the base."""
        if not len(self.tail) and not len(self.gone):
            return self
        rows = Rows.joined([self.base.rows.only(~self._lost), self.tail]).sorted()
        return State(head=self.head, names=self.names, base=Sorted(rows), scores=self.scores)

    def _without(self, removed: Sequence[Version]) -> tuple[NDArray[np.int64], Rows]:
        gone = []
        stays = np.ones(len(self.tail), np.bool_)
        for version in removed:
            dyad = self.names.dyads[version.dyad]
            everywhere = slice(0, len(self.tail))
            here = is_version(self.tail, everywhere, version)
            if here.any():
                stays &= ~here
            else:
                gone.append(self.base.find(dyad, version))
        return np.concatenate([self.gone, np.array(gone, np.int64)]), self.tail.only(stays)

    @cached_property
    def standing(self) -> Mask | None:
        """Which rows of the base are known now; None if all are."""
        if self.base.all_standing and not len(self.gone):
            return None
        standing: Mask = self.base.rows.known_until == FOREVER
        standing[self.gone] = False
        return standing

    def seen(self, at: int, as_of: int | None) -> Mask:
        """Which rows of the base count on a day, as known by another."""
        rows = self.base.rows
        if as_of is not None:
            seen = rows.seen(at, as_of)
            seen[self.gone] = False
            return seen
        dated: Mask = rows.date <= at
        return dated if self.standing is None else dated & self.standing

    def now(self, as_of: int | None) -> int | None:
        """The last day of an asserted act, as known by a day."""
        return self._now if as_of is None else self._now_as_of(as_of)

    @cached_property
    def _now(self) -> int | None:
        return self._now_as_of(None)

    def _now_as_of(self, as_of: int | None) -> int | None:
        base, tail = self.base.rows, self.tail
        seen = self.seen(FOREVER, as_of) & (base.kind < FUTURE)
        late = tail.seen(FOREVER, as_of) & (tail.kind < FUTURE)
        last = max(base.date[seen].max(initial=0), tail.date[late].max(initial=0))
        return int(last) or None

    @cached_property
    def alphabetical(self) -> NDArray[np.int64]:
        """The numbers of the dyads that have a recipient, by name."""
        dyads = list(self.names.dyads.items())[: self.width]
        toward = [dyad for dyad in dyads if dyad[0][1] is not None]
        return np.array([number for _, number in sorted(toward)], np.int64)

    @cached_property
    def last_date(self) -> int:
        """The last date of any act in any state."""
        return int(max(rows.date.max(initial=1) for rows in (self.base.rows, self.tail)))

    def positions(self, dyad: Dyad, first: int, last: int, as_of: int | None) -> list[int]:
        """Where the events stand that speak for acts of the dyad between two days, inclusive."""
        number = self.names.dyads.get(dyad)
        if number is None:
            return []
        span = self.base.span(number)
        base = self.base.rows.some(span)
        seen = base.seen(last, as_of) & (base.date >= first) & ~self._lost[span]
        late = self.tail.seen(last, as_of) & (self.tail.date >= first) & (self.tail.dyad == number)
        found: list[int] = [*base.position[seen].tolist(), *self.tail.position[late].tolist()]
        return found

    def track(self, dyad: Dyad) -> Track:
        """The dyad as the base has it."""
        track = self.tracks.get(dyad)
        if track is None:
            track = self.tracks[dyad] = Track(self._of_base(dyad), self.scores)
        return track

    def changed(self, dyad: Dyad) -> Told | None:
        """What the base lacks of a dyad, and what it has that holds no longer."""
        if not len(self.tail) and not len(self.gone):
            return None
        number = self.names.dyads.get(dyad)
        place = None if number is None else self._places.get(number)
        if place is None:
            return None
        told = self._met.get(dyad)
        if told is None:
            told = self._met[dyad] = self._changes[1].some(self._changes[0][place])
        return told

    @cached_property
    def _changes(self) -> tuple[NDArray[np.int64], Told, NDArray[np.int32]]:
        """What came and what went, by dyad: its order, it, and its dyads in that order."""
        base, tail = self.base.rows, self.tail
        told = joined([_told(base, self.gone, -1), _told(tail, slice(None), 1)])
        dyads = np.concatenate([base.dyad[self.gone], tail.dyad])
        asserted = np.flatnonzero(told.kind < FUTURE)
        order = asserted[np.argsort(dyads[asserted], kind="stable")]
        return order, told, dyads[order]

    @cached_property
    def _places(self) -> dict[int, slice]:
        """Where the changes of each dyad stand in their order."""
        _, _, dyads = self._changes
        numbers, starts = np.unique(dyads, return_index=True)
        spans = map(slice, starts.tolist(), [*starts.tolist()[1:], len(dyads)])
        return dict(zip(numbers.tolist(), spans, strict=False))

    def whole_track(self, dyad: Dyad, as_of: int | None) -> Track:
        """The dyad with what came since, as known by a day; it is not kept."""
        changed = self.changed(dyad)
        if as_of is None and changed is None:
            return self.track(dyad)
        told = [self._of_base(dyad, self._lost)]
        if changed is not None:
            told.append(changed.some(changed.sign > 0))
        date, kind, sign = joined(told).seen(FOREVER, as_of)
        always = np.full(len(date), FOREVER)
        return Track(Told(date, kind, date, always, sign), self.scores)

    @cached_property
    def _lost(self) -> Mask:
        lost = np.zeros(len(self.base.rows), np.bool_)
        lost[self.gone] = True
        return lost

    def _of_base(self, dyad: Dyad, lost: Mask | None = None) -> Told:
        number = self.names.dyads.get(dyad)
        rows = self.base.rows
        span = slice(0, 0) if number is None else self.base.span(number)
        told = _told(rows, span, 1)
        asserted = told.kind < FUTURE
        return told.some(asserted if lost is None else asserted & ~lost[span])


def _told(rows: Rows, chosen: slice | NDArray[np.int64], sign: int) -> Told:
    date = rows.date[chosen].astype(np.int64)
    return Told(
        date,
        rows.kind[chosen],
        rows.known_from[chosen].astype(np.int64),
        rows.known_until[chosen].astype(np.int64),
        np.full(len(date), sign),
    )
