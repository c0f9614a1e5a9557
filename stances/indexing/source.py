"""What an index reads: a durable log, or the records of a view."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

import attrs

from stances.errors import LogUnreadable
from stances.events import Record
from stances.log import Log
from stances.store import EventLog, Head

_PAGE = 256


class Source(Protocol):
    """Records at positions that are counted from 1; each record stands at one of them."""

    def head(self) -> Head:
        """Where the records end."""
        ...

    def between(self, after: int, until: int) -> Iterator[tuple[int, Record]]:
        """The records behind one position, up to another."""
        ...

    def fetch(self, positions: Collection[int]) -> Mapping[int, Record]:
        """The records at these positions."""
        ...

    def hash_at(self, position: int) -> str | None:
        """The hash of the log there, which says all that stands up to it; None for a view."""
        ...


@attrs.frozen(eq=False)
class DurableSource:
    """A log that may grow."""

    log: EventLog

    def head(self) -> Head:
        return self.log.head

    def between(self, after: int, until: int) -> Iterator[tuple[int, Record]]:
        return ((e.position, e.record) for e in self.log.entries(after, until))

    def fetch(self, positions: Collection[int]) -> Mapping[int, Record]:
        wanted = set(positions)
        found: dict[int, Record] = {}
        for after, until in _stretches(sorted(wanted)):
            for entry in self.log.entries(after, until):
                if entry.position in wanted:
                    found[entry.position] = entry.record
        if len(found) < len(wanted):
            raise LogUnreadable(f"{self.log!r} ends before position {max(wanted)}")
        return found

    def hash_at(self, position: int) -> str | None:
        if not position:
            return Head().hash
        return next((entry.hash for entry in self.log.entries(position - 1, position)), None)


class ViewSource:
    """The distinct records of a view."""

    def __init__(self, log: Log) -> None:
        distinct: dict[str, Record] = {}
        for record in log.records:
            distinct.setdefault(record.id, record)
        self._records = tuple(distinct.values())

    def head(self) -> Head:
        return Head(len(self._records))

    def between(self, after: int, until: int) -> Iterator[tuple[int, Record]]:
        return ((p, self._records[p - 1]) for p in range(after + 1, until + 1))

    def fetch(self, positions: Collection[int]) -> Mapping[int, Record]:
        return {position: self._records[position - 1] for position in positions}

    def hash_at(self, position: int) -> str | None:
        return None


def _stretches(positions: list[int]) -> Iterator[tuple[int, int]]:
    """Stretches (after, until) that hold all these positions, and little beside them."""
    first = last = 0
    for position in positions:
        if first and position - last > _PAGE:
            yield first - 1, last
            first = 0
        first = first or position
        last = position
    if first:
        yield first - 1, last
