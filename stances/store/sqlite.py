"""The store in one SQLite file: what ``append`` returned from is on the disk.

Records are gathered in a temporary table first, so the file is locked only while they are copied
over in one transaction, however slowly they come.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from stances.errors import LogConflict, LogUnreadable
from stances.events import Record
from stances.store.contract import Appended, Entry
from stances.store.rows import RECORD, SOURCE, from_row, to_row

MEMORY = ":memory:"

_APPLICATION_ID = 0x73746E63
_FORMAT = 1
_BUSY_SECONDS = 60.0
_PAGE = 1_000
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)

_OWN = ", ".join(f'"{name}"' for name in RECORD)
_SHARED = ", ".join(f'"{name}"' for name in SOURCE)
_OWN_TYPED = ", ".join(f'"{name}" {kind}' for name, kind in RECORD.items())
_SHARED_TYPED = ", ".join(f'"{name}" {kind}' for name, kind in SOURCE.items())

_CREATE = (
    f"CREATE TABLE source (source INTEGER PRIMARY KEY, source_key BLOB UNIQUE, {_SHARED_TYPED})",
    "CREATE TABLE record (position INTEGER PRIMARY KEY, recorded_at INTEGER NOT NULL,"
    f" {_OWN_TYPED}, source INTEGER REFERENCES source, UNIQUE (id))",
    'CREATE INDEX record_of ON record ("of") WHERE "of" IS NOT NULL',
    "CREATE INDEX record_event ON record (event_id) WHERE event_id IS NOT NULL",
    *(
        f"CREATE TRIGGER no_{change}_of_{table} BEFORE {change} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, 'what is recorded stays: append a {instead}'); END"
        for table in ("record", "source")
        for change, instead in (("update", "correction"), ("delete", "retraction"))
    ),
    f"PRAGMA application_id = {_APPLICATION_ID}",
    f"PRAGMA user_version = {_FORMAT}",
)
_CREATE_ARRIVAL = (
    "CREATE TEMP TABLE arrival (place INTEGER PRIMARY KEY, batch INTEGER,"
    f" {_OWN}, source_key, {_SHARED}, UNIQUE (batch, id) ON CONFLICT IGNORE)"
)
_GATHER = (
    f"INSERT INTO arrival (batch, {_OWN}, source_key, {_SHARED})"  # noqa: S608
    f" VALUES ({', '.join('?' * (len(RECORD) + len(SOURCE) + 2))})"
)
_DROP_KNOWN = (
    "DELETE FROM arrival WHERE batch = ?"
    " AND EXISTS (SELECT 1 FROM record WHERE record.id = arrival.id)"
)
_KEEP_SOURCES = (
    f"INSERT OR IGNORE INTO source (source_key, {_SHARED})"  # noqa: S608
    f" SELECT source_key, {_SHARED} FROM arrival"
    " WHERE batch = ? AND source_key IS NOT NULL GROUP BY source_key ORDER BY min(place)"
)
_KEEP_RECORDS = (
    f"INSERT INTO record (position, recorded_at, {_OWN}, source)"  # noqa: S608
    f" SELECT ? + row_number() OVER (ORDER BY place), ?, {_OWN},"
    " (SELECT source FROM source WHERE source.source_key = arrival.source_key)"
    " FROM arrival WHERE batch = ?"
)
_READ = (
    f"SELECT position, recorded_at, {_OWN}, {_SHARED} FROM record LEFT JOIN source USING (source)"  # noqa: S608
    " WHERE position > ? AND position <= ? ORDER BY position LIMIT ?"
)
_RELATED = (
    f'SELECT position, id, "of", event_id, {_OWN}, {_SHARED}'  # noqa: S608
    " FROM record LEFT JOIN source USING (source)"
    ' WHERE id = ?1 OR "of" = ?1 OR event_id = ?1'
)
_BEGINNING = (
    "SELECT id FROM record WHERE id BETWEEN ?1 AND ?2 UNION"
    " SELECT event_id FROM record WHERE event_id BETWEEN ?1 AND ?2 ORDER BY 1 LIMIT 10"
)


class SqliteStore:
    """Keeps a ``Store`` in a file, or in memory if the path is ``:memory:``.

    A file that this process may not write is opened for reading. An empty file becomes a log.

    Raises:
        LogUnreadable: the file is something else, is damaged, or was made by a newer version.

    """

    def __init__(self, path: str, *, read_only: bool = False) -> None:
        self._path = path
        self._read_only = read_only or not _writable(path)
        self._lock = threading.RLock()
        self._batches = itertools.count()
        with _reported(path):
            self._connection = _connect(path, self._read_only)
        try:
            with _reported(path):
                self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def append(self, records: Iterable[Record], *, after: int | None = None) -> Appended:
        if self._read_only:
            raise LogUnreadable(f"{self._path}: is open for reading only")
        batch = next(self._batches)
        rows = ((batch, *to_row(record)) for record in records)
        given = 0
        try:
            while page := list(itertools.islice(rows, _PAGE)):
                given += len(page)
                with self._using() as connection, _transaction(connection, "DEFERRED"):
                    connection.executemany(_GATHER, page)
            with self._using() as connection, _transaction(connection, "IMMEDIATE"):
                head, last = _last(connection)
                if after is not None and after != head:
                    raise LogConflict(f"{self._path}: is at position {head}, not at {after}")
                now = max(time.time_ns() // 1_000, last)
                connection.execute(_DROP_KNOWN, (batch,))
                connection.execute(_KEEP_SOURCES, (batch,))
                added = connection.execute(_KEEP_RECORDS, (head, now, batch)).rowcount
        finally:
            with self._using() as connection:
                connection.execute("DELETE FROM arrival WHERE batch = ?", (batch,))
        return Appended(added=added, known=given - added, position=head + added)

    def head(self) -> int:
        with self._using() as connection:
            return _last(connection)[0]

    def position_at(self, moment: dt.datetime) -> int:
        query = "SELECT coalesce(max(position), 0) FROM record WHERE recorded_at <= ?"
        with self._using() as connection:
            position: int
            (position,) = connection.execute(query, ((moment - _EPOCH) // _MICROSECOND,)).fetchone()
            return position

    def entries(self, after: int, until: int) -> Iterator[Entry]:
        # Page by page, so that no open cursor holds an old snapshot that could not be written from.
        while True:
            with self._using() as connection:
                page = connection.execute(_READ, (after, until, _PAGE)).fetchall()
            if not page:
                return
            for after, recorded_at, *values in page:
                record = self._record(after, values)
                yield Entry(after, _EPOCH + recorded_at * _MICROSECOND, record)

    def beginning(self, prefix: str) -> tuple[str, ...]:
        bounds = [bytes.fromhex(prefix.ljust(32, digit)) for digit in "0f"]
        with self._using() as connection:
            return tuple(key.hex() for (key,) in connection.execute(_BEGINNING, bounds))

    def related(self, record_id: str) -> tuple[Record, ...]:
        found: dict[int, Record] = {}
        seen = {bytes.fromhex(record_id)}
        waiting = list(seen)
        while waiting:
            with self._using() as connection:
                rows = connection.execute(_RELATED, (waiting.pop(),)).fetchall()
            for position, key, of, event_id, *values in rows:
                found[position] = self._record(position, values)
                fresh = {key, of, event_id} - seen - {None}
                seen |= fresh
                waiting += fresh
        return tuple(found[position] for position in sorted(found))

    def close(self) -> None:
        with self._using() as connection:
            connection.close()

    def _prepare(self) -> None:
        connection = self._connection
        connection.execute("PRAGMA synchronous = FULL")
        if not _is_log(connection, self._path):
            if self._read_only:
                raise LogUnreadable(f"{self._path}: is empty, and no log can be made of it")
            connection.execute("PRAGMA journal_mode = WAL")
            with _transaction(connection, "IMMEDIATE"):
                if not _is_log(connection, self._path):
                    for statement in _CREATE:
                        connection.execute(statement)
        if not self._read_only:
            connection.execute(_CREATE_ARRIVAL)

    def _record(self, position: int, values: Sequence[Any]) -> Record:
        try:
            return from_row(values)
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            raise LogUnreadable(
                f"{self._path}: the record at position {position} is damaged: {error}"
            ) from error

    @contextlib.contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _reported(self._path):
            yield self._connection


def _writable(path: str) -> bool:
    """Whether this process may write the file and, as SQLite must, others beside it."""
    file = Path(path)
    return not file.exists() or (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def _connect(path: str, read_only: bool) -> sqlite3.Connection:
    target, mode = path, ""
    if path != MEMORY:
        file = Path(path).absolute()
        mode = "?mode=rwc"
        if read_only:
            mode = "?mode=ro"
            if not os.access(file.parent, os.W_OK) and not Path(f"{file}-wal").exists():
                mode += "&immutable=1"  # SQLite could not put there what else it needs to read
        target = file.as_uri() + mode
    return sqlite3.connect(
        target, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )


def _is_log(connection: sqlite3.Connection, path: str) -> bool:
    """Whether it is a log that can be read; False if there is nothing in it yet."""
    # Tables first: where they appear meanwhile, another process has just made them and the rest.
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application == 0 and not tables:
        return False
    if application != _APPLICATION_ID:
        raise LogUnreadable(f"{path}: is an SQLite file, but not a log of stances")
    if version > _FORMAT:
        raise LogUnreadable(
            f"{path}: was made by a newer version of stances, in format {version}, and this one"
            f" reads up to format {_FORMAT}: upgrade stances"
        )
    return True


def _last(connection: sqlite3.Connection) -> tuple[int, int]:
    """Position and time of the last record."""
    query = "SELECT position, recorded_at FROM record ORDER BY position DESC LIMIT 1"
    position, recorded_at = connection.execute(query).fetchone() or (0, 0)
    return position, recorded_at


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection, kind: str) -> Iterator[None]:
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def _reported(path: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            raise LogUnreadable(
                f"{path}: another process has been writing for {_BUSY_SECONDS:.0f} seconds:"
                " try again later"
            ) from error
        raise LogUnreadable(f"{path}: {error}") from error
