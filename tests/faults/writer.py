"""A process that appends until it is killed, and tells of each batch that was acknowledged."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path

import stances.store as store
from stances.events import Erasure, Record
from tests.store.made import numbered

_SIZES = (1, 3, 20, 100, 400, 4_000)
_WEIGHTS = (20, 20, 20, 15, 5, 1)
_OWN = 10_000_000
_PATIENCE = 60.0


class Writer:
    """To be used in a ``with`` block, of which the process does not come out alive."""

    def __init__(self, place: str, seed: int, told: Path) -> None:
        self._seed = seed
        self._told = told
        told.touch()
        self._process = forks().Process(target=_append_without_end, args=(place, seed, told))
        self._process.start()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join(_PATIENCE)
        assert self._process.exitcode == -signal.SIGKILL, "it has ended of itself"
        self._process.close()

    def wait_for(self, steps: int) -> None:
        """Return when so many steps, or a few more, are done."""
        deadline = time.monotonic() + _PATIENCE
        while self._told.stat().st_size < steps:
            assert self._process.is_alive()
            assert time.monotonic() < deadline
            time.sleep(0.000_5)

    def stop(self) -> None:
        """Have the process stand still, wherever it is."""
        process = self._process.pid
        assert process is not None
        os.kill(process, signal.SIGSTOP)
        state = Path(f"/proc/{process}/stat")
        deadline = time.monotonic() + _PATIENCE
        while state.read_text(encoding="ascii").rpartition(")")[2].split()[0] != "T":
            assert time.monotonic() < deadline
            time.sleep(0.001)

    def assert_kept(self, found: list[Record]) -> None:
        """All that it was told of is there, and nothing else, unless it is the next step, whole."""
        todo = steps(self._seed)
        with store.open(":memory:") as model:
            for step in itertools.islice(todo, self._told.stat().st_size):
                model.append(step)
            if len(found) > model.head.position:
                model.append(next(todo))
            assert found == list(model.records())


def forks() -> ForkServerContext:
    """Makes processes that need no time to import what is needed here."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "tests.faults.crowd"])
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


def _append_without_end(place: str, seed: int, told: Path) -> None:
    with told.open("wb", buffering=0) as file, store.open(place) as log:
        for step in steps(seed):
            log.append(step)
            file.write(b".")
