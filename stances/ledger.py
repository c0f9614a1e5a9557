"""What a log has of the rows of data sets, kept on disk: so that an import of any size needs little
memory, and knows which rows are new, changed or gone.

A row is known by its data set, its id there, and the place of an event among those of its row.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import attrs

from stances.byhand import is_coder
from stances.events import Correction, Record, Retraction, Row, StanceEvent
from stances.interchange.told import OF_ARTICLES

_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE line (
        dataset TEXT, row TEXT, place INTEGER, event TEXT, said BLOB, date INTEGER,
        gone TEXT, changes INTEGER, retractions INTEGER, hands INTEGER, seen INTEGER,
        PRIMARY KEY (dataset, row, place)
    ) WITHOUT ROWID;
    CREATE TABLE tie (
        id TEXT PRIMARY KEY, dataset TEXT, row TEXT, place INTEGER, hand INTEGER
    ) WITHOUT ROWID;
"""
_KEY = "dataset = ? AND row = ? AND place = ?"
_NEW = "INSERT OR IGNORE INTO line VALUES (?, ?, ?, ?, ?, ?, NULL, 0, 0, 0, ?)"


class Key(NamedTuple):
    """Where an event of a data set stands: data set, id of the row, and place among its events."""

    dataset: str
    row: str
    place: int


class Line(NamedTuple):
    """What a log says of one event of a data set.

    ``event`` is the id of what was imported last, and ``said`` a hash of it without its version;
    ``gone`` is the id of the retraction that an import made of it. ``changes`` and
    ``retractions`` count how often imports did that; ``hands`` what people decided about it, and
    did not take back. ``seen``: it was looked at in the import that is going on.
    """

    event: str
    said: bytes
    gone: str | None
    changes: int
    retractions: int
    hands: int
    seen: int


class Ledger:
    """The rows of one log, in a temporary database that goes with the object."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")
        self.knows_rows: bool = False

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def read(self, records: Iterable[Record]) -> None:
        """Take over what the records of a log say of rows, in the order of the log."""
        for record in records:
            match record:
                case StanceEvent():
                    added = self._new_key(record)
                    self._tie(record.id, added, by_hand=False)
                    self.add(added, record, seen=False)
                    self.knows_rows = True
                case Correction() if (key := self._key(record.of)) is not None:
                    self._corrected(record, key)
                case Retraction() if (key := self._key(record.of)) is not None:
                    self._retracted(record, key)
                case _:
                    pass

    def places(self, dataset: str, row: str) -> int:
        """How many events of this row the log has had."""
        counted = self._database.execute(
            "SELECT count(*) FROM line WHERE dataset = ? AND row = ?", (dataset, row)
        )
        (count,) = counted.fetchone()
        return int(count)

    def add(self, key: Key, event: StanceEvent, *, seen: bool) -> bool:
        """Add an event of a row; whether there was none at its place."""
        values = (*key, event.id, said(event), event.date.toordinal(), seen)
        return self._database.execute(_NEW, values).rowcount == 1

    def line(self, key: Key) -> Line:
        """What is known of the event at this place, which there is."""
        found = self._database.execute(
            f"SELECT event, said, gone, changes, retractions, hands, seen FROM line WHERE {_KEY}",  # noqa: S608 - a constant
            key,
        )
        return Line(*found.fetchone())

    def see(self, key: Key) -> None:
        """Mark that an import looked at it."""
        self._database.execute(f"UPDATE line SET seen = 1 WHERE {_KEY}", key)  # noqa: S608

    def change(self, key: Key, event: StanceEvent) -> None:
        """Take another event for what was imported last."""
        self._database.execute(
            f"UPDATE line SET event = ?, said = ?, date = ?, changes = changes + 1 WHERE {_KEY}",  # noqa: S608
            (event.id, said(event), event.date.toordinal(), *key),
        )

    def retract(self, key: Key, retraction: str) -> None:
        """Take it for gone."""
        self._database.execute(
            f"UPDATE line SET gone = ?, retractions = retractions + 1, seen = 1 WHERE {_KEY}",  # noqa: S608
            (retraction, *key),
        )

    def restore(self, key: Key) -> None:
        """Take it for there again."""
        self._database.execute(f"UPDATE line SET gone = NULL WHERE {_KEY}", key)  # noqa: S608

    def unseen(
        self, datasets: Collection[str], since: dt.date | None, until: dt.date | None
    ) -> Iterator[Key]:
        """Events of these data sets and days that stand and were not looked at."""
        first = (since or dt.date.min).toordinal()
        last = (until or dt.date.max).toordinal()
        for dataset in sorted(datasets):
            yield from map(
                Key._make,
                self._database.execute(
                    "SELECT dataset, row, place FROM line WHERE dataset = ? AND seen = 0"
                    " AND gone IS NULL AND hands = 0 AND date BETWEEN ? AND ?",
                    (dataset, first, last),
                ).fetchall(),
            )

    def _new_key(self, event: StanceEvent) -> Key:
        if not isinstance(event.evidence, Row):
            return Key(OF_ARTICLES, event.id, 0)
        dataset, row = event.evidence.dataset, event.evidence.row
        return Key(dataset, row, self.places(dataset, row))

    def _corrected(self, record: Correction, key: Key) -> None:
        by_hand = not is_coder(record.reason)
        self._tie(record.id, key, by_hand=by_hand)
        self._tie(record.event.id, key, by_hand=False)
        if by_hand:
            self._decided(key, 1)
        else:
            self.change(key, record.event)

    def _retracted(self, record: Retraction, key: Key) -> None:
        by_hand = not is_coder(record.reason)
        if self._is_by_hand(record.of):
            self._decided(key, -1)
        elif by_hand:
            self._decided(key, 1)
        elif self.line(key).gone == record.of:
            self.restore(key)
        else:
            self._database.execute(
                f"UPDATE line SET gone = ?, retractions = retractions + 1 WHERE {_KEY}",  # noqa: S608
                (record.id, *key),
            )
        self._tie(record.id, key, by_hand=by_hand)

    def _decided(self, key: Key, count: int) -> None:
        self._database.execute(
            f"UPDATE line SET hands = hands + ? WHERE {_KEY}",  # noqa: S608
            (count, *key),
        )

    def _tie(self, record: str, key: Key, *, by_hand: bool) -> None:
        self._database.execute(
            "INSERT OR IGNORE INTO tie VALUES (?, ?, ?, ?, ?)", (record, *key, by_hand)
        )

    def _key(self, record: str) -> Key | None:
        found = self._database.execute(
            "SELECT dataset, row, place FROM tie WHERE id = ?", (record,)
        ).fetchone()
        return None if found is None else Key(*found)

    def _is_by_hand(self, record: str) -> bool:
        found = self._database.execute("SELECT hand FROM tie WHERE id = ?", (record,)).fetchone()
        return found is not None and bool(found[0])


def said(event: StanceEvent) -> bytes:
    """A hash of all that an imported event says but the version of its row."""
    evidence = event.evidence
    if not isinstance(evidence, Row) or evidence.version is None:
        return event.digest
    return attrs.evolve(event, evidence=attrs.evolve(evidence, version=None)).digest
