"""What becomes of a shard, and what a runner is."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Protocol, TypeAlias

import attrs

from stances.coding.shards.job import Job


@attrs.frozen
class Done:
    """The shard of this name has an output."""

    shard: str


@attrs.frozen(kw_only=True)
class Left:
    """The shard of this name has none, and why.

    ``lost``: whoever was to code it died or was never heard of again, so that another may try.
    Otherwise trying again would end in the same way.
    """

    shard: str
    problem: str
    lost: bool


Outcome: TypeAlias = Done | Left


class Runner(Protocol):
    """Has shards coded somewhere. It need not retry: what is lost, it is given again."""

    def run(self, job: Job, shards: Sequence[str]) -> Generator[Outcome, None, None]:
        """Call ``contract.code_shard(job, shard)`` for each, and tell in any order what came.

        Closed before its end, it gives up what was not begun.
        """
        ...
