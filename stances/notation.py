"""Events as one readable line each.

A line says what an event says, and leaves out where it was read::

    DATE[~PRECISION] ACTOR TYPE RECIPIENT|- [future|denied] [about CODE] [speaker "Name"]
    [claimed_by CODE] [if "condition"] [by DATE] ["evidence"]

    2020-02-18~unknown TUR THREATEN SYR if "unless they withdraw" by 2020-02-29 "would use force"

Quoted text is a JSON string: a quotation mark in it is written after a backslash. What follows the
recipient may be read in any order and is written in this one. The precision is day unless said.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

from stances.errors import InvalidRecord
from stances.events import (
    EventType,
    Evidence,
    Modality,
    Precision,
    Span,
    StanceEvent,
    text_sha256,
)

_T = TypeVar("_T")

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s"]+|".*', re.DOTALL)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LINE_BREAKS = str.maketrans({char: f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"})


def event(
    line: str,
    *,
    published: dt.date | None = None,
    publisher: str | None = None,
    url: str | None = None,
    article: str = "notation",
    text: str | None = None,
    evidence: Evidence | None = None,
    source_score: float | None = None,
    coder: str = "hand",
    confidence: float | None = None,
) -> StanceEvent:
    """The event that a line of the notation says; the other arguments say what no line holds.

    It was published on its own date unless said. ``text`` is that of the article, in which the
    quoted evidence must stand exactly once; without it the quotation is taken to be the whole
    article. ``evidence`` takes the place of what the line quotes. A line that quotes nothing rests
    on the whole text or, if there is none, on the line itself.

    Raises:
        InvalidRecord: the line is not in the notation; the message says where and what is expected.

    """
    said, quoted = _parse(line)
    return StanceEvent(
        **said,
        published=published or said["date"],
        publisher=publisher,
        url=url,
        evidence=evidence or _span(quoted, text, line=line, article=article),
        source_score=source_score,
        coder=coder,
        confidence=confidence,
    )


def notation(said: StanceEvent) -> str:
    """The line that says this event; ``event`` reads it back, given what no line holds."""
    date = str(said.date)
    if said.date_precision is not Precision.DAY:
        date += f"~{said.date_precision}"
    parts = [date, said.actor, said.event_type, said.recipient or "-"]
    if said.modality is not Modality.ASSERTED:
        parts.append(said.modality)
    if said.about is not None:
        parts.append(f"about {said.about}")
    if said.speaker is not None:
        parts.append(f"speaker {_quoted(said.speaker)}")
    if said.claimed_by is not None:
        parts.append(f"claimed_by {said.claimed_by}")
    if said.condition is not None:
        parts.append(f"if {_quoted(said.condition)}")
    if said.deadline is not None:
        parts.append(f"by {said.deadline}")
    if isinstance(said.evidence, Span):
        parts.append(_quoted(said.evidence.text))
    return " ".join(parts)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).translate(_LINE_BREAKS)


def _span(quoted: str | None, text: str | None, *, line: str, article: str) -> Span:
    if text is None:
        text = line if quoted is None else quoted
    if quoted is None:
        quoted = text
    start = text.find(quoted)
    if start < 0:
        raise InvalidRecord(f"the evidence {shown(quoted)} does not stand in the text")
    if text.find(quoted, start + 1) >= 0:
        raise InvalidRecord(f"the evidence {shown(quoted)} stands in the text twice: quote more")
    return Span(
        article=article,
        sha256=text_sha256(text),
        start=start,
        end=start + len(quoted),
        text=quoted,
    )


def shown(value: object) -> str:
    """The value as a message shows it: short, and safe to print."""
    whole = repr(value)
    return whole if len(whole) <= 80 else f"{whole[:60]}… ({len(whole):,} characters)"


class _Tokens:
    """The words and quotations of a line, taken one by one."""

    def __init__(self, line: str) -> None:
        self._line = line
        self._left = list(_TOKEN.finditer(line))[::-1]

    def __bool__(self) -> bool:
        return bool(self._left)

    def take(self, expected: str, read: Callable[[str], _T]) -> _T:
        """What ``read`` makes of the next token; it raises ValueError if it can make nothing."""
        if not self._left:
            raise InvalidRecord(f"{shown(self._line)} ends where {expected} is expected")
        token = self._left.pop()
        try:
            return read(token.group())
        except ValueError:
            raise InvalidRecord(
                f"{shown(self._line)}, column {token.start() + 1}: "
                f"expected {expected}, not {shown(token.group())}"
            ) from None


def _parse(line: str) -> tuple[dict[str, Any], str | None]:
    """The fields that the line says, and the evidence it quotes."""
    tokens = _Tokens(line)
    date, precision = tokens.take("a date such as 2020-02-18 or 2020-02-01~month", _dated)
    said: dict[str, Any] = {
        "date": date,
        "date_precision": precision,
        "actor": tokens.take("an actor code", _word),
        "event_type": tokens.take(f"one of {', '.join(EventType)}", EventType),
        "recipient": tokens.take("the code of the recipient, or -", _recipient),
    }
    while tokens:
        field, value = _clause(tokens)
        if field in said:
            raise InvalidRecord(f"{shown(line)} says twice what the {field} is")
        said[field] = value
    return said, said.pop("evidence", None)


def _clause(tokens: _Tokens) -> tuple[str, Any]:
    opening = tokens.take(
        "future, denied, about, speaker, claimed_by, if, by, or evidence in quotes", _opening
    )
    match opening:
        case "future" | "denied":
            return "modality", Modality(opening)
        case "about" | "claimed_by":
            return opening, tokens.take("an actor code", _word)
        case "speaker":
            return "speaker", tokens.take("a name in quotes", _unquoted)
        case "if":
            return "condition", tokens.take("a condition in quotes", _unquoted)
        case "by":
            return "deadline", tokens.take("a date such as 2020-02-29", read_day)
        case _:
            return "evidence", _unquoted(opening)


def _opening(word: str) -> str:
    if word in ("future", "denied", "about", "claimed_by", "speaker", "if", "by"):
        return word
    _unquoted(word)
    return word


def _word(word: str) -> str:
    if word.startswith('"'):
        raise ValueError(word)
    return word


def _recipient(word: str) -> str | None:
    return None if word == "-" else _word(word)


def read_day(word: str) -> dt.date:
    """The date that is written YYYY-MM-DD, and in no other way; raises ValueError."""
    if not _DATE.fullmatch(word):
        raise ValueError(word)
    return dt.date.fromisoformat(word)


def _dated(word: str) -> tuple[dt.date, Precision]:
    date, tilde, precision = word.partition("~")
    return read_day(date), Precision(precision) if tilde else Precision.DAY


def _unquoted(word: str) -> str:
    if not word.startswith('"'):
        raise ValueError(word)
    text: str = json.loads(word, strict=False)
    return text
