"""Text that is meant to do harm, in every field: kept to the letter, or refused by its name."""

from __future__ import annotations

import json
from collections.abc import Callable

import attrs
import pytest

from stances import wire
from stances.errors import FileFaults, InvalidRecord
from stances.events import (
    Correction,
    Erasure,
    Merge,
    Record,
    Retraction,
    Row,
    Ruling,
    Span,
    Status,
)
from stances.store import EventLog
from tests.store.made import A, B, C

HARMFUL = (
    "'; DROP TABLE record; --",
    '"; DROP SCHEMA stances CASCADE; --',
    "x'); DELETE FROM source; --",
    "\\N",
    "\\.",
    "a\tb\nc\rd\\e\x1f\x7f",
    "%s %(id)s {} $1 ?1 :id",
    '{"kind": "retraction"}',
    "\u2028\u2029\ufeff\u202e\U0010ffff\U0001f600",
    "e\u0301 \u00e9",
    "\ufffe\uffff",
    "'" * 2_000,
)

ROW = Row(dataset="GDELT", version="2", row="17", url="https://example.org/17")


def span(article: str = "a", text: str = "said") -> Span:
    return Span(article=article, sha256="0" * 64, start=0, end=len(text), text=text)


FIELDS: dict[str, Callable[[str], Record]] = {
    "speaker": lambda text: attrs.evolve(A, speaker=text),
    "condition": lambda text: attrs.evolve(A, condition=text),
    "publisher": lambda text: attrs.evolve(A, publisher=text),
    "url": lambda text: attrs.evolve(A, url=text),
    "coder": lambda text: attrs.evolve(A, date=B.date, coder=text, speaker=repr(text)[:1_000]),
    "evidence.article": lambda text: attrs.evolve(A, evidence=span(article=text)),
    "evidence.text": lambda text: attrs.evolve(A, evidence=span(text=text)),
    "evidence.dataset": lambda text: attrs.evolve(A, evidence=attrs.evolve(ROW, dataset=text)),
    "evidence.version": lambda text: attrs.evolve(A, evidence=attrs.evolve(ROW, version=text)),
    "evidence.row": lambda text: attrs.evolve(A, evidence=attrs.evolve(ROW, row=text)),
    "evidence.url": lambda text: attrs.evolve(A, evidence=attrs.evolve(ROW, url=text)),
    "merge.reason": lambda text: Merge(ids=(A.id, B.id), reason=text),
    "correction.reason": lambda text: Correction(of=A.id, event=C, reason=text),
    "correction.event.speaker": lambda text: Correction(
        of=A.id, event=attrs.evolve(C, speaker=text), reason="misread"
    ),
    "retraction.reason": lambda text: Retraction(of=A.id, reason=text),
    "ruling.reason": lambda text: Ruling(of=A.id, status=Status.MET, reason=text),
    "ruling.author": lambda text: Ruling(of=A.id, status=Status.MET, reason="x", author=text),
    "erasure.reason": lambda text: Erasure(of=("0" * 32,), reason=text),
}

REFUSED = {
    "nul": ("a\0b", "without NUL"),
    "surrogate": ("a\ud800b", "without lone surrogates"),
    "ten_megabytes": (
        "x" * 10_000_000,
        r"\(10,000,000 characters\): expected at most [0-9,]+ char",
    ),
}


def test_it_is_kept_to_the_letter(log: EventLog) -> None:
    said = [make(text) for make in FIELDS.values() for text in HARMFUL]
    assert log.append(said).added == len(said)
    assert list(log.records()) == said
    assert [log.find(record.id) for record in said] == [record.id for record in said]
    assert log.verify() == log.head


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("field", FIELDS)
def test_what_no_log_holds_is_refused(field: str, text: str, why: str) -> None:
    name = field.rpartition(".")[2]
    with pytest.raises(InvalidRecord, match=rf"\.{name} is .*{why}") as caught:
        FIELDS[field](text)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=REFUSED)
def test_of_a_file_that_holds_it_nothing_is_kept(log: EventLog, text: str, why: str) -> None:
    for field, make in FIELDS.items():
        good = wire.dumps(make("HARMLESS"))
        assert good.count("HARMLESS") in (1, 2)
        bad = good.replace('"HARMLESS"', json.dumps(text))
        with pytest.raises(FileFaults, match=why) as caught:
            log.append(wire.read_jsonl([wire.dumps(B), bad]))
        assert field.rpartition(".")[2] in str(caught.value)
        assert len(str(caught.value)) < 1_000
    assert log.head.position == 0
