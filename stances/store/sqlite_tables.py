"""The tables of a log in an SQLite file: the statements that fill and read them."""

from __future__ import annotations

import bisect
import functools
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from stances.errors import LogDamaged
from stances.events import text_sha256
from stances.store.erased import Erased
from stances.store.rows import RECORD, SOURCE, Values
from stances.store.writing import Doubled, Last

_NAMES = ("position", "recorded_at", "hash", *RECORD)
_COLUMNS = ", ".join(f'"{name}"' for name in _NAMES)
_PART = 500

_LAST = "SELECT position, recorded_at, hash FROM record ORDER BY position DESC LIMIT 1"
_KNOWN = "SELECT id FROM record WHERE id IN ({})"
_KEEP_SOURCES = f"INSERT OR IGNORE INTO source VALUES ({', '.join('?' * len(SOURCE))})"  # noqa: S608
_ERASURES = (
    "SELECT position, ids FROM record WHERE kind = 'erasure' AND position > ? ORDER BY position"
)
_BLANK = (
    "UPDATE record SET text_sha256 = hash_of_text(text), text = NULL"
    " WHERE (id = ?1 OR event_id = ?1) AND text IS NOT NULL"
)
_READ = (
    f"SELECT {_COLUMNS} FROM record"  # noqa: S608
    " WHERE position > ? AND position <= ? ORDER BY position LIMIT ?"
)
_SOURCE = "SELECT * FROM source WHERE source = ?"
_TIME = "SELECT recorded_at FROM record WHERE position = ?"
_RELATED = f'SELECT {_COLUMNS} FROM record WHERE id = ?1 OR "of" = ?1 OR event_id = ?1'  # noqa: S608
_BEGINNING = (
    "SELECT id FROM record WHERE id BETWEEN ?1 AND ?2 UNION"
    " SELECT event_id FROM record WHERE event_id BETWEEN ?1 AND ?2 ORDER BY 1 LIMIT 10"
)


class SqliteTables:
    """The tables as they are written to, within a transaction; see ``writing.Tables``."""

    def __init__(self, connection: sqlite3.Connection, erased: Erased) -> None:
        erased.catch_up(lambda upto: connection.execute(_ERASURES, (upto,)))
        self._connection = connection
        self._erased = erased
        self._erasing: set[bytes] = set()

    def last(self) -> Last:
        return last(self._connection)

    def known(self, ids: Sequence[bytes]) -> set[bytes]:
        return known(self._connection, ids)

    def erased(self) -> Collection[bytes]:
        return self._erased.and_those(self._erasing)

    def put(self, records: Iterable[Values]) -> None:
        columns = _bound(records)
        rows = zip(*columns.values(), strict=True)
        try:
            self._connection.executemany(_keep(*columns), rows)
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_CONSTRAINT_UNIQUE:
                raise
            raise Doubled from error

    def put_sources(self, sources: Collection[Values]) -> None:
        self._connection.executemany(_KEEP_SOURCES, sources)

    def blank(self, events: Collection[bytes]) -> None:
        self._connection.executemany(_BLANK, ((key,) for key in events))
        self._erasing.update(events)

    @property
    def erasing(self) -> bool:
        """Whether texts were erased."""
        return bool(self._erasing)


def _bound(records: Iterable[Values]) -> dict[str, Iterable[Any]]:
    """The columns of these records in which there is any value, as they are quickest to bind.

    The driver looks for an adapter for every None and every bytes, which takes it longer than all
    else that becomes of the value; for no other type that stands here, and not for a bytearray.
    """
    bound: dict[str, Iterable[Any]] = {}
    for name, column in zip(_NAMES, zip(*records, strict=True), strict=True):
        if None not in column:
            bound[name] = map(bytearray, column) if isinstance(column[0], bytes) else column
        elif column.count(None) < len(column):
            bound[name] = column
    return bound


@functools.lru_cache
def _keep(*names: str) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO record ({columns}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608


def prepare(connection: sqlite3.Connection) -> None:
    """Teach the connection what the statements here call."""
    connection.create_function(
        "hash_of_text", 1, lambda text: bytes.fromhex(text_sha256(text)), deterministic=True
    )


def last(connection: sqlite3.Connection) -> Last:
    """Where the log ends.

    Raises:
        LogDamaged: the last row says what no row can.

    """
    found = connection.execute(_LAST).fetchone()
    if found is None:
        return Last()
    position, recorded_at, hash_ = found
    if not (isinstance(recorded_at, int) and isinstance(hash_, bytes)):
        raise LogDamaged(f"the record at position {position} is damaged", position)
    return Last(position, recorded_at, hash_)


def known(connection: sqlite3.Connection, ids: Sequence[bytes]) -> set[bytes]:
    """Those of the ids that records have."""
    found: set[bytes] = set()
    for at in range(0, len(ids), _PART):
        part = ids[at : at + _PART]
        found.update(
            key for (key,) in connection.execute(_KNOWN.format(", ".join("?" * len(part))), part)
        )
    return found


def position_at(connection: sqlite3.Connection, recorded_at: int) -> int:
    """The last position that was recorded by this microsecond."""

    def time_at(position: int) -> int:
        (found,) = connection.execute(_TIME, (position,)).fetchone()
        return int(found)

    # Times never fall, so few have to be looked at and none need an index.
    positions = range(1, last(connection).position + 1)
    return bisect.bisect_right(positions, recorded_at, key=time_at)


def rows(connection: sqlite3.Connection, after: int, until: int, count: int) -> list[Values]:
    """Position, time, hash and columns of at most so many records between two positions."""
    return connection.execute(_READ, (after, until, count)).fetchall()


def related_rows(connection: sqlite3.Connection, key: bytes) -> list[Values]:
    """The same of the records that have this id, name it, or hold the event that has it."""
    return connection.execute(_RELATED, (key,)).fetchall()


def source(connection: sqlite3.Connection, key: bytes) -> list[Values]:
    """The columns of the source with this key, if it is there."""
    return connection.execute(_SOURCE, (key,)).fetchall()


def beginning(connection: sqlite3.Connection, first: bytes, last: bytes) -> list[bytes]:
    """Ids of records, and of events in corrections, between these two: at most ten."""
    return [key for (key,) in connection.execute(_BEGINNING, (first, last))]
