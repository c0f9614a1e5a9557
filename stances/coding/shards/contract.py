"""The one function that every worker of every runner calls, and what it promises.

It may be called for a shard any number of times, anywhere, at once or one after another, and be
killed at any moment: the output is that of one call that went well.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path

from stances.coding.coder import Coder
from stances.coding.shards.coding import code_all
from stances.coding.shards.files import read_shard
from stances.coding.shards.isolation import code_in_isolation
from stances.coding.shards.job import Job, shard_folder
from stances.coding.shards.outcomes import Done, Left, Outcome
from stances.coding.shards.recipe import loaded
from stances.errors import InvalidArgument

KILLS = 2
"""How often a shard may end its process before it is coded apart from it."""


def code_shard(job: Job, shard: str) -> Outcome:
    """Code one shard unless it has an output; never raises, as not every error travels."""
    try:
        if not (job.outputs / shard).exists():
            _code(job, shard)
    except Exception as error:
        return Left(shard=shard, problem=f"{type(error).__name__}: {error}", lost=False)
    return Done(shard)


def _code(job: Job, shard: str) -> None:
    here = loaded(job.recipe)
    _check(job, here.coder)
    articles = read_shard(shard_folder(job.folder) / shard)
    with _attempt(job, shard) as killed:
        if killed < KILLS:
            with here.lock:
                output = code_all(here.coder, articles, job.recipe.min_confidence)
        else:
            output = code_in_isolation(job.recipe, articles)
        output.write(job.outputs, shard)
    for mark in _attempts(job).glob(f"{shard}.*"):
        mark.unlink(missing_ok=True)


def _check(job: Job, coder: Coder) -> None:
    if coder.name != job.coder:
        raise InvalidArgument(
            f"this worker's coder is {coder.name}, and {job.coder} is to code: install the same"
            " versions everywhere"
        )


@contextlib.contextmanager
def _attempt(job: Job, shard: str) -> Iterator[int]:
    """Leave a mark while coding; gives how many marks there were, mostly of those who died.

    One who is still at it counts too, on another machine perhaps. Then the shard is coded apart
    without need, which takes longer and gives the same.
    """
    folder = _attempts(job)
    folder.mkdir(parents=True, exist_ok=True)
    killed = sum(1 for _ in folder.glob(f"{shard}.*"))
    mark = folder / f"{shard}.{secrets.token_hex(8)}"
    mark.touch()
    try:
        yield killed
    finally:
        mark.unlink(missing_ok=True)


def _attempts(job: Job) -> Path:
    return job.outputs / "attempts"
