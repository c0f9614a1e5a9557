from __future__ import annotations

import datetime as dt
import itertools
import math
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stances.events import EventType, Record
from stances.log import Log
from stances.series import periods, series
from stances.testing import event, record_lists, stance_events
from stances.turning import turning_points
from tests.properties.arrival import arrivals

pytest.importorskip("ruptures")

modest = settings(max_examples=40, deadline=None)
FIRST = dt.date(2020, 1, 6)

acts = stance_events(
    actors=["TUR", "RUS"],
    dates=st.dates(FIRST, FIRST + dt.timedelta(weeks=16)),
    event_types=[EventType.ASSAULT, EventType.ACCUSE, EventType.AID, EventType.CONSULT],
)


def ranks(values: list[float]) -> list[float]:
    """Mid-ranks about their middle, scaled as if no two were equal."""
    number = len(values)
    spread = math.sqrt((number**2 - 1) / 12)
    return [
        (sum(o < v for o in values) + (sum(o == v for o in values) - number) / 2) / spread
        for v in values
    ]


def left(stretch: list[float]) -> float:
    mean = math.fsum(stretch) / len(stretch)
    return math.fsum((value - mean) ** 2 for value in stretch)


@modest
@given(st.lists(acts, max_size=25), st.floats(0.2, 12))
def test_no_other_cuts_cost_less(events: list[Record], penalty: float) -> None:
    log = Log(events)
    found = turning_points(log, "TUR", "RUS", penalty=penalty)
    points = series(log, "TUR", "RUS", measure="score", direction="both").points
    if len(points) < 2:
        assert found.points == ()
        return
    ranked = ranks([point.value for point in points])
    least = [-penalty]
    for end in range(1, len(ranked) + 1):
        least.append(min(least[start] + left(ranked[start:end]) + penalty for start in range(end)))
    starts = [point.period.start for point in points]
    cuts = [0, *(starts.index(turn.date) for turn in found), len(ranked)]
    cost = sum(left(ranked[one:other]) + penalty for one, other in itertools.pairwise(cuts))
    assert cost - penalty == pytest.approx(least[-1], abs=1e-6)


@modest
@given(st.lists(acts, min_size=4, max_size=25))
def test_a_turning_point_names_the_acts_on_both_sides_of_it(events: list[Record]) -> None:
    log = Log(events)
    points = series(log, "TUR", "RUS", measure="score", direction="both").points
    found = turning_points(log, "TUR", "RUS", penalty=1.0)
    bounds = [*(turn.date for turn in found), dt.date.max]
    for turn, until in itertools.pairwise([*found, None]):
        assert turn is not None
        place = [point.period.start for point in points].index(turn.date)
        assert turn.acts == points[place - 1].acts + points[place].acts
        end = bounds[bounds.index(turn.date) + 1]
        stretch = [point.value for point in points if turn.date <= point.period.start < end]
        assert turn.after == pytest.approx(sum(stretch) / len(stretch))
        assert until is None or until.before == turn.after


@modest
@given(record_lists(events=acts, max_size=14), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_no_turning_point(
    records: list[Record], random: Random
) -> None:
    one, other = arrivals(records, random)
    assert turning_points(one, "TUR", "RUS", penalty=2.0) == turning_points(
        other, "TUR", "RUS", penalty=2.0
    )


def weekly(lines: list[str]) -> Log:
    weeks = periods(FIRST, FIRST + dt.timedelta(weeks=52), "week")
    return Log(
        event(f"{week.start} TUR {kind} RUS")
        for week, kinds in zip(weeks, lines, strict=False)
        for kind in kinds.split()
    )


def test_weeks_in_random_order_seldom_have_a_turning_point() -> None:
    random = Random(7)
    kinds = ["", "", "ACCUSE", "CONSULT", "ASSAULT", "AID CONSULT", "ACCUSE THREATEN"]
    logs = (weekly([random.choice(kinds) for _ in range(52)]) for _ in range(100))
    assert sum(bool(turning_points(log, "TUR", "RUS").points) for log in logs) <= 10


def test_a_lasting_turn_is_found_and_one_loud_week_is_none() -> None:
    turned = turning_points(weekly(["CONSULT"] * 20 + ["ASSAULT"] * 20), "TUR", "RUS")
    assert [(turn.date, turn.before, turn.after) for turn in turned] == [
        (FIRST + dt.timedelta(weeks=20), 2.5, -9.0)
    ]
    assert [act.event.event_type for act in turned.points[0].acts] == ["CONSULT", "ASSAULT"]
    loud = weekly([*["CONSULT"] * 20, "ASSAULT ASSAULT ASSAULT", *["CONSULT"] * 20])
    assert turning_points(loud, "TUR", "RUS").points == ()
