"""A run in a process of its own, on a cluster of its own: what a user's program would be.

python -m tests.coding.shards.drive FOLDER RECIPE processes|dask|local[2]|local-cluster[2,1,1024]
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from stances.coding.shards import (
    DaskRunner,
    Job,
    ProcessRunner,
    Recipe,
    Runner,
    SparkRunner,
    code_shards,
)

WORKERS = 2


@contextlib.contextmanager
def a_runner(kind: str) -> Iterator[Runner]:
    if kind == "processes":
        yield ProcessRunner(WORKERS)
    elif kind == "dask":
        import dask
        from distributed import Client, LocalCluster

        # Else a worker that a busy machine is slow to replace is killed in its turn.
        dask.config.set({"distributed.deploy.lost-worker-timeout": "10 minutes"})
        with (
            LocalCluster(
                n_workers=WORKERS, threads_per_worker=1, dashboard_address=None
            ) as cluster,
            Client(cluster) as client,
        ):
            yield DaskRunner(client)
    else:
        from pyspark.sql import SparkSession

        os.environ["PYSPARK_PYTHON"] = sys.executable
        settings: dict[str, bool | float | int | str | None] = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.executorEnv.PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }
        spark = SparkSession.builder.master(kind).config(map=settings).getOrCreate()
        yield SparkRunner(spark, every=0.2)
        spark.stop()


def main() -> None:
    folder, recipe, kind = sys.argv[1:]
    job = Job.of(folder, Recipe.from_json(Path(recipe).read_text(encoding="utf-8")))
    with a_runner(kind) as runner:
        code_shards(job, runner)


if __name__ == "__main__":
    main()
