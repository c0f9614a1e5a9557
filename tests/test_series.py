from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from stances.errors import InvalidArgument
from stances.log import Log
from stances.series import series
from stances.testing import event

LOG = Log(
    map(
        event,
        [
            "2020-01-30 TUR ACCUSE RUS",
            "2020-02-03 RUS REJECT TUR",
            "2020-02-16 TUR CONSULT RUS",
            "2020-02-17 TUR THREATEN RUS denied",
            "2020-03-05 USA CONSULT TUR",
        ],
    )
)


def test_weeks_without_an_act_are_there() -> None:
    found = series(LOG, "TUR", "RUS", by="week", measure="count")
    assert found.to_records() == [
        {"start": dt.date(2020, 1, 27), "end": dt.date(2020, 2, 2), "value": 1.0, "acts": 1},
        {"start": dt.date(2020, 2, 3), "end": dt.date(2020, 2, 9), "value": 0.0, "acts": 0},
        {"start": dt.date(2020, 2, 10), "end": dt.date(2020, 2, 16), "value": 1.0, "acts": 1},
        {"start": dt.date(2020, 2, 17), "end": dt.date(2020, 2, 23), "value": 0.0, "acts": 0},
        {"start": dt.date(2020, 2, 24), "end": dt.date(2020, 3, 1), "value": 0.0, "acts": 0},
        {"start": dt.date(2020, 3, 2), "end": dt.date(2020, 3, 5), "value": 0.0, "acts": 0},
    ]


def test_months_of_both_directions() -> None:
    found = series(LOG, "RUS", "TUR", by="month", measure="score", direction="both")
    assert [(point.period.start.month, point.value) for point in found.points] == [
        (1, -3.0),
        (2, 0.5),
        (3, 0.0),
    ]
    assert [act.event.actor for act in found.points[1].acts] == ["RUS", "TUR"]


def test_a_balance_fades_day_by_day() -> None:
    found = series(LOG, "RUS", "TUR", by="day", until=dt.date(2020, 2, 5), half_life=1.0)
    assert [point.value for point in found.points] == [-2.0, -1.0, -0.5]


def test_bounds_set_the_first_and_the_last_period() -> None:
    found = series(
        LOG, "TUR", "RUS", by="day", since=dt.date(2020, 2, 14), until=dt.date(2020, 2, 16)
    )
    assert [point.value for point in found.points] == [0.0, 0.0, 2.5]


def test_who_never_met_has_no_points() -> None:
    assert series(LOG, "UNO", "RUS").points == ()
    assert series(Log(), "TUR", "RUS", since=dt.date(2020, 1, 1)).points == ()


def test_the_end_of_the_calendar_is_reached() -> None:
    last = Log([event("9999-12-30 TUR ACCUSE RUS"), event("9999-12-31 TUR ACCUSE RUS")])
    assert [point.period.end for point in series(last, "TUR", "RUS", by="month").points] == [
        dt.date.max
    ]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"by": "year"}, "by is 'year': expected one of day, week, month"),
        ({"measure": "mood"}, "measure is 'mood': expected one of balance, score, count"),
        ({"direction": "out"}, "direction is 'out': expected one of forth, back, both"),
        ({"half_life": -1}, "half_life is -1"),
    ],
)
def test_a_word_that_means_nothing_is_refused(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidArgument, match=told):
        series(LOG, "TUR", "RUS", **asked)
