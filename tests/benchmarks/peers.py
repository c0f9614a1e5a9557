"""What the benchmarks of the log are run on: events of articles, and the peers' stores."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy
from eventsourcing.domain import DomainEvent
from eventsourcing.persistence import (
    DatetimeAsISO,
    JSONTranscoder,
    Mapper,
    StoredEvent,
    UUIDAsHex,
)
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

from stances import wire
from stances.events import EventType, Span, StanceEvent, text_sha256
from stances.store.chain import GENESIS
from stances.store.rows import RECORD, SOURCE, Arrival, Values, arrival
from stances.store.sqlite_file import connect, transaction

AN_ARTICLE = 20
"""Events of one article."""

TEXT = "called on the other side to pull back its troops from the region and to do so at once"
COLUMNS = ("position", "recorded_at", "hash", *RECORD)
QUOTED = ", ".join(f'"{column}"' for column in COLUMNS)
INSERT = f"INSERT INTO record ({QUOTED}) VALUES ({', '.join('?' * len(COLUMNS))})"
INSERT_SOURCE = f"INSERT OR IGNORE INTO source VALUES ({', '.join('?' * len(SOURCE))})"

Append = Callable[[Sequence[StanceEvent]], object]


def events(count: int, start: int = 0) -> Iterator[StanceEvent]:
    """Different events, new objects each time, as a coder makes them."""
    types, actors = tuple(EventType), ("TUR", "RUS", "SYR", "USA")
    for number in range(start, start + count):
        article = f"2020-02-{number // AN_ARTICLE}"
        text = f"{TEXT} {number}"
        yield StanceEvent(
            date=dt.date(2020, 1, 1) + dt.timedelta(days=number % 300),
            actor=actors[number % 4],
            event_type=types[number % 16],
            recipient=actors[(number + 1) % 4],
            speaker="Recep Tayyip Erdoğan" if number % 4 == 0 else None,
            published=dt.date(2020, 11, 1),
            publisher="The Herald",
            url=f"https://example.org/news/{article}",
            evidence=Span(
                article=article,
                sha256=text_sha256(article),
                start=100,
                end=100 + len(text),
                text=text,
            ),
            coder="rules-1",
            confidence=0.75,
        )


def bare(path: str, made: Callable[[Sequence[StanceEvent]], list[tuple[Values, Values]]]) -> Append:
    """``executemany`` of the rows and sources made of the events, in our tables and settings."""
    connection = connect(path, read_only=False)

    def append(batch: Sequence[StanceEvent]) -> None:
        rows = made(batch)
        with transaction(connection):
            connection.executemany(INSERT_SOURCE, {source for _, source in rows})
            connection.executemany(INSERT, (row for row, _ in rows))

    return append


def finished(came: Sequence[Arrival], first: int) -> list[tuple[Values, Values]]:
    """Rows from this position of what was made before, all with one hash."""
    return [
        ((position, 0, GENESIS, *one.values), one.source or ())
        for position, one in enumerate(came, first)
    ]


def sqlalchemy_core(path: str) -> Append:
    """The same rows, their ids hashed and not linked, through SQLAlchemy Core."""
    connect(path, read_only=False).close()
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    sqlalchemy.event.listen(engine, "connect", _full)
    tables = sqlalchemy.MetaData()
    tables.reflect(engine)
    record, source = tables.tables["record"].insert(), tables.tables["source"].insert()
    source = source.prefix_with("OR IGNORE")
    position = 0

    def append(batch: Sequence[StanceEvent]) -> None:
        nonlocal position
        rows = finished([arrival(event) for event in batch], position + 1)
        position += len(rows)
        sources = {of for _, of in rows}
        with engine.begin() as connection:
            connection.execute(source, [dict(zip(SOURCE, of, strict=True)) for of in sources])
            connection.execute(record, [dict(zip(COLUMNS, row, strict=True)) for row, _ in rows])

    return append


def _full(connection: object, _: object) -> None:
    connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[attr-defined]
    connection.execute("PRAGMA synchronous = FULL")  # type: ignore[attr-defined]


def recorder(path: str) -> SQLiteApplicationRecorder:
    """The recorder of eventsourcing, which has WAL and FULL by itself."""
    made = SQLiteApplicationRecorder(SQLiteDatastore(path))
    made.create_table()
    with made.datastore.transaction(commit=False) as cursor:
        cursor.execute("PRAGMA synchronous")
        (synchronous,) = cursor.fetchone()
        assert synchronous == 2, synchronous
    return made


@dataclasses.dataclass(frozen=True)
class Recorded(DomainEvent):
    """An event of eventsourcing that holds our record."""

    record: dict[str, Any]


def mapper() -> Mapper[uuid.UUID]:
    """What makes stored events of such events, and back, as its applications do."""
    transcoder = JSONTranscoder()
    transcoder.register(UUIDAsHex())
    transcoder.register(DatetimeAsISO())
    return Mapper(transcoder)


def mapped(path: str) -> Append:
    """The same through its mapper, as its applications do."""
    return eventsourcing(path, mapper().to_stored_event)


def lean(event: Recorded) -> StoredEvent:
    """Our record as JSON for the state, without what the mapper adds."""
    state = json.dumps(event.record).encode()
    return StoredEvent(event.originator_id, event.originator_version, "stance", state)


def eventsourcing(path: str, stored_of: Callable[[Recorded], StoredEvent] = lean) -> Append:
    """Its recorder, with an aggregate for each article."""
    into = recorder(path)
    versions: dict[str, int] = {}

    def append(batch: Sequence[StanceEvent]) -> None:
        stored, now = [], dt.datetime.now(dt.UTC)
        for event in batch:
            article = event.article or ""
            versions[article] = version = versions.get(article, 0) + 1
            key = uuid.uuid5(uuid.NAMESPACE_URL, article)
            recorded = Recorded(
                originator_id=key,
                originator_version=version,
                timestamp=now,
                record=wire.to_dict(event),
            )
            stored.append(stored_of(recorded))
        into.insert_events(stored)

    return append
