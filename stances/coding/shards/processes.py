"""Coding in processes of this machine."""

from __future__ import annotations

import collections
import functools
import multiprocessing
import os
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess

import attrs

from stances.coding.shards.contract import code_shard
from stances.coding.shards.job import Job
from stances.coding.shards.outcomes import Left, Outcome
from stances.errors import InvalidArgument


def _some(_: object, __: object, workers: int) -> None:
    if workers < 1:
        raise InvalidArgument(f"workers={workers}: expected a number of processes from 1")


def _processors() -> int:
    return os.cpu_count() or 1


@attrs.frozen
class ProcessRunner:
    """Codes in ``workers`` processes, as many as there are processors if not given.

    Each is a pool of its own: a pool whose process dies ends all its processes, and does not tell
    which of them it was. Memory is that of one coder a process.

    Raises:
        InvalidArgument: ``workers`` is no number from 1.

    """

    workers: int = attrs.field(factory=_processors, validator=_some)

    def run(self, job: Job, shards: Sequence[str]) -> Generator[Outcome, None, None]:
        """Have each shard coded once; one whose process dies is lost, and the process replaced."""
        todo = collections.deque(shards)
        idle = [_pool() for _ in range(min(self.workers, len(shards)))]
        busy: dict[Future[Outcome], tuple[ProcessPoolExecutor, str]] = {}
        code = functools.partial(code_shard, job)
        try:
            while todo or busy:
                while idle and todo:
                    pool, shard = idle.pop(), todo.popleft()
                    busy[pool.submit(code, shard)] = pool, shard
                ended, _ = wait(busy, return_when=FIRST_COMPLETED)
                outcomes: list[Outcome] = []
                for future in ended:
                    pool, shard = busy.pop(future)
                    try:
                        outcomes.append(future.result())
                    except BrokenProcessPool as error:
                        outcomes.append(Left(shard=shard, problem=str(error), lost=True))
                        pool.shutdown()
                        pool = _pool()
                    idle.append(pool)
                yield from outcomes
        finally:
            for pool in (*idle, *(pool for pool, _ in busy.values())):
                pool.shutdown(cancel_futures=True)


def _pool() -> ProcessPoolExecutor:
    # Spawned and not forked: a parser's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Have this process end when the one that started it does, however that was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
