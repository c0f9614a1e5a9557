from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances import events as vocabulary
from stances import wire
from stances.errors import InvalidRecord
from stances.events import (
    Correction,
    ErasedSpan,
    Erasure,
    EventType,
    Merge,
    Record,
    Retraction,
    Row,
    Ruling,
    Span,
    StanceEvent,
    Status,
    text_sha256,
)
from stances.testing import event, records, spans, stance_events

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

RULED: dict[str, Any] = {"of": "0" * 32, "status": Status.MET, "reason": "they did"}


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


def _unquoted(event: StanceEvent) -> StanceEvent:
    """The event as it is once its text is erased, which is the same event."""
    evidence = event.evidence
    return attrs.evolve(
        event, evidence=evidence.erased() if isinstance(evidence, Span) else evidence
    )


@given(stance_events(), stance_events())
def test_an_id_is_of_all_that_is_said_but_who_coded_it(
    one: StanceEvent, other: StanceEvent
) -> None:
    for field in attrs.fields(StanceEvent):
        changed = attrs.evolve(one, **{field.name: getattr(other, field.name)})
        says_the_same = _unquoted(changed) == _unquoted(one) or field.name in (
            "coder",
            "confidence",
        )
        assert (changed.id == one.id) == says_the_same


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (EVENT, "98fe8d15da32c9d2f09fa1b434c224fa"),
        (
            attrs.evolve(EVENT, evidence=Row(dataset="GDELT", version="2", row="410")),
            "64de43ee57f6b26dba776c90c47304f3",
        ),
        (attrs.evolve(EVENT, source_score=-4.0), "2f9b436ce8e3fa67cc484c9c764a2028"),
        (Merge(ids=("0" * 32, "f" * 32), reason="one act"), "c19b5b04f336846f51f994d03a96d85a"),
        (
            Correction(of="0" * 32, event=EVENT, reason="misread"),
            "cb40a21faa1482964069add9052fb8b7",
        ),
        (Retraction(of="0" * 32, reason="a drill", number=1), "6cbf889d283f663339433e825e342280"),
        (Erasure(of=("0" * 32, "f" * 32), reason="a request"), "09b19787a886dbe21d5145d2f5b19a7e"),
        (attrs.evolve(EVENT, evidence=SPAN.erased()), "98fe8d15da32c9d2f09fa1b434c224fa"),
        (
            Ruling(of="0" * 32, status=Status.MET, reason="they did"),
            "727f27006873d347f96381b5b0f98f7c",
        ),
        (
            Ruling(
                of="0" * 32,
                status=Status.CARRIED_OUT,
                settled_by="f" * 32,
                since=dt.date(2020, 2, 18),
                reason="it was this",
                author="a reader",
            ),
            "618f0bd60e423f8248fea2702bead0a9",
        ),
    ],
    ids=[
        *("event", "row", "score", "merge", "correction", "retraction", "erasure", "erased"),
        *("ruling", "ruling-of-all"),
    ],
)
def test_ids_stay_what_they_are(record: Record, expected: str) -> None:
    assert record.id == expected


@given(records())
def test_a_digest_is_of_json_that_anybody_can_write(record: Record) -> None:
    assert record.id == record.digest.hex()[:32]
    array = json.dumps(hashed(record), separators=(",", ":"))
    assert record.digest == hashlib.sha256(array.encode("ascii")).digest()


def hashed(record: Record) -> list[object]:
    match record:
        case StanceEvent():
            said: dict[str, Any] = wire.to_dict(record)
            names = (
                *("date", "date_precision", "actor", "event_type", "recipient", "about"),
                *("modality", "speaker", "claimed_by", "condition", "deadline"),
                *("published", "publisher", "url", "source_score"),
            )
            return ["stance", *(said[name] for name in names), *rests_on(record)]
        case Merge(ids=ids, reason=reason):
            return ["merge", reason, *ids]
        case Correction(of=of, event=event_, reason=reason):
            digest = event_.digest.hex()
            return ["correction", of, reason, digest, event_.coder, event_.confidence]
        case Retraction(of=of, reason=reason, number=number):
            return ["retraction", of, reason, number]
        case Erasure(of=ids, reason=reason):
            return ["erasure", reason, *ids]
        case Ruling():
            ruled = wire.to_dict(record)
            order = ("of", "status", "settled_by", "since", "reason", "author")
            return ["ruling", *(ruled[name] for name in order)]


def rests_on(said: StanceEvent) -> list[object]:
    match said.evidence:
        case Span() as span:
            return rests_on(attrs.evolve(said, evidence=span.erased()))
        case ErasedSpan(article=article, sha256=sha256, start=start, end=end, text_sha256=text):
            return ["span", article, sha256, start, end, text]
        case Row(dataset=dataset, version=version, row=row, url=url):
            return ["row", dataset, version, row, url]


@given(spans())
def test_an_erased_span_says_where_and_not_what(span: Span) -> None:
    erased = span.erased()
    assert (erased.article, erased.sha256) == (span.article, span.sha256)
    assert (erased.start, erased.end) == (span.start, span.end)
    assert erased.text_sha256 == text_sha256(span.text)
    with_text, without = (attrs.evolve(EVENT, evidence=each) for each in (span, erased))
    assert with_text.digest == without.digest
    assert without.article == span.article
    assert str(without).endswith("[text erased]")


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
        (
            lambda: attrs.evolve(SPAN, start=2**53, end=2**53 + 11),
            "start is 9007199254740992: expected a count",
        ),
        (lambda: attrs.evolve(SPAN, end=12), "11 characters quoted"),
        (lambda: Merge(ids=("0" * 32,)), "two different"),
        (lambda: Erasure(of=(), reason="x"), "at least one"),
        (lambda: Erasure(of=("x",), reason="x"), "32 hexadecimal"),
        (lambda: Ruling(**{**RULED, "of": "3f"}), "32 hexadecimal"),
        (
            lambda: Ruling(of="0" * 32, status=Status.MET, settled_by="f", reason="x"),
            "settled_by is 'f': expected a record id",
        ),
        (lambda: Ruling(**{**RULED, "status": "won"}), "one of Status: open, met"),
        (lambda: attrs.evolve(SPAN.erased(), end=0), "more than the start"),
        (lambda: attrs.evolve(EVENT, speaker="x" * 10**7), r"\(10,000,000 characters\)"),
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
