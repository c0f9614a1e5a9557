"""GDELT's event files, 1.0 and 2.0: tab-separated, without a header and without quoting.

A line has 61 columns in GDELT 2.0 and 58 in 1.0, where those of before April 2013 have 57, as
they name no URL. Which it is is told line by line.

- Only roots 03 to 20 are event types; a row without a first actor tells no event.
- Countries of actors are CAMEO's, those of places FIPS's, and one must not be taken for the other
  (AUS beside AS, CHE beside SZ): places are not read at all.
- SQLDATE is what the article says, as far as GDELT understood: "last week", "last month", "a year
  ago" and "a decade ago" are 7, 30, 365 and 3,650 days before the report, to the day. Such a date
  is known to the week, month or year only, and is kept so.
- One sentence is told again for each place in it. Rows of the same actors, code, date and URL are
  reports of one act, and merged with the first of them, if that is not too long ago.
- DATEADDED is the day of the report, but in files of 57 columns the day of loading them, years
  later: there the report is taken to be of the day of the act.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

from stances.actors import Actors
from stances.events import Merge, Precision, Row, StanceEvent
from stances.interchange import cameo
from stances.interchange.fields import compact_day, compact_moment, digits, number
from stances.interchange.files import BadRow, Check, Source, each_line, problems_of, read_files
from stances.interchange.parties import Parties
from stances.interchange.told import Left, Progress, Reading, Reason, Told

CODER = "gdelt-1"
"""What made the events: the version counts up when the same row is read otherwise."""

RELATIVE = {
    7: Precision.WEEK,
    30: Precision.MONTH,
    365: Precision.YEAR,
    3650: Precision.YEAR,
}
"""How exactly a date is known that is so many days before the report."""

_REMEMBERED = 50_000
_SITE = re.compile(r"[a-z]+://(?:www\.)?([^/:?#\s]+)", re.IGNORECASE)


class Layout(NamedTuple):
    """Where a line of so many columns has what differs between vintages."""

    dataset: str
    added: int | None
    url: int | None


LAYOUTS: Mapping[int, Layout] = {
    57: Layout("GDELT 1.0", None, None),
    58: Layout("GDELT 1.0", 56, 57),
    61: Layout("GDELT 2.0", 59, 60),
}


def read_gdelt(
    *files: Source,
    actors: Actors | None = None,
    codes: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    progress: Progress = None,
) -> Reading:
    """Read GDELT event files, of either version, plain or zipped.

    Args:
        files: paths, or files opened in binary mode.
        actors: who can be meant; those of the package if not given.
        codes: our codes for actor codes of GDELT that mean nobody otherwise, such as ``USACVL``.
        encoding: of the files.
        progress: called with the number of rows read so far, every thousand.

    Raises:
        InvalidArgument: ``codes`` names an actor that there is not.

    """
    parties = Parties.of(actors, codes)
    return Reading(
        CODER, lambda: read_files(files, each_line(_Reader(parties).told), encoding, progress)
    )


class _Reader:
    """Makes rows of lines; remembers actors, and the acts told last."""

    def __init__(self, parties: Parties) -> None:
        self._party = functools.lru_cache(maxsize=_REMEMBERED)(parties.of_cameo)
        self._told: dict[tuple[str, ...], StanceEvent] = {}

    def told(self, line: str) -> Told:
        fields = line.split("\t")
        layout = LAYOUTS.get(len(fields))
        if layout is None:
            raise BadRow(f"expected 57, 58 or 61 columns parted by tabs, not {len(fields)}")
        dataset, added, url_column = layout
        row = fields[0]
        try:
            digits(row)
            day = compact_day(fields[1])
            event_type = cameo.act(fields[26])
            score = number(fields[30])
            published = day if added is None else compact_moment(fields[added])
        except ValueError:
            raise BadRow(*_problems(fields, added)) from None
        if event_type is None:
            return Told(dataset, row, (), (Left(Reason.ACT, fields[26]),))
        said, said_of = fields[5].strip(), fields[15].strip()
        if not said:
            return Told(dataset, row, (), (Left(Reason.NO_ACTOR, ""),))
        actor = self._party(said, fields[7], fields[12], fields[9], fields[10])
        if actor is None:
            return Told(dataset, row, (), (Left(Reason.ACTOR, said),))
        recipient = None
        if said_of:
            recipient = self._party(said_of, fields[17], fields[22], fields[19], fields[20])
            if recipient is None:
                return Told(dataset, row, (), (Left(Reason.RECIPIENT, said_of),))
            if recipient == actor:
                return Told(dataset, row, (), (Left(Reason.SAME, actor),))
        url = None if url_column is None else fields[url_column].strip() or None
        date, precision = (day, Precision.DAY) if day == published else dated(day, published)
        event = StanceEvent(
            date=date,
            date_precision=precision,
            actor=actor,
            event_type=event_type,
            recipient=recipient,
            published=published,
            publisher=None if url is None else site(url),
            url=url,
            evidence=Row(dataset=dataset, row=row, url=url),
            source_score=score,
            coder=CODER,
        )
        if url is None:
            return Told(dataset, row, (event,))
        key = (said, said_of, fields[26], fields[1], url)
        return Told(dataset, row, (event,), (), self._merge(key, event))

    def _merge(self, key: tuple[str, ...], event: StanceEvent) -> Merge | None:
        first = self._told.setdefault(key, event)
        if first is event:
            if len(self._told) > _REMEMBERED:
                del self._told[next(iter(self._told))]
            return None
        if first.id == event.id:
            return None
        return Merge(ids=(first.id, event.id), reason=CODER)


@functools.lru_cache(maxsize=_REMEMBERED)
def dated(day: dt.date, published: dt.date) -> tuple[dt.date, Precision]:
    """The date of an act, as exactly as GDELT can know it: the first day of that span.

    >>> dated(dt.date(2019, 9, 24), dt.date(2019, 10, 24))
    (datetime.date(2019, 9, 1), Precision.MONTH)
    """
    precision = RELATIVE.get((published - day).days, Precision.DAY)
    if precision is Precision.WEEK:
        return day - dt.timedelta(days=day.weekday()), precision
    if precision is Precision.MONTH:
        return day.replace(day=1), precision
    if precision is Precision.YEAR:
        return day.replace(month=1, day=1), precision
    return day, precision


def site(url: str) -> str | None:
    """The site that a URL names, without ``www``: whoever published there."""
    found = _SITE.match(url)
    return None if found is None else found[1].lower()


def _problems(fields: list[str], added: int | None) -> list[str]:
    checks: list[Check] = [
        ("GlobalEventID", digits, fields[0]),
        ("SQLDATE", compact_day, fields[1]),
        ("EventCode", cameo.act, fields[26]),
        ("GoldsteinScale", number, fields[30]),
    ]
    if added is not None:
        checks.append(("DATEADDED", compact_moment, fields[added]))
    return problems_of(*checks)
