"""What the processes do that write to one log and read it at once."""

from __future__ import annotations

import random
import time

import attrs

import stances.store as store
from stances.errors import LogConflict
from stances.store import EventLog, Head
from tests.store.made import C, numbered

END = attrs.evolve(C, speaker="The End")
"""The last record of the log."""


def append_for(seconds: float, place: str, seed: int) -> int:
    """Append as others do, too: much is known, and some of it conflicts. Gives what was added."""
    deadline = time.monotonic() + seconds
    draws = random.Random(seed)
    added, newest = 0, 0
    with store.open(place) as log:
        while time.monotonic() < deadline:
            batch = numbered(draws.randint(1, 20), newest - draws.randint(0, min(newest, 15)))
            expected = log.head.position if draws.random() < 0.5 else None
            try:
                appended = log.append(batch, expected_position=expected)
            except LogConflict:
                continue
            assert appended.added + appended.known == len(batch)
            added += appended.added
            newest += draws.randint(5, 20)
    return added


def follow(place: str) -> Head:
    """Follow the log to its end, each position once; gives where that is."""
    with store.open(place, read_only=True) as log:
        for position, entry in enumerate(log.follow(poll=0.1), start=1):
            assert entry.position == position
            if entry.record == END:
                return Head(entry.position, entry.hash)
    raise AssertionError("following ended of itself")


def ask(place: str) -> Head:
    """Ask and verify the log until it has come to its end; what was seen once has to stay."""
    seen = Head()
    with store.open(place, read_only=True) as log:
        while True:
            before, seen = seen, log.verify()
            assert hash_at(log, before.position) == before.hash
            view = log.view()
            assert len(view.records) >= seen.position
            if view.records and view.records[-1] == END:
                return log.verify()


def hash_at(log: EventLog, position: int) -> str:
    """The hash at a position, which says all that stands up to it."""
    return next(log.entries(position - 1)).hash if position else Head().hash
