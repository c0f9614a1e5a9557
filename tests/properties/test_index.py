"""Every answer of an index beside its plain twin, over logs in which everything happens."""

from __future__ import annotations

import datetime as dt
import math
import os
import tempfile
from typing import Any
from unittest import mock

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from stances.changes import compare
from stances.events import EventType, Record
from stances.graph import dyads
from stances.indexing import index, state
from stances.log import Log
from stances.scale import PLOVER, Scale
from stances.series import series
from stances.store import open as open_log
from stances.testing import ACTORS, days, record_lists, stance_events

modest = settings(max_examples=60, deadline=None)

some_records = record_lists(events=stance_events(actors=ACTORS[:3]), max_size=24)
bounds = st.none() | days() | st.dates(dt.date(2018, 12, 1), dt.date(2023, 2, 1))
half_lives = st.none() | st.floats(0.01, 10_000)
pairs = st.tuples(st.sampled_from(ACTORS[:3]), st.sampled_from(ACTORS[:3]))
scales = st.just(PLOVER) | st.builds(
    lambda scores: Scale("drawn", dict(zip(EventType, scores, strict=True))),
    st.lists(st.floats(-10, 10), min_size=16, max_size=16),
)
views = st.builds(
    lambda records, since, until, as_of, about: (
        Log(records)
        .view(since=since, until=until, as_of=as_of)
        .where(**({} if about is None else {"recipients": about}))
    ),
    some_records,
    bounds,
    bounds,
    bounds,
    st.none() | st.sets(st.sampled_from(ACTORS[:3])),
)


def close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def assert_same_graph(fast: nx.DiGraph[str], plain: nx.DiGraph[str]) -> None:
    assert fast.graph == plain.graph
    assert list(fast.nodes(data=True)) == list(plain.nodes(data=True))
    assert set(fast.edges) == set(plain.edges)
    for actor, recipient, expected in plain.edges(data=True):
        got = dict(fast[actor][recipient])
        expected = dict(expected)
        assert list(got) == list(expected)
        assert close(got.pop("balance"), expected.pop("balance"))
        assert got == expected
        assert fast.pred[recipient][actor] is fast.succ[actor][recipient]


def assert_same_curve(fast: list[dict[str, Any]], plain: list[dict[str, Any]]) -> None:
    assert len(fast) == len(plain)
    for got, expected in zip(fast, plain, strict=True):
        assert close(got.pop("value"), expected.pop("value"))
        assert got == expected


@modest
@given(views, bounds, bounds, half_lives, scales)
def test_the_graph_is_that_of_dyads(
    log: Log, at: dt.date | None, as_of: dt.date | None, half_life: float | None, scale: Scale
) -> None:
    assert_same_graph(
        index(log, scale=scale).dyads(at=at, as_of=as_of, half_life=half_life),
        dyads(log, at=at, as_of=as_of, half_life=half_life, scale=scale),
    )


@modest
@given(views, pairs, bounds, bounds, half_lives, scales)
def test_a_dyad_is_as_in_the_graph(
    log: Log,
    dyad: tuple[str, str],
    at: dt.date | None,
    as_of: dt.date | None,
    half_life: float | None,
    scale: Scale,
) -> None:
    plain = dyads(log, at=at, as_of=as_of, half_life=half_life, scale=scale)
    expected = plain.get_edge_data(*dyad, {"balance": 0.0, "score": 0.0, "asserted": 0})
    fast = index(log, scale=scale)
    balance = fast.balance(*dyad, at=at, as_of=as_of, half_life=half_life)
    assert close(balance, expected["balance"])
    assert half_life is not None or balance == expected["balance"]
    assert fast.score(*dyad, at=at, as_of=as_of) == expected["score"]
    assert fast.count(*dyad, at=at, as_of=as_of) == expected["asserted"]


@modest
@given(
    views,
    pairs,
    st.sampled_from(["day", "week", "month"]),
    st.sampled_from(["balance", "score", "count", "quad"]),
    st.sampled_from(["forth", "back", "both", "net"]),
    st.tuples(bounds, bounds, bounds),
    half_lives,
    scales,
)
def test_a_curve_has_the_values_of_the_series(
    log: Log,
    dyad: tuple[str, str],
    by: Any,
    measure: Any,
    direction: Any,
    within: tuple[dt.date | None, dt.date | None, dt.date | None],
    half_life: float | None,
    scale: Scale,
) -> None:
    since, until, as_of = within
    asked: dict[str, Any] = {"by": by, "measure": measure, "direction": direction}
    asked |= {"since": since, "until": until, "as_of": as_of, "half_life": half_life}
    fast = index(log, scale=scale).series(*dyad, **asked).to_records()
    plain = series(log, *dyad, **asked, scale=scale).to_records()
    assert measure == "balance" or fast == plain  # without decay nothing is lost
    assert_same_curve(fast, plain)


@modest
@given(views, days(), days(), bounds, half_lives)
def test_shifts_are_the_changes_of_what_changed(
    log: Log, one: dt.date, other: dt.date, as_of: dt.date | None, half_life: float | None
) -> None:
    start, end = sorted((one, other))
    plain = {
        (change.actor, change.recipient): change
        for change in compare(log, start, end, as_of=as_of, half_life=half_life)
    }
    fast = index(log)
    shifts = fast.compare(start, end, as_of=as_of, half_life=half_life)
    told = {(shift.actor, shift.recipient) for shift in shifts}
    assert len(told) == len(shifts)
    for dyad, change in plain.items():
        assert dyad in told or (not change.terms and close(change.before, change.after))
    for shift in shifts:
        change = plain[shift.actor, shift.recipient]
        for name in ("before", "faded", "caused", "after", "total"):
            assert close(getattr(shift, name), getattr(change, name))
        assert shift.acts == len(change.terms)
        assert shift.asserted == sum(term.act.asserted for term in change.terms)
        later = start + dt.timedelta(days=1)
        told_acts = fast.acts(*shift[:2], since=later, until=end, as_of=as_of)
        assert told_acts == change.acts
    ranks = [(-abs(s.caused), -s.asserted, -abs(s.total), s.actor, s.recipient) for s in shifts]
    assert ranks == sorted(ranks)


@modest
@given(views, bounds, bounds, bounds)
def test_the_acts_of_all_dyads_are_those_of_the_log(
    log: Log, since: dt.date | None, until: dt.date | None, as_of: dt.date | None
) -> None:
    fast = index(log)
    wanted = log.view(since=since, until=until, as_of=as_of)
    for dyad in {(act.event.actor, act.event.recipient) for act in log.view(as_of=as_of)}:
        acts = [act for act in wanted if (act.event.actor, act.event.recipient) == dyad]
        assert fast.acts(*dyad, since=since, until=until, as_of=as_of) == tuple(acts)


@modest
@given(
    some_records,
    st.lists(st.integers(0, 24), max_size=4),
    bounds,
    bounds,
    half_lives,
    pairs,
    st.sampled_from([0, 3, 100]),
    st.booleans(),
)
def test_growing_is_building_anew(
    records: list[Record],
    cuts: list[int],
    at: dt.date | None,
    as_of: dt.date | None,
    half_life: float | None,
    dyad: tuple[str, str],
    tail: int,
    reopened: bool,
) -> None:
    asked: dict[str, Any] = {"at": at, "as_of": as_of, "half_life": half_life}
    with (
        open_log(":memory:") as log,
        tempfile.TemporaryDirectory() as folder,
        mock.patch.object(state, "_TAIL", tail),
    ):
        path = os.path.join(folder, "columns")
        grown = index(log, path=path)
        edges = sorted({*(min(cut, len(records)) for cut in cuts), len(records)})
        for first, last in zip([0, *edges], edges, strict=False):
            log.append(records[first:last])
            grown.balance(*dyad)
            if reopened:
                grown.save()
                grown = index(log, path=path)
            assert grown.refresh() is grown
            assert grown.head == log.head
            plain = dyads(log, **asked)
            assert_same_graph(grown.dyads(**asked), plain)
            expected = plain.get_edge_data(*dyad, {"balance": 0.0, "score": 0.0})
            assert close(grown.balance(*dyad, **asked), expected["balance"])
            assert grown.score(*dyad, at=at, as_of=as_of) == expected["score"]
            assert_same_curve(
                grown.series(*dyad, until=at, as_of=as_of).to_records(),
                series(log, *dyad, until=at, as_of=as_of).to_records(),
            )
            acts = [act for act in log.view() if (act.event.actor, act.event.recipient) == dyad]
            assert grown.acts(*dyad) == tuple(acts)
