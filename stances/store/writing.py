"""What is done in the one transaction that writes to a log, whichever database keeps it.

What is new is told by its id, linked to what stands before it, and put in its place, a page at a
time. The chain is made here and not in the database, as each hash follows from the one before.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol, TypeAlias

import attrs

from stances.errors import LogConflict, LogDamaged
from stances.store.chain import GENESIS, follow, time_bytes
from stances.store.contract import Appended, Entry, Head
from stances.store.rows import Arrival, Page, Values, arrival, blanked
from stances.store.spill import MANY
from stances.store.verifying import followed, microseconds

Outcome: TypeAlias = Appended | LogConflict


class Last(NamedTuple):
    """Where a log ends: position, microseconds of recording, hash."""

    position: int = 0
    recorded_at: int = 0
    hash: bytes = GENESIS

    @property
    def head(self) -> Head:
        """The same for those who asked."""
        return Head(self.position, self.hash.hex())


class Tables(Protocol):
    """The tables of a log within a transaction in which nobody else writes."""

    def last(self) -> Last:
        """Where the log ends."""
        ...

    def known(self, ids: Sequence[bytes]) -> set[bytes]:
        """Those of the ids that records have."""
        ...

    def erased(self, events: Sequence[bytes]) -> Collection[bytes]:
        """Ids of events whose texts are erased: those of the given ones, or more."""
        ...

    def put(self, sources: Collection[Values], records: Sequence[Values]) -> None:
        """Keep the sources that are new, and records: position, time, hash, columns."""
        ...

    def blank(self, events: Collection[bytes]) -> None:
        """Leave of the texts of these events only their hashes, now and when they come."""
        ...


@attrs.frozen
class Batch:
    """Records to be kept together or not at all; their pages can be gone through more than once."""

    pages: Iterable[Page]
    expected_position: int | None = None


@attrs.define
class _Tally:
    """What became of a batch so far."""

    expected_position: int | None
    end: Last
    added: int = 0
    known: int = 0
    conflict: LogConflict | None = None

    @property
    def outcome(self) -> Outcome:
        return self.conflict or Appended(added=self.added, known=self.known, head=self.end.head)


def write(tables: Tables, batches: Sequence[Batch], name: str) -> list[Outcome]:
    """Keep what is new of the batches, one after the other, recorded now.

    A batch that expected the log to end elsewhere is left out whole, if anything in it is new;
    then what became of it is a conflict.
    """
    end = tables.last()
    now = max(time.time_ns() // 1_000, end.recorded_at)
    tallies = [_Tally(batch.expected_position, end) for batch in batches]
    for together in _together(zip(tallies, batches, strict=True)):
        known = tables.known([came.id for _, page in together for came in page])
        placing = _Placing(tables)
        for tally, page in together:
            fresh = _not_in(known, page)
            if fresh and not tally.added and tally.expected_position not in (None, end.position):
                tally.conflict = LogConflict(
                    f"{name}: is at position {end.position}, not at {tally.expected_position}"
                )
            if not tally.conflict:
                known.update(came.id for came in fresh)
                end = placing.link(end, now, fresh)
                tally.added += len(fresh)
                tally.known += len(page) - len(fresh)
                tally.end = end
        placing.put()
    return [tally.outcome for tally in tallies]


def copy(tables: Tables, entries: Iterable[Entry], name: str) -> Appended:
    """Fill the empty tables with the entries of another log, as they stand there.

    Raises:
        LogConflict: the tables are not empty.
        LogDamaged: an entry does not follow from those before it.

    """
    end = tables.last()
    if end.position:
        raise LogConflict(f"{name}: is at position {end.position}, not empty")
    coming = iter(followed(entries))
    while part := list(itertools.islice(coming, MANY)):
        page = [arrival(entry.record) for entry in part]
        fresh = _not_in(tables.known([came.id for came in page]), page)
        if len(fresh) < len(page):
            raise LogDamaged(
                f"a record stands twice before position {part[-1].position}", part[0].position
            )
        placing = _Placing(tables)
        for entry, came in zip(part, page, strict=True):
            end = placing.link(end, microseconds(entry.recorded_at), [came])
        placing.put()
    return Appended(added=end.position, known=0, head=end.head)


class _Placing:
    """Rows that got their places, and what has to be done with them."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rows: list[Values] = []
        self._sources: dict[bytes, Values] = {}
        self._named: set[bytes] = set()

    def link(self, end: Last, recorded_at: int, fresh: Page) -> Last:
        """Where the log ends behind these records."""
        stamp = time_bytes(recorded_at)
        position, _, before = end
        for _, said, values, source, _, _ in self._without_texts(fresh):
            position += 1
            before = follow(before, stamp, said)
            self._rows.append((position, recorded_at, before, *values))
            if source is not None:
                self._sources[source[0]] = source
        return Last(position, recorded_at, before) if fresh else end

    def put(self) -> None:
        """Put the rows into the tables, and blank what stands there and is erased by them."""
        self._tables.put(self._sources.values(), self._rows)
        if self._named:
            self._tables.blank(self._named)

    def _without_texts(self, fresh: Page) -> Page:
        """The same, but what is erased already does not even touch the disk."""
        self._named.update(event for came in fresh for event in came.erases)
        events = [came.quotes for came in fresh if came.quotes is not None]
        erased = self._named.union(self._tables.erased(events))
        if not erased:
            return fresh
        return [blanked(came) if came.quotes in erased else came for came in fresh]


def _not_in(known: Collection[bytes], page: Page) -> Page:
    """Those that are not known, each once: of two that have one id, the first."""
    distinct: dict[bytes, Arrival] = {}
    for came in page:
        if came.id not in known:
            distinct.setdefault(came.id, came)
    return list(distinct.values())


def _together(
    batches: Iterable[tuple[_Tally, Batch]],
) -> Iterator[list[tuple[_Tally, Page]]]:
    """The pages of all batches, as many at once as memory is meant to hold."""
    together: list[tuple[_Tally, Page]] = []
    count = 0
    for tally, batch in batches:
        for number, page in enumerate(batch.pages):
            if number or count + len(page) > MANY:  # the page before was full, or heavy
                yield together
                together, count = [], 0
            together.append((tally, page))
            count += len(page)
    yield together
