"""Other people's events into a log, and a newer release of them over an older one.

A row that is in the log is known by its id. If it says the same, nothing is added, whatever it
calls its version; if it was edited, a correction is; if it is gone, or tells no event any more, a
retraction; and if it comes back, that is undone. What people decided about an event stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from stances.errors import InvalidArgument
from stances.events import Correction, Record, Retraction, StanceEvent
from stances.interchange.told import OF_ARTICLES, Left, Reading, Reason, Tally, Told
from stances.ledger import Key, Ledger, said
from stances.store import EventLog, Head

_TOLD_VALUES = 1_000


@attrs.frozen(kw_only=True)
class Imported:
    """What an import did, in numbers of rows and of events.

    ``added``, ``corrected``, ``retracted`` and ``restored`` are events; ``kept`` say what they
    said before; ``protected`` are changed upstream, but people decided about them. ``merged`` are
    reports of an act that an earlier row told. ``repeated`` came under the id of an earlier row of
    the same import, which alone counts. ``left_out`` says why rows, or pairs of actors in
    them, are no events; ``values`` which words of the source that was about, most common first.
    """

    rows: int
    added: int
    corrected: int
    retracted: int
    restored: int
    kept: int
    protected: int
    merged: int
    repeated: int
    left_out: Mapping[Reason, int]
    values: tuple[tuple[Left, int], ...]
    head: Head


def import_rows(
    reading: Reading,
    log: EventLog,
    *,
    complete: bool = False,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Imported:
    """Add what a data set tells to a log: all of it or, with any fault in a file, nothing.

    Importing the same again changes nothing. A newer release makes corrections of what was edited.

    Args:
        reading: what ``stances.interchange.read_gdelt`` or another reader gives.
        log: where to.
        complete: that the files are all that the data set now has of these days, so that rows of
            the log which they lack were deleted.
        since: the first day that the files cover, if ``complete``; without it, from the first on.
        until: the last day.

    Raises:
        FileFaults: with every bad line of every file.
        InvalidArgument: days are given for files that are not said to be complete.
        LogConflict: somebody else appended to the log meanwhile; import again.

    """
    if not complete and (since is not None or until is not None):
        raise InvalidArgument("since and until say what complete files cover: say complete, too")
    with Ledger() as ledger:
        position = log.head.position
        ledger.read(log.records())
        plan = _Plan(ledger, reading.coder)
        appended = log.append(
            plan.records(reading, complete=complete, since=since, until=until),
            expected_position=position,
        )
        return plan.done(appended.head)


class _Plan:
    """What has to be appended, as rows come by; and counts of it."""

    def __init__(self, ledger: Ledger, coder: str) -> None:
        self._ledger = ledger
        self._coder = coder
        self._tally = Tally()
        self._datasets: set[str] = set()
        self._counts = dict.fromkeys(
            ("added", "corrected", "retracted", "restored", "kept", "protected", "merged"), 0
        )
        self._repeated = 0

    def done(self, head: Head) -> Imported:
        """What was done."""
        return Imported(
            rows=self._tally.rows,
            **self._counts,
            repeated=self._repeated,
            left_out=MappingProxyType(dict(self._tally.reasons.most_common())),
            values=tuple(self._tally.values.most_common(_TOLD_VALUES)),
            head=head,
        )

    def records(
        self,
        reading: Reading,
        *,
        complete: bool,
        since: dt.date | None,
        until: dt.date | None,
    ) -> Iterator[Record]:
        """What is new, row by row, and at the end what is gone."""
        for told in self._tally.counted(reading.rows()):
            if told.dataset != OF_ARTICLES:
                self._datasets.add(told.dataset)
            yield from self._of_row(told)
        if complete:
            for key in self._ledger.unseen(self._datasets, since, until):
                yield self._retraction(key, "deleted")

    def _of_row(self, told: Told) -> Iterator[Record]:
        repeated = False
        for place, event in enumerate(told.events):
            key = Key(told.dataset, told.row, place)
            if self._ledger.add(key, event, seen=True):
                self._counts["added"] += 1
                yield event
            elif self._ledger.line(key).seen:
                repeated = True
            else:
                yield from self._again(key, event)
        if repeated:
            self._repeated += 1
            return
        if told.merge is not None:
            self._counts["merged"] += 1
            yield told.merge
        if self._ledger.knows_rows:
            yield from self._no_longer(told)

    def _again(self, key: Key, event: StanceEvent) -> Iterator[Record]:
        """What is to be done about an event that the log has."""
        line = self._ledger.line(key)
        self._ledger.see(key)
        changed = said(event) != line.said
        if line.hands:
            self._counts["protected" if changed else "kept"] += 1
            return
        if line.gone is not None:
            self._ledger.restore(key)
            self._counts["restored"] += 1
            yield Retraction(of=line.gone, reason=f"{self._coder}:restored")
        if changed:
            self._ledger.change(key, event)
            self._counts["corrected"] += 1
            reason = f"{self._coder}:edited-{line.changes + 1}"
            yield Correction(of=line.event, event=event, reason=reason)
        elif line.gone is None:
            self._counts["kept"] += 1

    def _no_longer(self, told: Told) -> Iterator[Record]:
        """Retractions of events that the row told, and tells no more."""
        for place in range(len(told.events), self._ledger.places(told.dataset, told.row)):
            key = Key(told.dataset, told.row, place)
            line = self._ledger.line(key)
            if line.gone is None and not line.hands and not line.seen:
                yield self._retraction(key, "left-out")

    def _retraction(self, key: Key, why: str) -> Retraction:
        line = self._ledger.line(key)
        number = line.retractions
        retraction = Retraction(of=line.event, reason=f"{self._coder}:{why}", number=number)
        self._ledger.retract(key, retraction.id)
        self._counts["retracted"] += 1
        return retraction
