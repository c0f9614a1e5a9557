"""What JSON gave, made into a record, or into a list of everything that is wrong with it.

Not done with cattrs: attrs checks every field already, but stops at the first fault, so each
field would have to be checked once more, in a hook, to find the others. Here a record is simply
made, and only one that cannot be made is looked at field by field.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import attrs

from stances.errors import InvalidRecord
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
from stances.notation import read_day, shown

_T = TypeVar("_T", bound=attrs.AttrsInstance)
_R = TypeVar("_R", bound=Record)
_Object: TypeAlias = dict[str, Any]
_Reader: TypeAlias = Callable[[Any], Any]

UPCASTS: tuple[Callable[[_Object], _Object], ...] = ()
"""The function at n - 1 turns an object of schema n, nested ones aside, into one of n + 1.

Where that changes what an id is a hash of, it has to give the object the new id.
"""

SCHEMA = len(UPCASTS) + 1
"""The schema that is written."""


class Undecodable(Exception):
    """All that is wrong in a value: pairs of a JSON path from there, and what is wrong."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        self.faults = faults


def decode(value: Any) -> Record:
    """The record that the value says.

    Raises:
        Undecodable: with everything that is wrong in it.

    """
    if not isinstance(value, dict):
        raise Undecodable(("", f"expected an object, not {shown(value)}"))
    kind = value.get("kind")
    read = _KINDS.get(kind) if isinstance(kind, str) else None
    if read is None:
        raise Undecodable((".kind", f"expected {' or '.join(_KINDS)}, not {shown(kind)}"))
    return _checked(value, read)


def _checked(value: _Object, read: Callable[[_Object], _R]) -> _R:
    """What is read of the object in the newest schema, if its id is the one that it gives."""
    value = lifted(value)
    record = read(value)
    given = value.get("id")
    if given != record.id:
        fault = f"expected {record.id}, the id of what the record says, not {shown(given)}"
        raise Undecodable((".id", fault))
    return record


def lifted(value: _Object, upcasts: Sequence[Callable[[_Object], _Object]] = UPCASTS) -> _Object:
    """The object in the newest schema, one upcast after the other."""
    newest = len(upcasts) + 1
    schema = value.get("schema")
    if type(schema) is not int or schema < 1:
        raise Undecodable((".schema", f"expected the number of a schema, not {shown(schema)}"))
    if schema > newest:
        fault = f"is schema {shown(schema)}, and this version reads up to {newest}: upgrade stances"
        raise Undecodable((".schema", fault))
    for upcast in upcasts[schema - 1 :]:
        value = upcast(value)
    return value


def _stance(value: _Object) -> StanceEvent:
    said, faults = _read(value, _STANCE, _ENVELOPE)
    article = said.pop("article", None)
    if "evidence" in said:
        try:
            said["evidence"] = _evidence(said.pop("evidence"), article)
        except Undecodable as bad:
            faults += [(p if p == ".article" else f".evidence{p}", what) for p, what in bad.faults]
    return _make(StanceEvent, said, faults)


def _evidence(value: Any, article: object) -> Evidence:
    if not isinstance(value, dict):
        raise Undecodable(("", f"expected an object, not {shown(value)}"))
    if "dataset" in value:
        said, faults = _read(value, _ROW)
        if article is not None:
            faults.append((".article", "expected null, as the evidence is a row of a data set"))
        return _make(Row, said, faults)
    if "text_sha256" in value:
        said, faults = _read(value, _ERASED_SPAN)
        return _make(ErasedSpan, said | {"article": article}, faults)
    said, faults = _read(value, _SPAN)
    return _make(Span, said | {"article": article}, faults)


def _merge(value: _Object) -> Merge:
    return _make(Merge, *_read(value, _MERGE, _ENVELOPE))


def _correction(value: _Object) -> Correction:
    return _make(Correction, *_read(value, _CORRECTION, _ENVELOPE))


def _retraction(value: _Object) -> Retraction:
    return _make(Retraction, *_read(value, _RETRACTION, _ENVELOPE))


def _erasure(value: _Object) -> Erasure:
    return _make(Erasure, *_read(value, _ERASURE, _ENVELOPE))


def _ruling(value: _Object) -> Ruling:
    return _make(Ruling, *_read(value, _RULING, _ENVELOPE))


def _read(
    value: _Object, readers: Mapping[str, _Reader], envelope: frozenset[str] = frozenset()
) -> tuple[_Object, list[tuple[str, str]]]:
    """What can be read of the keys, and what is wrong with the others."""
    said: _Object = {}
    faults: list[tuple[str, str]] = []
    for key, read in readers.items():
        if key not in value:
            faults.append((f".{key}", "the key is missing; what is absent is null"))
            continue
        try:
            said[key] = read(value[key])
        except Undecodable as bad:
            faults += ((f".{key}{path}", what) for path, what in bad.faults)
    for key in sorted(value.keys() - readers.keys() - envelope):
        faults.append(("", f"unknown key {shown(key)}"))
    return said, faults


def _make(cls: type[_T], said: _Object, faults: list[tuple[str, str]]) -> _T:
    """The value; or, if anything is wrong with it, all that is, one field after the other."""
    whole = ""
    if not faults:
        try:
            return cls(**said)
        except InvalidRecord as error:
            whole = str(error)
    blank = cls.__new__(cls)
    found = list(faults)
    for field in attrs.fields(cls):
        if field.name in said and field.validator is not None:
            try:
                field.validator(blank, field, said[field.name])
            except InvalidRecord as error:
                found.append((f".{field.name}", str(error)))
    raise Undecodable(*(found or [("", whole)]))


def _as_it_is(value: Any) -> Any:
    return value


def _date(value: Any) -> dt.date:
    try:
        return read_day(value)
    except (TypeError, ValueError):
        raise Undecodable(("", f"expected a date such as 2020-02-18, not {shown(value)}")) from None


def _date_or_null(value: Any) -> dt.date | None:
    return None if value is None else _date(value)


def _number(value: Any) -> Any:
    try:
        return float(value) if type(value) is int else value
    except OverflowError:
        raise Undecodable(
            ("", f"expected a number that a float can hold, not {shown(value)}")
        ) from None


def _word(words: type[enum.StrEnum]) -> _Reader:
    members = {word.value: word for word in words}

    def read(value: Any) -> enum.StrEnum:
        if not isinstance(value, str) or value not in members:
            raise Undecodable(("", f"expected one of {', '.join(members)}, not {shown(value)}"))
        return members[value]

    return read


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Undecodable(("", f"expected an array of ids, not {shown(value)}"))
    faults = [
        (f"[{index}]", f"expected an id, not {shown(item)}")
        for index, item in enumerate(value)
        if not isinstance(item, str)
    ]
    if faults:
        raise Undecodable(*faults)
    return tuple(value)


def _event(value: Any) -> StanceEvent:
    if not isinstance(value, dict) or value.get("kind") != "stance":
        raise Undecodable(("", f"expected an object of the kind 'stance', not {shown(value)}"))
    return _checked(value, _stance)


_ENVELOPE = frozenset({"kind", "schema", "id"})
_SPAN: Mapping[str, _Reader] = dict.fromkeys(("start", "end", "text", "sha256"), _as_it_is)
_ERASED_SPAN: Mapping[str, _Reader] = dict.fromkeys(
    ("start", "end", "text_sha256", "sha256"), _as_it_is
)
_ROW: Mapping[str, _Reader] = dict.fromkeys(("dataset", "version", "row", "url"), _as_it_is)
_STANCE: Mapping[str, _Reader] = {
    "article": _as_it_is,
    "actor": _as_it_is,
    "event_type": _word(EventType),
    "recipient": _as_it_is,
    "about": _as_it_is,
    "date": _date,
    "date_precision": _word(Precision),
    "published": _date,
    "publisher": _as_it_is,
    "url": _as_it_is,
    "modality": _word(Modality),
    "speaker": _as_it_is,
    "claimed_by": _as_it_is,
    "condition": _as_it_is,
    "deadline": _date_or_null,
    "evidence": _as_it_is,
    "source_score": _number,
    "coder": _as_it_is,
    "confidence": _number,
}
_MERGE: Mapping[str, _Reader] = {"ids": _strings, "reason": _as_it_is}
_CORRECTION: Mapping[str, _Reader] = {"of": _as_it_is, "event": _event, "reason": _as_it_is}
_RETRACTION: Mapping[str, _Reader] = dict.fromkeys(("of", "reason", "number"), _as_it_is)
_ERASURE: Mapping[str, _Reader] = {"of": _strings, "reason": _as_it_is}
_RULING: Mapping[str, _Reader] = {
    "of": _as_it_is,
    "status": _word(Status),
    "settled_by": _as_it_is,
    "since": _date_or_null,
    "reason": _as_it_is,
    "author": _as_it_is,
}

_KINDS: Mapping[str, Callable[[_Object], Record]] = {
    "stance": _stance,
    "merge": _merge,
    "correction": _correction,
    "retraction": _retraction,
    "erasure": _erasure,
    "ruling": _ruling,
}
