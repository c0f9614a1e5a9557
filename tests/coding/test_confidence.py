"""Confidence is a measured share, and what is asked for is kept."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.articles import Article
from stances.coding import Coder, code, code_articles
from stances.coding.confidence import confidence
from stances.errors import InvalidArgument
from stances.events import EventType

TABLE = Path(__file__).parents[2] / "stances" / "coding" / "data" / "confidence.toml"
ARTICLE = Article(
    id="a",
    text="Turkey urged Russia to stop. Iran shelled Iraq on Monday. France met Spain in Rome.",
    published=dt.date(2020, 2, 18),
)


def test_the_table_counts_no_more_right_than_coded() -> None:
    table = tomllib.loads(TABLE.read_text("utf-8"))
    pairs = [pair for counts in table.values() for pair in counts.values()]
    assert sum(coded for _, coded in pairs) > 500
    assert all(0 <= right <= coded for right, coded in pairs)
    assert {kind for counts in table.values() for kind in counts} <= {*EventType}


@given(st.text(max_size=20), st.sampled_from(EventType))
def test_it_is_a_share_for_any_rule(rule: str, event_type: EventType) -> None:
    assert 0 < confidence(rule, event_type) < 1


def test_more_right_ones_give_more_confidence() -> None:
    table = tomllib.loads(TABLE.read_text("utf-8"))["verb"]
    shares = {kind: right / coded for kind, (right, coded) in table.items() if coded >= 20}
    best, worst = max(shares, key=shares.__getitem__), min(shares, key=shares.__getitem__)
    assert confidence("verb:x", EventType(best)) > confidence("verb:x", EventType(worst))


def test_events_have_it_and_the_unsure_are_passed_over(coder: Coder) -> None:
    every = list(code(ARTICLE, coder=coder))
    sure = [event.confidence for event in every]
    assert len(every) >= 3
    assert all(value is not None for value in sure)
    least = sorted(value for value in sure if value is not None)[-1]
    (coded,) = code_articles(ARTICLE, coder=coder, min_confidence=least)
    assert [e for e in every if e.confidence is not None and e.confidence >= least] == [
        *coded.events
    ]
    assert 0 < len(coded.events) < len(every)
    reasons = [skipped.reason for skipped in coded.skipped]
    assert sum("is below" in reason for reason in reasons) == len(every) - len(coded.events)


@pytest.mark.parametrize("least", [-0.1, 1.5])
def test_it_is_asked_for_from_nought_to_one(least: float) -> None:
    with pytest.raises(InvalidArgument, match=str(least)):
        code_articles(ARTICLE, min_confidence=least)
