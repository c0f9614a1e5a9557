from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from stances.errors import InvalidArgument, UnknownRecord
from stances.events import Correction, EventType, Merge, Record, Retraction, Ruling, Status
from stances.log import Log, Viewable
from stances.outcome_rules import Rule, Side, Window
from stances.outcome_tables import AGREEMENT_RULES, DEMAND_RULES, THREAT_RULES
from stances.outcomes import Outcome, agreements, demands, threats
from stances.settlement import DEADLINE_PASSED, UNSETTLED
from stances.testing import event

Ask = Callable[[Viewable], tuple[Outcome, ...]]


def log(*lines: str) -> Log:
    return Log(map(event, lines))


def became(outcomes: tuple[Outcome, ...]) -> list[str]:
    return [outcome.status.value for outcome in outcomes]


@pytest.mark.parametrize(
    ("ask", "rule"),
    [
        pytest.param(ask, rule, id=f"{ask.__name__}: {rule.name}")
        for ask, rules in (
            (demands, DEMAND_RULES),
            (threats, THREAT_RULES),
            (agreements, AGREEMENT_RULES),
        )
        for rule in rules
    ],
)
def test_the_example_of_a_rule_is_settled_by_it(ask: Ask, rule: Rule) -> None:
    earlier, later = map(event, rule.example)
    outcome = ask(Log([earlier, later]))[0]
    assert outcome.event == earlier
    assert (outcome.status, outcome.rule) == (rule.status, rule.name)
    assert outcome.settled_by is not None
    assert outcome.settled_by.event == later


DEMAND = "2020-02-16 USA REQUEST RUS about SYR by 2020-02-20"


@pytest.mark.parametrize(
    ("later", "status"),
    [
        ("2020-02-17 RUS CONCEDE USA", "met"),
        ("2020-02-16 RUS CONCEDE SYR", "met"),
        ("2020-02-17 RUS CONCEDE UKR", "open"),
        ("2020-02-17 RUS CONCEDE -", "open"),
        ("2020-02-17 RUS RETREAT -", "met"),
        ("2020-02-16 RUS RETREAT -", "open"),
        ("2020-02-17~unknown RUS RETREAT -", "open"),
        ("2020-02-17 TUR RETREAT -", "open"),
        ("2020-02-17 RUS CONCEDE USA about UKR", "open"),
        ("2020-02-17 RUS AGREE USA about SYR", "open"),
        ("2020-02-17 RUS AID USA", "met"),
        ("2020-02-17~unknown RUS REJECT USA", "refused"),
        ("2020-02-16 RUS REJECT USA about SYR", "refused"),
        ("2020-02-15 RUS REJECT USA about SYR", "open"),
        ("2020-02-17 RUS REJECT USA about UKR", "open"),
        ("2020-02-17 RUS REJECT - about SYR", "refused"),
        ("2020-02-17 RUS REJECT -", "open"),
        ("2020-02-17 RUS REJECT TUR about SYR", "open"),
        ("2020-02-17 RUS REJECT USA about SYR denied", "open"),
        ("2020-02-17 RUS CONCEDE USA future", "open"),
    ],
)
def test_what_settles_a_demand(later: str, status: str) -> None:
    assert became(demands(log(DEMAND, later), at=dt.date(2020, 2, 20))) == [status]


def test_a_demand_lapses_on_the_day_after_its_deadline() -> None:
    (still,) = demands(log(DEMAND), at=dt.date(2020, 2, 20))
    assert (still.status, still.rule, still.settled_by) == (Status.OPEN, UNSETTLED, None)
    (past,) = demands(log(DEMAND), at=dt.date(2020, 2, 21))
    assert (past.status, past.rule, past.settled_by) == (Status.LAPSED, DEADLINE_PASSED, None)


def test_a_demand_is_met_on_its_deadline_but_not_later() -> None:
    at = dt.date(2020, 3, 1)
    assert became(demands(log(DEMAND, "2020-02-20 RUS CONCEDE USA"), at=at)) == ["met"]
    assert became(demands(log(DEMAND, "2020-02-21 RUS CONCEDE USA"), at=at)) == ["lapsed"]


def test_a_refused_demand_can_still_be_met_and_a_met_one_stays_met() -> None:
    acts = log(
        "2020-02-16 USA REQUEST RUS about SYR",
        "2020-02-17 RUS REJECT USA about SYR",
        "2020-02-20 RUS CONCEDE USA about SYR",
        "2020-02-25 RUS REJECT USA about SYR",
    )
    found = [became(demands(acts, at=dt.date(2020, 2, day))) for day in (16, 17, 20, 25)]
    assert found == [["open"], ["refused"], ["met"], ["met"]]


def test_an_answer_comes_within_ninety_days() -> None:
    demand = "2020-02-16 USA REQUEST RUS"
    assert became(demands(log(demand, "2020-05-16 RUS CONCEDE USA"))) == ["met"]
    assert became(demands(log(demand, "2020-05-17 RUS CONCEDE USA"))) == ["open"]


def test_a_demand_of_nobody_stays_open() -> None:
    acts = log("2020-02-16 USA REQUEST - about SYR", "2020-02-17 RUS REJECT - about SYR")
    assert became(demands(acts)) == ["open"]


def test_announced_and_denied_demands_are_no_demands() -> None:
    assert (
        demands(log("2020-02-16 USA REQUEST RUS future", "2020-02-16 TUR REQUEST RUS denied")) == ()
    )


def test_demands_are_kept_by_who_makes_them_and_of_whom() -> None:
    acts = log(
        "2020-02-16 USA REQUEST RUS", "2020-02-16 TUR REQUEST RUS", "2020-02-17 RUS REQUEST TUR"
    )
    assert [str(found.event.actor) for found in demands(acts, of="RUS", by={"USA", "SYR"})] == [
        "USA"
    ]
    assert len(demands(acts, of=["RUS"])) == 2
    assert demands(acts, by="SYR") == ()


def test_now_is_the_last_asserted_day_of_the_log() -> None:
    acts = ["2020-02-18 TUR THREATEN SYR by 2020-02-29", "2020-03-10 TUR ASSAULT SYR future"]
    assert became(threats(log(*acts))) == ["standing"]
    assert became(threats(log(*acts, "2020-03-01 USA CONSULT RUS"))) == ["lapsed"]
    assert threats(Log()) == ()


ULTIMATUM = "2020-02-18 TUR THREATEN SYR by 2020-02-29"


@pytest.mark.parametrize(
    ("threat", "later", "status"),
    [
        (ULTIMATUM, "2020-03-02 TUR ASSAULT SYR", "carried out"),
        (ULTIMATUM, "2020-02-18 TUR ASSAULT SYR", "lapsed"),
        (ULTIMATUM, "2020-02-25~unknown TUR ASSAULT SYR", "lapsed"),
        (ULTIMATUM, "2020-02-01~month TUR ASSAULT SYR", "lapsed"),
        (ULTIMATUM, "2020-02-25 SYR ASSAULT TUR", "lapsed"),
        (ULTIMATUM, "2020-02-25 TUR MOBILIZE SYR", "lapsed"),
        (ULTIMATUM, "2020-02-28 SYR RETREAT -", "met"),
        (ULTIMATUM, "2020-03-02 SYR RETREAT -", "lapsed"),
        (ULTIMATUM, "2020-02-28 TUR CONCEDE SYR", "withdrawn"),
        (ULTIMATUM, "2020-02-28 TUR AGREE SYR", "lapsed"),
        ('2020-02-18 TUR THREATEN SYR if "unless"', "2020-02-28 SYR RETREAT -", "met"),
        ("2020-02-18 TUR THREATEN SYR", "2020-02-28 SYR RETREAT -", "standing"),
        ("2020-02-01~month TUR THREATEN SYR", "2020-02-28 TUR ASSAULT SYR", "standing"),
        ("2020-02-01~month TUR THREATEN SYR", "2020-03-01 TUR ASSAULT SYR", "carried out"),
        ("2020-02-18 TUR THREATEN SYR", "2020-06-01 TUR ASSAULT SYR", "standing"),
    ],
)
def test_what_becomes_of_a_threat(threat: str, later: str, status: str) -> None:
    assert became(threats(log(threat, later, "2020-06-10 USA CONSULT RUS"))) == [status]


def test_the_first_act_that_settles_a_threat_settles_it() -> None:
    acts = log(ULTIMATUM, "2020-02-28 SYR RETREAT TUR", "2020-03-05 TUR ASSAULT SYR")
    (outcome,) = threats(acts)
    assert outcome.status is Status.MET
    assert str(outcome).startswith(
        "met (complied by retreating): 2020-02-18 TUR threaten SYR by 2020-02-29"
    )
    assert "\n  2020-02-28 SYR retreat TUR" in str(outcome)


def test_a_mutual_agreement_is_one() -> None:
    acts = log(
        '2020-03-05 TUR AGREE RUS about SYR "to cease fire"',
        '2020-03-05 TUR AGREE RUS about SYR "to a corridor"',
        '2020-03-05 RUS AGREE TUR about SYR "to a corridor"',
        '2020-03-05 RUS AGREE TUR about SYR "to cease fire"',
        '2020-03-05 TUR AGREE RUS "to build a pipeline"',
    )
    found = agreements(acts)
    assert became(found) == ["in force"] * 3
    words = {frozenset(_texts(outcome)) for outcome in found}
    assert words == {
        frozenset({"to cease fire"}),
        frozenset({"to a corridor"}),
        frozenset({"to build a pipeline"}),
    }
    assert sum(outcome.counterpart is None for outcome in found) == 1
    assert len(agreements(acts, by="RUS")) == 2
    assert len(agreements(acts, of="RUS")) == 3


def _texts(outcome: Outcome) -> list[str]:
    halves = [outcome.act, *([outcome.counterpart] if outcome.counterpart else [])]
    return [str(half.event).split('"')[1] for half in halves]


PACT = ("2018-09-17 TUR AGREE RUS about SYR", "2018-09-17 RUS AGREE TUR about SYR")


@pytest.mark.parametrize(
    ("later", "status"),
    [
        ("2020-02-04 RUS ACCUSE TUR about SYR", "disputed"),
        ("2020-02-04 TUR REJECT RUS about SYR", "disputed"),
        ("2020-02-04 TUR ACCUSE RUS", "in force"),
        ("2018-09-17 TUR ACCUSE RUS about SYR", "in force"),
        ("2020-02-04 SYR ACCUSE RUS about SYR", "in force"),
        ("2020-02-27 RUS ASSAULT TUR", "broken"),
        ("2020-02-27 SYR ASSAULT TUR", "in force"),
        ("2020-02-27 RUS ASSAULT TUR denied", "in force"),
    ],
)
def test_what_becomes_of_an_agreement(later: str, status: str) -> None:
    (outcome,) = agreements(log(*PACT, later))
    assert outcome.counterpart is not None
    assert outcome.status == status


def test_a_disputed_agreement_can_still_be_broken() -> None:
    disputed = (*PACT, "2020-02-04 TUR ACCUSE RUS about SYR")
    (outcome,) = agreements(log(*disputed, "2020-02-27 TUR ASSAULT RUS"))
    assert (outcome.status, outcome.rule) == (Status.BROKEN, "attacked")


def test_what_was_not_published_yet_settles_nothing() -> None:
    demand = event("2020-02-16 USA REQUEST RUS", published=dt.date(2020, 2, 16))
    refusal = event("2020-02-17 RUS REJECT USA", published=dt.date(2020, 2, 25))
    acts = Log([demand, refusal])
    at = dt.date(2020, 2, 20)
    assert became(demands(acts, at=at)) == ["refused"]
    assert became(demands(acts, at=at, as_of=at)) == ["open"]


def test_a_later_agreement_about_the_same_takes_the_place_of_an_earlier_one() -> None:
    anew = "2020-03-05 RUS AGREE TUR about SYR"
    assert became(agreements(log(*PACT, anew))) == ["superseded", "in force"]
    assert became(agreements(log(*PACT, "2020-03-05 RUS AGREE TUR"))) == ["in force", "in force"]


def test_the_act_that_a_ruling_names_settles_from_its_day_on() -> None:
    acts = log("2020-02-16 USA REQUEST RUS", "2020-02-20 RUS AGREE USA")
    demand, answer = acts
    ruling = Ruling(of=demand.id, status=Status.MET, settled_by=answer.id, reason="it was this")
    (outcome,) = demands(acts, rulings=[ruling])
    assert (outcome.status, outcome.settled_by) == (Status.MET, answer)
    assert became(demands(acts, rulings=[ruling], at=dt.date(2020, 2, 19))) == ["open"]


def test_a_ruling_of_nothing_known_or_to_nothing_possible_is_refused() -> None:
    acts = log("2020-02-16 USA REQUEST RUS")
    (demand,) = acts
    unknown = Ruling(of="0" * 32, status=Status.MET, reason="so")
    with pytest.raises(UnknownRecord, match="no event stands for '0000"):
        demands(acts, rulings=[unknown])
    broken = Ruling(of=demand.id, status=Status.BROKEN, reason="so")
    with pytest.raises(InvalidArgument, match="says 'broken': expected one of lapsed, met, open"):
        demands(acts, rulings=[broken])
    assert threats(acts, rulings=[broken]) == ()
    assert became(demands(Log([*acts.records, unknown, broken]))) == ["open"]


def test_a_ruling_of_the_log_goes_along_with_corrections_and_merges() -> None:
    demand, again = map(event, ("2020-02-16 USA REQUEST RUS", "2020-02-17 USA REQUEST RUS"))
    moved = event("2020-02-15 USA REQUEST RUS")
    ruling = Ruling(of=again.id, status=Status.MET, reason="they did")
    records: list[Record] = [demand, again, ruling]
    assert became(demands(Log(records))) == ["open", "met"]
    correction = Correction(of=again.id, event=moved, reason="misread")
    assert became(demands(Log([*records, correction]))) == ["met", "open"]
    merge = Merge(ids=(demand.id, again.id))
    assert became(demands(Log([*records, merge]))) == ["met"]
    assert became(demands(Log([*records, Retraction(of=again.id, reason="no")]))) == ["open"]


def test_of_two_rulings_on_one_agreement_the_later_holds_whichever_half_it_names() -> None:
    acts = log(*PACT)
    one, other = (act.id for act in acts)
    broken = Ruling(of=one, status=Status.BROKEN, reason="troops moved")
    kept = Ruling(of=other, status=Status.IN_FORCE, reason="they moved back")
    for rulings in ((broken, kept), (kept, broken)):
        (outcome,) = agreements(Log([*acts.records, *rulings]))
        assert (outcome.status, outcome.rule) == (
            rulings[1].status,
            f"ruled: {rulings[1].reason}",
        )


def test_rules_of_your_own_take_the_place_of_ours() -> None:
    talked = Rule(
        name="talked",
        says="They met.",
        status=Status.MET,
        event_types=(EventType.CONSULT,),
        directions=((Side.RECIPIENT, Side.ACTOR),),
        window=Window(7),
        example=("2020-02-16 USA REQUEST RUS", "2020-02-20 RUS CONSULT USA"),
    )
    asked = "2020-02-16 USA REQUEST RUS"
    soon, late = "2020-02-23 RUS CONSULT USA", "2020-02-24 RUS CONSULT USA"
    assert became(demands(log(asked, soon), rules=[talked])) == ["met"]
    assert became(demands(log(asked, late), rules=[talked])) == ["open"]
    assert became(demands(log(asked, soon))) == ["open"]
