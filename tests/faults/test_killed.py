"""A writer is killed at any moment: what it was told of is there, and nothing by halves."""

from __future__ import annotations

import itertools
import random
import signal
import time
from pathlib import Path

import attrs
import pytest

import stances.store as store
from stances.events import Record
from stances.store import EventLog, Head
from tests.faults.processes import acknowledged, append_without_end, forks, hash_at, steps
from tests.store.made import A

LOGS, KILLS = 10, 20
PATIENCE = 60.0


@pytest.mark.parametrize("number", range(LOGS))
def test_nothing_is_lost_and_no_batch_is_halved(place: str, tmp_path: Path, number: int) -> None:
    draws = random.Random(number)
    end = Head()
    for kill in range(KILLS):
        told = tmp_path / f"told-{kill}"
        append_and_be_killed(place, kill, told, draws)
        # A reader finds what the dead writer left as it is; a writer has to clean up after it.
        read_only = place.endswith(".db") and end.position > 0 and draws.random() < 0.5
        with store.open(place, read_only=read_only) as log:
            next_writers: list[Record] = [] if read_only else [attrs.evolve(A, speaker=told.name)]
            if next_writers:
                assert log.append(next_writers).added == 1
            assert_kept(log, end, kill, acknowledged(told), next_writers)
            end = log.verify()


def append_and_be_killed(place: str, seed: int, told: Path, draws: random.Random) -> None:
    """Append in a process that is killed a little after it has done some of its steps."""
    writer = forks().Process(target=append_without_end, args=(place, seed, told))
    writer.start()
    deadline = time.monotonic() + PATIENCE
    wanted = draws.choice((-1, 0, 1, 1, 2, 3, 5, 8))
    while acknowledged(told) < wanted:
        assert writer.is_alive()
        assert time.monotonic() < deadline
        time.sleep(0.000_5)
    time.sleep(draws.uniform(0.0, 0.02))
    writer.kill()
    writer.join(PATIENCE)
    assert writer.exitcode == -signal.SIGKILL
    writer.close()


def assert_kept(log: EventLog, end: Head, seed: int, told: int, next_writers: list[Record]) -> None:
    """Behind where it ended stand the steps told of, or one more, and what was appended since."""
    assert hash_at(log, end.position) == end.hash
    found = list(log.records(after=end.position))
    with store.open(":memory:") as model:
        todo = steps(seed)
        for step in itertools.islice(todo, max(0, told)):
            model.append(step)
        if len(found) > model.head.position + len(next_writers):
            model.append(next(todo))
        assert found == [*model.records(), *next_writers]
