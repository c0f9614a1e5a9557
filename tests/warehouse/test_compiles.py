"""Every question becomes the SQL of engines that nobody here runs: compiled, not computed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ibis
import ibis.expr.types as ir
import pytest
from ibis.expr.schema import from_pyarrow_schema

from stances import warehouse
from stances.scale import PLOVER

FIRST, LAST = dt.date(2020, 2, 1), dt.date(2020, 3, 1)
ENGINES = ("bigquery", "snowflake", "databricks", "trino", "clickhouse")


def questions() -> dict[str, ir.Table]:
    acts = ibis.table(from_pyarrow_schema(warehouse.ACTS), name="acts")
    voices = ibis.table(from_pyarrow_schema(warehouse.VOICES), name="voices")
    asked: dict[str, Any] = {"since": FIRST, "as_of": LAST}
    dyads = [("TUR", "SYR"), ("SYR", "TUR")]
    return {
        "known": warehouse.known(acts, LAST),
        "dyads": warehouse.dyads(acts, **asked, scale=PLOVER),
        "publishers": warehouse.publishers(voices, **asked),
        "balances": warehouse.balances(acts, [FIRST, LAST]),
        "balances then": warehouse.balances(acts, [FIRST, LAST], as_of="then", half_life=None),
        "changes": warehouse.changes(acts, FIRST, LAST),
        "counts": warehouse.counts(acts, per="event_type"),
        "weeks": warehouse.counts(acts, by="week"),
        "series": warehouse.series(acts, dyads, since=FIRST, until=LAST),
    }


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", questions())
def test_a_question_compiles(name: str, engine: str) -> None:
    text = str(ibis.to_sql(questions()[name], dialect=engine)).upper()
    assert "SELECT" in text
    assert "FROM" in text
