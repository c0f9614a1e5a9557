"""The store in a PostgreSQL database: one writer at a time, whoever and wherever it is.

Writers take an advisory lock for the length of their transaction, so positions are given in the
order in which they become visible, and whoever reads up to one position never has to look back.
"""

from __future__ import annotations

import bisect
import datetime as dt
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from stances.errors import LogUnreadable
from stances.events import Erasure, Record
from stances.store.appending import append_by
from stances.store.connections import Connection, Connections
from stances.store.contract import Appended, Entry, Head
from stances.store.erased import Erased
from stances.store.group import Group
from stances.store.postgres_schema import (
    begin_writing,
    prepare,
    quoted,
)
from stances.store.postgres_tables import PostgresTables, known, last
from stances.store.reading import Decoder, Source, entry
from stances.store.rows import RECORD, SOURCE, Arriving, Values
from stances.store.ties import tied
from stances.store.verifying import microseconds
from stances.store.writing import Batch, Doubled, Outcome, copy, write

_PAGE = 1_000
_POLL_SECONDS = 0.05

_SELECT = f"SELECT position, recorded_at, hash, {quoted(RECORD)} FROM stances.record"  # noqa: S608
_READ = (
    f"{_SELECT} WHERE position > %(after)s AND position <= %(until)s"
    " ORDER BY position LIMIT %(page)s"
).encode()
_RELATED = (
    f'{_SELECT} WHERE id = ANY(%(ids)b) OR "of" = ANY(%(ids)b) OR event_id = ANY(%(ids)b)'
).encode()
_SOURCES = f"SELECT {quoted(SOURCE)} FROM stances.source WHERE source = ANY(%b)".encode()  # noqa: S608
_TIME = "SELECT recorded_at FROM stances.record WHERE position = %s"
_BEGINNING = (
    "SELECT id FROM stances.record WHERE id BETWEEN %(low)b AND %(high)b UNION"
    " SELECT event_id FROM stances.record WHERE event_id BETWEEN %(low)b AND %(high)b"
    " ORDER BY 1 LIMIT 10"
)


class PostgresStore:
    """Keeps a ``Store`` in a database of a PostgreSQL server, in a schema named ``stances``.

    Raises:
        InvalidArgument: the URL cannot be read.
        LogUnreadable: the server cannot be reached, or what is there is no log or a newer one.

    """

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        self._connections = Connections(url)
        self.name: str = self._connections.name
        self._read_only = read_only
        self._group: Group[Batch, Outcome] = Group(self._keep)
        self._decoder = Decoder()
        self._erased = Erased()
        try:
            self._connections.run(
                lambda connection: prepare(connection, self.name, read_only=read_only)
            )
        except BaseException:
            self._connections.close()
            raise

    def append(
        self, records: Iterable[Record], *, expected_position: int | None = None
    ) -> Appended:
        self._must_be_writable()
        return append_by(self._group, records, expected_position, Arriving)

    def adopt(self, entries: Iterable[Entry]) -> Appended:
        self._must_be_writable()
        coming = iter(entries)

        def fill(connection: Connection) -> Appended:
            with connection.transaction():
                begin_writing(connection)
                return copy(PostgresTables(connection, self._erased), coming, self.name)

        return self._connections.run(fill, again=False)

    def head(self) -> Head:
        return self._connections.run(last).head

    def position_at(self, moment: dt.datetime) -> int:
        def search(connection: Connection) -> int:
            def recorded_at(position: int) -> int:
                (found,) = connection.execute(_TIME, (position,)).fetchone() or (0,)
                return int(found)

            # Times never fall, so few have to be looked at and none need an index.
            positions = range(1, last(connection).position + 1)
            return bisect.bisect_right(positions, microseconds(moment), key=recorded_at)

        return self._connections.run(search)

    def entries(self, after: int, until: int) -> Iterator[Entry]:
        while True:
            rows, sources = self._read(_READ, {"after": after, "until": until, "page": _PAGE})
            if not rows:
                return
            for row in rows:
                yield entry(row, sources, self.name)
            after = rows[-1][0]

    def beginning(self, prefix: str) -> tuple[str, ...]:
        low, high = (bytes.fromhex(prefix.ljust(32, digit)) for digit in "0f")
        found = self._connections.run(
            lambda connection: connection.execute(
                _BEGINNING, {"low": low, "high": high}, binary=True
            ).fetchall()
        )
        return tuple(key.hex() for (key,) in found)

    def related(self, record_id: str) -> tuple[Record, ...]:
        found: dict[int, Record] = {}
        seen: set[str] = set()
        waiting = {record_id}
        while waiting:
            seen |= waiting
            rows, sources = self._read(_RELATED, {"ids": [bytes.fromhex(key) for key in waiting]})
            read = [entry(row, sources, self.name) for row in rows]
            found.update((each.position, each.record) for each in read)
            waiting = set().union(*(tied(each.record) for each in read)) - seen
        return tuple(found[position] for position in sorted(found))

    def known(self, ids: Collection[str]) -> set[str]:
        keys = [bytes.fromhex(record_id) for record_id in ids]
        found = self._connections.run(lambda connection: known(connection, keys))
        return {key.hex() for key in found}

    def erase(self, erasure: Erasure) -> Appended:
        appended = self.append([erasure])
        if not appended.added:
            self._sweep()  # whoever erased may have been interrupted before that
        return appended

    def wait(self, after: int, seconds: float) -> bool:
        # Asked for again and again: to LISTEN needs a connection of its own, and no standby or
        # pooler between can do it.
        deadline = time.monotonic() + seconds
        while self.head().position <= after:
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(left, _POLL_SECONDS))
        return True

    def check(self) -> None:
        # Each page is checked as it is read, if the database was made so; nothing else can be.
        pass

    def close(self) -> None:
        self._connections.close()

    def _must_be_writable(self) -> None:
        if self._read_only:
            raise LogUnreadable(f"{self.name}: is open for reading only")

    def _keep(self, batches: Sequence[Batch]) -> Sequence[Outcome]:
        """Write what is new of the batches in one transaction, once, though it may take two."""
        outcomes: Sequence[Outcome] = ()
        tables: PostgresTables | None = None
        hopeful = True

        def commit(connection: Connection) -> None:
            nonlocal outcomes, tables
            with connection.transaction():
                begin_writing(connection)
                if tables is not None and tables.stand_in(connection):
                    return
                tables = PostgresTables(connection, self._erased)
                outcomes = write(tables, batches, self.name, hopeful=hopeful)

        try:
            self._connections.run(commit)
        except Doubled:
            hopeful = False
            self._connections.run(commit)
        if tables is not None and tables.erasing:
            self._sweep()
        return outcomes

    def _sweep(self) -> None:
        """Let nothing remain of blanked texts in the files of the tables."""
        self._connections.run(lambda connection: connection.execute("VACUUM FULL stances.record"))

    def _read(
        self, query: bytes, values: Mapping[str, object]
    ) -> tuple[list[Values], Mapping[bytes, Source]]:
        """Rows of records, and the sources that they name."""

        def read(connection: Connection) -> tuple[list[Values], Mapping[bytes, Source]]:
            def missing(keys: Collection[bytes]) -> list[Values]:
                return connection.execute(_SOURCES, (list(keys),), binary=True).fetchall()

            rows = connection.execute(query, values, binary=True).fetchall()
            return rows, self._decoder.sources(rows, missing)

        return self._connections.run(read)
