"""Dates told in a text, resolved against the day it was published.

A weekday is the last one up to the day of publication; a month without a year the last such
month; a span gives its first day and a precision that says so. Deadlines ("by the end of
February", "within 48 hours") are kept apart: they say when something is due, not when it was.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable

import attrs

from stances.events import Precision

_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTHS = [name.lower() for name in calendar.month_name]
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("zero one two three four five six seven eight nine ten eleven twelve").split()
    )
} | {"a": 1, "an": 1, "couple": 2, "a couple of": 2, "few": 3, "a few": 3, "several": 3}

_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan\.?|feb\.?|mar\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?)"
)
_MONTH_NAME = re.compile(_MONTH)
_NUMBER = r"(?:\d{1,3}|a\ couple\ of|a\ few|an?|" + "|".join(list(_NUMBERS)[1:13]) + "|several)"


@attrs.frozen
class When:
    """A date told at ``start:end`` of a text; a ``deadline`` says until when something is due."""

    start: int
    end: int
    date: dt.date
    precision: Precision
    deadline: bool = False


def find_dates(text: str, published: dt.date, anchor: dt.date | None = None) -> tuple[When, ...]:
    """Every date told in the text, in text order, none overlapping another.

    "Ten days later" counts from the day told before it: in this text, or else ``anchor``.
    """
    found: list[When] = []
    for match in _ANY.finditer(_lower(text)):
        when = _read(text, match, published, anchor)
        if when is not None:
            found.append(when)
            if when.precision is Precision.DAY and not when.deadline:
                anchor = when.date
    return tuple(found)


def _lower(text: str) -> str:
    """The text in small letters, each where it was: one capital alone would become two."""
    return text.replace("İ", "I").lower()


def _read(
    text: str, match: re.Match[str], published: dt.date, anchor: dt.date | None
) -> When | None:
    name = match.lastgroup or ""
    said = match.group(name)
    lead = (match.group("lead") or "").strip().removesuffix(" the")
    if name in _WITH_MONTH and not _CAPITAL.search(text, *match.span(name)):
        return None
    if name == "month" and not lead and " " not in said:
        return None
    if name == "same" and anchor is None:
        return None
    counted_from = anchor if name in ("later", "same") and anchor is not None else published
    try:
        resolved = _READERS[name](said, counted_from)
    except (ValueError, OverflowError):
        return None
    if resolved is None:
        return None
    (date, precision), due = resolved, lead in _DUE or name == "within"
    if due and name != "within":
        date = _due(date, precision, published, "end of" in match.group())
    return When(match.start(), match.end(), date, precision, due)


_WITH_MONTH = ("full", "month")
_CAPITAL = re.compile("[A-Z]")
_DUE = frozenset(
    {"by", "before", "until", "till", "no later than", "by end of"}
    | {f"{word} the end of" for word in ("by", "before", "until")}
    | {f"by {part}" for part in ("the start of", "late", "early", "mid")}
)


def _due(date: dt.date, precision: Precision, published: dt.date, end: bool) -> dt.date:
    """A deadline looks forward: the next such day, and the last day of a span that ends."""
    if precision is Precision.MONTH:
        if date < published.replace(day=1) and (published - date).days > 31:
            date = date.replace(year=date.year + 1)
        if end:
            return date.replace(day=calendar.monthrange(date.year, date.month)[1])
        return date
    if precision is Precision.YEAR:
        return date.replace(month=12, day=31) if end else date
    if precision is Precision.WEEK:
        return date + dt.timedelta(days=6) if end else date
    if date < published and (published - date).days <= 7:
        return date + dt.timedelta(days=7)
    if date < published and (published - date).days > 180:
        return date.replace(year=date.year + 1)
    return date


def _month(said: str) -> int:
    """The number of the month that a text names last."""
    stem = _MONTH_NAME.findall(said)[-1][:3]
    return next(number for number, name in enumerate(_MONTHS) if name.startswith(stem) and number)


def _nearest_year(month: int, day: int, published: dt.date) -> dt.date:
    """A date without a year: this year's, or the last one's if this would lie months ahead."""
    date = dt.date(published.year, month, day)
    if (date - published).days > 60:
        return dt.date(published.year - 1, month, day)
    if (published - date).days > 330:
        return dt.date(published.year + 1, month, day)
    return date


_Resolved = tuple[dt.date, Precision] | None


def _full(said: str, published: dt.date) -> _Resolved:
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    month = _month(said)
    years = [number for number in numbers if number > 31]
    day = next((number for number in numbers if number <= 31), 1)
    if years:
        return dt.date(years[0], month, day), Precision.DAY
    return _nearest_year(month, day, published), Precision.DAY


def _iso(said: str, _: dt.date) -> _Resolved:
    return dt.date.fromisoformat(said), Precision.DAY


def _in_month(said: str, published: dt.date) -> _Resolved:
    year = re.search(r"\d{4}", said)
    month = _month(said)
    if year:
        return dt.date(int(year.group()), month, 1), Precision.MONTH
    last = "last " in said
    date = dt.date(published.year, month, 1)
    future = (date - published).days > 62
    if future or (last and date >= published.replace(day=1)):
        date = date.replace(year=published.year - 1)
    return date, Precision.MONTH


def _in_year(said: str, _: dt.date) -> _Resolved:
    return dt.date(int(said[-4:]), 1, 1), Precision.YEAR


def _weekday(said: str, published: dt.date) -> _Resolved:
    day = next(number for number, name in enumerate(_DAYS) if name in said)
    back = (published.weekday() - day) % 7
    if "next" in said or "coming" in said:
        return published + dt.timedelta(days=(7 - back) % 7 or 7), Precision.DAY
    if "last" in said and back == 0:
        back = 7
    return published - dt.timedelta(days=back), Precision.DAY


def _near_day(said: str, published: dt.date) -> _Resolved:
    shift = -2 if "before" in said else {"yesterday": -1, "tomorrow": 1}.get(said, 0)
    return published + dt.timedelta(days=shift), Precision.DAY


def _span(said: str, published: dt.date) -> _Resolved:
    back, ahead = re.search("last|past|previous", said), re.search("next|coming", said)
    shift = bool(ahead) - bool(back)
    if "weekend" in said:
        saturday = published - dt.timedelta(days=(published.weekday() + 2) % 7)
        if shift < 0 and published.weekday() >= 5:
            saturday -= dt.timedelta(days=7)
        if shift > 0 or (shift == 0 and published.weekday() < 5 and "this" in said):
            saturday += dt.timedelta(days=7)
        return saturday, Precision.WEEK
    if "week" in said:
        monday = published - dt.timedelta(days=published.weekday())
        return monday + dt.timedelta(days=7 * shift), Precision.WEEK
    if "month" in said:
        month = published.year * 12 + published.month - 1 + shift
        return dt.date(month // 12, month % 12 + 1, 1), Precision.MONTH
    return dt.date(published.year + shift, 1, 1), Precision.YEAR


def _count(said: str) -> int:
    number = re.search(r"\d+", said)
    if number:
        return int(number.group())
    longest_first = sorted(_NUMBERS.items(), key=lambda item: -len(item[0]))
    return next((n for word, n in longest_first if re.search(rf"\b{word}\b", said)), 1)


def _ago(said: str, published: dt.date) -> _Resolved:
    count = _count(said)
    if "hour" in said:
        return published - dt.timedelta(days=count // 24), Precision.DAY
    if "day" in said:
        return published - dt.timedelta(days=count), Precision.DAY
    if "week" in said:
        return published - dt.timedelta(weeks=count), Precision.WEEK
    if "month" in said:
        month = published.year * 12 + published.month - 1 - count
        return dt.date(month // 12, month % 12 + 1, 1), Precision.MONTH
    return dt.date(published.year - count, 1, 1), Precision.YEAR


def _later(said: str, anchor: dt.date) -> _Resolved:
    count = _count(said) * (-1 if "earlier" in said or "before" in said else 1)
    unit = 7 if "week" in said else 1
    return anchor + dt.timedelta(days=count * unit), Precision.DAY


def _same(said: str, anchor: dt.date) -> _Resolved:
    shift = 1 if re.search("next|following", said) else -1 if "before" in said else 0
    return anchor + dt.timedelta(days=shift), Precision.DAY


def _ordinal(said: str, published: dt.date) -> _Resolved:
    """A day of this month that has passed, or else of the last."""
    day = _count(said)
    month = published if day <= published.day else published.replace(day=1) - dt.timedelta(days=1)
    return month.replace(day=day), Precision.DAY


def _within(said: str, published: dt.date) -> _Resolved:
    count = _count(said)
    days = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}
    unit = next(length for name, length in days.items() if name in said)
    return published + dt.timedelta(days=max(1, round(count * unit))), Precision.DAY


_READERS: dict[str, Callable[[str, dt.date], _Resolved]] = {
    "iso": _iso,
    "full": _full,
    "within": _within,
    "ago": _ago,
    "later": _later,
    "same": _same,
    "ordinal": _ordinal,
    "span": _span,
    "near": _near_day,
    "weekday": _weekday,
    "month": _in_month,
    "year": _in_year,
}

_LEAD = r"""(?P<lead>(?:
    (?:by|before|until)(?:\ the)?\ end\ of | by\ end\ of | by\ (?:the\ start\ of|late|early|mid)
    | no\ later\ than | by | before | until | till | on | in | since | late\ in | early\ in | from
    | during | as\ of | earlier | later | over\ the | over | at
)\ (?:the\ )?)?"""

_ANY = re.compile(
    rf"""\b(?=\w){_LEAD}(?:
    (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?P<full>
        {_MONTH}\ \d{{1,2}}(?:st|nd|rd|th)?(?:,?\ \d{{4}})?(?!\d)
        | \d{{1,2}}(?:st|nd|rd|th)?\ (?:of\ )?{_MONTH}(?:,?\ \d{{4}})?
      )
    | (?P<within>
        within\ (?:the\ next\ |the\ )?{_NUMBER}[\ -](?:hour|day|week|month|year)s?
        | in\ (?:the\ next\ )?{_NUMBER}\ (?:hour|day|week|month)s?(?!\ ago)
      )
    | (?P<ago>{_NUMBER}(?:\ full)?\ (?:hour|day|week|month|year)s?\ ago)
    | (?P<later>{_NUMBER}\ (?:day|week)s?\ (?:later|earlier))
    | (?P<same>
        (?:the|that)\ (?:very\ )?same\ (?:day|night|evening|morning|afternoon)
        | that\ (?:day|night|evening|morning|afternoon)
        | (?:the\ )?(?:next|following)\ (?:day|morning|night)
        | the\ (?:day|night|evening)\ before(?=[.,;])
        | within\ (?:hours|minutes|the\ hour) | (?:hours|minutes)\ (?:later|afterwards)
        | at\ once | immediately | in\ the\ (?:morning|afternoon|evening)(?=\ ?[.,;])
      )
    | (?P<ordinal>
        (?<=on\ )the\ \d{{1,2}}(?:st|nd|rd|th)(?=\ ?[.,;:)]|\ (?:to|and|of\ this|with|by))
      )
    | (?P<weekday>(?:(?:last|next|this|coming)\ )?{_DAY})
    | (?P<span>
        (?:last|this|next|past|previous|coming)\ (?:week|month|year|weekend)
        | (?<=\ the\ )weekend
        | (?:the\ )?(?:week|month|year)(?=\ ?[.,;"]|\ unless|\ if|$)
      )
    | (?P<near>the\ day\ before\ yesterday|yesterday|today|tomorrow|tonight|overnight)
    | (?P<month>(?:last\ |late\ |early\ |mid-?)?{_MONTH}(?:\ \d{{4}})?(?![a-z]))
    | (?P<year>(?:19|20)\d{{2}}(?![\d-]))
    )\b""",
    re.VERBOSE,
)
"""For small letters: without regard to case it would be four times as slow."""
