"""The columns: one row for every state in which an act was known.

An act of several reports looks otherwise before the later of them were published, so it has a row
for each set of reports that could be known, from the day ``known_from`` until the day before
``known_until``. An act of one report has one row, which holds ``FOREVER``. What could be known
on a day are the rows of that day, one an act; what is known now are those that hold for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from stances.events import StanceEvent
from stances.indexing.exact import kind_of

Dyad: TypeAlias = tuple[str, str | None]
Days: TypeAlias = NDArray[np.int32]
Mask: TypeAlias = NDArray[np.bool_]

FOREVER = 2**31 - 1


class Version(NamedTuple):
    """One row by itself: days are ordinals, ``position`` is of a record that says the event."""

    dyad: Dyad
    date: int
    kind: int
    known_from: int
    known_until: int
    reports: int
    position: int
    publishers: frozenset[str]


@attrs.frozen
class Names:
    """The numbers of dyads and publishers, in order of arrival; they only ever grow."""

    dyads: dict[Dyad, int] = attrs.field(factory=dict)
    publishers: dict[str, int] = attrs.field(factory=dict)


@attrs.frozen(eq=False, kw_only=True)
class Rows:
    """Columns of one length, and pairs of a row and a publisher who reports its act."""

    dyad: NDArray[np.int32]
    date: Days
    kind: NDArray[np.uint8]
    known_from: Days
    known_until: Days
    reports: NDArray[np.int32]
    position: NDArray[np.int64]
    told: NDArray[np.int32]
    told_by: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.dyad)

    @classmethod
    def of_events(cls, placed: Sequence[tuple[int, StanceEvent]], names: Names) -> Rows:
        """Rows of acts of one report each, the events at these positions."""
        dyads, publishers = names.dyads, names.publishers
        events = [event for _, event in placed]
        told_by = [
            -1 if e.publisher is None else publishers.setdefault(e.publisher, len(publishers))
            for e in events
        ]
        by = np.array(told_by, np.int32)
        told = np.flatnonzero(by >= 0).astype(np.int32)
        return cls(
            dyad=np.array(
                [dyads.setdefault((e.actor, e.recipient), len(dyads)) for e in events], np.int32
            ),
            date=np.array([e.date.toordinal() for e in events], np.int32),
            kind=np.array([kind_of(e) for e in events], np.uint8),
            known_from=np.array([e.published.toordinal() for e in events], np.int32),
            known_until=np.full(len(events), FOREVER, np.int32),
            reports=np.ones(len(events), np.int32),
            position=np.array([position for position, _ in placed], np.int64),
            told=told,
            told_by=by[told],
        )

    @classmethod
    def of_versions(cls, versions: Sequence[Version], names: Names) -> Rows:
        """Rows of these."""
        dyads, publishers = names.dyads, names.publishers
        pairs = [
            (row, publishers.setdefault(publisher, len(publishers)))
            for row, version in enumerate(versions)
            for publisher in sorted(version.publishers)
        ]
        return cls(
            dyad=np.array([dyads.setdefault(v.dyad, len(dyads)) for v in versions], np.int32),
            date=np.array([v.date for v in versions], np.int32),
            kind=np.array([v.kind for v in versions], np.uint8),
            known_from=np.array([v.known_from for v in versions], np.int32),
            known_until=np.array([v.known_until for v in versions], np.int32),
            reports=np.array([v.reports for v in versions], np.int32),
            position=np.array([v.position for v in versions], np.int64),
            told=np.array([row for row, _ in pairs], np.int32),
            told_by=np.array([number for _, number in pairs], np.int32),
        )

    @classmethod
    def joined(cls, parts: Iterable[Rows]) -> Rows:
        """These rows behind each other."""
        parts = list(parts) or [cls.of_versions((), Names())]
        if len(parts) == 1:
            return parts[0]
        columns = {name: np.concatenate([getattr(p, name) for p in parts]) for name in COLUMNS}
        before = np.cumsum([0, *(len(part) for part in parts[:-1])])
        moved = [part.told + first for part, first in zip(parts, before, strict=True)]
        return cls(**{**columns, "told": np.concatenate(moved).astype(np.int32)})

    def only(self, wanted: Mask) -> Rows:
        """The rows where the mask holds."""
        if wanted.all():
            return self
        number = np.cumsum(wanted, dtype=np.int32) - np.int32(1)
        pairs = wanted[self.told]
        columns = {name: getattr(self, name)[wanted] for name in _PLAIN}
        return Rows(**columns, told=number[self.told[pairs]], told_by=self.told_by[pairs])

    def some(self, span: slice) -> Rows:
        """The rows between two numbers, without publishers."""
        columns = {name: getattr(self, name)[span] for name in _PLAIN}
        return Rows(**columns, told=self.told[:0], told_by=self.told_by[:0])

    def sorted(self) -> Rows:
        """The rows by dyad and date; the pairs by dyad and publisher."""
        order = np.argsort(self.dyad.astype(np.int64) << 32 | self.date)
        number = np.empty(len(order), np.int32)
        number[order] = np.arange(len(order), dtype=np.int32)
        columns = {name: getattr(self, name)[order] for name in _PLAIN}
        told = number[self.told]
        pairs = np.argsort(columns["dyad"][told].astype(np.int64) << 32 | self.told_by)
        return Rows(**columns, told=told[pairs], told_by=self.told_by[pairs])

    def seen(self, at: int, as_of: int | None) -> Mask:
        """Which acts dated up to one day stand so for who knows what was published by another."""
        mask: Mask = self.date <= at
        if as_of is None:
            standing: Mask = self.known_until == FOREVER
            return mask & standing
        known: Mask = (self.known_from <= as_of) & (as_of < self.known_until)
        return mask & known


@attrs.frozen(eq=False)
class Sorted:
    """Sorted rows, and where each dyad begins among them."""

    rows: Rows

    @cached_property
    def bounds(self) -> NDArray[np.int64]:
        dyad = self.rows.dyad
        last = int(dyad[-1]) if len(dyad) else -1
        return np.searchsorted(dyad, np.arange(last + 2, dtype=np.int32))

    def span(self, dyad: int) -> slice:
        """Where the rows of a dyad are, which may be nowhere."""
        if dyad + 1 >= len(self.bounds):
            return slice(0, 0)
        return slice(int(self.bounds[dyad]), int(self.bounds[dyad + 1]))

    def find(self, dyad: int, version: Version) -> int:
        """The number of the row that is this version."""
        span = self.span(dyad)
        day = np.int32(version.date)
        dates = self.rows.date[span]
        start: int = span.start
        first, last = (start + int(dates.searchsorted(day, side)) for side in _SIDES)
        same = is_version(self.rows, slice(first, last), version)
        return first + int(same.argmax())

    @cached_property
    def all_standing(self) -> bool:
        """Whether no act ever looked otherwise."""
        standing: Mask = self.rows.known_until == FOREVER
        return bool(standing.all())

    @cached_property
    def voices(self) -> Voices:
        """The pairs grouped by dyad and publisher."""
        dyad = self.rows.dyad[self.rows.told]
        fresh = np.ones(len(dyad), np.bool_)
        fresh[1:] = (dyad[1:] != dyad[:-1]) | (self.rows.told_by[1:] != self.rows.told_by[:-1])
        starts = np.flatnonzero(fresh)
        standing = self.rows.known_until == FOREVER
        days = np.where(standing, self.rows.date, FOREVER)[self.rows.told]
        first = np.minimum.reduceat(days, starts) if len(starts) else days
        return Voices(starts, dyad[starts], self.rows.told_by[starts], first)


class Voices(NamedTuple):
    """Every publisher of every dyad: where its pairs begin, and its first day as known now."""

    starts: NDArray[np.int64]
    dyad: NDArray[np.int32]
    publisher: NDArray[np.int32]
    first: Days


def is_version(rows: Rows, among: slice, version: Version) -> Mask:
    """Which of these rows are this version; ``dyad`` and ``date`` are not looked at."""
    same: Mask = (
        (rows.position[among] == version.position)
        & (rows.known_from[among] == version.known_from)
        & (rows.known_until[among] == version.known_until)
    )
    return same


COLUMNS: Mapping[str, str] = {
    "dyad": "<i4",
    "date": "<i4",
    "kind": "|u1",
    "known_from": "<i4",
    "known_until": "<i4",
    "reports": "<i4",
    "position": "<i8",
    "told": "<i4",
    "told_by": "<i4",
}
_PLAIN = tuple(COLUMNS)[:7]
_SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")
