"""DuckDB gives what the plain questions give, of logs in which everything happens."""

from __future__ import annotations

import ibis
from hypothesis import given, settings

from stances.warehouse import Rows
from tests.warehouse import drawn
from tests.warehouse.asked import Asked, Loaded, assert_all

modest = settings(max_examples=40, deadline=None)


def in_duckdb(rows: Rows) -> Loaded:
    return ibis.memtable(rows.acts), ibis.memtable(rows.voices)


@modest
@given(drawn.asked)
def test_duckdb_gives_what_the_plain_questions_give(asked: Asked) -> None:
    assert_all(asked, in_duckdb)
