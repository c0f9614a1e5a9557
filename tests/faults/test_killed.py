"""A writer is killed at any moment: what it was told of is there, and nothing by halves."""

from __future__ import annotations

import random
import time
from pathlib import Path

import attrs
import pytest

import stances.store as store
from stances.store import Head
from tests.faults.crowd import hash_at
from tests.faults.writer import Writer
from tests.store.made import A

LOGS, KILLS = 10, 20


@pytest.mark.parametrize("number", range(LOGS))
def test_nothing_is_lost_and_no_batch_is_halved(place: str, tmp_path: Path, number: int) -> None:
    draws = random.Random(number)
    end = Head()
    for kill in range(number * KILLS, (number + 1) * KILLS):
        with Writer(place, kill, tmp_path / f"told-{kill}") as writer:
            writer.wait_for(draws.choice((0, 0, 1, 1, 2, 3, 5, 8)))
            time.sleep(draws.uniform(0.0, 0.02))
        # A reader finds what the dead writer left as it is; the next writer has to clear it away.
        read_only = place.endswith(".db") and end.position > 0 and draws.random() < 0.5
        with store.open(place, read_only=read_only) as log:
            behind = [] if read_only else [attrs.evolve(A, speaker=f"Speaker {kill}, later")]
            if behind:
                assert log.append(behind).added == 1
            assert hash_at(log, end.position) == end.hash
            found = list(log.records(after=end.position))
            assert found[len(found) - len(behind) :] == behind
            writer.assert_kept(found[: len(found) - len(behind)])
            end = log.verify()
            assert end == log.head
