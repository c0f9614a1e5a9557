"""The handle of a durable log: it appends, finds, corrects and retracts, and gives views."""

from __future__ import annotations

import datetime as dt
import string
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from stances.errors import InvalidArgument, LogConflict, UnknownRecord
from stances.events import Correction, Erasure, Record, Retraction
from stances.log import Log
from stances.resolve import State, fold, resolve, retracted
from stances.store.contract import Appended, Entry, Head, Store
from stances.store.following import Subscription, follow
from stances.store.ties import checked, event_of, evolved
from stances.store.verifying import followed


class EventLog:
    """A durable log of records. Any question takes it, and looks at one snapshot of it.

    It may be used from any thread, and in a ``with`` block that closes it.
    """

    def __init__(self, store: Store, *, name: str) -> None:
        self._store = store
        self._name = name
        self._lock = threading.Lock()
        self._snapshot = Log()
        self._subscriptions: tuple[Subscription, ...] = ()

    def __repr__(self) -> str:
        return f"EventLog({self._name!r})"

    def __enter__(self) -> EventLog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database. Views that were taken stay as they are."""
        for subscription in self._subscriptions:
            subscription.close()
        self._store.close()

    @property
    def head(self) -> Head:
        """Where the log ends: the last position, and the hash there, which is worth publishing."""
        return self._store.head()

    def append(
        self, records: Iterable[Record], *, expected_position: int | None = None
    ) -> Appended:
        """Add the records that the log does not have yet, all of them or none.

        What is in the log already, by its id, is passed over. If the iterable raises, or the
        process dies, nothing of it is kept. When this returns, all of it is on the disk.

        Args:
            records: any number of records; they are taken one by one and not held in memory.
            expected_position: where the log must end, so that nobody came between. If it has
                all the records already, it may end elsewhere.

        Raises:
            LogConflict: the log has another head.
            LogUnreadable: the database failed.

        """
        return self._told(
            self._store.append(map(checked, records), expected_position=expected_position)
        )

    def adopt(self, entries: Iterable[Entry]) -> Appended:
        """Fill this log, which must be empty, with entries of another: same times, same hashes.

        Raises:
            LogConflict: this log is not empty.
            LogDamaged: an entry does not follow from those before it; then none is kept.

        """
        return self._told(self._store.adopt(entries))

    def records(self, after: int = 0) -> Iterator[Record]:
        """The records behind this position, up to the head of now, read bit by bit."""
        return (entry.record for entry in self.entries(after))

    def entries(self, after: int = 0, until: int | None = None) -> Iterator[Entry]:
        """The same records, each with its position and the time when it was recorded.

        Those behind one position, up to another or the head of now.
        """
        head = self.head.position
        last = head if until is None else min(until, head)
        return self._store.entries(min(after, last), last)

    def subscribe(self, handler: Callable[[Entry], object], *, since: int = 0) -> Subscription:
        """Have a handler called with every entry behind ``since``, now and after each append.

        It is called by the thread that appended through this handle, once for each entry, in
        order. What others append comes along with the next append here; to be told of it at once,
        use ``follow``.
        """
        subscription = Subscription(self._store, handler, since)
        self._subscriptions = (*self._subscriptions, subscription)
        subscription.catch_up()
        return subscription

    def follow(
        self, *, since: int = 0, poll: float = 0.5, stop: threading.Event | None = None
    ) -> Iterator[Entry]:
        """Every entry behind ``since``, and then every one that anybody appends, without end.

        Keep the position of the last one that you are done with, and go on from there.

        Args:
            since: a position; 0 is before the first record.
            poll: how many seconds to wait at most before looking again whether to stop.
            stop: set it, and the iterator ends.

        """
        return follow(self._store, since=since, poll=poll, stop=stop)

    def verify(self, progress: Callable[[int], object] | None = None) -> Head:
        """Check every record, and that each follows from those before it; gives the head.

        A log that was cut off at its end verifies: compare the head with one that you kept.

        Args:
            progress: called with the number of records checked so far, every thousand.

        Raises:
            LogDamaged: a record is not what was recorded; it names the first such position.
            LogUnreadable: the database has a fault elsewhere.

        """
        head = Head()
        for entry in followed(self._store.entries(0, self.head.position)):
            head = Head(entry.position, entry.hash)
            if progress is not None and head.position % 1_000 == 0:
                progress(head.position)
        self._store.check()
        return head

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
            head = self.head.position
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
            head = self.head.position
            standing = resolve(fold(State(), self._store.related(of))).standing.get(of)
            if standing is None:
                raise LogConflict(f"no event stands for {of}: it was retracted, or is no event")
            event = evolved(standing, changes)
            correction = Correction(of=standing.id, event=event, reason=reason)
            if self._append_after(head, correction):
                return correction

    def erase(self, ids: Iterable[str] = (), *, article: str | None = None, reason: str) -> Erasure:
        """Blank the texts that these events quote, for good, and append that this was done.

        What the events say still counts, and the log still verifies, as a text enters their ids
        by its hash only. Other versions of an event, which corrections made of it, quote the same
        and are blanked with it. No copy is left in the database; back-ups are yours to see to.

        Args:
            ids: of events or of the events in corrections, or enough of their beginning.
            article: the id of an article: all events that quote it.
            reason: why; it is kept in the log.

        Raises:
            UnknownRecord: there is no such event, or none that quotes the article.

        """
        found = [version for prefix in ids for version in self._versions(prefix)]
        if article is not None:
            quoting = (event_of(record) for record in self.records())
            found += (e.id for e in quoting if e is not None and e.article == article)
        if not found:
            raise UnknownRecord(f"no event in {self._name} quotes the article {article!r}")
        erasure = Erasure(of=found, reason=reason)
        self._told(self._store.erase(erasure))
        return erasure

    def _versions(self, prefix: str) -> list[str]:
        """Ids of an event and of what it was corrected to and from, where they quote the same."""
        found = self.find(prefix)
        events = [e for e in map(event_of, self._store.related(found)) if e is not None]
        quoted = {event.evidence.said for event in events if event.id == found}
        if not quoted:
            raise UnknownRecord(f"{found} is no event, and quotes nothing")
        return [event.id for event in events if event.evidence.said in quoted]

    def _told(self, appended: Appended) -> Appended:
        """The same, after all who subscribed have heard of it."""
        if appended.added:
            for subscription in self._subscriptions:
                subscription.catch_up()
        return appended

    def _append_after(self, head: int, record: Record) -> bool:
        """Whether the record could be appended before anybody else appended anything."""
        try:
            appended = self._told(self._store.append([record], expected_position=head))
        except LogConflict:
            return False
        if not appended.added:
            raise LogConflict(f"the log has {record.id} already: give another reason")
        return True

    def _current(self) -> Log:
        """All records as they are now; the same object as before if none were added."""
        with self._lock:
            known = self._snapshot.records
            head = self.head.position
            if head > len(known):
                fresh = self._records_between(len(known), head)
                if known and any(isinstance(record, Erasure) for record in fresh):
                    self._snapshot = Log(self._records_between(0, head))
                else:
                    self._snapshot = Log((*known, *fresh))
            return self._snapshot

    def _records_between(self, after: int, until: int) -> list[Record]:
        return [entry.record for entry in self._store.entries(after, until)]
