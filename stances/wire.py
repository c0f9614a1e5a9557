"""JSON Lines in and out: one record a line, checked to the last key when it is read.

Every object names its ``kind`` and the ``schema`` it was written in. Older schemas are lifted
step by step, newer ones refused. All keys are always there: what is absent is null. The JSON
Schema of a line is ``data/wire.schema.json``.
"""

from __future__ import annotations

import datetime as dt
import importlib.resources
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn, TextIO, TypeAlias, TypeVar, assert_never

import attrs

from stances.decode import SCHEMA, Undecodable, decode
from stances.errors import Fault, FileFaults
from stances.events import (
    Correction,
    ErasedSpan,
    Erasure,
    Evidence,
    Merge,
    Record,
    Retraction,
    Ruling,
    Span,
    StanceEvent,
)
from stances.notation import shown

_Object: TypeAlias = dict[str, Any]
_T = TypeVar("_T")

MAX_FAULTS = 1_000
"""A file with so many bad lines is no file of records, and is not read further."""

_LINE_BREAKS = re.compile("[\x85\u2028\u2029]")


def json_schema() -> _Object:
    """The JSON Schema that every line satisfies; it leaves ids and offsets unchecked."""
    file = importlib.resources.files("stances") / "data" / "wire.schema.json"
    schema: _Object = json.loads(file.read_text(encoding="utf-8"))
    return schema


def dumps(record: Record) -> str:
    """The one line that says this record, without a line break at its end or within."""
    line = json.dumps(to_dict(record), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _LINE_BREAKS.sub(lambda char: f"\\u{ord(char[0]):04x}", line)


def loads(line: str | bytes) -> Record:
    """The record that a line says.

    Raises:
        FileFaults: with everything that is wrong in the line.

    """
    for record in _read_lines([line], "line "):
        return record
    raise FileFaults([Fault("line 1", "expected a record, not a blank line")])


def write_jsonl(records: Iterable[Record], file: str | os.PathLike[str] | TextIO) -> int:
    """Write the records, one a line, to a path or an open text file; gives their number."""
    if isinstance(file, (str, os.PathLike)):
        with open(file, "w", encoding="utf-8", newline="\n") as opened:
            return write_jsonl(records, opened)
    count = 0
    for record in records:
        file.write(dumps(record) + "\n")
        count += 1
    return count


def read_jsonl(source: str | os.PathLike[str] | Iterable[str | bytes]) -> Iterator[Record]:
    """The records of a path, an open file or lines; blank lines and a byte order mark are skipped.

    They come one by one, as they are read. Once a line is bad, no more come; the rest is only
    looked through, and after it all faults are raised. So to append them to a log is to append
    all or nothing.

    Raises:
        FileFaults: with all that is wrong in every line, up to a thousand bad lines.

    """
    if isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as file:
            yield from _read_lines(file, f"{os.fspath(source)}:")
    else:
        yield from _read_lines(source, "line ")


def to_dict(record: Record) -> _Object:
    """The record as what JSON is made of, keys in their order."""
    match record:
        case StanceEvent():
            return _event_to_dict(record)
        case Merge():
            ids = list(record.ids)
            return {**_envelope("merge", record), "ids": ids, "reason": record.reason}
        case Correction():
            event = _event_to_dict(record.event)
            said = {"of": record.of, "event": event, "reason": record.reason}
            return {**_envelope("correction", record), **said}
        case Retraction():
            undone = {"of": record.of, "reason": record.reason, "number": record.number}
            return {**_envelope("retraction", record), **undone}
        case Erasure():
            return {**_envelope("erasure", record), "of": list(record.of), "reason": record.reason}
        case Ruling():
            return {
                **_envelope("ruling", record),
                "of": record.of,
                "status": record.status.value,
                "settled_by": record.settled_by,
                "since": _iso(record.since),
                "reason": record.reason,
                "author": record.author,
            }
        case _:
            assert_never(record)


def _envelope(kind: str, record: Record) -> _Object:
    return {"kind": kind, "schema": SCHEMA, "id": record.id}


def _event_to_dict(event: StanceEvent) -> _Object:
    return {
        **_envelope("stance", event),
        "article": event.article,
        "actor": event.actor,
        "event_type": event.event_type.value,
        "recipient": event.recipient,
        "about": event.about,
        "date": event.date.isoformat(),
        "date_precision": event.date_precision.value,
        "published": event.published.isoformat(),
        "publisher": event.publisher,
        "url": event.url,
        "modality": event.modality.value,
        "speaker": event.speaker,
        "claimed_by": event.claimed_by,
        "condition": event.condition,
        "deadline": _iso(event.deadline),
        "evidence": _evidence_to_dict(event.evidence),
        "source_score": event.source_score,
        "coder": event.coder,
        "confidence": event.confidence,
    }


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _evidence_to_dict(evidence: Evidence) -> _Object:
    if isinstance(evidence, Span):
        return {
            "start": evidence.start,
            "end": evidence.end,
            "text": evidence.text,
            "sha256": evidence.sha256,
        }
    if isinstance(evidence, ErasedSpan):
        return {
            "start": evidence.start,
            "end": evidence.end,
            "text_sha256": evidence.text_sha256,
            "sha256": evidence.sha256,
        }
    return attrs.asdict(evidence)


def _read_lines(lines: Iterable[str | bytes], where: str) -> Iterator[Record]:
    faults: list[Fault] = []
    bad_lines = 0
    for number, line in enumerate(lines, start=1):
        try:
            record = read_line(line, decode, first=number == 1)
        except Undecodable as bad:
            bad_lines += 1
            faults += (Fault(f"{where}{number}", f"{what} @ ${path}") for path, what in bad.faults)
            if bad_lines == MAX_FAULTS:
                faults.append(Fault(f"{where}{number}", "that many bad lines: not read further"))
                break
        else:
            if record is not None and not faults:
                yield record
    if faults:
        raise FileFaults(faults)


def read_line(line: str | bytes, read: Callable[[Any], _T], *, first: bool = False) -> _T | None:
    """What ``read`` makes of the JSON value in the line; None of a blank line.

    Raises:
        Undecodable: it is no JSON, or ``read`` says so; with all that is wrong.

    """
    try:
        text = line.decode("utf-8") if isinstance(line, bytes) else line
        text = text.removeprefix("\ufeff") if first else text
        return read(_parsed(text)) if text.strip() else None
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        raise Undecodable(("", f"expected UTF-8, not the byte 0x{byte:02x}")) from None
    except RecursionError:
        raise Undecodable(("", "nested too deep")) from None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_constant)
    except ValueError as error:
        raise Undecodable(("", f"expected JSON: {error}")) from None


def _without_doubles(pairs: list[tuple[str, Any]]) -> _Object:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise ValueError(f"the key {shown(key)} stands twice in one object")
            seen.add(key)
    return made


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
