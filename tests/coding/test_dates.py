"""Dates told in a text, resolved against the day of publication: Tuesday, 18 February 2020."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.coding.dates import find_dates
from stances.events import Precision

PUBLISHED = dt.date(2020, 2, 18)
TOKENS = (
    "30th 3 31 1999 2020-02-30 of the by end in on last next ago later within a two days week "
    "month year March May may Feb. Sept December Monday weekend yesterday since until - , . st nd"
)
WORDS = st.sampled_from(TOKENS.split()) | st.text(max_size=4)


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("met on February 16 in Rome", "2020-02-16", "day"),
        ("met on 16 Feb 2019", "2019-02-16", "day"),
        ("signed on May 3rd, 1999", "1999-05-03", "day"),
        ("on the 30th of March", "2020-03-30", "day"),
        ("on 2019-12-24 it", "2019-12-24", "day"),
        ("said on Tuesday that", "2020-02-18", "day"),
        ("said on Monday", "2020-02-17", "day"),
        ("said last Tuesday", "2020-02-11", "day"),
        ("will meet next Friday", "2020-02-21", "day"),
        ("yesterday's call", "2020-02-17", "day"),
        ("met tomorrow", "2020-02-19", "day"),
        ("visited last week", "2020-02-10", "week"),
        ("visited last weekend", "2020-02-15", "week"),
        ("over the past month, they", "2020-01-01", "month"),
        ("since last December", "2019-12-01", "month"),
        ("late in October", "2019-10-01", "month"),
        ("in March 2011", "2011-03-01", "month"),
        ("the 2018 accord", "2018-01-01", "year"),
        ("two days ago", "2020-02-16", "day"),
        ("a couple of weeks ago", "2020-02-04", "week"),
        ("three years ago", "2017-01-01", "year"),
        ("in December, not in May", "2019-12-01", "month"),
    ],
)
def test_a_date_is_resolved(text: str, date: str, precision: str) -> None:
    first = find_dates(text, PUBLISHED)[0]
    assert (first.date.isoformat(), first.precision, first.deadline) == (date, precision, False)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("withdraw by the end of February or", "2020-02-29"),
        ("leave by the end of the month.", "2020-02-29"),
        ("leave by Friday", "2020-02-21"),
        ("leave by March 1", "2020-03-01"),
        ("until the end of this week", "2020-02-23"),
        ("answer within 48 hours", "2020-02-20"),
        ("no later than April 15", "2020-04-15"),
    ],
)
def test_a_deadline_looks_forward(text: str, date: str) -> None:
    first = find_dates(text, PUBLISHED)[0]
    assert (first.date.isoformat(), first.deadline) == (date, True)


def test_later_counts_from_the_day_told_before() -> None:
    told, later = find_dates("On February 3 they fired. Troops came 10 days later.", PUBLISHED)
    assert later.date == told.date + dt.timedelta(days=10)
    (alone,) = find_dates("Troops came two days later.", PUBLISHED, dt.date(2019, 5, 30))
    assert alone.date == dt.date(2019, 6, 1)


@pytest.mark.parametrize("text", ["may he march on", "March on the city", "21 troops", "2,000 men"])
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert find_dates(text, PUBLISHED) == ()


@given(st.lists(WORDS, max_size=12).map(" ".join), st.dates())
def test_any_text_on_any_day_gives_dates_in_order_inside_it(text: str, published: dt.date) -> None:
    found = find_dates(text, published)
    edges = [edge for when in found for edge in (when.start, when.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
    assert all(isinstance(when.precision, Precision) for when in found)
