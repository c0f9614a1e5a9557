from __future__ import annotations

import datetime as dt
from collections import Counter
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stances.events import EventType, Record, replay_order
from stances.log import Log
from stances.outcome_rules import Status
from stances.outcome_tables import AGREEMENT_RULES, DEMAND_RULES, THREAT_RULES
from stances.outcomes import agreements, demands, threats
from stances.rulings import Ruling
from stances.testing import days, record_lists, stance_events
from tests.properties.arrival import arrivals

modest = settings(max_examples=50, deadline=None)

ANSWERS = [
    *(EventType.REQUEST, EventType.THREATEN, EventType.AGREE, EventType.REJECT),
    *(EventType.CONCEDE, EventType.RETREAT, EventType.AID, EventType.ASSAULT, EventType.ACCUSE),
]
events = stance_events(actors=["TUR", "RUS", "SYR"], event_types=ANSWERS)
histories = record_lists(events=events, max_size=14) | st.lists(events, max_size=14)

questions = pytest.mark.parametrize(
    ("ask", "event_type", "rules", "unsettled"),
    [
        (demands, EventType.REQUEST, DEMAND_RULES, {Status.OPEN, Status.LAPSED}),
        (threats, EventType.THREATEN, THREAT_RULES, {Status.STANDING, Status.LAPSED}),
        (agreements, EventType.AGREE, AGREEMENT_RULES, {Status.IN_FORCE}),
    ],
)


@questions
@modest
@given(records=histories)
def test_every_act_asked_about_has_one_outcome(
    records: list[Record], ask: Any, event_type: EventType, rules: Any, unsettled: Any
) -> None:
    log = Log(records)
    found = ask(log)
    halves = [o.act for o in found] + [o.counterpart for o in found if o.counterpart]
    asked = [a.id for a in log if a.asserted and a.event.event_type is event_type]
    assert sorted(half.id for half in halves) == sorted(asked)
    assert [o.act for o in found] == sorted((o.act for o in found), key=_order)


@questions
@modest
@given(records=histories)
def test_an_answer_names_the_act_that_settled_it_and_a_rule_that_holds(
    records: list[Record], ask: Any, event_type: EventType, rules: Any, unsettled: Any
) -> None:
    by_name = {rule.name: rule for rule in rules}
    for outcome in ask(Log(records)):
        if outcome.settled_by is None:
            assert outcome.status in unsettled
        else:
            rule = by_name[outcome.rule]
            assert outcome.status is rule.status
            assert rule.holds(outcome.event, outcome.settled_by.event)
            assert outcome.settled_by.asserted
            assert outcome.settled_by.event.date >= outcome.event.date


@questions
@modest
@given(records=histories, random=st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_no_answer(
    records: list[Record],
    random: Random,
    ask: Any,
    event_type: EventType,
    rules: Any,
    unsettled: Any,
) -> None:
    one, other = arrivals(records, random)
    assert ask(one) == ask(other)


@questions
@modest
@given(records=histories, at=days())
def test_what_comes_later_than_the_day_asked_about_does_not_matter(
    records: list[Record],
    at: dt.date,
    ask: Any,
    event_type: EventType,
    rules: Any,
    unsettled: Any,
) -> None:
    log = Log(records)
    assert ask(log, at=at) == ask(log.view(until=at))
    acts = [o.settled_by for o in ask(log, at=at) if o.settled_by is not None]
    assert all(act.event.date <= at for act in acts)


@questions
@modest
@given(records=histories)
def test_denied_and_announced_acts_change_no_answer(
    records: list[Record], ask: Any, event_type: EventType, rules: Any, unsettled: Any
) -> None:
    log = Log(records)
    taken_place = Log([act.event for act in log if act.asserted])
    told, kept = (
        Counter((o.event.id, o.status, o.rule) for o in ask(seen)) for seen in (log, taken_place)
    )
    assert told == kept


def _order(act: Any) -> Any:
    return replay_order(act.event)


@questions
@modest
@given(records=histories, at=days())
def test_every_outcome_is_that_of_trying_every_rule_on_every_act(
    records: list[Record], at: dt.date, ask: Any, event_type: EventType, rules: Any, unsettled: Any
) -> None:
    log = Log(records).view(until=at)
    for outcome in ask(log, at=at):
        settled: list[tuple[Any, Any]] = []
        for act in log:
            rule = next((rule for rule in rules if rule.holds(outcome.event, act.event)), None)
            if act.asserted and rule is not None:
                settled.append((act, rule))
        final = [pair for pair in settled if pair[1].final]
        deadline = outcome.event.deadline
        if final or settled:
            act, rule = (final or settled)[0]
            assert (outcome.settled_by, outcome.status, outcome.rule) == (
                act,
                rule.status,
                rule.name,
            )
        elif deadline is not None and deadline < at and event_type is not EventType.AGREE:
            assert outcome.status is Status.LAPSED
        else:
            assert outcome.status in unsettled - {Status.LAPSED}


@modest
@given(records=histories, number=st.integers(0, 99), digits=st.integers(12, 32))
def test_a_ruling_changes_the_outcome_that_it_is_of_and_no_other(
    records: list[Record], number: int, digits: int
) -> None:
    log = Log(records)
    found = demands(log)
    if not found:
        return
    place = number % len(found)
    reports = found[place].act.reports
    of = reports[number % len(reports)].id[:digits]
    ruling = Ruling(of=of, status=Status.MET, reason="they did")
    changed = demands(log, rulings=[ruling])
    assert [a for a, b in zip(found, changed, strict=True) if a != b] == [found[place]]
    assert (changed[place].status, changed[place].rule) == (Status.MET, "ruled: they did")
    later = attrs.evolve(ruling, since=dt.date.max)
    assert demands(log, rulings=[later]) == found
