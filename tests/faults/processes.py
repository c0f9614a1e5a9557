"""What the processes do that write and read at once, or are killed while they write."""

from __future__ import annotations

import itertools
import multiprocessing
import random
import time
from collections.abc import Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path

import attrs

import stances.store as store
from stances.errors import LogConflict
from stances.events import Erasure, Record
from stances.store import EventLog, Head
from tests.store.made import C, numbered

END = attrs.evolve(C, speaker="The End")
"""The last record of a log that several write to."""

_SIZES = (1, 3, 20, 100, 400, 4_000)
_WEIGHTS = (20, 20, 20, 15, 5, 1)
_OWN = 10_000_000


def forks() -> ForkServerContext:
    """Makes processes that need no time to import what is needed here."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def steps(seed: int) -> Iterator[list[Record]]:
    """What one writer appends, batch after batch, without end; each is another with each seed.

    The largest do not fit into SQLite's cache; an erasure changes what stands there already.
    """
    draws = random.Random(seed)
    for start in itertools.count(seed * _OWN, max(_SIZES)):
        (size,) = draws.choices(_SIZES, _WEIGHTS)
        batch = numbered(size, start)
        yield [*batch]
        if draws.random() < 0.15:
            yield [Erasure(of=(draws.choice(batch).id,), reason="a request")]


def append_without_end(place: str, seed: int, told: Path) -> None:
    """Append the steps one by one; after each a byte is told, and one when the work begins."""
    with told.open("wb", buffering=0) as file:
        file.write(b".")
        with store.open(place) as log:
            for step in steps(seed):
                log.append(step)
                file.write(b".")


def acknowledged(told: Path) -> int:
    """How many steps were told to be done; -1 if the process has not begun."""
    return told.stat().st_size - 1 if told.exists() else -1


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
            newest = newest + draws.randint(5, 20)
    return added


def follow(place: str) -> Head:
    """Follow a log to its end, each position once; gives where that is."""
    with store.open(place, read_only=True) as log:
        for position, entry in enumerate(log.follow(poll=0.1), start=1):
            assert entry.position == position
            if entry.record == END:
                return Head(entry.position, entry.hash)
    raise AssertionError("following ended of itself")


def ask(place: str) -> Head:
    """Ask and verify a log until it has come to its end; what was seen once has to stay."""
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
