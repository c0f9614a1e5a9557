"""A record as a row of a table, and back.

An event has a column for every field, so that the tables can be asked in SQL; a correction keeps
its event in the same columns. What the events of one article share stands once, in the table of
sources. Ids and hashes are kept as bytes, everything else as it reads.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Sequence
from typing import Any, TypeAlias, assert_never

from stances.events import (
    Correction,
    EventType,
    Evidence,
    Merge,
    Modality,
    Precision,
    Record,
    Retraction,
    Row,
    Span,
    StanceEvent,
)

Values: TypeAlias = tuple[Any, ...]

RECORD = {
    "id": "BLOB NOT NULL",
    "kind": "TEXT NOT NULL",
    "of": "BLOB",
    "ids": "BLOB",
    "reason": "TEXT",
    "number": "INTEGER",
    "event_id": "BLOB",
    "date": "TEXT",
    "date_precision": "TEXT",
    "actor": "TEXT",
    "event_type": "TEXT",
    "recipient": "TEXT",
    "about": "TEXT",
    "modality": "TEXT",
    "speaker": "TEXT",
    "claimed_by": "TEXT",
    "condition": "TEXT",
    "deadline": "TEXT",
    "start": "INTEGER",
    "text": "TEXT",
    "row": "TEXT",
    "row_url": "TEXT",
    "source_score": "REAL",
    "confidence": "REAL",
}
"""The columns of a record: those of every kind, those of some, and those of its event."""

SOURCE = {
    "article": "TEXT",
    "sha256": "BLOB",
    "dataset": "TEXT",
    "version": "TEXT",
    "published": "TEXT NOT NULL",
    "publisher": "TEXT",
    "url": "TEXT",
    "coder": "TEXT NOT NULL",
}
"""The columns of a source: the article or data set, its publication, and what coded it."""

_ID_BYTES = 16
_NO_EVENT: Values = (None,) * (len(RECORD) - 7 + 1 + len(SOURCE))


def to_row(record: Record) -> Values:
    """The columns of the record, a key of its source, and the columns of the source."""
    key = bytes.fromhex(record.id)
    match record:
        case StanceEvent():
            return (key, "stance", None, None, None, None, None, *_event_values(record))
        case Correction(of=of, event=event, reason=reason):
            named = (bytes.fromhex(of), None, reason, None, bytes.fromhex(event.id))
            return (key, "correction", *named, *_event_values(event))
        case Merge(ids=ids, reason=reason):
            joined = bytes.fromhex("".join(ids))
            return (key, "merge", None, joined, reason, None, None, *_NO_EVENT)
        case Retraction(of=of, reason=reason, number=number):
            return (key, "retraction", bytes.fromhex(of), None, reason, number, None, *_NO_EVENT)
        case _:
            assert_never(record)


def from_row(values: Sequence[Any]) -> Record:
    """The record of the columns of both tables; raises whatever a wrong value makes raise."""
    _, kind, of, ids, reason, number, _, *event = values
    match kind:
        case "stance":
            return _event(event)
        case "correction":
            return Correction(of=of.hex(), event=_event(event), reason=reason)
        case "merge":
            starts = range(0, len(ids), _ID_BYTES)
            return Merge(ids=[ids[at : at + _ID_BYTES].hex() for at in starts], reason=reason)
        case "retraction":
            return Retraction(of=of.hex(), reason=reason, number=number)
        case _:
            raise ValueError(f"no kind of record: {kind!r}")


def _event_values(event: StanceEvent) -> Values:
    in_record, in_source = _evidence_values(event.evidence)
    source = (
        *in_source,
        event.published.isoformat(),
        event.publisher,
        event.url,
        event.coder,
    )
    return (
        event.date.isoformat(),
        event.date_precision.value,
        event.actor,
        event.event_type.value,
        event.recipient,
        event.about,
        event.modality.value,
        event.speaker,
        event.claimed_by,
        event.condition,
        None if event.deadline is None else event.deadline.isoformat(),
        *in_record,
        event.source_score,
        event.confidence,
        _source_key(source),
        *source,
    )


def _evidence_values(evidence: Evidence) -> tuple[Values, Values]:
    """The columns from ``start`` to ``row_url``, and those from ``article`` to ``version``."""
    if isinstance(evidence, Span):
        sha256 = bytes.fromhex(evidence.sha256)
        return (evidence.start, evidence.text, None, None), (evidence.article, sha256, None, None)
    return (None, None, evidence.row, evidence.url), (
        None,
        None,
        evidence.dataset,
        evidence.version,
    )


@functools.lru_cache(maxsize=1_000)
def _source_key(source: Values) -> bytes:
    return hashlib.sha256(repr(source).encode()).digest()[:_ID_BYTES]


def _event(values: Sequence[Any]) -> StanceEvent:
    (
        date,
        date_precision,
        actor,
        event_type,
        recipient,
        about,
        modality,
        speaker,
        claimed_by,
        condition,
        deadline,
        start,
        text,
        row,
        row_url,
        source_score,
        confidence,
        article,
        sha256,
        dataset,
        version,
        published,
        publisher,
        url,
        coder,
    ) = values
    evidence: Evidence
    if article is None:
        evidence = Row(dataset=dataset, version=version, row=row, url=row_url)
    else:
        end = start + len(text)
        evidence = Span(article=article, sha256=sha256.hex(), start=start, end=end, text=text)
    return StanceEvent(
        date=_day(date),
        date_precision=_PRECISIONS[date_precision],
        actor=actor,
        event_type=_TYPES[event_type],
        recipient=recipient,
        about=about,
        modality=_MODALITIES[modality],
        speaker=speaker,
        claimed_by=claimed_by,
        condition=condition,
        deadline=None if deadline is None else _day(deadline),
        published=_day(published),
        publisher=publisher,
        url=url,
        evidence=evidence,
        source_score=source_score,
        coder=coder,
        confidence=confidence,
    )


_day = dt.date.fromisoformat
_PRECISIONS = {word.value: word for word in Precision}
_TYPES = {word.value: word for word in EventType}
_MODALITIES = {word.value: word for word in Modality}
