"""The acts of a log one after another, in the order of the log, without holding all of it.

An event that no other record names is an act by itself, and is forgotten as soon as it was given.
So memory is for what corrections, retractions and merges name, which is looked at in a first
pass, and comes last.
"""

from __future__ import annotations

from collections.abc import Iterator

from stances.events import Record, StanceEvent
from stances.log import Act, Log
from stances.resolve import named_by
from stances.store.contract import Store


def streamed(store: Store) -> Iterator[Act]:
    """Every act that counts in the log as it is now; all of them are the acts of its view."""
    head = store.head().position
    named = {
        id_
        for entry in store.entries(0, head)
        if not isinstance(entry.record, StanceEvent)
        for id_ in named_by(entry.record)
    }
    tied: list[Record] = []
    for entry in store.entries(0, head):
        record = entry.record
        if isinstance(record, StanceEvent) and record.id not in named:
            yield Act.of([record])
        else:
            tied.append(record)
    yield from Log(tied)
