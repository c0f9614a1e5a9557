"""From shards that are left to none: whatever is lost on the way is tried again."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from stances.coding.shards.job import Job
from stances.coding.shards.outcomes import Done, Left, Runner
from stances.coding.shards.processes import ProcessRunner
from stances.errors import ShardsLeft

_ROUNDS = 5


def code_shards(
    job: Job,
    runner: Runner | None = None,
    *,
    progress: Callable[[int], object] | None = None,
) -> None:
    """Code every shard of the job that has no output yet.

    It may be interrupted or killed, and run again, with another runner too. After it,
    ``job.records()`` are the events, and ``job.failed()`` the articles that could not be coded.

    Args:
        job: what is to be coded, and by what.
        runner: where; processes of this machine if not given.
        progress: called with the number of shards that are done, at first and after each.

    Raises:
        ShardsLeft: a shard cannot be coded for a reason that is no article's, such as a full disk
            or a worker with another coder; or five times in a row nothing came back from the
            workers. What was coded is kept.

    """
    chosen = ProcessRunner() if runner is None else runner
    tell = progress or (lambda done: None)
    left: Sequence[str] = job.left()
    total = len(job.shards)
    tell(total - len(left))
    job.describe()
    fruitless = 0
    while left:
        done: set[str] = set()
        problem = "the runner told nothing of it"
        with contextlib.closing(chosen.run(job, left)) as outcomes:
            for outcome in outcomes:
                match outcome:
                    case Done(shard):
                        done.add(shard)
                        tell(total - len(left) + len(done))
                    case Left(lost=True):
                        problem = outcome.problem
                    case Left():
                        raise _error(len(left) - len(done), outcome.shard, outcome.problem)
        left = [shard for shard in left if shard not in done]
        fruitless = 0 if done else fruitless + 1
        if left and fruitless == _ROUNDS:
            raise _error(len(left), left[0], problem)


def _error(count: int, shard: str, problem: str) -> ShardsLeft:
    shards = "1 shard is" if count == 1 else f"{count:,} shards are"
    return ShardsLeft(
        f"{shards} not coded, as {shard} could not be: {problem}. What is coded is kept; once that"
        " is put right, the same again goes on."
    )
