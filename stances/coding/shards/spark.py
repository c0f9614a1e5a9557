"""Coding on a Spark cluster of the user's."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

import attrs

from stances.coding.shards.contract import code_shard
from stances.coding.shards.job import Job
from stances.coding.shards.outcomes import Done, Left, Outcome

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

_LONGEST = 2_000


@attrs.frozen
class SparkRunner:
    """Codes on the executors that this session has, and starts none.

    Set ``PYSPARK_PYTHON`` before the session is made, to a Python in which the workers find this
    library. ``every`` is how many seconds pass between looks at what is done.
    """

    spark: SparkSession
    every: float = attrs.field(default=1.0, kw_only=True)

    def run(self, job: Job, shards: Sequence[str]) -> Generator[Outcome, None, None]:
        """Have each shard coded as one task of one Spark job, which fails or succeeds as a whole.

        Spark tries a task again, four times by default on a cluster, and not at all with a master
        of ``local[N]``. When a job fails, shards without an output are lost.
        """
        context = self.spark.sparkContext
        group = f"stances-{secrets.token_hex(8)}"
        waiting = set(shards)
        with ThreadPoolExecutor(1) as thread:
            running = thread.submit(_collect, context, group, job, shards)
            try:
                while not _ended(running, self.every):
                    for shard in sorted(waiting & job.done()):
                        waiting.remove(shard)
                        yield Done(shard)
            finally:
                if not running.done():
                    context.cancelJobGroup(group)
        for outcome in _outcomes(running, job, sorted(waiting)):
            if outcome.shard in waiting:
                yield outcome


def _collect(
    context: SparkContext, group: str, job: Job, shards: Sequence[str]
) -> Sequence[Outcome]:
    context.setJobGroup(group, f"coding with {job.coder}")
    tasks = context.parallelize(shards, len(shards))
    return tasks.map(functools.partial(code_shard, job)).collect()


def _ended(running: Future[Sequence[Outcome]], seconds: float) -> bool:
    return bool(wait([running], timeout=seconds).done)


def _outcomes(
    running: Future[Sequence[Outcome]], job: Job, waiting: Sequence[str]
) -> Sequence[Outcome]:
    try:
        return running.result()
    except Exception as error:
        done = job.done()
        problem = f"{type(error).__name__}: {error}"[:_LONGEST]
        return [
            Done(shard) if shard in done else Left(shard=shard, problem=problem, lost=True)
            for shard in waiting
        ]
