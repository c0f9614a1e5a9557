"""Two processes write to a log, and eight read it, all the time."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

import stances.store as store
from tests.faults.crowd import END, append_for, ask, follow
from tests.faults.writer import forks

SECONDS, LONG = 20.0, 60.0


@pytest.mark.parametrize("seconds", [SECONDS, pytest.param(LONG, marks=pytest.mark.slow)])
def test_two_writers_and_eight_readers_of_a_file(path: Path, seconds: float) -> None:
    crowd(str(path), seconds)


@pytest.mark.server
def test_two_writers_and_eight_readers_of_a_database(database: str) -> None:
    crowd(database, SECONDS)


def crowd(place: str, seconds: float) -> None:
    """All who read see the same log, with all that was acknowledged, every position once."""
    store.open(place).close()
    with ProcessPoolExecutor(10, mp_context=forks()) as processes:
        reading = [processes.submit(read, place) for read in (follow, ask) * 4]
        writing = [processes.submit(append_for, seconds, place, seed) for seed in (1, 2)]
        added = [written.result() for written in writing]
        with store.open(place) as log:
            head = log.append([END]).head
            assert head.position == sum(added) + 1
            assert [read.result() for read in reading] == [head] * 8
            assert log.verify() == head
    assert all(added)
