"""Events that people coded by hand, to measure coders against."""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections.abc import Callable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import attrs

from stances.columns import read_columns
from stances.errors import Fault, FileFaults
from stances.events import EventType, Modality, Precision
from stances.notation import read_day, shown


@attrs.frozen(kw_only=True)
class GoldRow:
    """One event as a person coded it; fields as in ``StanceEvent``.

    ``evidence`` is the shortest exact passage that carries the event, ``start`` and ``end`` its
    offsets in the article where known. ``core`` is false for what a careful reader would not
    miss, such as background: to code it is neither right nor wrong.
    """

    article: str
    actor: str
    event_type: EventType
    recipient: str | None
    date: dt.date
    evidence: str
    date_precision: Precision = Precision.DAY
    modality: Modality = Modality.ASSERTED
    speaker: str | None = None
    claimed_by: str | None = None
    about: str | None = None
    deadline: dt.date | None = None
    condition: str | None = None
    core: bool = True
    start: int | None = None
    end: int | None = None


def read_gold(path: str | PathLike[str]) -> tuple[GoldRow, ...]:
    """The rows of a JSON Lines file of hand-coded events, in its order.

    Raises:
        FileFaults: with everything that is wrong in every line.

    """
    rows: list[GoldRow] = []
    faults: list[Fault] = []
    for where, line in _lines(Path(path)):
        row, problems = _row(line)
        if row is not None:
            rows.append(row)
        faults.extend(Fault(where, problem) for problem in problems)
    if faults:
        raise FileFaults(faults)
    return tuple(rows)


def read_sets(path: str | PathLike[str]) -> Mapping[str, frozenset[str]]:
    """Article ids by the name of their set, from a CSV file with the columns ``id`` and ``set``.

    Raises:
        FileFaults: the file has no such columns, or rows without a value.

    """
    rows, unread = read_columns(path, "id", "set")
    faults = [
        *unread,
        *(Fault(where, "has no id or no set") for where, row in rows if not all(row)),
    ]
    if faults:
        raise FileFaults(faults)
    sets: dict[str, set[str]] = {}
    for _, (article, name) in rows:
        sets.setdefault(name, set()).add(article)
    return {name: frozenset(articles) for name, articles in sets.items()}


def _lines(path: Path) -> Iterator[tuple[str, bytes]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield f"{path}:{number}", line


def _row(line: bytes) -> tuple[GoldRow | None, list[str]]:
    """The row, or everything that is wrong with it."""
    try:
        told = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return None, [f"is no line of JSON in UTF-8: {error}"]
    if not isinstance(told, dict):
        return None, [f"expected an object, not {shown(told)}"]
    problems = [f"unknown key {shown(key)}" for key in told.keys() - _READERS.keys()]
    values: dict[str, Any] = {}
    for field in attrs.fields(GoldRow):
        if field.name not in told:
            if field.default is attrs.NOTHING:
                problems.append(f"{field.name}: the key is missing")
            continue
        read, expected = _READERS[field.name]
        try:
            values[field.name] = read(told[field.name])
        except (TypeError, ValueError):
            problems.append(f"{field.name}: expected {expected}, not {shown(told[field.name])}")
    return (None, sorted(problems)) if problems else (GoldRow(**values), [])


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _offset(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise TypeError
    return value


def _or_null(read: Callable[[Any], object]) -> Callable[[Any], object]:
    return lambda value: None if value is None else read(value)


def _one_of(words: type[enum.StrEnum]) -> str:
    return f"one of {', '.join(words)}"


_OPTIONAL_TEXT = (_or_null(_text), "text or null")
_OPTIONAL_OFFSET = (_or_null(_offset), "a number of characters or null")
_READERS: Mapping[str, tuple[Callable[[Any], object], str]] = {
    **dict.fromkeys(("article", "actor", "evidence"), (_text, "text")),
    **dict.fromkeys(("recipient", "speaker", "claimed_by", "about", "condition"), _OPTIONAL_TEXT),
    **dict.fromkeys(("start", "end"), _OPTIONAL_OFFSET),
    "date": (read_day, "a date such as 2020-02-18"),
    "deadline": (_or_null(read_day), "a date such as 2020-02-29, or null"),
    "event_type": (EventType, _one_of(EventType)),
    "date_precision": (Precision, _one_of(Precision)),
    "modality": (Modality, _one_of(Modality)),
    "core": (_truth, "true or false"),
}
