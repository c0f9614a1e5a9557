from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stances.events import EventType, Record, Retraction, Ruling, Status, replay_order
from stances.log import Log
from stances.outcome_rules import STATUSES
from stances.outcome_tables import AGREEMENT_RULES, DEMAND_RULES, THREAT_RULES
from stances.outcomes import agreements, demands, threats
from stances.testing import days, record_lists, rulings, stance_events
from tests.properties.arrival import arrivals

modest = settings(max_examples=50, deadline=None)

ANSWERS = [
    *(EventType.REQUEST, EventType.THREATEN, EventType.AGREE, EventType.REJECT),
    *(EventType.CONCEDE, EventType.RETREAT, EventType.AID, EventType.ASSAULT, EventType.ACCUSE),
]
events = stance_events(actors=["TUR", "RUS", "SYR"], event_types=ANSWERS)
histories = record_lists(events=events, max_size=14) | st.lists(events, max_size=14)


def without_rulings(records: Sequence[Record]) -> list[Record]:
    return [record for record in records if not isinstance(record, Ruling)]


unruled = histories.map(without_rulings)

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
@given(records=unruled)
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
@given(records=unruled)
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
@given(records=unruled, at=days())
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
@given(records=unruled, number=st.integers(0, 99))
def test_a_ruling_changes_the_outcome_that_it_is_of_and_no_other(
    records: list[Record], number: int
) -> None:
    log = Log(records)
    found = demands(log)
    if not found:
        return
    place = number % len(found)
    reports = found[place].act.reports
    of = reports[number % len(reports)].id
    ruling = Ruling(of=of, status=Status.MET, reason="they did")
    changed = demands(log, rulings=[ruling])
    assert [a for a, b in zip(found, changed, strict=True) if a != b] == [found[place]]
    assert (changed[place].status, changed[place].rule) == (Status.MET, "ruled: they did")
    later = attrs.evolve(ruling, since=dt.date.max)
    assert demands(log, rulings=[later]) == found


class Many:
    """A history, and rulings on what is in it, in log order: on anything, of any status."""

    def __init__(self, records: list[Record], drawn: list[Ruling]) -> None:
        self.plain = records
        self.rulings = list({ruling.id: ruling for ruling in drawn}.values())


@st.composite
def ruled_histories(draw: st.DrawFn) -> Many:
    records = draw(unruled)
    ids = sorted({event.id for event in Log(records).records.resolved.standing.values()})
    asked = [e.id for e in Log(records).reports if e.event_type in STATUSES]
    drawn = draw(st.lists(rulings(asked or ids or None), max_size=5))
    if ids:
        settled = draw(st.lists(st.none() | st.sampled_from(ids), min_size=5, max_size=5))
        drawn = [attrs.evolve(r, settled_by=by) for r, by in zip(drawn, settled, strict=False)]
    return Many(records, drawn)


def expected(plain: Any, log: Log, at: dt.date, said: list[Ruling]) -> tuple[Any, ...]:
    """Status, settling act and rule of an outcome: the last ruling that holds, tried one by one."""
    halves = [plain.act, *([plain.counterpart] if plain.counterpart else [])]
    reports = {report.id for half in halves for report in half.reports}
    standing = log.records.resolved.standing
    answer = (plain.status, plain.settled_by, plain.rule)
    for ruling in said:
        of = standing.get(ruling.of)
        if of is None or of.id not in reports:
            continue
        if ruling.status not in STATUSES[plain.event.event_type]:
            continue
        if ruling.since is not None and ruling.since > at:
            continue
        settling = None
        if ruling.settled_by is not None:
            by = standing.get(ruling.settled_by)
            acts = [act for act in log.view(until=at) if act.asserted and by in act.reports]
            if not acts:
                continue
            (settling,) = acts
        answer = (ruling.status, settling, f"ruled: {ruling.reason}")
    return answer


@questions
@modest
@given(many=ruled_histories(), at=days())
def test_the_last_ruling_of_the_log_that_holds_decides(
    many: Many, at: dt.date, ask: Any, event_type: EventType, rules: Any, unsettled: Any
) -> None:
    plain, log = Log(many.plain), Log([*many.rulings, *many.plain])
    for before, after in zip(ask(plain, at=at), ask(log, at=at), strict=True):
        assert before.act == after.act
        found = (after.status, after.settled_by, after.rule)
        assert found == expected(before, plain, at, many.rulings)


@questions
@modest
@given(many=ruled_histories(), cut=st.integers(0, 5), at=days())
def test_rulings_that_are_given_come_after_those_of_the_log(
    many: Many, cut: int, at: dt.date, ask: Any, event_type: EventType, rules: Any, unsettled: Any
) -> None:
    fitting = [r for r in many.rulings[cut:] if r.status in STATUSES[event_type]]
    standing = Log(many.plain).records.resolved.standing
    known = [r for r in fitting if {r.of, r.settled_by or r.of} <= standing.keys()]
    there = many.rulings[:cut]
    whole = Log([*many.plain, *there, *known])
    kept = [r for r in known if r.id not in {ruling.id for ruling in there}]
    assert ask(Log([*many.plain, *there]), at=at, rulings=kept) == ask(whole, at=at)


@questions
@modest
@given(many=ruled_histories(), number=st.integers(0, 4))
def test_a_ruling_that_is_retracted_might_as_well_not_be_there(
    many: Many, number: int, ask: Any, event_type: EventType, rules: Any, unsettled: Any
) -> None:
    if not many.rulings:
        return
    undone = many.rulings[number % len(many.rulings)]
    rest = [ruling for ruling in many.rulings if ruling != undone]
    whole = [*many.plain, *many.rulings]
    retraction = Retraction(of=undone.id, reason="I was wrong")
    assert ask(Log([*whole, retraction])) == ask(Log([*many.plain, *rest]))
    back = Retraction(of=retraction.id, reason="I was not")
    assert ask(Log([*whole, retraction, back])) == ask(Log(whole))
