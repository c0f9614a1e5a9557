"""What it costs to append durably to SQLite, beside bare rows and peers.

    python -m tests.benchmarks.append [EVENTS ...]

Appends EVENTS (default 20000) new events to new files, in batches of 100 and of 1,000, each a
transaction in WAL mode with synchronous=FULL; then 64 threads one event at a time beside one of
them, and an fsync. Rounds take turns and the cheapest of each counts: microseconds of CPU time an
event, and how many of them ours does meanwhile. Ratios are to be believed, single figures not.

- the least: ids hashed and linked, and ``executemany`` of no more than position, id, hash and the
  text, into a table with an index of the ids: nothing that keeps what an event says costs less
- bare rows: ``executemany`` of rows made of the events; ids and hashes are given, not worked out
- bare chain: the same with ids hashed and each row linked to the one before
- SQLAlchemy Core: rows with their ids hashed, not linked, through ``Connection.execute``
- eventsourcing: its SQLite recorder, given the record as JSON for its state; the same with its
  mapper, as its applications use it

Needs ``pip install eventsourcing==9.5.6 sqlalchemy``.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import stances.store as store
from stances.events import Span, StanceEvent
from stances.store.chain import GENESIS, follow, time_bytes
from stances.store.rows import Values, arrival, event_columns
from stances.store.sqlite_file import connect, transaction
from tests.benchmarks.peers import (
    TEXT,
    Append,
    bare,
    events,
    eventsourcing,
    mapped,
    sqlalchemy_core,
)

ROUNDS = 5
THREADS = 64
EACH = 20


def ours(path: str) -> Append:
    return store.open(path).append


def the_least(path: str) -> Append:
    connection = connect(path, read_only=False)
    connection.execute("CREATE TABLE least (p INTEGER PRIMARY KEY, id BLOB UNIQUE, hash, text)")
    position, before = 0, GENESIS

    def append(batch: Sequence[StanceEvent]) -> None:
        nonlocal position, before
        rows = []
        for event in batch:
            digest = event.digest
            position += 1
            before = hashlib.sha256(before + digest).digest()
            assert isinstance(event.evidence, Span)
            rows.append((position, digest[:16], before, event.evidence.text))
        with transaction(connection):
            connection.executemany("INSERT INTO least VALUES (?, ?, ?, ?)", rows)

    return append


def bare_rows(path: str) -> Append:
    position = 0

    def made(batch: Sequence[StanceEvent]) -> list[tuple[Values, Values]]:
        nonlocal position
        rows = []
        for event in batch:
            position += 1
            # Scattered as ids are, and as long.
            key = (position * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128).to_bytes(16, "big")
            columns, source = event_columns(event)
            head = (position, 0, GENESIS, key, "stance", None, None, None, None, None)
            rows.append(((*head, *columns), source))
        return rows

    return bare(path, made)


def bare_chain(path: str) -> Append:
    position, before = 0, GENESIS

    def made(batch: Sequence[StanceEvent]) -> list[tuple[Values, Values]]:
        nonlocal position, before
        now = time.time_ns() // 1_000
        stamp = time_bytes(now)
        rows = []
        for came in map(arrival, batch):
            position += 1
            before = follow(before, stamp, came.said)
            rows.append(((position, now, before, *came.values), came.source or ()))
        return rows

    return bare(path, made)


STORES: dict[str, Callable[[str], Append]] = {
    "ours": ours,
    "the least": the_least,
    "bare rows": bare_rows,
    "bare chain": bare_chain,
    "SQLAlchemy Core": sqlalchemy_core,
    "eventsourcing, its recorder": eventsourcing,
    "eventsourcing, with its mapper": mapped,
}


def cpu_of(make: Callable[[str], Append], count: int, size: int) -> tuple[float, float]:
    """Seconds of CPU time, and bytes on the disk, an event."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "log.db"))
        append = make(path)
        spent = 0.0
        for start in range(0, count, size):
            batch = list(events(size, start))  # made outside of what is measured
            begun = time.process_time()
            append(batch)
            spent += time.process_time() - begun
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return spent / count, os.path.getsize(path) / count


def batches(count: int) -> None:
    for size in (100, 1_000):
        costs: dict[str, float] = {}
        sizes: dict[str, float] = {}
        for _ in range(ROUNDS if count <= 100_000 else 1):
            for name, make in STORES.items():
                cost, sizes[name] = cpu_of(make, count, size)
                costs[name] = min(cost, costs.get(name, cost))
        print(f"\n{count:,} events in batches of {size:,}   µs an event   ours   bytes an event")
        for name, cost in costs.items():
            ratio = cost / costs["ours"]
            print(f"  {name:<40} {cost * 1e6:10.1f} {ratio:6.2f} {sizes[name]:12.0f}")
    print(f"  of these bytes {len(TEXT.encode()) + len(str(count))} are the text of the evidence")


def at_once(path: str, threads: int, each: int) -> float:
    """Events appended a second, one at a time, so many by each of so many threads."""
    with store.open(path) as log:
        groups = [[[e] for e in events(each, number * each)] for number in range(threads)]

        def work(group: list[list[StanceEvent]]) -> None:
            for batch in group:
                log.append(batch)

        running = [threading.Thread(target=work, args=(group,)) for group in groups]
        begun = time.perf_counter()
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        spent = time.perf_counter() - begun
        assert log.head.position == threads * each
        return threads * each / spent


def fsyncs(path: str) -> float:
    """How many small writes a second this disk makes sure of, one after the other."""
    count = 100
    file = os.open(path, os.O_RDWR | os.O_CREAT)
    begun = time.perf_counter()
    for number in range(count):
        os.pwrite(file, b"x" * 4_096, number * 4_096)
        os.fsync(file)
    spent = time.perf_counter() - begun
    os.close(file)
    return count / spent


def concurrent() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = partial(os.path.join, folder)
        one = max(at_once(place(f"one{turn}.db"), 1, THREADS * EACH) for turn in range(3))
        many = max(at_once(place(f"many{turn}.db"), THREADS, EACH) for turn in range(3))
        print(f"\none event an append: 1 thread {one:,.0f} a second, {THREADS} threads {many:,.0f}")
        print(
            f"  {many / one:.1f} times as many; an fsync alone: {fsyncs(place('x')):,.0f} a second"
        )


def main() -> None:
    for count in [int(argument) for argument in sys.argv[1:]] or [20_000]:
        batches(count)
    concurrent()


if __name__ == "__main__":
    main()
