from __future__ import annotations

import datetime as dt

import pytest

from stances.changes import compare
from stances.errors import InvalidArgument
from stances.events import StanceEvent
from stances.log import Log
from stances.testing import event

FEBRUARY_4 = dt.date(2020, 2, 4)
FEBRUARY_21 = dt.date(2020, 2, 21)


def log(*lines: str) -> Log:
    return Log(map(event, lines))


CRISIS = log(
    "2020-02-03 SYR ASSAULT TUR",
    "2020-02-03 TUR ASSAULT SYR",
    "2020-02-05 TUR THREATEN SYR by 2020-02-29",
    "2020-02-13 TUR MOBILIZE SYR",
    "2020-02-19 TUR THREATEN SYR",
    "2020-02-15 TUR REQUEST RUS about SYR",
    "2020-02-20 SYR ASSAULT TUR denied",
    "2020-02-21 TUR CONSULT RUS future",
    "2020-02-22 TUR ASSAULT SYR",
)


def test_a_change_reads_as_a_line() -> None:
    told = [str(change) for change in compare(CRISIS, FEBRUARY_4, FEBRUARY_21, half_life=None)]
    assert told == [
        "TUR→SYR −9.0 → −21.5: 2 threats, 1 mobilization",
        "TUR→RUS 0.0 → 0.0: 1 demand, 1 announced",
        "SYR→TUR −9.0 → −9.0: 1 denied",
    ]


def test_what_merely_fades_comes_after_what_happened() -> None:
    quiet = log("2020-01-01 USA ASSAULT IRN", "2020-02-10 RUS CONSULT TUR")
    changes = compare(quiet, dt.date(2020, 1, 2), FEBRUARY_21)
    assert [change.actor for change in changes] == ["RUS", "USA"]
    assert abs(changes[1].total) > abs(changes[0].total)
    assert str(changes[1]).endswith(": nothing new")
    assert changes[1].total == pytest.approx(changes[1].faded)


def test_an_act_on_the_first_day_is_old_and_one_on_the_last_is_new() -> None:
    (change,) = compare(
        log("2020-02-04 TUR ACCUSE SYR", "2020-02-21 TUR ACCUSE SYR"), FEBRUARY_4, FEBRUARY_21
    )
    assert change.before == -3.0
    assert [act.event.date for act in change.acts] == [FEBRUARY_21]
    assert change.caused == -3.0


def test_both_days_are_looked_at_with_the_same_knowledge() -> None:
    def told(line: str, published: dt.date) -> StanceEvent:
        return event(line, published=published)

    late = Log(
        [
            told("2020-02-03 SYR ASSAULT TUR", FEBRUARY_21),
            told("2020-02-10 SYR ACCUSE TUR", dt.date(2020, 2, 10)),
        ]
    )
    (known_then,) = compare(late, FEBRUARY_4, FEBRUARY_21, as_of=dt.date(2020, 2, 12))
    (known_now,) = compare(late, FEBRUARY_4, FEBRUARY_21)
    assert known_then.before == 0.0
    assert known_now.before == pytest.approx(-9.0 * 2 ** (-1 / 30))
    assert len(known_then.acts) == len(known_now.acts) == 1


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(InvalidArgument, match="2020-02-21 is later than end 2020-02-04"):
        compare(CRISIS, FEBRUARY_21, FEBRUARY_4)
