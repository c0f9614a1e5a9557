"""What stands in one field of a row, read strictly: a value, nothing, or a ValueError."""

from __future__ import annotations

import datetime as dt
import functools
import math

from stances.notation import shown

_MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november"
        " december".split(),
        start=1,
    )
}


@functools.lru_cache(maxsize=50_000)
def compact_day(text: str) -> dt.date:
    """A day written ``20200218``."""
    return _day(text, text[:4], text[4:6], text[6:], "20200218")


@functools.lru_cache(maxsize=50_000)
def compact_moment(text: str) -> dt.date:
    """The day of what is written ``20200218``, or ``20200218143000`` in UTC."""
    if len(text) == 14 and text.isdecimal() and text.isascii():
        dt.time(int(text[8:10]), int(text[10:12]), int(text[12:]))
        return compact_day(text[:8])
    return compact_day(text)


@functools.lru_cache(maxsize=50_000)
def iso_day(text: str) -> dt.date:
    """A day written ``2020-02-18``."""
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    return _day(text, year, month, day, "2020-02-18")


@functools.lru_cache(maxsize=50_000)
def american_day(text: str) -> dt.date:
    """A day written ``2020-02-18`` or, as in some files, month first: ``2/18/2020``."""
    if "/" not in text:
        return iso_day(text)
    month, _, rest = text.partition("/")
    day, _, year = rest.partition("/")
    return _day(text, year, month.zfill(2), day.zfill(2), "2020-02-18 or 2/18/2020")


@functools.lru_cache(maxsize=50_000)
def worded_day(text: str) -> dt.date:
    """A day written ``2020-02-18`` or, as in some files, ``18 February 2020``."""
    if " " not in text:
        return iso_day(text)
    day, _, rest = text.partition(" ")
    month, _, year = rest.partition(" ")
    number = _MONTHS.get(month.casefold(), 0)
    return _day(text, year, f"{number:02}", day.zfill(2), "2020-02-18 or 18 February 2020")


@functools.lru_cache(maxsize=10_000)
def number(text: str) -> float | None:
    """A number; None where nothing stands."""
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in text:
        raise ValueError(f"expected a number, not {shown(text)}")
    return value


def digits(text: str) -> str:
    """An id of digits, as it stands."""
    if not (text.isdecimal() and text.isascii()):
        raise ValueError(f"expected digits, not {shown(text)}")
    return text


def some(text: str) -> str:
    """A text that is not blank."""
    if not text.strip():
        raise ValueError("expected something to stand here")
    return text


def _day(text: str, year: str, month: str, day: str, such: str) -> dt.date:
    parts = (year, month, day)
    try:
        if tuple(map(len, parts)) == (4, 2, 2) and "".join(parts).isdecimal() and text.isascii():
            return dt.date(int(year), int(month), int(day))
    except ValueError:
        pass
    raise ValueError(f"expected a date such as {such}, not {shown(text)}")
