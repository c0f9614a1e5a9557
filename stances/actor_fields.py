"""The fields of a line about actors: what JSON gave, checked and turned into values.

Every reader raises ``ValueError``, which says what was expected.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
import reprlib
from typing import Any, TypeAlias

from stances.names import ActorKind, words

Span: TypeAlias = tuple[dt.date | None, dt.date | None]
"""First and last day; None where it is open."""

LONGEST_ALIAS = 200

_CODE = re.compile(r"[A-Z][A-Z0-9_.:\-]{1,63}")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def read_text(value: Any) -> str:
    """Text that says something, on one line."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"expected text, not {reprlib.repr(value)}")
    if not value.isprintable():
        raise ValueError(f"expected text without control characters, not {reprlib.repr(value)}")
    return value


def read_alias(value: Any) -> str:
    """A name that can be looked up by its words."""
    text = read_text(value)
    if len(text) > LONGEST_ALIAS:
        raise ValueError(f"expected at most {LONGEST_ALIAS} characters, not {reprlib.repr(text)}")
    if not (text[0].isalnum() and text.isascii()) and not words(text):
        raise ValueError(f"expected a letter or digit in {reprlib.repr(text)}")
    return text


def read_code(value: Any) -> str:
    """An actor code, as records demand them."""
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise ValueError(f"expected an upper-case code such as 'TUR', not {reprlib.repr(value)}")
    return value


def read_kind(value: Any) -> ActorKind:
    """A kind of actor."""
    try:
        return ActorKind(value)
    except ValueError:
        expected = ", ".join(ActorKind)
        raise ValueError(f"expected one of {expected}, not {reprlib.repr(value)}") from None


def read_aliases(value: Any) -> tuple[str, ...]:
    """A list of names."""
    return tuple([read_alias(item) for item in _list(value)])


def read_codes(value: Any) -> tuple[str, ...]:
    """A list of actor codes."""
    return tuple([read_code(item) for item in _list(value)])


def read_dated(value: Any) -> dict[str, Span]:
    """Names with the time of their use."""
    if not isinstance(value, dict):
        raise ValueError(f"expected an object of alias and dates, not {reprlib.repr(value)}")
    return {text: read_interval(during) for text, during in value.items()}


def read_offices(value: Any) -> tuple[Span, ...]:
    """When offices were held: at least one, each an office and an interval."""
    spans = [_office(item) for item in _list(value)]
    if not spans:
        raise ValueError("expected at least one office with its dates")
    return tuple(spans)


def read_interval(value: Any) -> Span:
    """An ISO 8601 interval of years, months or days: ``2011-03/2013``, ``2011/..``."""
    return _interval(read_text(value))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"expected a list, not {reprlib.repr(value)}")
    return value


def _office(value: Any) -> Span:
    office, _, during = read_text(value).rpartition(" ")
    if not office:
        raise ValueError(f"expected an office and its dates, not {reprlib.repr(value)}")
    return _interval(during)


@functools.lru_cache(maxsize=4096)
def _interval(text: str) -> Span:
    since, slash, until = text.partition("/")
    if not slash:
        raise ValueError(
            f"expected dates such as 2011-03/2013 or 2011/.., not {reprlib.repr(text)}"
        )
    begins, ends = _bound(since, last=False), _bound(until, last=True)
    if begins is not None and ends is not None and begins > ends:
        raise ValueError(f"{text} ends before it begins")
    return begins, ends


def _bound(text: str, *, last: bool) -> dt.date | None:
    if text == "..":
        return None
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"expected a year, a month, a day or '..', not {reprlib.repr(text)}")
    year = int(match[1])
    month = int(match[2] or (12 if last else 1))
    try:
        final = calendar.monthrange(year, month)[1] if last else 1
        return dt.date(year, month, int(match[3] or final))
    except ValueError as error:
        raise ValueError(f"{text} is no date: {error}") from None
