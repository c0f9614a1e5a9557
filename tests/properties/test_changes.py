from __future__ import annotations

import datetime as dt
import itertools
import math
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from stances.balance import decayed
from stances.changes import ANYONE, Whole, compare
from stances.events import Record
from stances.graph import dyads
from stances.log import Log
from stances.scale import QuadClass, quad_class
from stances.series import Direction, Measure, Step, periods, series
from stances.testing import ACTORS, days, logs, record_lists
from tests.properties.arrival import arrivals

modest = settings(max_examples=60, deadline=None)

half_lives = st.none() | st.floats(0.5, 1000)
steps = st.sampled_from(("day", "week", "month"))


@modest
@given(logs(), days(), days(), half_lives)
def test_the_later_balance_is_what_faded_and_the_acts_named(
    log: Log, one: dt.date, other: dt.date, half_life: float | None
) -> None:
    start, end = sorted((one, other))
    before = dyads(log, at=start, half_life=half_life)
    after = dyads(log, at=end, half_life=half_life)
    changes = compare(log, start, end, half_life=half_life)
    assert {(change.actor, change.recipient) for change in changes} == set(after.edges)
    for change in changes:
        dyad = (change.actor, change.recipient)
        old = before.get_edge_data(*dyad, default={"balance": 0.0})["balance"]
        assert change.before == old
        assert change.after == after.edges[dyad]["balance"]
        carried = decayed(old, days=(end - start).days, half_life=half_life)
        named = math.fsum(term.value for term in change.terms)
        assert abs(change.after - (carried + named)) < 1e-9
        assert abs(change.after - (change.before + change.faded + change.caused)) < 1e-9


@modest
@given(logs(), days(), days())
def test_every_act_in_between_is_named_once(log: Log, one: dt.date, other: dt.date) -> None:
    start, end = sorted((one, other))
    named = [act.id for change in compare(log, start, end) for act in change.acts]
    assert sorted(named) == sorted(
        act.id for act in log if act.event.recipient is not None and start < act.event.date <= end
    )


@modest
@given(logs(), days(), days())
def test_changes_are_ranked_by_what_acts_caused(log: Log, one: dt.date, other: dt.date) -> None:
    start, end = sorted((one, other))
    caused = [abs(change.caused) for change in compare(log, start, end)]
    assert caused == sorted(caused, reverse=True)


@modest
@given(record_lists(max_size=8), days(), days(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_no_comparison(
    records: list[Record], one: dt.date, other: dt.date, random: Random
) -> None:
    start, end = sorted((one, other))
    log, shuffled = arrivals(records, random)
    assert compare(log, start, end) == compare(shuffled, start, end)


@modest
@given(logs(), days(), days(), days())
def test_as_of_names_no_act_published_later(
    log: Log, one: dt.date, other: dt.date, as_of: dt.date
) -> None:
    start, end = sorted((one, other))
    acts = [act for change in compare(log, start, end, as_of=as_of) for act in change.acts]
    assert all(report.published <= as_of for act in acts for report in act.reports)


@modest
@given(days(), st.integers(-40, 800), steps)
def test_periods_leave_no_day_out(first: dt.date, length: int, by: Step) -> None:
    last = first + dt.timedelta(days=length)
    found = list(periods(first, last, by))
    if length < 0:
        assert not found
        return
    assert found[0].start <= first <= found[0].end
    assert found[-1].end == last
    for period, following in itertools.pairwise(found):
        assert following.start == period.end + dt.timedelta(days=1)
        assert by != "week" or following.start.weekday() == 0
        assert by != "month" or following.start.day == 1
        assert by != "day" or period.start == period.end


@modest
@given(logs(), st.sampled_from(ACTORS), st.sampled_from(ACTORS), steps, half_lives)
def test_a_series_agrees_with_the_graph_on_every_day_it_names(
    log: Log, actor: str, recipient: str, by: Step, half_life: float | None
) -> None:
    found = series(log, actor, recipient, by=by, half_life=half_life)
    for point in found.points[:: max(1, len(found.points) // 5)]:
        graph = dyads(log, at=point.period.end, half_life=half_life)
        expected = graph.get_edge_data(actor, recipient, {"balance": 0.0})["balance"]
        assert abs(point.value - expected) < 1e-9


@modest
@given(
    logs(),
    st.sampled_from(ACTORS),
    st.sampled_from(ACTORS),
    steps,
    st.sampled_from(("forth", "back", "both")),
)
def test_scores_and_counts_of_periods_sum_to_those_of_the_dyad(
    log: Log, actor: str, recipient: str, by: Step, direction: Direction
) -> None:
    wanted = {
        "forth": {(actor, recipient)},
        "back": {(recipient, actor)},
        "both": {(actor, recipient), (recipient, actor)},
    }[direction]
    graph = dyads(log)
    edges = [graph.edges[dyad] for dyad in wanted if graph.has_edge(*dyad)]
    counts = series(log, actor, recipient, by=by, measure="count", direction=direction)
    scores = series(log, actor, recipient, by=by, measure="score", direction=direction)
    assert sum(point.value for point in counts.points) == sum(e["asserted"] for e in edges)
    assert math.isclose(
        sum(point.value for point in scores.points),
        sum(edge["score"] for edge in edges),
        abs_tol=1e-9,
    )
    assert [point.period for point in counts.points] == [p.period for p in scores.points]


@modest
@given(logs(), days(), days(), half_lives)
def test_changes_of_actors_and_of_all_are_sums_of_those_of_dyads(
    log: Log, one: dt.date, other: dt.date, half_life: float | None
) -> None:
    start, end = sorted((one, other))
    of_dyads = compare(log, start, end, half_life=half_life)
    wholes: tuple[Whole, ...] = ("actor", "recipient", "graph")
    for per in wholes:
        found = compare(log, start, end, per=per, half_life=half_life)
        assert sum(len(change.terms) for change in found) == sum(len(c.terms) for c in of_dyads)
        for change in found:
            parts = [
                part
                for part in of_dyads
                if change.actor in (part.actor, ANYONE)
                and change.recipient in (part.recipient, ANYONE)
            ]
            for name in ("before", "faded", "caused", "after", "total"):
                summed = math.fsum(getattr(part, name) for part in parts)
                assert abs(getattr(change, name) - summed) < 1e-9
            assert change.to_record()["acts"] == len(change.terms)


@modest
@given(
    logs(),
    st.sampled_from(ACTORS),
    st.sampled_from(ACTORS),
    steps,
    st.sampled_from(("balance", "score", "count", "quad")),
)
def test_net_is_forth_less_back(
    log: Log, actor: str, recipient: str, by: Step, measure: Measure
) -> None:
    since = dt.date(2019, 1, 1)
    forth, back, net = (
        series(log, actor, recipient, by=by, measure=measure, direction=direction, since=since)
        for direction in ("forth", "back", "net")
    )
    for one, other, both in zip(forth.points, back.points, net.points, strict=True):
        assert abs(both.value - (one.value - other.value)) < 1e-9


@modest
@given(logs(), st.sampled_from(ACTORS), st.sampled_from(ACTORS), steps)
def test_quad_counts_are_those_of_the_acts_of_each_class(
    log: Log, actor: str, recipient: str, by: Step
) -> None:
    found = series(log, actor, recipient, by=by, measure="quad", direction="both")
    for point, row in zip(found.points, found, strict=True):
        classes = [quad_class(act.event.event_type) for act in point.acts]
        assert dict(point.quads) == {quad: classes.count(quad) for quad in QuadClass}
        assert point.value == row["acts"] == len(point.acts)
        assert row["material_conflict"] == classes.count(QuadClass.MATERIAL_CONFLICT)
