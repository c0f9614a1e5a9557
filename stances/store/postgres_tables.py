"""The tables of a log in PostgreSQL within the one transaction that writes to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from stances.store.connections import Connection, UniqueViolation
from stances.store.erased import Erased
from stances.store.postgres_schema import binary_type, quoted
from stances.store.rows import RECORD, SOURCE, Values
from stances.store.writing import Doubled, Last

_COLUMNS = quoted(("position", "recorded_at", "hash", *RECORD))
_UNNEST = ", ".join(f"%b::{binary_type(declared)}[]" for declared in SOURCE.values())
# As text, of which the server keeps every 64 KiB while more comes; binary rows it keeps by the
# thousand, and all who hash and send them would wait in the end.
_COPY = f"COPY stances.record ({_COLUMNS}) FROM STDIN".encode()
_KEEP_SOURCES = (
    f"INSERT INTO stances.source ({quoted(SOURCE)})"  # noqa: S608
    f" SELECT * FROM unnest({_UNNEST}) ON CONFLICT DO NOTHING"
).encode()
_LAST = "SELECT position, recorded_at, hash FROM stances.record ORDER BY position DESC LIMIT 1"
_KNOWN = "SELECT id FROM stances.record WHERE id = ANY(%b)"
_HASH = "SELECT hash FROM stances.record WHERE position = %s"
_ERASURES = (
    "SELECT position, ids FROM stances.record WHERE kind = 'erasure' AND position > %s"
    " ORDER BY position"
)
_BLANK = (
    "UPDATE stances.record SET text = NULL, text_sha256 = sha256(convert_to(text, 'UTF8'))"
    " WHERE text IS NOT NULL AND (id = ANY(%(ids)b) OR event_id = ANY(%(ids)b))"
)


class PostgresTables:
    """``Tables`` over a connection that has begun writing."""

    def __init__(self, connection: Connection, erased: Erased) -> None:
        erased.catch_up(lambda upto: connection.execute(_ERASURES, (upto,), binary=True))
        self._connection = connection
        self._erased = erased
        self._erasing: set[bytes] = set()
        self._end = Last()

    @property
    def erasing(self) -> bool:
        """Whether texts were erased."""
        return bool(self._erasing)

    def last(self) -> Last:
        return last(self._connection)

    def known(self, ids: Sequence[bytes]) -> set[bytes]:
        return known(self._connection, ids)

    def erased(self) -> Collection[bytes]:
        return self._erased.and_those(self._erasing)

    def put(self, records: Iterable[Values]) -> None:
        record: Values = ()
        try:
            with self._connection.cursor() as cursor, cursor.copy(_COPY) as copy:
                for record in records:
                    copy.write_row(record)
        except UniqueViolation as error:
            if error.diag.constraint_name != "record_id_key":
                raise
            raise Doubled from error
        self._end = Last(*record[:3])

    def put_sources(self, sources: Collection[Values]) -> None:
        if sources:
            columns = [list(column) for column in zip(*sources, strict=True)]
            self._connection.execute(_KEEP_SOURCES, columns)

    def blank(self, events: Collection[bytes]) -> None:
        self._connection.execute(_BLANK, {"ids": list(events)})
        self._erasing.update(events)

    def stand_in(self, connection: Connection) -> bool:
        """Whether the log holds what was put here, as another connection to it sees it.

        No other transaction can have written the hash of the last record in that place.
        """
        found = connection.execute(_HASH, (self._end.position,)).fetchone()
        return found == (self._end.hash,)


def last(connection: Connection) -> Last:
    """Where the log ends."""
    return Last(*(connection.execute(_LAST).fetchone() or ()))


def known(connection: Connection, ids: Sequence[bytes]) -> set[bytes]:
    """Those of the ids that records have."""
    return {key for (key,) in connection.execute(_KNOWN, (list(ids),), binary=True)}
