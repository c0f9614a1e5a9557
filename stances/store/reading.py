"""A row of a table as the record that it is.

What is read of a row is not checked again, nor its id hashed again: rows were records that had
been checked. ``EventLog.verify`` looks whether they still are.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import attrs

from stances.errors import LogDamaged
from stances.events import (
    Correction,
    ErasedSpan,
    Erasure,
    EventType,
    Evidence,
    Merge,
    Modality,
    Precision,
    Record,
    Retraction,
    Row,
    Ruling,
    Span,
    StanceEvent,
    Status,
)
from stances.store.contract import Entry
from stances.store.rows import RECORD, Values, source_columns, split
from stances.store.verifying import moment

_T = TypeVar("_T", bound=attrs.AttrsInstance)

_MANY = 10_000
_WRONG = (ValueError, TypeError, LookupError, AttributeError, OverflowError)


def _unchecked(cls: type[_T], *cached: str) -> Callable[[Iterable[object]], _T]:
    """What makes a value of this class of all its fields, and of these cached properties.

    The validators, which have passed every field once, would take most of the time of reading.
    """
    names = (*(field.name for field in attrs.fields(cls)), *cached)
    puts = [getattr(cls, name).__set__ for name in names]

    def make(values: Iterable[object]) -> _T:
        made = cls.__new__(cls)
        for put, value in zip(puts, values, strict=True):
            put(made, value)
        return made

    return make


class Source(NamedTuple):
    """What the events of one article share, as the fields that they are."""

    article: str | None
    sha256: str | None
    dataset: str | None
    version: str | None
    published: dt.date
    publisher: str | None
    url: str | None
    coder: str


def read_source(columns: Sequence[Any]) -> Source:
    key, article, sha256, dataset, version, published, *others = columns
    hexadecimal = None if sha256 is None else sha256.hex()
    if source_columns(article, hexadecimal, dataset, version, published, *others)[0] != key:
        raise ValueError("its source is not what was recorded")
    if (article is None) == (dataset is None):
        raise ValueError("its source is not either an article or a data set")
    return Source(article, hexadecimal, dataset, version, _day(published), *others)


class Decoder:
    """Knows the sources that it has seen, as most records are of one that was met just before."""

    def __init__(self) -> None:
        self._known: dict[bytes, Source] = {}

    def sources(
        self, rows: Sequence[Values], read: Callable[[Collection[bytes]], Iterable[Values]]
    ) -> Mapping[bytes, Source]:
        """The sources of these rows, by key; ``read`` gives the columns of those not yet known.

        One that is missing or damaged is not there, so that whoever needs it can name himself.
        """
        known = self._known
        missing = {row[-1] for row in rows}.difference(known, (None,))
        if missing:
            if len(known) > _MANY:  # a new one, as another thread may be using the old
                wanted = {row[-1] for row in rows} & known.keys()
                self._known = known = {key: known[key] for key in wanted}
            for columns in read(missing):
                with contextlib.suppress(*_WRONG):
                    known[columns[0]] = read_source(columns)
        return known


def entry(row: Sequence[Any], sources: Mapping[bytes, Source], name: str) -> Entry:
    """The entry of a row: position, microseconds, hash and the columns of a record.

    Raises:
        LogDamaged: the row is of no record.

    """
    try:
        record = from_row(row[3:], sources.get(row[-1]))
        return Entry(row[0], moment(row[1]), row[2].hex(), record)
    except _WRONG as error:
        raise LogDamaged(
            f"{name}: the record at position {row[0]} is damaged: {error}", row[0]
        ) from error


def from_row(columns: Sequence[Any], source: Source | None) -> Record:
    """The record of these columns, unchecked; raises whatever a wrong value makes raise."""
    key, kind, of, ids, reason, number, event_id = columns[:_DATE]
    if kind == "stance":
        _nothing(of, ids, reason, number, event_id)
        return _event(key, columns, source)
    own_id = key.hex()
    if kind == "correction":
        _nothing(ids, number)
        return _correction((of.hex(), _event(event_id, columns, source), reason, own_id))
    if kind == "ruling":
        _nothing(number, event_id)
        return _ruled(of, ids, reason, columns[_DATE:], own_id)
    _nothing(event_id, *columns[_DATE:])
    match kind:
        case "merge":
            _nothing(of, number)
            return _merge((_hex_ids(ids), reason, own_id))
        case "retraction":
            _nothing(ids)
            return _retraction((of.hex(), reason, number, own_id))
        case "erasure":
            _nothing(of, number)
            return _erasure((_hex_ids(ids), reason, own_id))
        case _:
            raise ValueError(f"no kind of record: {kind!r}")


def _ruled(
    of: bytes, ids: bytes | None, reason: str, columns: Sequence[Any], own_id: str
) -> Ruling:
    said = dict(zip(_EVENT_COLUMNS, columns, strict=True))
    since, author, status = (said.pop(name) for name in ("date", "speaker", "condition"))
    _nothing(*said.values())
    settled_by = None if ids is None else ids.hex()
    day = None if since is None else _day(since)
    return _ruling((of.hex(), _STATUSES[status], settled_by, day, reason, author, own_id))


def _event(key: bytes, columns: Sequence[Any], source: Source | None) -> StanceEvent:
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
        end,
        text,
        text_hash,
        row,
        row_url,
        source_score,
        confidence,
        _,
    ) = columns[_DATE:]
    if source is None:
        raise ValueError("its source is missing")
    article, sha256, dataset, version, published, publisher, url, coder = source
    evidence: Evidence
    if text is not None:
        _nothing(text_hash, row, row_url)
        evidence = _span((article, sha256, start, end, text))
    elif text_hash is not None:
        _nothing(row, row_url)
        evidence = _erased_span((article, sha256, start, end, text_hash.hex()))
    else:
        _nothing(start, end)
        evidence = _row((dataset, version, row, row_url))
    return _stance(
        (
            _day(date),
            _PRECISIONS[date_precision],
            actor,
            _TYPES[event_type],
            recipient,
            about,
            _MODALITIES[modality],
            speaker,
            claimed_by,
            condition,
            None if deadline is None else _day(deadline),
            published,
            publisher,
            url,
            evidence,
            source_score,
            coder,
            confidence,
            key.hex(),
        )
    )


def _nothing(*unused: object) -> None:
    if unused.count(None) != len(unused):
        raise ValueError(f"a value where none belongs: {unused!r}")


@functools.lru_cache(maxsize=10_000)
def _day(text: str) -> dt.date:
    day = dt.date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(f"no date as it is kept: {text!r}")
    return day


def _hex_ids(joined: bytes) -> tuple[str, ...]:
    return tuple(key.hex() for key in split(joined))


_PRECISIONS = {word.value: word for word in Precision}
_TYPES = {word.value: word for word in EventType}
_MODALITIES = {word.value: word for word in Modality}
_STATUSES = {word.value: word for word in Status}
_DATE = list(RECORD).index("date")
_EVENT_COLUMNS = list(RECORD)[_DATE:]
_span, _erased_span, _row = _unchecked(Span), _unchecked(ErasedSpan), _unchecked(Row)
_stance, _correction = _unchecked(StanceEvent, "id"), _unchecked(Correction, "id")
_merge, _retraction = _unchecked(Merge, "id"), _unchecked(Retraction, "id")
_erasure, _ruling = _unchecked(Erasure, "id"), _unchecked(Ruling, "id")
