"""Whatever a runner loses is given to it again, as long as anything comes back."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from stances.coding.shards import Job, Left, Outcome, ProcessRunner, code_shards
from stances.coding.shards.contract import code_shard
from stances.errors import InvalidArgument, ShardsLeft
from tests.coding.shards.runs import Work


@attrs.define
class Here:
    """Codes here, and loses what it is told to, before or after it was coded."""

    losses: list[bool | None]
    rounds: int = 0

    def run(self, job: Job, shards: Sequence[str]) -> Generator[Outcome, None, None]:
        self.rounds += 1
        for shard in shards:
            loses = self.losses.pop() if self.losses else None
            outcome = Left(shard=shard, problem="lost here", lost=True)
            yield code_shard(job, shard) if loses is not True else outcome
            if loses is False:
                return


@settings(max_examples=25, deadline=None)
@given(some.lists(some.sampled_from([True, False, None]), max_size=12))
def test_what_is_lost_is_tried_again(losses: list[bool | None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Work.of(Path(folder), count=12, size=3)
        told: list[int] = []
        code_shards(work.job, Here(losses), progress=told.append)
        work.assert_whole()
        assert told == [0, 1, 2, 3, 4]
        assert work.coded_again() == 0


def test_a_runner_from_which_nothing_comes_back_is_given_up(tmp_path: Path) -> None:
    work = Work.of(tmp_path, count=12, size=3)
    runner = Here([True] * 100)
    with pytest.raises(ShardsLeft, match=r"^4 shards are not coded, as 000001-.*: lost here\."):
        code_shards(work.job, runner)
    assert runner.rounds == 5


def test_what_no_other_worker_could_do_is_not_tried_again(tmp_path: Path) -> None:
    work = Work.of(tmp_path, count=12, size=3, spends="a4")
    runner = Here([])
    with pytest.raises(ShardsLeft, match=r"3 shards are not coded, as 000002-.*budget is spent"):
        code_shards(work.job, runner)
    assert runner.rounds == 1
    assert len(work.job.done()) == 1


def test_processes_code_as_one_does_and_nothing_twice(tmp_path: Path) -> None:
    work = Work.of(tmp_path, count=12, size=3, raises="a5")
    code_shards(work.job, ProcessRunner(2))
    work.assert_whole(failed=("a5",))
    before = work.coded_again()
    code_shards(work.job, ProcessRunner(2))
    assert work.coded_again() == before


def test_there_is_no_coding_without_workers() -> None:
    with pytest.raises(InvalidArgument, match="workers=0"):
        ProcessRunner(0)
