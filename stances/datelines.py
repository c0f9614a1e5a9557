"""When a text says it was published.

A date counts only where an article states its own: in the head of the text, on a line of its own
(with a weekday, a time, a byline or a label beside it), as a labelled prefix, or in an agency's
dateline that gives the year. A date told inside the story is never taken for it, and there is no
guess: a numeric date that can be read two ways is handed back as ambiguous.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

import attrs

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?\b"
_WEEKDAY = r"(?:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s+)?"
_DATE = (
    rf"{_WEEKDAY}(?P<date>"
    r"(?P<y1>\d{4})(?P<sep>[-/.])(?P<m1>\d{1,2})(?P=sep)(?P<d1>\d{1,2})(?!\d)"
    rf"|(?P<d2>{_DAY})(?:\s+of)?[\s-]+(?P<m2>{_MONTH}),?[\s-]+(?P<y2>\d{{4}})\b"
    rf"|(?P<m3>{_MONTH})\s+(?P<d3>{_DAY}),?\s+(?P<y3>\d{{4}})\b"
    r"|(?P<a>\d{1,2})(?P<sep4>[-/.])(?P<b>\d{1,2})(?P=sep4)(?P<y4>\d{4})\b)"
)
_TIME = (
    r"(?:(?:T|\s*(?:,|-|–|—|\||at|@)?\s*)\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:\.\d{1,6})?)?"
    r"(?:\s*[ap]\.?m\b\.?)?(?:\s*\(?(?:Z|[A-Z]{2,5}|(?:(?:GMT|UTC)\s*)?[+-]\d{1,2}(?::?\d{2})?)\)?)?)?"
)
_FIRST = r"(?:date(?:line)?|(?:first\s+)?published|posted|publication\s+date|released|issued)"
_LATER = r"(?:(?:last\s+)?(?:updated|modified)|update)"
_LABEL = rf"(?:(?P<first>{_FIRST})|(?P<later>{_LATER}))\s*(?:on|at)?\s*[:\-–|]?\s*"
_BYLINE = (
    r"(?:by\s[^|·•\d]{2,80}[|·•,\-–—]?\s*|[^|·•\d]{2,60}[|·•]\s*|\w[\w.'-]*(?:\s[\w.'-]+){0,2},\s*)"
)
_REST = rf"(?:\s*(?:[|·•/]|\b{_LATER}\b).{{0,100}})?"
_AGENCY = r"[^\W\d_][^()\d]{1,50}[,\s]\s*"

_OWN_LINE = re.compile(
    rf"\s*(?:{_LABEL}|{_BYLINE})?{_DATE}{_TIME}{_REST}[\s.]*", re.IGNORECASE | re.DOTALL
)
_PREFIX = re.compile(rf"\s*(?P<first>date:?|{_FIRST}:)\s*{_DATE}{_TIME}\s+(?=\S)", re.IGNORECASE)
_DATELINE = re.compile(
    rf"\s*{_AGENCY}{_DATE}\s*(?:\([^()]{{2,40}}\)\s*)?[-–—]{{1,2}}\s+(?=\S)", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]\s]*\Z")
_WHOLE = re.compile(rf"\s*{_DATE}{_TIME}\s*", re.IGNORECASE)
_MAX_LINE = 240
_MAX_HEAD_LINES = 200
_STORY_LINES = 3


@attrs.frozen
class StatedDate:
    """A date as it stands in a text; ``date`` is None where it is ambiguous or impossible.

    ``end`` is the offset, within the line, at which the statement ends and a story may begin.
    """

    text: str
    date: dt.date | None
    end: int
    first: bool = True


def read_date(text: str) -> dt.date | None:
    """The day a text names and nothing else, as in ``21 Feb, 2020 19:53``; None if unclear."""
    whole = _WHOLE.fullmatch(text[:_MAX_LINE])
    return None if whole is None else _day(whole)


def dateline_of(line: str) -> StatedDate | None:
    """The publication date that one line states, on its own or before the text that follows."""
    start = line[:_MAX_LINE]
    if (own := _OWN_LINE.fullmatch(line) if len(line) <= _MAX_LINE else None) is not None:
        return StatedDate(own["date"], _day(own), len(line), first=own["later"] is None)
    for form in (_PREFIX, _DATELINE):
        if (found := form.match(start)) is not None:
            return StatedDate(found["date"], _day(found), found.end())
    return None


def stated_date(lines: Iterable[str]) -> StatedDate | None:
    """The publication date that the head of a text states: that of first publication if told.

    The head ends with the third line that reads like a sentence.
    """
    updated: StatedDate | None = None
    sentences = 0
    for _, line in zip(range(_MAX_HEAD_LINES), lines, strict=False):
        found = dateline_of(line)
        if found is not None and found.first:
            return found
        updated = updated or found
        sentences += found is None and _SENTENCE_END.search(line[-20:]) is not None
        if sentences == _STORY_LINES:
            break
    return updated


def _day(found: re.Match[str]) -> dt.date | None:
    parts = found.groupdict()
    if parts["y1"]:
        return _valid(parts["y1"], parts["m1"], parts["d1"])
    for year, month, day in (("y2", "m2", "d2"), ("y3", "m3", "d3")):
        if parts[year]:
            number = _MONTHS.index(parts[month][:3].lower()) + 1
            return _valid(parts[year], number, parts[day].rstrip("stndrhSTNDRH"))
    readings = {
        _valid(parts["y4"], parts["b"], parts["a"]),
        _valid(parts["y4"], parts["a"], parts["b"]),
    } - {None}
    return readings.pop() if len(readings) == 1 else None


def _valid(year: str, month: str | int, day: str) -> dt.date | None:
    if not 1900 <= int(year) <= 2100:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
