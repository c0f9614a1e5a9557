"""Appending to PostgreSQL beside bare COPY: python -m tests.benchmarks.append_postgres [URL]

Durable batches of 1,000 new events of articles, one transaction each: ours, with id, sources and
hash chain; then, into tables with the same columns and indexes, COPY of rows made of the events
without any of these, binary and as text, and COPY and executemany of the finished rows. Batches
take turns; what is printed are medians, of wall time, of CPU time of this process, and of that
with the server's process. Without a URL a server is made in a temporary directory; the database
of a URL is filled.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import psycopg

from stances.events import EventType, Span, StanceEvent, text_sha256
from stances.store.postgres import PostgresStore
from stances.store.postgres_schema import binary_type, quoted
from stances.store.rows import RECORD
from tests.store.server import Server

BATCH = 1_000
BATCHES = 30
A_BATCH = 20  # events of one article
TEXT = "called on the other side to pull back its troops from the region and to do so at once, as"
COLUMNS = ("position", "recorded_at", "hash", *RECORD)
READ = f"SELECT {quoted(COLUMNS)} FROM stances.record WHERE position > %s".encode()
TICKS = os.sysconf("SC_CLK_TCK")


@attrs.frozen
class Cost:
    """Seconds: on the clock, of this process, and of this and the server's process."""

    wall: float
    client: float
    both: float


def events(start: int) -> list[StanceEvent]:
    made = []
    for number in range(start, start + BATCH):
        article = f"article-{number // A_BATCH}"
        text = f"{TEXT} number {number} says"
        made.append(
            StanceEvent(
                date=dt.date(2020, 2, 1 + number % 28),
                actor=("TUR", "RUS", "SYR", "USA")[number % 4],
                event_type=list(EventType)[number % 16],
                recipient=("RUS", "SYR", "USA", "TUR")[number % 4],
                about="IRN" if number % 3 else None,
                speaker=f"Minister {number % 50}" if number % 2 else None,
                published=dt.date(2020, 2, 28),
                publisher="The Daily Record",
                url=f"https://news.example/{article}",
                evidence=Span(
                    article=article,
                    sha256=text_sha256(article),
                    start=number,
                    end=number + len(text),
                    text=text,
                ),
                coder="rules-1",
                confidence=0.75,
            )
        )
    return made


def plain_row(event: StanceEvent, position: int) -> tuple[Any, ...]:
    """What ours writes, but that id and hash are made of the position, and sources are left out."""
    span = event.evidence
    assert isinstance(span, Span)
    key = position.to_bytes(16, "big")
    return (
        *(position, position, key * 2, key, "stance", None, None, None, None, None),
        *(event.date.isoformat(), event.date_precision.value, event.actor),
        *(event.event_type.value, event.recipient, event.about, event.modality.value),
        *(event.speaker, event.claimed_by, event.condition, None, span.start, span.end),
        *(span.text, None, None, None, event.source_score, event.confidence, key),
    )


def server_seconds(pid: int) -> float:
    """CPU time of a process of the server, if it runs here."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def bare(connection: psycopg.Connection[Any], table: str) -> str:
    """Make a table such as that of records, without triggers; gives its columns."""
    connection.execute(f"CREATE TABLE {table} (LIKE stances.record INCLUDING ALL)".encode())
    return f"{table} ({quoted(COLUMNS)})"


def copying(
    connection: psycopg.Connection[Any], table: str, form: str
) -> Callable[[Iterable[Any]], None]:
    types = ["int8", "int8", "bytea", *map(binary_type, RECORD.values())]
    statement = f"COPY {bare(connection, table)} FROM STDIN (FORMAT {form})".encode()

    def copy(rows: Iterable[Any]) -> None:
        with connection.transaction(), connection.cursor() as cursor, cursor.copy(statement) as to:
            if form == "binary":
                to.set_types(types)
            for row in rows:
                to.write_row(row)

    return copy


def inserting(connection: psycopg.Connection[Any]) -> Callable[[Iterable[Any]], None]:
    values = ", ".join(["%s"] * len(COLUMNS))
    statement = f"INSERT INTO {bare(connection, 'inserted')} VALUES ({values})".encode()

    def insert(rows: Iterable[Any]) -> None:
        with connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(statement, rows)

    return insert


def cost(pid: int, work: Callable[[], object]) -> Cost:
    server, wall, client = server_seconds(pid), time.perf_counter(), time.process_time()
    work()
    client, wall = time.process_time() - client, time.perf_counter() - wall
    return Cost(wall, client, client + server_seconds(pid) - server)


@contextlib.contextmanager
def place() -> Iterator[str]:
    if len(sys.argv) > 1:
        yield sys.argv[1]
    else:
        with Server() as server:
            yield server.url(server.create())


def main() -> None:
    with place() as url, psycopg.connect(url, autocommit=True) as connection:
        log = PostgresStore(url)
        (writer,) = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'stances'"
        ).fetchone() or (0,)
        of_events = {
            "COPY of events": copying(connection, "copied_events", "binary"),
            "the same as text": copying(connection, "copied_events_text", "text"),
        }
        floors = {
            "COPY, binary": copying(connection, "copied_binary", "binary"),
            "COPY, text": copying(connection, "copied_text", "text"),
            "executemany": inserting(connection),
        }
        costs: dict[str, list[Cost]] = {name: [] for name in ("ours", *of_events, *floors)}
        pid = connection.info.backend_pid
        for start in range(0, BATCHES * BATCH, BATCH):
            costs["ours"].append(cost(writer, partial(log.append, events(start))))
            for name, work in of_events.items():
                rows = (plain_row(event, start + n) for n, event in enumerate(events(start)))
                costs[name].append(cost(pid, partial(work, rows)))
            finished = connection.execute(READ, (start,)).fetchall()
            for name, work in floors.items():
                costs[name].append(cost(pid, partial(work, finished)))
        log.close()
        tell(costs)


def tell(costs: dict[str, list[Cost]]) -> None:
    print(f"{'':17}{'events/s':>10}{'client CPU':>12}{'with server':>12}   ours is of it")
    medians = {
        name: Cost(
            statistics.median(each.wall for each in of_it),
            statistics.median(each.client for each in of_it),
            statistics.mean(each.both for each in of_it),  # the server's clock ticks coarsely
        )
        for name, of_it in costs.items()
    }
    ours = medians["ours"]
    for name, it in medians.items():
        microseconds = (f"{spent / BATCH * 1e6:.1f} µs" for spent in (it.client, it.both))
        ratios = (
            f"{there / here:.0%}"
            for there, here in zip(attrs.astuple(it), attrs.astuple(ours), strict=True)
        )
        print(
            f"{name:17}{BATCH / it.wall:10,.0f}{next(microseconds):>12}{next(microseconds):>12}"
            f"   {' / '.join(ratios)}"
        )


if __name__ == "__main__":
    main()
