"""Answers as graphs: few edges, however many events."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir
import networkx as nx
import pytest

import stances as st
from stances import warehouse
from stances.errors import InvalidArgument
from tests.test_index import EVENTS

DAY = dt.date(2020, 2, 10)


@pytest.fixture
def acts() -> ir.Table:
    return ibis.memtable(warehouse.rows_of(st.Log(EVENTS)).acts)


def test_an_edge_is_a_row(acts: ir.Table) -> None:
    graph = warehouse.to_networkx(warehouse.dyads(acts, at=DAY))
    plain = st.dyads(st.Log(EVENTS), at=DAY)
    assert set(graph.edges) == set(plain.edges)
    assert graph["TUR"]["SYR"]["ASSAULT"] == 1
    assert graph["TUR"]["SYR"]["balance"] == pytest.approx(plain["TUR"]["SYR"]["balance"])
    assert graph.nodes["TUR"] == plain.nodes["TUR"]


@pytest.mark.parametrize("since", [None, dt.date(2020, 2, 12)])
def test_by_default_the_day_is_that_of_a_log(acts: ir.Table, since: dt.date | None) -> None:
    plain = st.dyads(st.Log(EVENTS), since=since)
    assert balances_of(warehouse.dyads(acts, since=since)) == pytest.approx(told(plain))
    assert plain.graph["at"] == st.Log(EVENTS).now


def test_of_a_view_the_day_is_its_last_which_its_table_must_be_told() -> None:
    log = st.Log(EVENTS)
    assert log.now is not None
    until = log.now + dt.timedelta(days=30)
    view = log.view(until=until)
    table = ibis.memtable(warehouse.rows_of(view).acts)
    assert balances_of(warehouse.dyads(table, at=until)) == pytest.approx(told(st.dyads(view)))
    undated = balances_of(warehouse.dyads(table))
    assert undated == pytest.approx(told(st.dyads(view, at=log.now)))
    assert undated != pytest.approx(told(st.dyads(view)))


def balances_of(table: ir.Table) -> dict[tuple[str, str], float]:
    rows = table.to_pyarrow().to_pylist()
    return {(row["actor"], row["recipient"]): row["balance"] for row in rows}


def told(graph: nx.DiGraph[str]) -> dict[tuple[str, str], float]:
    return {(one, other): edge["balance"] for one, other, edge in graph.edges(data=True)}


def test_too_many_edges_are_refused(acts: ir.Table) -> None:
    assert warehouse.to_networkx(warehouse.dyads(acts), most=4).number_of_edges() == 4
    with pytest.raises(InvalidArgument, match="more than 3 edges"):
        warehouse.to_networkx(warehouse.dyads(acts), most=3)


def test_two_rows_of_a_dyad_are_refused(acts: ir.Table) -> None:
    with pytest.raises(InvalidArgument, match="TUR→SYR has several rows"):
        warehouse.to_networkx(
            warehouse.balances(acts.filter(acts.recipient == "SYR"), [DAY, dt.date(2020, 3, 1)])
        )


def test_a_table_without_dyads_is_refused(acts: ir.Table) -> None:
    with pytest.raises(InvalidArgument, match="an edge needs"):
        warehouse.to_networkx(acts.select("event_day"))


def test_impossible_questions_say_what_is_wrong(acts: ir.Table) -> None:
    later = dt.date(2020, 3, 1)
    with pytest.raises(InvalidArgument, match="give at least one day"):
        warehouse.balances(acts, [])
    with pytest.raises(InvalidArgument, match="give the earlier day first"):
        warehouse.changes(acts, later, DAY)
    with pytest.raises(InvalidArgument, match="is later than until"):
        warehouse.series(acts, [("TUR", "SYR")], since=later, until=DAY)
    with pytest.raises(InvalidArgument, match="at least one pair"):
        warehouse.series(acts, [], since=DAY, until=later)
    with pytest.raises(InvalidArgument, match="positive number of days"):
        warehouse.dyads(acts, half_life=0)
    with pytest.raises(InvalidArgument, match="'year'"):
        warehouse.counts(acts, by="year")  # type: ignore[arg-type]


def test_many_days_are_asked_in_passes(acts: ir.Table) -> None:
    days = [DAY + dt.timedelta(days=number) for number in range(70)]
    told = warehouse.balances(acts, days).to_pyarrow().to_pylist()
    one = {row["at"]: row["balance"] for row in told if row["actor"] == "SYR"}
    first = dt.date(2020, 2, 12)
    assert sorted(one) == [day for day in days if day >= first]
    for day, balance in one.items():
        expected = st.dyads(st.Log(EVENTS), at=day)["SYR"]["TUR"]["balance"]
        assert balance == pytest.approx(expected, rel=1e-9)
