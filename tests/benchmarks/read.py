"""What it costs to read a log in SQLite back as events, beside bare rows and eventsourcing.

    python -m tests.benchmarks.read [EVENTS ...]

Reads a log of EVENTS (default 20000) from its first to its last. Rounds take turns and the
cheapest of each counts: microseconds of CPU time an event, and how many of them ours reads
meanwhile. Ratios are to be believed, single figures not.

- rows: bare ``sqlite3``, columns of record and source joined, nothing made of them
- rows to attrs: the same into frozen attrs classes of the same fields, with dates and words as
  such, without checks
- eventsourcing: notifications of its SQLite recorder, with our record as JSON for their state, as
  the same bare attrs classes; and through its mapper, as its applications read

Needs ``pip install eventsourcing==9.5.6 sqlalchemy``.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import attrs

import stances.store as store
from stances.events import EventType, Modality, Precision, Span, StanceEvent
from tests.benchmarks.peers import Recorded, events, eventsourcing, mapped, mapper, recorder

ROUNDS = 7
BATCH = 1_000

BareEvent = attrs.make_class(
    "BareEvent", [field.name for field in attrs.fields(StanceEvent)], frozen=True, slots=True
)
BareSpan = attrs.make_class(
    "BareSpan", [field.name for field in attrs.fields(Span)], frozen=True, slots=True
)
JOINED = """
    SELECT date, date_precision, actor, event_type, recipient, about, modality, speaker, claimed_by,
        condition, deadline, published, publisher, url, article, sha256, start, "end", text,
        source_score, coder, confidence
    FROM record JOIN source USING (source) ORDER BY position
"""
day = dt.date.fromisoformat


def typed(row: tuple[Any, ...]) -> object:
    date, precision, actor, event_type, recipient, about, modality, *others = row
    speaker, claimed_by, condition, deadline, published, publisher, url, *others = others
    article, sha256, start, end, text, source_score, coder, confidence = others
    return BareEvent(
        day(date),
        Precision(precision),
        actor,
        EventType(event_type),
        recipient,
        about,
        Modality(modality),
        speaker,
        claimed_by,
        condition,
        None if deadline is None else day(deadline),
        day(published),
        publisher,
        url,
        BareSpan(article, sha256.hex(), start, end, text),
        source_score,
        coder,
        confidence,
    )


def of_json(said: dict[str, Any]) -> object:
    span = said["evidence"]
    deadline = said["deadline"]
    return BareEvent(
        day(said["date"]),
        Precision(said["date_precision"]),
        said["actor"],
        EventType(said["event_type"]),
        said["recipient"],
        said["about"],
        Modality(said["modality"]),
        said["speaker"],
        said["claimed_by"],
        said["condition"],
        None if deadline is None else day(deadline),
        day(said["published"]),
        said["publisher"],
        said["url"],
        BareSpan(said["article"], span["sha256"], span["start"], span["end"], span["text"]),
        said["source_score"],
        said["coder"],
        said["confidence"],
    )


def cost(read: Callable[[], Iterable[object]], count: int) -> float:
    begun = time.process_time()
    seen = sum(1 for _ in read())
    spent = time.process_time() - begun
    assert seen == count, (seen, count)
    return spent / count


def compare(count: int, folder: Path) -> None:
    log = store.open(folder / "ours.db")
    append = eventsourcing(str(folder / "peer.db"))
    append_mapped = mapped(str(folder / "mapped.db"))
    for start in range(0, count, BATCH):
        batch = list(events(min(BATCH, count - start), start))
        log.append(batch)
        append(batch)
        append_mapped(batch)
    bare = sqlite3.connect(folder / "ours.db")
    peer, other = (recorder(str(folder / name)) for name in ("peer.db", "mapped.db"))

    def notified() -> Iterable[object]:
        for start in range(1, count + 1, BATCH):
            for notification in peer.select_notifications(start, BATCH):
                yield of_json(json.loads(notification.state))

    def with_mapper() -> Iterable[object]:
        domain_event = mapper().to_domain_event
        for start in range(1, count + 1, BATCH):
            for notification in other.select_notifications(start, BATCH):
                recorded = domain_event(notification)
                assert isinstance(recorded, Recorded)
                yield of_json(recorded.record)

    readers: dict[str, Callable[[], Iterable[object]]] = {
        "ours": log.records,
        "ours, with positions, times and hashes": log.entries,
        "rows": lambda: bare.execute(JOINED),
        "rows to attrs": lambda: map(typed, bare.execute(JOINED)),
        "eventsourcing, its recorder": notified,
        "eventsourcing, with its mapper": with_mapper,
    }
    costs: dict[str, float] = {}
    for _, (name, read) in itertools.product(range(ROUNDS), readers.items()):
        took = cost(read, count)
        costs[name] = min(took, costs.get(name, took))
    print(f"\n{count:,} events                                µs an event   ours")
    for name, took in costs.items():
        print(f"  {name:<40} {took * 1e6:10.1f} {took / costs['ours']:6.2f}")
    begun = time.process_time()
    log.verify()
    print(f"  verified in {(time.process_time() - begun) / count * 1e6:.1f} µs an event")
    log.close()
    bare.close()


def main() -> None:
    for count in [int(argument) for argument in sys.argv[1:]] or [20_000]:
        with tempfile.TemporaryDirectory() as folder:
            compare(count, Path(folder))


if __name__ == "__main__":
    main()
