from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.cases import PUBLISHED, read_cases
from stances.errors import FileFaults
from stances.events import Span

FILE = """\
# passive with an agent
| Ankara was urged by Moscow to pull back its troops.
| It did not.
> 2020-02-17 RUS REQUEST TUR "Ankara was urged by Moscow to pull back its troops"
> 2020-02-18 TUR REJECT RUS "It did not"
~ missed: passives are not read yet

# weather
published 2020-03-01
| It rained.
> none
"""

FAULTY = """\
# one
| Text.
> 2020-02-17 RUS FOO TUR
> 2020-02-17 RUS AID TUR "Other."

# one
published yesterday
| Text.
> none
> 2020-02-17 RUS AID TUR

# one
|Text.
>none

# three
# four
Text.
>
"""


def test_a_file_is_read_into_cases() -> None:
    passive, weather = read_cases(FILE)
    assert (passive.name, passive.line, passive.published) == (
        "passive with an agent",
        1,
        PUBLISHED,
    )
    assert passive.text == ("Ankara was urged by Moscow to pull back its troops.\n\nIt did not.")
    assert [(e.actor, e.date.day) for e in passive.events] == [("RUS", 17), ("TUR", 18)]
    assert passive.missed == "passives are not read yet"
    assert (weather.line, weather.published) == (8, dt.date(2020, 3, 1))
    assert (weather.events, weather.missed) == ((), None)


def test_evidence_is_found_in_the_article_of_its_case() -> None:
    for case in read_cases(FILE):
        for event in case.events:
            assert isinstance(event.evidence, Span)
            start, end = event.evidence.start, event.evidence.end
            assert case.article.text[start:end] == event.evidence.text
            assert (event.article, event.evidence.sha256) == (case.article.id, case.article.sha256)
            assert event.published == case.article.published


def test_line_ends_and_a_byte_order_mark_make_no_difference() -> None:
    assert read_cases("\ufeff" + FILE.replace("\n", "\r\n")) == read_cases(FILE)


def test_every_bad_line_is_listed() -> None:
    with pytest.raises(FileFaults) as caught:
        read_cases(FAULTY, path="x.txt")
    faults = [str(fault) for fault in caught.value.faults]
    beginnings = [
        "x.txt:3: '2020-02-17 RUS FOO TUR', column 16: expected one of",
        "x.txt:4: the evidence 'Other.' does not stand in the text",
        "x.txt:7: expected a date such as 2020-02-18, not 'yesterday'",
        "x.txt:9: 'none' beside events",
        "x.txt:18: expected one of",
        "x.txt:19: expected one of",
        "x.txt:17: a second '#'",
        "x.txt:16: the case has no line with | or >",
    ]
    assert len(faults) == len(beginnings)
    assert all(map(str.startswith, faults, beginnings))


def test_no_two_cases_have_one_name() -> None:
    with pytest.raises(FileFaults, match="line 5: a second case is named 'a'"):
        read_cases("# a\n| x\n> none\n\n# a\n| y\n> none\n")


@given(st.text() | st.lists(st.sampled_from(FILE.split("\n"))).map("\n".join))
def test_any_text_is_cases_or_faults(text: str) -> None:
    try:
        cases = read_cases(text)
    except FileFaults:
        return
    assert len(cases) == len({case.name for case in cases})
