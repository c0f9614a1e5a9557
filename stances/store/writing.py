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


class Doubled(Exception):
    """A record that was taken to be new is in the log; what was written must be undone."""


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

    def erased(self) -> Collection[bytes]:
        """Ids of all events whose texts are erased."""
        ...

    def put(self, records: Iterable[Values]) -> None:
        """Keep records, at least one: position, time, hash, columns.

        Raises:
            Doubled: a record has the id of another.

        """
        ...

    def put_sources(self, sources: Collection[Values]) -> None:
        """Keep the sources that are new."""
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
    head: Head
    added: int = 0
    known: int = 0
    conflict: LogConflict | None = None

    @property
    def outcome(self) -> Outcome:
        return self.conflict or Appended(added=self.added, known=self.known, head=self.head)


def write(
    tables: Tables, batches: Sequence[Batch], name: str, *, hopeful: bool = False
) -> list[Outcome]:
    """Keep what is new of the batches, one after the other, recorded now.

    A batch that expected the log to end elsewhere is left out whole, if anything in it is new;
    then what became of it is a conflict.

    Args:
        tables: where nobody else writes meanwhile.
        batches: what to keep.
        name: that of the log.
        hopeful: take a page to be new if its first record is, rather than look for each.

    Raises:
        Doubled: that hope was in vain.

    """
    hopeful = hopeful and all(batch.expected_position is None for batch in batches)
    end = tables.last()
    now = max(time.time_ns() // 1_000, end.recorded_at)
    tallies = [_Tally(batch.expected_position, end.head) for batch in batches]
    for together in _together(zip(tallies, batches, strict=True)):
        placing = _Placing(tables, end)
        known = _known(tables, [page for _, page in together], hopeful=hopeful)
        placed = []
        for tally, page in together:
            fresh = page if known is None else _not_in(known, page)
            stale = tally.expected_position not in (None, placing.position)
            if fresh and stale and not tally.added:
                tally.conflict = LogConflict(
                    f"{name}: is at position {placing.position}, not at {tally.expected_position}"
                )
            if not tally.conflict:
                if known is not None:
                    known.update(came.id for came in fresh)
                placing.add(now, fresh)
                placed.append(tally)
                tally.added += len(fresh)
                tally.known += len(page) - len(fresh)
        ends = placing.put()
        for tally, end in zip(placed, ends, strict=True):
            tally.head = end.head
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
        placing = _Placing(tables, end)
        for entry, came in zip(part, page, strict=True):
            placing.add(microseconds(entry.recorded_at), [came])
        *_, end = placing.put()
    return Appended(added=end.position, known=0, head=end.head)


class _Placing:
    """Pages that get their places behind the end of a log, and what has to be done with them."""

    def __init__(self, tables: Tables, end: Last) -> None:
        self.position: int = end.position
        self._tables = tables
        self._end = end
        self._pages: list[tuple[int, Page]] = []
        self._ends: list[Last] = []
        self._sources: dict[bytes, Values] = {}
        self._named: set[bytes] = set()

    def add(self, recorded_at: int, fresh: Page) -> None:
        """Have them come next; ``position`` is that of the last of them."""
        self._pages.append((recorded_at, fresh))
        self.position += len(fresh)

    def put(self) -> list[Last]:
        """Put the rows into the tables, and blank what stands there and is erased by them.

        Gives where the log ended behind each page.
        """
        if self.position == self._end.position:
            return [self._end] * len(self._pages)
        self._tables.put(self._linked())
        self._tables.put_sources(self._sources.values())
        if self._named:
            self._tables.blank(self._named)
        return self._ends

    def _linked(self) -> Iterator[Values]:
        """The rows, each linked to the one before as it is asked for."""
        position, _, before = end = self._end
        erased, named, sources = self._tables.erased(), self._named, self._sources
        for recorded_at, page in self._pages:
            stamp = time_bytes(recorded_at)
            for came in page:
                _, said, values, source, quotes, erases = came
                named.update(erases)
                if quotes in erased or quotes in named:
                    values = blanked(came).values  # does not even touch the disk with its text
                position += 1
                before = follow(before, stamp, said)
                if source is not None:
                    sources[source[0]] = source
                yield (position, recorded_at, before) + values  # noqa: RUF005 - see ``arrival``
            if page:
                end = Last(position, recorded_at, before)
            self._ends.append(end)


def _known(tables: Tables, pages: Iterable[Page], *, hopeful: bool) -> set[bytes] | None:
    """Ids that the log has; None if there is hope that it has none of these."""
    every = (came.id for page in pages for came in page)
    first = list(itertools.islice(every, 1))
    found = tables.known(first) if hopeful else set()
    return None if hopeful and not found else tables.known([*first, *every])


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
