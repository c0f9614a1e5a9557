"""When an article was published, by the first of those who say so.

The user's word for one article comes first, then the user's word for all, then what the file
says about itself, then what the head of the text states. If nobody says, it is a fault: no date
is ever guessed, and none is today's.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from types import MappingProxyType

import attrs

from stances.datelines import read_date, stated_date
from stances.drafts import Draft, decoded
from stances.errors import Fault

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
        return date or Fault(
            draft.where, f"published is {draft.published[:60]!r}: expected a day such as 2020-02-18"
        )
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
    where = str(Path(path))
    try:
        text = decoded(Path(path).read_bytes()).lstrip("\ufeff")
    except OSError as error:
        return {}, (Fault(where, f"cannot be read: {error.strerror or error}"),)
    rows = csv.DictReader(io.StringIO(text, newline=""))
    dates: dict[str, dt.date] = {}
    faults: list[Fault] = []
    try:
        if not {"id", "published"} <= set(rows.fieldnames or ()):
            return {}, (Fault(where, "expected a header with the columns id,published"),)
        for row in rows:
            fault = _take(row, dates)
            if fault is not None:
                faults.append(Fault(f"{where}:{rows.line_num}", fault))
    except csv.Error as error:
        faults.append(Fault(f"{where}:{rows.line_num}", f"is no CSV: {error}"))
    return MappingProxyType(dates), tuple(faults)


def _take(row: Mapping[str, str | None], dates: dict[str, dt.date]) -> str | None:
    article = (row["id"] or "").strip()
    date = read_date(row["published"] or "")
    if not article:
        return "has no id"
    if date is None:
        return f"published is {(row['published'] or '')[:60]!r}: expected a day such as 2020-02-18"
    if dates.setdefault(article, date) != date:
        return f"{article} was given {dates[article]} before, and {date} here"
    return None
