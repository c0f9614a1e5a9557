"""The store in one SQLite file: what ``append`` returned from is on the disk.

A connection that writes stands beside one that reads, so that nobody who asks waits for the disk.
Threads that append at once are written together, in one transaction.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence

from stances.errors import LogDamaged, LogUnreadable
from stances.events import Erasure, Record
from stances.store import sqlite_tables as tables
from stances.store.appending import append_by
from stances.store.contract import Appended, Entry, Head
from stances.store.erased import Erased
from stances.store.group import Group
from stances.store.reading import Decoder, entry
from stances.store.rows import Values, arrived
from stances.store.sqlite_file import MEMORY, connect, reported, transaction, writable
from stances.store.ties import tied
from stances.store.verifying import microseconds
from stances.store.writing import Batch, Doubled, Outcome, copy, write

_PAGE = 1_000
_LOOK_AGAIN_SECONDS = 0.02


class SqliteStore:
    """Keeps a ``Store`` in a file, or in memory if the path is ``:memory:``.

    A file that this process may not write is opened for reading. An empty file becomes a log.

    Raises:
        LogUnreadable: the file is something else, is damaged, or was made by a newer version.

    """

    def __init__(self, path: str, *, read_only: bool = False) -> None:
        self._path = path
        self._read_only = read_only or not writable(path)
        self._erased = Erased()
        self._decoder = Decoder()
        self._group: Group[Batch, Outcome] = Group(self._write)
        self._grown = threading.Condition()
        self._reading = threading.RLock()
        with reported(path):
            self._reader = connect(path, read_only=self._read_only)
            if path == MEMORY or self._read_only:
                self._writer, self._writing = self._reader, self._reading
            else:
                self._writer, self._writing = connect(path, read_only=False), threading.RLock()
            tables.prepare(self._writer)

    def append(
        self, records: Iterable[Record], *, expected_position: int | None = None
    ) -> Appended:
        self._check_writable()
        return append_by(self._group, records, expected_position, arrived)

    def adopt(self, entries: Iterable[Entry]) -> Appended:
        self._check_writable()
        with self._transaction() as written:
            return copy(written, entries, self._path)

    def erase(self, erasure: Erasure) -> Appended:
        appended = self.append([erasure])
        if not appended.added:
            # It is in the log, but may have been interrupted before it was out of the side file.
            self._sweep()
        return appended

    def head(self) -> Head:
        with self._using_reader() as connection:
            return tables.last(connection).head

    def position_at(self, moment: dt.datetime) -> int:
        with self._using_reader() as connection:
            return tables.position_at(connection, microseconds(moment))

    def known(self, ids: Collection[str]) -> set[str]:
        with self._using_reader() as connection:
            found = tables.known(connection, [bytes.fromhex(key) for key in ids])
        return {key.hex() for key in found}

    def entries(self, after: int, until: int) -> Iterator[Entry]:
        # Page by page, so that no open cursor holds an old snapshot that could not be written from.
        while page := self._page(after, until):
            sources = self._decoder.sources(page, self._read_sources)
            for row in page:
                yield entry(row, sources, self._path)
            after = page[-1][0]

    def beginning(self, prefix: str) -> tuple[str, ...]:
        first, last = (bytes.fromhex(prefix.ljust(32, digit)) for digit in "0f")
        with self._using_reader() as connection:
            return tuple(key.hex() for key in tables.beginning(connection, first, last))

    def related(self, record_id: str) -> tuple[Record, ...]:
        found: dict[int, Record] = {}
        seen = {record_id}
        waiting = [record_id]
        while waiting:
            with self._using_reader() as connection:
                rows = tables.related_rows(connection, bytes.fromhex(waiting.pop()))
            sources = self._decoder.sources(rows, self._read_sources)
            for row in rows:
                read = entry(row, sources, self._path)
                found[read.position] = read.record
                fresh = tied(read.record) - seen
                seen |= fresh
                waiting += fresh
        return tuple(found[position] for position in sorted(found))

    def wait(self, after: int, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        with self._grown:
            while self.head().position <= after:
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                # Woken by this process; another one can only be looked for.
                self._grown.wait(min(left, _LOOK_AGAIN_SECONDS))
        return True

    def check(self) -> None:
        with self._using_reader() as connection:
            (told,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if told != "ok":
            raise LogUnreadable(f"{self._path}: is damaged: {told}")

    def close(self) -> None:
        with self._writing, reported(self._path):
            self._writer.close()
        with self._reading, reported(self._path):
            self._reader.close()

    def _write(self, batches: Sequence[Batch]) -> Sequence[Outcome]:
        with contextlib.suppress(Doubled), self._transaction() as written:
            return write(written, batches, self._path, hopeful=True)
        with self._transaction() as written:
            return write(written, batches, self._path)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[tables.SqliteTables]:
        """The tables while nobody else writes; what is erased is gone from the side file, too."""
        with self._writing, reported(self._path):
            with transaction(self._writer):
                written = tables.SqliteTables(self._writer, self._erased)
                yield written
            if written.erasing:
                self._sweep()
        with self._grown:
            self._grown.notify_all()

    def _sweep(self) -> None:
        """Empty the side file, in which pages stand as they were."""
        with self._writing, reported(self._path):
            busy, *_ = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise LogUnreadable(
                f"{self._path}: the texts are erased, but somebody is still reading, so copies of"
                f" them stay in {self._path}-wal: erase them once more later"
            )

    def _page(self, after: int, until: int) -> list[Values]:
        """The next rows: fewer of them if one cannot be read, to find out which."""
        count = _PAGE
        while True:
            try:
                with self._using_reader() as connection:
                    return tables.rows(connection, after, until, count)
            except LogUnreadable as error:
                if not _is_damage(error.__cause__):
                    raise
                if count == 1:
                    raise LogDamaged(
                        f"{self._path}: the record at position {after + 1} cannot be read:"
                        f" {error.__cause__}",
                        after + 1,
                    ) from error
            count //= 2

    def _read_sources(self, keys: Collection[bytes]) -> list[Values]:
        found: list[Values] = []
        for key in keys:
            try:
                with self._using_reader() as connection:
                    found += tables.source(connection, key)
            except LogUnreadable as error:
                # Left out: the first record of it is the place to name.
                if not _is_damage(error.__cause__):
                    raise
        return found

    def _check_writable(self) -> None:
        if self._read_only:
            raise LogUnreadable(f"{self._path}: is open for reading only")

    @contextlib.contextmanager
    def _using_reader(self) -> Iterator[sqlite3.Connection]:
        with self._reading, reported(self._path):
            yield self._reader


def _is_damage(error: BaseException | None) -> bool:
    """Whether trying again would be of no use: a page is torn, or a text is no UTF-8."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is None or code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
