"""When an article was published, by the first of those who say so.

The user's word for one article comes first, then the user's word for all, then what the file
says about itself, then what the head of the text states. If nobody says, it is a fault: no date
is ever guessed, and none is today's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from os import PathLike
from types import MappingProxyType

import attrs

from stances.columns import read_columns
from stances.datelines import read_date, stated_date
from stances.drafts import Draft
from stances.errors import Fault
from stances.notation import shown

_WAY_OUT = (
    "give one with --published DATE or --dates FILE.csv (published= and dates= in Python), "
    "or as 'published: 2020-02-18' in front matter"
)
_HEAD = 40_000


@attrs.frozen(kw_only=True)
class Told:
    """What the user says: a date for all, and dates by article id."""

    published: dt.date | None = None
    by_id: Mapping[str, dt.date] = attrs.field(factory=lambda: MappingProxyType({}))


def published_of(draft: Draft, told: Told) -> dt.date | Fault:
    """The day an article was published, or why that is not known."""
    given = told.by_id.get(draft.id, told.published)
    if given is not None:
        return given
    if draft.published is not None:
        date = read_date(draft.published)
        return date or Fault(draft.where, _not_a_day(draft.published))
    head = draft.text[draft.body : draft.body + _HEAD].splitlines()
    stated = stated_date(line for line in head if line.strip())
    if stated is None:
        return Fault(draft.where, f"states no publication date: {_WAY_OUT}")
    return stated.date or Fault(
        draft.where, f"the date {stated.text!r} can be read two ways, or not at all: {_WAY_OUT}"
    )


def read_dates(path: str | PathLike[str]) -> tuple[Mapping[str, dt.date], tuple[Fault, ...]]:
    """Publication dates by article id out of a CSV file, and every fault in it.

    The file has a header with the columns ``id`` and ``published``; other columns are ignored.
    """
    rows, unread = read_columns(path, "id", "published")
    faults = list(unread)
    dates: dict[str, dt.date] = {}
    for where, (article, published) in rows:
        date = read_date(published)
        if not article:
            faults.append(Fault(where, "has no id"))
        elif date is None:
            faults.append(Fault(where, _not_a_day(published)))
        elif dates.setdefault(article, date) != date:
            before = dates[article]
            faults.append(Fault(where, f"{article} was given {before} before, and {date} here"))
    return MappingProxyType(dates), tuple(faults)


def _not_a_day(published: str) -> str:
    return f"published is {shown(published)}: expected a day such as 2020-02-18"
