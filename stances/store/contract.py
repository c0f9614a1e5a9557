"""What a store has to do, whichever database it is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

import attrs

from stances.events import Erasure, Record
from stances.store.chain import GENESIS


@attrs.frozen
class Head:
    """The end of a log: its last position, counted from 1, and the hash there, which says all.

    Publish the hash, and nobody can change what stands up to it without being found out. It is 64
    hexadecimal digits; those of an empty log are zeros, at position 0.
    """

    position: int = 0
    hash: str = GENESIS.hex()


@attrs.frozen(kw_only=True)
class Appended:
    """What an append did: records that are new, records that were there already, the new head."""

    added: int
    known: int
    head: Head

    @property
    def position(self) -> int:
        """The position of the new head."""
        return self.head.position


@attrs.frozen
class Entry:
    """A record with its place in the log, counted from 1 without gaps, and when it came there.

    ``hash`` is 64 hexadecimal digits over the record and all that stands before it.
    """

    position: int
    recorded_at: dt.datetime
    hash: str
    record: Record


class Store(Protocol):
    """Keeps records in the order in which they came, each id once, and never changes one.

    Positions are gapless and never given twice. ``recorded_at`` never falls from one position to
    the next, whatever the clock does. What a method returned from is on the disk. Every method
    may be called from any thread and raises LogUnreadable if the database fails.
    """

    def append(
        self, records: Iterable[Record], *, expected_position: int | None = None
    ) -> Appended:
        """Add the records that are not there yet: all or, if anything raises, none of them.

        The records are taken one by one before anybody else is kept from writing, so they may
        come slowly, be many, and be made of what this log holds. Texts that an erasure names,
        here or there, are kept as their hash only, whichever comes first.

        Raises:
            LogConflict: the head is not at ``expected_position``, and a record is new.

        """
        ...

    def adopt(self, entries: Iterable[Entry]) -> Appended:
        """Fill an empty store with the entries of another log: same times, same hashes.

        Raises:
            LogConflict: this log is not empty.
            LogDamaged: an entry does not follow from those before it.

        """
        ...

    def head(self) -> Head:
        """Where the log ends."""
        ...

    def position_at(self, moment: dt.datetime) -> int:
        """The last position that was recorded by then."""
        ...

    def entries(self, after: int, until: int) -> Iterator[Entry]:
        """What stands after one position up to another, read page by page."""
        ...

    def beginning(self, prefix: str) -> tuple[str, ...]:
        """Ids of records, and of events in corrections, with this beginning: at most ten."""
        ...

    def related(self, record_id: str) -> tuple[Record, ...]:
        """All records that corrections and retractions tie to this id, over any number of steps."""
        ...

    def known(self, ids: Collection[str]) -> set[str]:
        """Those of these ids that records of this log have."""
        ...

    def erase(self, erasure: Erasure) -> Appended:
        """Append the erasure and leave no byte of the texts it names, here and in side files."""
        ...

    def wait(self, after: int, seconds: float) -> bool:
        """Whether anything stands behind this position, waiting so long for it to come."""
        ...

    def check(self) -> None:
        """Raises LogUnreadable if the database finds a fault in what it keeps the records in."""
        ...

    def close(self) -> None:
        """Let go of the database; nothing else may be called after that."""
        ...
