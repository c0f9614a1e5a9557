"""The handle of a durable log: it appends, finds, corrects and retracts, and gives views."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from stances import frames
from stances.errors import LogConflict, UnknownRecord
from stances.events import Correction, Erasure, Record, Retraction, Ruling, Status
from stances.log import Log
from stances.scale import PLOVER, Scale
from stances.store import ties
from stances.store.contract import Appended, Entry, Head, Store
from stances.store.finding import found, quoting, versions
from stances.store.following import Subscription, Subscriptions, follow
from stances.store.snapshots import Snapshots
from stances.store.streaming import streamed
from stances.store.ties import checked
from stances.store.verifying import verified

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

_R = TypeVar("_R", bound=Record)


class EventLog:
    """A durable log of records. Any question takes it, and looks at one snapshot of it.

    It may be used from any thread, and in a ``with`` block that closes it.
    """

    def __init__(self, store: Store, *, name: str) -> None:
        self._store = store
        self._name = name
        self._snapshots = Snapshots(store)
        self._subscriptions = Subscriptions(store)

    def __repr__(self) -> str:
        return f"EventLog({self._name!r})"

    def __enter__(self) -> EventLog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database. Views that were taken stay as they are."""
        self._subscriptions.close()
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
        return self._subscriptions.add(handler, since)

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
        head = verified(self._store.entries(0, self.head.position), progress)
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
        log = (
            self._snapshots.now()
            if recorded_by is None
            else self._snapshots.recorded_by(recorded_by)
        )
        return log.view(since=since, until=until, as_of=as_of)

    def to_batches(self, *, scale: Scale = PLOVER) -> pa.RecordBatchReader:
        """The acts as a stream of Arrow record batches, read bit by bit, in no set order.

        For a log that no memory holds: what stays in memory is a batch, and what corrections,
        retractions and merges name. ``pyarrow.dataset.write_dataset`` takes it as it is. Needs
        ``stances[frames]``; the columns are those of ``Log.to_arrow``.
        """
        return frames.batches(streamed(self._store), scale)

    def to_arrow(self, *, scale: Scale = PLOVER) -> pa.Table:
        """The acts as the Arrow table that a view gives, without an object for each of them."""
        return frames.in_order(self.to_batches(scale=scale))

    def to_pandas(self, *, scale: Scale = PLOVER) -> pd.DataFrame:
        """The same as a pandas data frame; needs ``stances[pandas]``."""
        return frames.as_pandas(self.to_arrow(scale=scale))

    def to_polars(self, *, scale: Scale = PLOVER) -> pl.DataFrame:
        """The same as a Polars data frame; needs ``stances[polars]``."""
        return frames.as_polars(self.to_arrow(scale=scale))

    def find(self, prefix: str) -> str:
        """The one id that begins so, of a record or of the event in a correction.

        Raises:
            UnknownRecord: there is none, or there are several.

        """
        return found(self._store, prefix, self._name)

    def retract(self, of: str, reason: str) -> Retraction:
        """Append that a record no longer counts; ``of`` is its id, or enough of its beginning.

        To undo it, retract what this returns.

        Raises:
            UnknownRecord: there is no such record, or several begin so.
            LogConflict: it does not count already.

        """
        of = self.find(of)
        return self._made(lambda: ties.retraction(of, self._store.related(of), reason))

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
        return self._made(lambda: ties.correction(of, self._store.related(of), changes, reason))

    def rule(
        self,
        of: str,
        status: Status,
        reason: str,
        *,
        settled_by: str | None = None,
        since: dt.date | None = None,
        author: str | None = None,
    ) -> Ruling:
        """Append what became of a demand, a threat or an agreement, against the rules.

        To undo it, retract what this returns; an earlier ruling on the same act then holds again.

        Args:
            of: id of an event that reports the act, or enough of its beginning.
            status: what became of it.
            reason: why; an outcome gives it in place of a rule.
            settled_by: id of an event that reports the act that settled it, or its beginning.
            since: the day from which that holds.
            author: who decided.

        Raises:
            UnknownRecord: there is no such event, or several begin so.
            LogConflict: the event does not count any more, or the log has this ruling.
            InvalidArgument: that cannot become of such an act.

        """
        of = self.find(of)
        ruling = Ruling(
            of=of,
            status=status,
            settled_by=None if settled_by is None else self.find(settled_by),
            since=since,
            reason=reason,
            author=author,
        )
        return self._made(lambda: ties.fitting(ruling, self._store.related(of)))

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
        named = [key for prefix in ids for key in versions(self._store, self.find(prefix))]
        if article is not None:
            named += quoting(self._store, article)
        if not named:
            raise UnknownRecord(f"no event in {self._name} quotes the article {article!r}")
        erasure = Erasure(of=named, reason=reason)
        self._told(self._store.erase(erasure))
        return erasure

    def _told(self, appended: Appended) -> Appended:
        """The same, after all who subscribed have heard of it."""
        if appended.added:
            self._subscriptions.catch_up()
        return appended

    def _made(self, make: Callable[[], _R]) -> _R:
        """The record that was made of what the log says, and appended before that changed."""
        while True:
            head = self.head.position
            record = make()
            if self._append_after(head, record):
                return record

    def _append_after(self, head: int, record: Record) -> bool:
        """Whether the record could be appended before anybody else appended anything."""
        try:
            appended = self._told(self._store.append([record], expected_position=head))
        except LogConflict:
            return False
        if not appended.added:
            raise LogConflict(f"the log has {record.id} already: give another reason")
        return True
