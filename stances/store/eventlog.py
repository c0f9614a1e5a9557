"""The handle of a durable log: it appends, finds, corrects and retracts, and gives views."""

from __future__ import annotations

import datetime as dt
import string
import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from stances.errors import InvalidArgument, InvalidRecord, LogConflict, UnknownRecord
from stances.events import Correction, Merge, Record, Retraction, StanceEvent
from stances.log import Log
from stances.resolve import State, fold, resolve, retracted
from stances.store.contract import Appended, Entry, Store


class EventLog:
    """A durable log of records. Any question takes it, and looks at one snapshot of it.

    It may be used from any thread, and in a ``with`` block that closes it.
    """

    def __init__(self, store: Store, *, name: str) -> None:
        self._store = store
        self._name = name
        self._lock = threading.Lock()
        self._snapshot = Log()

    def __repr__(self) -> str:
        return f"EventLog({self._name!r})"

    def __enter__(self) -> EventLog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database. Views that were taken stay as they are."""
        self._store.close()

    @property
    def head(self) -> int:
        """The position of the last record, counted from 1; 0 if there is none."""
        return self._store.head()

    def append(self, records: Iterable[Record], *, after: int | None = None) -> Appended:
        """Add the records that the log does not have yet, all of them or none.

        What is in the log already, by its id, is passed over. If the iterable raises, or the
        process dies, nothing of it is kept. When this returns, all of it is on the disk.

        Args:
            records: any number of records; they are taken one by one and not held in memory.
            after: the head that the log must have, so that nobody came between.

        Raises:
            LogConflict: the log has another head.
            LogUnreadable: the database failed.

        """
        return self._store.append(map(_checked, records), after=after)

    def records(self, after: int = 0) -> Iterator[Record]:
        """The records behind this position, up to the head of now, read bit by bit."""
        return (entry.record for entry in self.entries(after))

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """The same records, each with its position and the time when it was recorded."""
        head = self.head
        return self._store.entries(min(after, head), head)

    def view(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        as_of: dt.date | None = None,
        recorded_by: dt.datetime | None = None,
    ) -> Log:
        """What the log says now, or said to whoever asked it at ``recorded_by``, in these bounds.

        Raises:
            InvalidArgument: ``recorded_by`` has no time zone.

        """
        log = self._current()
        if recorded_by is not None:
            if recorded_by.tzinfo is None:
                raise InvalidArgument(
                    f"recorded_by is {recorded_by!r}: expected a time with a time zone,"
                    " such as datetime.now(UTC)"
                )
            log = Log(log.records[: self._store.position_at(recorded_by)])
        return log.view(since=since, until=until, as_of=as_of)

    def find(self, prefix: str) -> str:
        """The one id that begins so, of a record or of the event in a correction.

        Raises:
            UnknownRecord: there is none, or there are several.

        """
        beginning = prefix.lower()
        if not 0 < len(beginning) <= 32 or not set(beginning) <= set(string.hexdigits):
            raise UnknownRecord(f"{prefix!r} is no id: expected up to 32 hexadecimal digits")
        match self._store.beginning(beginning):
            case ():
                raise UnknownRecord(
                    f"nothing in {self._name} has an id that begins with {prefix!r}"
                )
            case (only,):
                return only
            case several:
                raise UnknownRecord(f"several ids begin with {prefix!r}: {', '.join(several)}")

    def retract(self, of: str, reason: str) -> Retraction:
        """Append that a record no longer counts; ``of`` is its id, or enough of its beginning.

        To undo it, retract what this returns.

        Raises:
            UnknownRecord: there is no such record, or several begin so.
            LogConflict: it does not count already.

        """
        of = self.find(of)
        while True:
            head = self.head
            state = fold(State(), self._store.related(of))
            if of in retracted(state):
                raise LogConflict(f"{of} is retracted already")
            earlier = [
                record
                for record in state.records.values()
                if isinstance(record, Retraction) and record.of == of
            ]
            retraction = Retraction(of=of, reason=reason, number=len(earlier))
            if self._append_after(head, retraction):
                return retraction

    def correct(self, of: str, changes: Mapping[str, Any], reason: str) -> Correction:
        """Append that an event was otherwise; ``of`` is its id, or enough of its beginning.

        What is corrected is the event that stands for the id now. To undo it, retract what this
        returns.

        Args:
            of: id of an event, or of one that was corrected since.
            changes: new values of fields of the event.
            reason: why.

        Raises:
            UnknownRecord: there is no such event, or several begin so.
            LogConflict: the event does not count any more, or the log has this correction.
            InvalidRecord: a new value is impossible, or changes nothing.

        """
        of = self.find(of)
        while True:
            head = self.head
            standing = resolve(fold(State(), self._store.related(of))).standing.get(of)
            if standing is None:
                raise LogConflict(f"no event stands for {of}: it was retracted, or is no event")
            event = _evolved(standing, changes)
            correction = Correction(of=standing.id, event=event, reason=reason)
            if self._append_after(head, correction):
                return correction

    def _append_after(self, head: int, record: Record) -> bool:
        """Whether the record could be appended before anybody else appended anything."""
        try:
            appended = self._store.append([record], after=head)
        except LogConflict:
            return False
        if not appended.added:
            raise LogConflict(f"the log has {record.id} already: give another reason")
        return True

    def _current(self) -> Log:
        """All records as they are now; the same object as before if none were added."""
        with self._lock:
            known = self._snapshot.records
            head = self.head
            if head > len(known):
                fresh = (entry.record for entry in self._store.entries(len(known), head))
                self._snapshot = Log((*known, *fresh))
            return self._snapshot


def _checked(record: Record) -> Record:
    if not isinstance(record, (StanceEvent, Merge, Correction, Retraction)):
        raise InvalidArgument(f"a log keeps events, merges, corrections, retractions: {record!r}")
    return record


def _evolved(event: StanceEvent, changes: Mapping[str, Any]) -> StanceEvent:
    fields = attrs.fields_dict(StanceEvent)
    unknown = [name for name in changes if name not in fields]
    if unknown:
        raise InvalidRecord(
            f"no fields of an event: {', '.join(unknown)}; it has {', '.join(fields)}"
        )
    evolved = attrs.evolve(event, **changes)
    if evolved == event:
        raise InvalidRecord(f"the event says so already: {event}")
    return evolved
