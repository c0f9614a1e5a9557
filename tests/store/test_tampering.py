"""Whatever byte of a log is changed behind its back, it is found, or nothing was said by it."""

from __future__ import annotations

import random
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

import stances.store as store
from stances.errors import LogDamaged, LogUnreadable
from stances.events import Correction, Erasure, Merge, Record, Retraction, Row, Ruling, Status
from stances.store import EventLog
from stances.store.contract import Entry
from stances.store.reading import Decoder
from stances.testing import event
from tests.store.made import A, B, numbered

IMPORTED = event(
    "2020-02-04 TUR AID SYR by 2020-02-09",
    evidence=Row(dataset="GDELT", version="2", row="17", url="https://example.org/17"),
    source_score=3.4,
)
SPOKEN = attrs.evolve(
    B, speaker="Erdoğan", condition="unless", publisher="The Herald", about="RUS", claimed_by="TUR"
)
LOG: list[Record] = [
    A,
    IMPORTED,
    SPOKEN,
    Merge(ids=(A.id, B.id), reason="one act"),
    Correction(of=A.id, event=attrs.evolve(A, url="https://example.org/1"), reason="misread"),
    Retraction(of=SPOKEN.id, reason="a drill", number=2),
    Erasure(of=(SPOKEN.id,), reason="a request"),
    Ruling(
        of=SPOKEN.id,
        status=Status.CARRIED_OUT,
        settled_by=IMPORTED.id,
        since=IMPORTED.date,
        reason="it was this",
        author="Günther",
    ),
    B,
]


def filled(place: str | Path) -> EventLog:
    log = store.open(place)
    for record in LOG:
        log.append([record])
    return log


def changes(value: Any) -> Iterator[tuple[str, Any]]:
    """Expressions of SQL, each with a parameter: the value with one byte changed."""
    match value:
        case None:
            yield from (("?", other) for other in (0, 1, 0.5, "x", b"x"))
        case int():
            yield from (("?", value ^ 1 << 8 * byte) for byte in range(7))
        case float():
            packed = struct.pack(">d", value)
            for changed in flipped(packed):
                yield "?", struct.unpack(">d", changed)[0]
        case str():
            yield from (("CAST(? AS TEXT)", changed) for changed in flipped(value.encode()))
        case bytes():
            yield from (("?", changed) for changed in flipped(value))


def flipped(value: bytes) -> Iterator[bytes]:
    for place, byte in enumerate(value):
        for mask in (0x01, 0x80):
            yield value[:place] + bytes([byte ^ mask]) + value[place + 1 :]


@pytest.mark.parametrize("table", ["record", "source"])
def test_every_byte_of_every_value_counts(table: str) -> None:
    with filled(":memory:") as log:
        connection: sqlite3.Connection = log._store._writer  # type: ignore[attr-defined]
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        cursor = connection.execute(f"SELECT * FROM {table}")
        columns = [column for column, *_ in cursor.description]
        rows = cursor.fetchall()
        key = columns[0]
        tried = 0
        for row in rows:
            for column, value in zip(columns, row, strict=True):
                for expression, changed in changes(value):
                    connection.execute("BEGIN")
                    update = f'UPDATE {table} SET "{column}" = {expression} WHERE {key} = ?'
                    try:
                        connection.execute(update, (changed, row[0]))
                    except sqlite3.IntegrityError:  # of two rows with one key
                        connection.execute("ROLLBACK")
                        continue
                    log._store._decoder = Decoder()  # type: ignore[attr-defined]
                    with pytest.raises(LogDamaged) as caught:
                        log.verify()
                    connection.execute("ROLLBACK")
                    if table == "record" and column != "position":
                        assert caught.value.position == row[0], (column, changed)
                    tried += 1
        assert tried > 1_000 or table == "source"
        log._store._decoder = Decoder()  # type: ignore[attr-defined]
        assert log.verify() == log.head


def test_a_record_that_is_missing_is_missed() -> None:
    for position in range(1, len(LOG)):
        with filled(":memory:") as log:
            connection: sqlite3.Connection = log._store._writer  # type: ignore[attr-defined]
            connection.execute("DROP TRIGGER no_delete_of_record")
            connection.execute("DELETE FROM record WHERE position = ?", (position,))
            with pytest.raises(LogDamaged, match=f"position {position} is missing") as caught:
                log.verify()
            assert caught.value.position == position


def test_any_byte_of_the_file_is_refused_or_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with filled(path) as log:
        entries = list(log.entries())
    whole = path.read_bytes()
    used = [place for place, byte in enumerate(whole) if byte]
    found = 0
    for place in random.Random(4).sample(used, 400):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        path.write_bytes(changed)
        try:
            seen = read_and_verified(path)
        except LogUnreadable:
            found += 1
        else:
            assert seen == entries, place
    assert found > 200


def read_and_verified(path: Path) -> list[Entry]:
    with store.open(path, read_only=True) as log:
        assert log.verify().position == log.head.position
        return list(log.entries())


def test_verifying_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[int] = []
    with store.open(tmp_path / "log.db") as log:
        log.append(numbered(2_500))
        assert log.verify(told.append) == log.head
    assert told == [1_000, 2_000]
