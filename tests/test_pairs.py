from __future__ import annotations

from collections import Counter

import pytest

from stances.likeness import CONFIDENCE, Rule, likeness
from tests.pairs import PARTS, pairs

PAIRS = pairs()


def test_a_quarter_is_kept_apart_and_shares_no_conflict() -> None:
    held = {pair.region for pair in PAIRS if pair.part == "held"}
    assert held.isdisjoint(pair.region for pair in PAIRS if pair.part == "development")
    assert sum(pair.part == "held" for pair in PAIRS) >= len(PAIRS) / 4


def test_pairs_differ_in_nothing_that_would_settle_them_at_once() -> None:
    for pair in PAIRS:
        one, other = pair.first, pair.second
        assert one.id != other.id
        assert (one.actor, one.recipient, one.event_type) == (
            other.actor,
            other.recipient,
            other.event_type,
        )


@pytest.mark.parametrize("part", PARTS)
def test_reports_of_one_act_are_recognised(part: str) -> None:
    hits = Counter((p.same, bool(likeness(p.first, p.second))) for p in PAIRS if p.part == part)
    assert hits[True, True] / (hits[True, True] + hits[False, True]) >= 0.9
    assert hits[True, True] / (hits[True, True] + hits[True, False]) >= 0.7


@pytest.mark.parametrize("rule", [rule for rule in Rule if rule is not Rule.COPY])
def test_the_confidence_of_a_rule_is_how_often_it_was_right(rule: Rule) -> None:
    developed = [pair for pair in PAIRS if pair.part == "development"]
    found = [(pair, likeness(pair.first, pair.second)) for pair in developed]
    right = [pair.same for pair, why in found if why is not None and why.rule is rule]
    assert CONFIDENCE[rule] == round((sum(right) + 1) / (len(right) + 2), 2)
