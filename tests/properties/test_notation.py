from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.errors import InvalidRecord
from stances.events import EventType, Modality, Precision, Row, Span, StanceEvent, text_sha256
from stances.notation import event, notation
from stances.testing import stance_events

TOLD = "Ankara demanded on Sunday that Moscow rein in Damascus, and warned it would act."
LINES = [
    "2020-02-16 USA REQUEST RUS",
    "2020-02-16~week USA CONSULT - denied",
    '2020-02-16 USA REQUEST RUS about SYR speaker "Donald Trump" claimed_by USA "called for it"',
    '2020-02-18~unknown TUR THREATEN SYR if "unless they withdraw" by 2020-02-29 "use force"',
    r'2020-02-18 TUR AID SYR future speaker "He said: \"no\"" "a\nb \u2028 c"',
]


@given(stance_events())
def test_a_line_reads_back(said: StanceEvent) -> None:
    line = notation(said)
    assert line.splitlines() == [line]
    again = event(
        line,
        published=said.published,
        publisher=said.publisher,
        url=said.url,
        evidence=said.evidence,
        source_score=said.source_score,
        coder=said.coder,
        confidence=said.confidence,
    )
    assert again == said


@given(stance_events())
def test_a_quotation_needs_no_article(said: StanceEvent) -> None:
    first = event(notation(said))
    assert event(notation(first)) == first


@given(st.text() | st.sampled_from(LINES).flatmap(st.permutations).map("".join))
def test_any_text_is_an_event_or_a_fault(line: str) -> None:
    try:
        said = event(line)
    except InvalidRecord:
        return
    assert event(notation(said), published=said.published) == said


@pytest.mark.parametrize("line", LINES[2:])
def test_a_line_is_written_as_it_was_read(line: str) -> None:
    assert notation(event(line)) == line


def test_every_part_of_a_line_has_its_meaning() -> None:
    said = event(
        '2020-02-01~month TUR REQUEST RUS denied about SYR speaker "A Minister" claimed_by TUR'
        ' if "if it can" by 2020-02-29 "rein in Damascus"',
        published=dt.date(2020, 2, 17),
        publisher="The Herald",
        url="https://example.org/1",
        article="H1",
        text=TOLD,
        source_score=-1.5,
        coder="rules-1",
        confidence=0.5,
    )
    start = TOLD.index("rein in Damascus")
    assert said == StanceEvent(
        date=dt.date(2020, 2, 1),
        date_precision=Precision.MONTH,
        actor="TUR",
        event_type=EventType.REQUEST,
        recipient="RUS",
        about="SYR",
        modality=Modality.DENIED,
        speaker="A Minister",
        claimed_by="TUR",
        condition="if it can",
        deadline=dt.date(2020, 2, 29),
        published=dt.date(2020, 2, 17),
        publisher="The Herald",
        url="https://example.org/1",
        evidence=Span(
            article="H1",
            sha256=text_sha256(TOLD),
            start=start,
            end=start + 16,
            text="rein in Damascus",
        ),
        source_score=-1.5,
        coder="rules-1",
        confidence=0.5,
    )


def test_what_follows_the_recipient_comes_in_any_order() -> None:
    one = event('2020-02-01 TUR AID SYR "x" by 2020-02-03 about RUS future')
    assert one == event('2020-02-01 TUR AID SYR future about RUS by 2020-02-03 "x"')


def test_evidence_may_be_given_or_be_the_whole_text() -> None:
    row = Row(dataset="GDELT", row="1")
    assert event("2020-02-01 TUR AID SYR", evidence=row).evidence == row
    for text, expected in ((TOLD, TOLD), (None, "2020-02-01 TUR AID SYR")):
        evidence = event("2020-02-01 TUR AID SYR", text=text).evidence
        assert isinstance(evidence, Span)
        assert (evidence.start, evidence.text) == (0, expected)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "ends where a date"),
        ("2020-2-1 TUR AID SYR", "column 1: expected a date"),
        ("20200201 TUR AID SYR", "expected a date"),
        ("2020-02-30 TUR AID SYR", "expected a date"),
        ("2020-02-01~soon TUR AID SYR", "expected a date"),
        ("2020-02-01 tur AID SYR", "actor is 'tur'"),
        ("2020-02-01 TUR FOO SYR", "column 16: expected one of AGREE, .*, not 'FOO'"),
        ("2020-02-01 TUR AID", "ends where the code of the recipient"),
        ('2020-02-01 TUR AID "SYR"', "expected the code of the recipient"),
        ("2020-02-01 TUR AID SYR maybe", "expected future, denied, about"),
        ("2020-02-01 TUR AID SYR about", "ends where an actor code"),
        ("2020-02-01 TUR AID SYR speaker Trump", "expected a name in quotes, not 'Trump'"),
        ("2020-02-01 TUR AID SYR if it", "expected a condition in quotes"),
        ("2020-02-01 TUR AID SYR by Monday", "expected a date such as"),
        ('2020-02-01 TUR AID SYR "open', "evidence in quotes, not '\"open'"),
        (r'2020-02-01 TUR AID SYR "\x"', "evidence in quotes"),
        ("2020-02-01 TUR AID SYR future denied", "says twice what the modality is"),
        ('2020-02-01 TUR AID SYR "a" "b"', "says twice what the evidence is"),
        ('2020-02-01 TUR AID SYR "said"', "does not stand in the text"),
        ('2020-02-01 TUR AID SYR "an"', "stands in the text twice"),
    ],
)
def test_a_fault_says_where_and_what_is_expected(line: str, message: str) -> None:
    with pytest.raises(InvalidRecord, match=message):
        event(line, text=TOLD)
