"""A record as a row of one table, and back.

Events have a column for every field, so that the table can be asked in SQL; a correction keeps
its event in the same columns. Ids and hashes are kept as bytes, everything else as it reads.
"""

from __future__ import annotations

import datetime as dt
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

COLUMNS = {
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
    "published": "TEXT",
    "publisher": "TEXT",
    "url": "TEXT",
    "article": "TEXT",
    "sha256": "BLOB",
    "start": "INTEGER",
    "text": "TEXT",
    "dataset": "TEXT",
    "version": "TEXT",
    "row": "TEXT",
    "row_url": "TEXT",
    "source_score": "REAL",
    "coder": "TEXT",
    "confidence": "REAL",
}

_WIDTH = 16
"""Bytes of an id."""

_NO_EVENT: Values = (None,) * (len(COLUMNS) - 7)


def to_row(record: Record) -> Values:
    """The values of the columns, in their order."""
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
    """The record that the columns say; raises whatever a wrong value makes raise."""
    _, kind, of, ids, reason, number, _, *event = values
    match kind:
        case "stance":
            return _event(event)
        case "correction":
            return Correction(of=of.hex(), event=_event(event), reason=reason)
        case "merge":
            starts = range(0, len(ids), _WIDTH)
            return Merge(ids=[ids[at : at + _WIDTH].hex() for at in starts], reason=reason)
        case "retraction":
            return Retraction(of=of.hex(), reason=reason, number=number)
        case _:
            raise ValueError(f"no kind of record: {kind!r}")


def _event_values(event: StanceEvent) -> Values:
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
        event.published.isoformat(),
        event.publisher,
        event.url,
        *_evidence_values(event.evidence),
        event.source_score,
        event.coder,
        event.confidence,
    )


def _evidence_values(evidence: Evidence) -> Values:
    if isinstance(evidence, Span):
        key = bytes.fromhex(evidence.sha256)
        return (evidence.article, key, evidence.start, evidence.text, None, None, None, None)
    row = (evidence.dataset, evidence.version, evidence.row, evidence.url)
    return (None, None, None, None, *row)


def _event(values: list[Any]) -> StanceEvent:
    (
        date,
        precision,
        actor,
        event_type,
        recipient,
        about,
        modality,
        speaker,
        claimed_by,
        condition,
        deadline,
        published,
        publisher,
        url,
        article,
        sha256,
        start,
        text,
        dataset,
        version,
        row,
        row_url,
        source_score,
        coder,
        confidence,
    ) = values
    evidence: Evidence
    if article is None:
        evidence = Row(dataset=dataset, version=version, row=row, url=row_url)
    else:
        end = start + len(text)
        evidence = Span(article=article, sha256=sha256.hex(), start=start, end=end, text=text)
    return StanceEvent(
        date=_day(date),
        date_precision=_PRECISIONS[precision],
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
