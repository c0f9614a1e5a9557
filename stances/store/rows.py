"""A record as a row of a table.

An event has a column for every field, so that the tables can be asked in SQL; a correction keeps
its event in the same columns. What the events of one article share stands once, in the table of
sources, under a key that is a hash of it. Ids and hashes are kept as bytes, everything else as it
reads.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias, assert_never

import attrs

from stances.canonical import day_text, text_sha256
from stances.events import (
    Correction,
    ErasedSpan,
    Erasure,
    Merge,
    Record,
    Retraction,
    Row,
    Ruling,
    Span,
    StanceEvent,
)
from stances.store.chain import said

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
    "end": "INTEGER",
    "text": "TEXT",
    "text_sha256": "BLOB",
    "row": "TEXT",
    "row_url": "TEXT",
    "source_score": "REAL",
    "confidence": "REAL",
    "source": "BLOB",
}
"""The columns of a record: those of every kind, those of some, and those of its event.

``text_sha256`` is there only once the text is erased. ``ids`` are those of a merge or an erasure,
one after the other.

A ruling is kept in columns of the same meaning, so that logs made before there were any can keep
it: ``ids`` is what settled it, ``date`` since when it holds, ``speaker`` its author, and
``condition`` the status, in which the act then is.
"""

SOURCE = {
    "source": "BLOB NOT NULL",
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
_TEXT = list(RECORD).index("text")
_EVENT = list(RECORD).index("event_id")
_NO_EVENT: Values = (None,) * (len(RECORD) - _EVENT)


class Arrival(NamedTuple):
    """A record on its way into the tables.

    ``said`` is what its link is made of, ``quotes`` the id of the event in it, ``erases`` those of
    the events whose texts it blanks.
    """

    id: bytes
    said: bytes
    values: Values
    source: Values | None = None
    quotes: bytes | None = None
    erases: tuple[bytes, ...] = ()


Page: TypeAlias = Collection[Arrival]


@attrs.frozen
class Arriving:
    """A page that is worked out as it is gone through, each time anew.

    So a server takes in what came before meanwhile.
    """

    records: list[Record]

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[Arrival]:
        return map(arrival, self.records)

    def __contains__(self, came: object) -> bool:
        return any(came == other for other in self)


def weight(record: Record) -> int:
    """How many characters it quotes."""
    event = record.event if isinstance(record, Correction) else record
    if isinstance(event, StanceEvent) and isinstance(event.evidence, Span):
        return len(event.evidence.text)
    return 0


def arrival(record: Record) -> Arrival:
    """The record as it goes into the tables."""
    key = record.digest[:_ID_BYTES]
    match record:
        case StanceEvent():
            columns, source = event_columns(record)
            # To join two tuples takes a fifth of the time that * takes to unpack one into another.
            values = (key, "stance", None, None, None, None, None) + columns  # noqa: RUF005
            return Arrival(key, said(record), values, source, key)
        case Correction(of=of, event=event, reason=reason):
            columns, source = event_columns(event)
            event_id = event.digest[:_ID_BYTES]
            values = (key, "correction", bytes.fromhex(of), None, reason, None, event_id, *columns)
            return Arrival(key, said(record), values, source, event_id)
        case Merge(ids=ids, reason=reason):
            joined = bytes.fromhex("".join(ids))
            return _without_event(record, (key, "merge", None, joined, reason, None))
        case Retraction(of=of, reason=reason, number=number):
            undone = bytes.fromhex(of)
            return _without_event(record, (key, "retraction", undone, None, reason, number))
        case Erasure(of=ids, reason=reason):
            joined = bytes.fromhex("".join(ids))
            came = _without_event(record, (key, "erasure", None, joined, reason, None))
            return came._replace(erases=split(joined))
        case Ruling(of=of, reason=reason):
            settling = None if record.settled_by is None else bytes.fromhex(record.settled_by)
            first = (key, "ruling", bytes.fromhex(of), settling, reason, None)
            return Arrival(key, said(record), (*first, *_ruling_columns(record)))
        case _:
            assert_never(record)


def arrived(records: Iterable[Record]) -> list[Arrival]:
    """The page of these records, worked out once."""
    return list(map(arrival, records))


def _without_event(record: Record, values: Values) -> Arrival:
    return Arrival(values[0], said(record), (*values, *_NO_EVENT))


def _ruling_columns(ruling: Ruling) -> Values:
    """The columns from ``event_id``."""
    since = None if ruling.since is None else day_text(ruling.since)
    columns = {"date": since, "speaker": ruling.author, "condition": str(ruling.status)}
    return tuple(columns.get(name) for name in list(RECORD)[_EVENT:])


def blanked(came: Arrival) -> Arrival:
    """The same without the text that its event quotes, if it does."""
    text = came.values[_TEXT]
    if text is None:
        return came
    hashed = bytes.fromhex(text_sha256(text))
    return came._replace(values=(*came.values[:_TEXT], None, hashed, *came.values[_TEXT + 2 :]))


def split(joined: bytes) -> tuple[bytes, ...]:
    """The ids that stand one after the other."""
    return tuple(joined[at : at + _ID_BYTES] for at in range(0, len(joined), _ID_BYTES))


def event_columns(event: StanceEvent) -> tuple[Values, Values]:
    """The columns from ``date``, and those of the source."""
    evidence = event.evidence
    start = end = text = text_hash = row = row_url = None
    article = sha256 = dataset = version = None
    match evidence:
        case Span():
            start, end, text = evidence.start, evidence.end, evidence.text
            article, sha256 = evidence.article, evidence.sha256
        case ErasedSpan():
            start, end, text_hash = evidence.start, evidence.end, evidence.text_sha256
            article, sha256 = evidence.article, evidence.sha256
        case Row():
            row, row_url = evidence.row, evidence.url
            dataset, version = evidence.dataset, evidence.version
        case _:
            assert_never(evidence)
    published = day_text(event.published)
    source = source_columns(
        article, sha256, dataset, version, published, event.publisher, event.url, event.coder
    )
    of_event = (
        day_text(event.date),
        str(event.date_precision),
        event.actor,
        str(event.event_type),
        event.recipient,
        event.about,
        str(event.modality),
        event.speaker,
        event.claimed_by,
        event.condition,
        None if event.deadline is None else day_text(event.deadline),
        start,
        end,
        text,
        None if text_hash is None else bytes.fromhex(text_hash),
        row,
        row_url,
        event.source_score,
        event.confidence,
        source[0],
    )
    return of_event, source


@functools.lru_cache(maxsize=1_000)
def source_columns(article: str | None, sha256: str | None, *others: str | None) -> Values:
    """All columns of a source, given those behind its key."""
    canonical = json.dumps([article, sha256, *others])
    key = hashlib.sha256(canonical.encode("ascii")).digest()[:_ID_BYTES]
    return (key, article, None if sha256 is None else bytes.fromhex(sha256), *others)
