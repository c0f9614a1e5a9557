from __future__ import annotations

import datetime as dt

import pytest

from stances.datelines import dateline_of, read_date, stated_date

DAY = dt.date(2020, 2, 4)


@pytest.mark.parametrize(
    "line",
    [
        "2020-02-04",
        "2020-02-04T14:32:00Z",
        "2020/02/04 14:32",
        "Tuesday, 4 February, 2020 - 06:30",
        "4 Feb, 2020 19:53",
        "February 04 2020 02:32 PM",
        "Tue, Feb. 4th, 2020, 10:32 a.m. EST",
        "4th of February 2020",
        "4-Feb-2020",
        "Published: 4 February 2020",
        "Published on Feb 4, 2020 at 14:32 GMT",
        "Published: Feb 4, 2020 | Updated: Feb 5, 2020",
        "Updated 4 February 2020 at 14:32 GMT",
        "Last updated on: 4 Feb 2020 14:30 (UTC+3)",
        "By Jane Roe | Feb 4, 2020",
        "By Jane Roe, 4 February 2020",
        "Norburg, 4 February 2020",
        "23/02/2020",
    ],
)
def test_a_date_on_a_line_of_its_own(line: str) -> None:
    found = dateline_of(line)
    assert found is not None
    assert found.date == (dt.date(2020, 2, 23) if line.startswith("23") else DAY)
    assert found.end == len(line)


@pytest.mark.parametrize(
    "prefix",
    ["date 2020-02-04 ", "Published: Feb 4, 2020 ", "NORBURG, Feb 4, 2020 (Example) - "],
)
def test_a_date_before_the_text(prefix: str) -> None:
    found = dateline_of(prefix + "Norland told Sudland to leave.")
    assert found is not None
    assert (found.date, found.end) == (DAY, len(prefix))


@pytest.mark.parametrize(
    "line",
    [
        "On 4 February 2020 the armies clashed.",
        "On February 4, 2020",
        "Published on 4 February 2020, the report names Norland.",
        "NORBURG, Feb 4 (Example) - Norland told Sudland to leave.",
        "What happened in the valley on 4 February 2020",
        "In 2018",
        "17.30",
        "",
    ],
)
def test_a_date_told_in_the_story_or_without_a_year_is_none(line: str) -> None:
    assert dateline_of(line) is None


@pytest.mark.parametrize("line", ["03/04/2020", "February 30, 2020", "2020-13-01", "1 May 1066"])
def test_what_cannot_be_one_day_is_found_but_not_read(line: str) -> None:
    found = dateline_of(line)
    assert found is not None
    assert found.date is None
    assert read_date(line) is None


def test_first_publication_comes_before_an_update() -> None:
    lines = ["Norland leaves", "Updated 5 February 2020", "Published 4 February 2020"]
    found = stated_date(lines)
    assert found is not None
    assert found.date == DAY


def test_the_head_ends_with_the_third_sentence() -> None:
    story = ["A headline", "First sentence.", "Second sentence."]
    late = stated_date([*story, "4 February 2020"])
    assert late is not None
    assert late.date == DAY
    assert stated_date([*story, "Third sentence.", "4 February 2020"]) is None
