"""A made-up crisis, and what its hand-written outcomes say of the rules."""

from __future__ import annotations

import attrs
import pytest

import stances as st
from stances.testing import event
from tests.hand_coded import FIXTURES

ASKED = {"REQUEST": st.demands, "THREATEN": st.threats, "AGREE": st.agreements}
HALF = "with the one before"


@attrs.frozen
class Told:
    event: st.StanceEvent
    expected: str | None
    ruling: st.Ruling | None


def chronology() -> list[Told]:
    told: list[Told] = []
    for line in (FIXTURES / "chronology.txt").read_text(encoding="utf-8").splitlines():
        mark, _, text = line.partition(" ")
        if mark == ">":
            told[-1] = attrs.evolve(told[-1], expected=text)
        elif mark == "!":
            status, _, reason = text.partition(": ")
            of = told[-1].event.id
            ruling = st.Ruling(of=of, status=st.Status(status), reason=reason)
            told[-1] = attrs.evolve(told[-1], ruling=ruling)
        elif line and mark != "#":
            told.append(Told(event(line), None, None))
    return told


TOLD = chronology()
LOG = st.Log(told.event for told in TOLD)
RULINGS = [told.ruling for told in TOLD if told.ruling is not None]


def said(outcome: st.Outcome) -> str:
    settling = outcome.settled_by
    on = [] if settling is None else [f"{settling.event.date} {settling.event.event_type}"]
    return ", ".join([outcome.status, outcome.rule, *on])


def test_it_is_long_enough_and_every_status_is_in_it() -> None:
    assert len(LOG) >= 60
    expected = [told.expected for told in TOLD if told.expected]
    assert {text.partition(",")[0] for text in expected} - {HALF} == set(st.Status)
    missing = [
        told.event for told in TOLD if told.event.event_type in ASKED and told.expected is None
    ]
    assert [str(event.modality) for event in missing] == ["future"]


@pytest.mark.parametrize("event_type", ASKED)
def test_the_rules_say_what_was_written_down_beforehand(event_type: str) -> None:
    found = {
        half.id: said(outcome)
        for outcome in ASKED[event_type](LOG)
        for half in (outcome.act, outcome.counterpart)
        if half is not None
    }
    expected: dict[str, str] = {}
    for told in TOLD:
        if told.event.event_type == event_type and told.expected is not None:
            before = list(expected.values())
            expected[told.event.id] = before[-1] if told.expected == HALF else told.expected
    assert found == expected


def test_a_ruling_decides_against_the_rules_and_says_why() -> None:
    plain = [*st.demands(LOG), *st.threats(LOG)]
    decided = [*st.demands(LOG, rulings=RULINGS), *st.threats(LOG, rulings=RULINGS)]
    changed = [after for before, after in zip(plain, decided, strict=True) if before != after]
    assert [(o.event.id, o.status, o.rule, o.settled_by) for o in changed] == [
        (ruling.of, ruling.status, f"ruled: {ruling.reason}", None) for ruling in RULINGS
    ]
