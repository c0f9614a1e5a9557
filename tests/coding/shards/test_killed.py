"""Workers, executors and whole runs are killed: nothing is lost, and nothing is there twice."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.coding.shards.runs import (
    EXECUTOR,
    SPAWNED,
    Work,
    descendants,
    kill_one,
    until,
)

SIZE = 20
SPARK = "local-cluster[2,1,1024]"
POISON = "a37"


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return Work.of(tmp_path, count=400, size=SIZE, seconds=0.01)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "worker"), [("processes", SPAWNED), ("dask", SPAWNED), (SPARK, EXECUTOR)]
)
def test_one_of_two_workers_is_killed_at_two_fifths(work: Work, kind: str, worker: str) -> None:
    with work.running(kind) as process:
        work.wait_for(0.4, process)
        kill_one(process, worker)
        work.ends_well(process)
    work.assert_whole()
    assert work.coded_again() <= SIZE


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["processes", "dask"])
def test_the_whole_run_is_killed_and_the_same_command_goes_on(work: Work, kind: str) -> None:
    with work.running(kind) as process:
        work.wait_for(0.4, process)
        os.killpg(process.pid, signal.SIGKILL)
    done = len(work.job.done())
    assert 0 < done < len(work.job.shards)
    work.run(kind)
    work.assert_whole()
    assert work.coded_again() <= 2 * SIZE


@pytest.mark.slow
def test_workers_end_when_the_process_that_started_them_is_killed(work: Work) -> None:
    with work.running("processes") as process:
        work.wait_for(0.1, process)
        workers = descendants(process.pid, SPAWNED)
        assert workers
        process.kill()
        until(lambda: not any(Path(f"/proc/{worker}/cwd").exists() for worker in workers))
    assert work.job.left()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["processes", "dask", "local[2]", SPARK])
def test_an_article_that_ends_every_process_fails_alone(tmp_path: Path, kind: str) -> None:
    work = Work.of(tmp_path, count=64, size=8, kills=POISON)
    work.run(kind)
    work.assert_whole(failed=(POISON,))
    (failure,) = work.job.failed()
    assert "exit code 7" in failure.problem
