"""What a second worker is worth: python -m tests.benchmarks.shards [ARTICLES [SHARD]]

Codes the development briefs under new ids, 600 of them in shards of 25 if not told otherwise, with
the rules: in one process that has the coder loaded, with one worker and with two. Prints seconds
on the clock, seconds of processor time of everybody, and the load. The clock is to be believed on
an idle machine only. On a busy one processor time bounds it: two workers that take no more of it
than one, in equal parts, would take half as long.
"""

from __future__ import annotations

import functools
import itertools
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable

from stances.coding import code, default_coder
from stances.coding.shards import Job, ProcessRunner, Recipe, code_shards, make_shards
from tests.benchmarks.coding_speed import endless

DEFAULTS = (600, 25)


def cost(run: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock, and of processor time, children included."""
    begun, spent = time.perf_counter(), processor_time()
    run()
    return time.perf_counter() - begun, processor_time() - spent


def processor_time() -> float:
    uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)


def main() -> None:
    told = [int(argument) for argument in sys.argv[1:]]
    count, size = (*told, *DEFAULTS[len(told) :])
    articles = tuple(itertools.islice(endless(), count))
    coder = default_coder()
    print(f"load before: {os.getloadavg()[0]:.1f}")
    runs: dict[str, tuple[float, float]] = {}
    runs["no shards"] = cost(lambda: sum(1 for _ in code(articles, coder=coder)))
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            make_shards(articles, folder, size=size)
            job = Job.of(folder, Recipe())
            runner = ProcessRunner(workers)
            runs[f"{workers} worker{'s'[: workers - 1]}"] = cost(
                functools.partial(code_shards, job, runner)
            )
    for name, (clock, processor) in runs.items():
        print(f"{name:10} {clock:7.1f} s on the clock, {processor:7.1f} s of processor time")
    (one, cpu_one), (two, cpu_two) = runs["1 worker"], runs["2 workers"]
    print(f"two beside one: {one / two:.2f} times on the clock,")
    print(f"{2 * cpu_one / cpu_two:.2f} times at most by processor time")
    print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
