"""Analysis past memory: the questions of the index as expressions that any engine computes.

    log ──sync──▶ Parquet ──tables──▶ acts, voices ──question──▶ an Ibis table ──▶ rows or graph

A question takes a table and gives a table, and names no engine. DuckDB reads the Parquet where
nothing else is given; the same question asked of a table of another Ibis connection is computed
there. Nothing is computed before ``to_pyarrow()`` or its like is called on an answer.
"""

from __future__ import annotations

from stances.errors import MissingExtra

try:
    import duckdb  # noqa: F401
    import ibis  # noqa: F401
    import pyarrow  # noqa: F401
except ImportError as _missing:
    raise MissingExtra("stances.warehouse", "warehouse") from _missing

from stances.warehouse.balances import balances
from stances.warehouse.changing import changes
from stances.warehouse.counting import counts
from stances.warehouse.curves import series
from stances.warehouse.edges import to_networkx
from stances.warehouse.reading import Places, Tables, places, tables
from stances.warehouse.relations import dyads, publishers
from stances.warehouse.rows import ACTS, VOICES, Rows, rows_of
from stances.warehouse.syncing import Synced, sync
from stances.warehouse.terms import known

__all__ = [
    "ACTS",
    "VOICES",
    "Places",
    "Rows",
    "Synced",
    "Tables",
    "balances",
    "changes",
    "counts",
    "dyads",
    "known",
    "places",
    "publishers",
    "rows_of",
    "series",
    "sync",
    "tables",
    "to_networkx",
]
