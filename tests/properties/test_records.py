from __future__ import annotations

import datetime as dt
import math
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances import events as vocabulary
from stances.errors import InvalidRecord
from stances.events import (
    Correction,
    EventType,
    Merge,
    Record,
    Retraction,
    Row,
    Span,
    StanceEvent,
    text_sha256,
)
from stances.testing import event, records, stance_events

SPAN = Span(article="A1", sha256=text_sha256("They warned."), start=0, end=11, text="They warned")
EVENT = StanceEvent(
    date=dt.date(2020, 2, 18),
    actor="TUR",
    event_type=EventType.THREATEN,
    recipient="SYR",
    published=dt.date(2020, 2, 19),
    publisher="The Herald",
    evidence=SPAN,
)


@given(records())
def test_repr_rebuilds_a_record(record: Record) -> None:
    assert eval(repr(record), {**vars(vocabulary), "datetime": dt}) == record


@given(records(), records())
def test_equal_records_have_one_id(one: Record, other: Record) -> None:
    twin = attrs.evolve(one)
    assert twin == one
    assert hash(twin) == hash(one)
    assert twin.id == one.id
    assert (one.id == other.id) <= (type(one) is type(other))


@given(stance_events(), stance_events())
def test_an_id_is_of_all_that_is_said_but_who_coded_it(
    one: StanceEvent, other: StanceEvent
) -> None:
    for field in attrs.fields(StanceEvent):
        changed = attrs.evolve(one, **{field.name: getattr(other, field.name)})
        says_the_same = changed == one or field.name in ("coder", "confidence")
        assert (changed.id == one.id) == says_the_same


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (EVENT, "f1912dc96f9d8adc1481e7bf594c3b97"),
        (
            attrs.evolve(EVENT, evidence=Row(dataset="GDELT", version="2", row="410")),
            "a09d7b23fcd4ed3c92540d0943b72742",
        ),
        (attrs.evolve(EVENT, source_score=-4.0), "704a48409945f6788b250fed996cfe81"),
        (Merge(ids=("0" * 32, "f" * 32), reason="one act"), "98f84e6b2a1cf49762b47954846302e7"),
        (
            Correction(of="0" * 32, event=EVENT, reason="misread"),
            "58b5662dc3e240a2173f5915e10930ce",
        ),
        (Retraction(of="0" * 32, reason="a drill", number=1), "6cbf889d283f663339433e825e342280"),
    ],
    ids=["event", "row", "score", "merge", "correction", "retraction"],
)
def test_ids_stay_what_they_are(record: Record, expected: str) -> None:
    assert record.id == expected


def test_a_negative_zero_is_zero() -> None:
    below, zero = (attrs.evolve(EVENT, source_score=score) for score in (-0.0, 0.0))
    assert below.id == zero.id
    assert math.copysign(1.0, below.source_score or 0.0) == 1.0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: attrs.evolve(EVENT, source_score=10**400), "source_score"),
        (lambda: attrs.evolve(EVENT, source_score=math.nan), "source_score"),
        (lambda: attrs.evolve(EVENT, confidence=1.5), "confidence"),
        (lambda: attrs.evolve(EVENT, confidence=True), "confidence"),
        (lambda: attrs.evolve(EVENT, actor="tur"), "actor is 'tur'"),
        (lambda: attrs.evolve(EVENT, date=dt.datetime(2020, 2, 18)), "without a time"),
        (lambda: attrs.evolve(EVENT, speaker=" "), "not blank"),
        (lambda: attrs.evolve(EVENT, speaker="\ud800"), "surrogates"),
        (lambda: attrs.evolve(SPAN, start=2**53, end=2**53 + 11), "offsets"),
        (lambda: attrs.evolve(SPAN, end=12), "11 characters quoted"),
        (lambda: Merge(ids=("0" * 32,)), "two different"),
        (lambda: Merge(ids=("0" * 32, 1)), "32 hexadecimal"),
        (lambda: Merge(ids=([], "0" * 32)), "32 hexadecimal"),
        (lambda: Retraction(of="0" * 32, reason="x", number=2**53), "count from 0"),
    ],
)
def test_what_cannot_be_is_refused(make: Any, message: str) -> None:
    with pytest.raises(InvalidRecord, match=message):
        make()


@given(st.lists(st.binary(min_size=16, max_size=16).map(bytes.hex), min_size=2, unique=True))
def test_a_merge_is_of_a_set(ids: list[str]) -> None:
    assert Merge(ids=ids + ids[:1]) == Merge(ids=ids[::-1])


def test_an_event_reads_as_a_line() -> None:
    line = '2020-02-16 USA REQUEST RUS about SYR by 2020-02-20 claimed_by USA "to end its support"'
    expected = (
        '2020-02-16 USA request RUS about SYR by 2020-02-20 as USA says  "to end its support"'
    )
    assert str(event(line)) == expected
