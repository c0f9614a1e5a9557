from __future__ import annotations

from stances.daily import one_a_day
from stances.events import Row
from stances.log import Log
from stances.testing import event


def test_events_of_one_day_and_kind_count_once() -> None:
    lines = (
        '2020-02-03 SYR ASSAULT TUR "shelled a convoy"',
        '2020-02-03 SYR ASSAULT TUR "bombed a post"',
        '2020-02-03~unknown SYR ASSAULT TUR "fired"',
    )
    told = [event(line, article=line) for line in lines]
    row = event("2020-02-03 SYR ASSAULT TUR", evidence=Row(dataset="POLECAT", row="1"))
    log = Log([*told, row])
    (act,) = one_a_day(log)
    assert len(act.reports) == 4
    assert len(log) == 4


def test_what_differs_in_day_parties_type_or_modality_stays_apart() -> None:
    lines = (
        '2020-02-03 SYR ASSAULT TUR "shelled a convoy"',
        '2020-02-04 SYR ASSAULT TUR "shelled a convoy"',
        '2020-02-03 TUR ASSAULT SYR "shelled a convoy"',
        '2020-02-03 SYR ASSAULT - "shelled a convoy"',
        '2020-02-03 SYR COERCE TUR "stopped a convoy"',
        '2020-02-03 SYR ASSAULT TUR denied "shelled no convoy"',
        '2020-02-03~month SYR ASSAULT TUR "shelled convoys"',
    )
    log = Log([event(line, article=line) for line in lines])
    assert one_a_day(log).acts == log.acts


def test_it_keeps_the_bounds_of_the_view() -> None:
    log = Log([event('2020-02-03 SYR ASSAULT TUR "fired"', article=name) for name in "AB"])
    assert len(one_a_day(log.where(actors={"TUR"}))) == 0
    assert len(one_a_day(log.where(actors={"SYR"}))) == 1
