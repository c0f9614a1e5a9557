"""The records of a store as they are now, read once and then only as far as they grow."""

from __future__ import annotations

import datetime as dt
import threading

from stances.errors import InvalidArgument
from stances.events import Erasure, Record
from stances.log import Log
from stances.store.contract import Store


class Snapshots:
    """Gives the same view again while nothing was added, so that what it knows is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._last = Log()

    def now(self) -> Log:
        """All records as they are; a text that was erased since is in none of them."""
        with self._lock:
            known = self._last.records
            head = self._store.head().position
            if head > len(known):
                fresh = self._between(len(known), head)
                if known and any(isinstance(record, Erasure) for record in fresh):
                    self._last = Log(self._between(0, head))
                else:
                    self._last = Log((*known, *fresh))
            return self._last

    def recorded_by(self, moment: dt.datetime) -> Log:
        """The records that were there at that moment.

        Raises:
            InvalidArgument: it has no time zone.

        """
        if moment.tzinfo is None:
            raise InvalidArgument(
                f"recorded_by is {moment!r}: expected a time with a time zone,"
                " such as datetime.now(UTC)"
            )
        return Log(self.now().records[: self._store.position_at(moment)])

    def _between(self, after: int, until: int) -> list[Record]:
        return [entry.record for entry in self._store.entries(after, until)]
