"""What a store has to do, whichever database it is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Protocol

import attrs

from stances.events import Record


@attrs.frozen(kw_only=True)
class Appended:
    """What an append did: records that are new, records that were there already, the new head."""

    added: int
    known: int
    position: int


@attrs.frozen
class Entry:
    """A record with its place in the log, counted from 1 without gaps, and when it came there."""

    position: int
    recorded_at: dt.datetime
    record: Record


class Store(Protocol):
    """Keeps records in the order in which they came, each id once, and never changes one.

    ``recorded_at`` never falls from one position to the next, whatever the clock does. Every
    method may be called from any thread and raises LogUnreadable if the database fails.
    """

    def append(self, records: Iterable[Record], *, after: int | None = None) -> Appended:
        """Add the records that are not there yet: all or, if anything raises, none of them.

        The records are taken one by one before anybody else is kept from writing, so they may
        come slowly, be many, and be made of what this log holds.

        Raises:
            LogConflict: the head is not ``after``.

        """
        ...

    def head(self) -> int:
        """The position of the last record; 0 if there is none."""
        ...

    def position_at(self, moment: dt.datetime) -> int:
        """The last position that was recorded by then."""
        ...

    def entries(self, after: int, until: int) -> Iterator[Entry]:
        """What stands after one position up to another, read bit by bit."""
        ...

    def beginning(self, prefix: str) -> tuple[str, ...]:
        """Ids of records, and of events in corrections, with this beginning: at most ten."""
        ...

    def related(self, record_id: str) -> tuple[Record, ...]:
        """All records that corrections and retractions tie to this id, over any number of steps."""
        ...

    def close(self) -> None:
        """Let go of the database; nothing else may be called after that."""
        ...
