"""Coding on a Dask cluster of the user's."""

from __future__ import annotations

import functools
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

import attrs

from stances.coding.shards.contract import code_shard
from stances.coding.shards.job import Job
from stances.coding.shards.outcomes import Left, Outcome
from stances.errors import MissingExtra

if TYPE_CHECKING:
    from distributed import Client, Future


@attrs.frozen
class DaskRunner:
    """Codes on the workers that this client's scheduler has, and starts none.

    A worker codes one shard at a time, however many threads it has: give it one.
    """

    client: Client

    def run(self, job: Job, shards: Sequence[str]) -> Generator[Outcome, None, None]:
        """Have each shard coded; a worker that dies is Dask's to replace, up to its own limit.

        Raises:
            MissingExtra: Dask is not installed.

        """
        try:
            from distributed import as_completed
        except ImportError:
            raise MissingExtra("coding on Dask", "dask") from None
        code = functools.partial(code_shard, job)
        futures = {future.key: future for future in self.client.map(code, shards, pure=False)}
        names = dict(zip(futures, shards, strict=True))
        try:
            for future in as_completed(list(futures.values())):
                # Let go at once: Dask would run it again if the worker that has its result died.
                del futures[future.key]
                yield _outcome(future, names[future.key])
        finally:
            self.client.cancel(list(futures.values()))


def _outcome(future: Future[Outcome], shard: str) -> Outcome:
    from distributed import CancelledError, KilledWorker

    try:
        outcome: Outcome = future.result()
    except (KilledWorker, CancelledError) as error:
        return Left(shard=shard, problem=f"{type(error).__name__}: {error}", lost=True)
    except Exception as error:
        return Left(shard=shard, problem=f"{type(error).__name__}: {error}", lost=False)
    return outcome
