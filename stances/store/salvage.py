"""What can still be read of a damaged SQLite file: every record that is whole, one by one.

SQLite is asked for row after row, and told to bear with a file that is shorter than it should
be. A row in a torn page, or beneath one, is passed over. Nothing is ever written to the file.
"""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from collections.abc import Collection, Iterator

import attrs

from stances.errors import LogDamaged, LogUnreadable
from stances.store import sqlite_tables as tables
from stances.store.contract import Entry
from stances.store.reading import Decoder, entry
from stances.store.rows import Values
from stances.store.sqlite_file import attach, is_log, reported
from stances.store.verifying import whole

_PAGE = 1_000
_PROBES = 4_000
_HERE = (
    "SELECT position FROM record INDEXED BY sqlite_autoindex_record_1"
    " WHERE id >= ? ORDER BY id LIMIT 1"
)
_LAST = "SELECT max(position) FROM record"
_BYTES = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
_LEAST_BYTES = 100  # of a record, in its row and the index
_PASSING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM)


@attrs.frozen
class Salvage:
    """A damaged log, opened. ``last`` is the highest position that it is known to have had."""

    connection: sqlite3.Connection
    path: str
    last: int

    def entries(self) -> Iterator[Entry]:
        """Every entry whose record says what its id is a hash of, in order, with gaps."""
        decoder = Decoder()
        for row in self._rows():
            with contextlib.suppress(LogDamaged):
                found = entry(row, decoder.sources([row], self._sources), self.path)
                yield attrs.evolve(found, record=whole(found.record, found.position))

    def _rows(self) -> Iterator[Values]:
        """Rows page by page.

        Where the end is torn off, nobody knows how far it went, so it is looked for a little
        further than anything was found.
        """
        after = 0
        limit = self.last + self.last // 100 + _PAGE
        while after < limit:
            for row in self._between(after, after + _PAGE):
                yield row
                limit = max(limit, row[0] + _PAGE)
            after += _PAGE

    def _between(self, after: int, until: int) -> Iterator[Values]:
        """The rows of these positions; where one is missing, those on both sides of it.

        A torn page can also give a row a wrong position, so each has to be where it is expected.
        """
        try:
            rows = tables.rows(self.connection, after, until, until - after)
        except sqlite3.Error as error:
            _raise_if_passing(error)
            rows = []
        if [row[0] for row in rows] == [*range(after + 1, until + 1)]:
            yield from rows
        elif until - after > 1:
            middle = (after + until) // 2
            yield from self._between(after, middle)
            yield from self._between(middle, until)

    def _sources(self, keys: Collection[bytes]) -> list[Values]:
        found: list[Values] = []
        for key in keys:
            try:
                found += tables.source(self.connection, key)
            except sqlite3.Error as error:
                _raise_if_passing(error)
        return found


@contextlib.contextmanager
def opened(path: str) -> Iterator[Salvage]:
    """The damaged log in this file, for reading.

    Raises:
        LogUnreadable: it is no log, is of a newer version, or so damaged that nothing is found.

    """
    with reported(path), contextlib.closing(attach(path, read_only=True)) as connection:
        # The one setting under which SQLite reads a file that was cut off.
        connection.execute("PRAGMA writable_schema = ON")
        if not is_log(connection, path):
            raise LogUnreadable(f"{path}: is empty")
        salvage = Salvage(connection, path, _last(connection))
        if next(salvage.entries(), None) is None:
            connection.execute(_LAST).fetchone()  # fails, unless the log is just empty
        yield salvage


def _last(connection: sqlite3.Connection) -> int:
    """The highest position found, by the table itself and by a sample of the index of ids.

    None that could not be: a torn page may tell of any.
    """
    (bytes_there,) = connection.execute(_BYTES).fetchone()
    probes = ((_HERE, (secrets.token_bytes(16),)) for _ in range(_PROBES))
    highest = 0
    for statement, values in ((_LAST, ()), *probes):
        try:
            found = connection.execute(statement, values).fetchone()
        except sqlite3.Error as error:
            _raise_if_passing(error)
        else:
            if found and (found[0] or 0) <= bytes_there // _LEAST_BYTES:
                highest = max(highest, found[0] or 0)
    return highest


def _raise_if_passing(error: sqlite3.Error) -> None:
    """What is of the moment and not of the file is no reason to pass a row over."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _PASSING:
        raise error
