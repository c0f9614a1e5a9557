"""Coding many articles: on several processors, on a cluster, and through whatever dies meanwhile.

    articles ──make_shards──▶ shards ──code_shards──▶ outputs ──log.append(job.records())──▶ log

A shard is a file of articles, and the unit of retry, checkpoint and progress. Each arrow can be
taken again at any time and changes nothing that is done. What is promised when what dies is told in
``docs/sharding.md``.
"""

from __future__ import annotations

from stances.coding.shards.coding import Failed
from stances.coding.shards.dask import DaskRunner
from stances.coding.shards.job import Job
from stances.coding.shards.making import Made, make_shards
from stances.coding.shards.outcomes import Done, Left, Outcome, Runner
from stances.coding.shards.processes import ProcessRunner
from stances.coding.shards.recipe import Recipe
from stances.coding.shards.running import code_shards
from stances.coding.shards.spark import SparkRunner

__all__ = [
    "DaskRunner",
    "Done",
    "Failed",
    "Job",
    "Left",
    "Made",
    "Outcome",
    "ProcessRunner",
    "Recipe",
    "Runner",
    "SparkRunner",
    "code_shards",
    "make_shards",
]
