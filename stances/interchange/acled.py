"""ACLED's export, as CSV: 31 columns with a header, in two vintages.

- It begins with a byte order mark. Dates are ``2023-01-31`` or ``31 January 2023``, as the file
  came from the interface or the export tool; inter codes are numbers or labels, and not needed.
- actor1 and actor2 say nothing of who acted toward whom. In a battle and an agreement each does it
  to the other, so there is an event for each direction; where one side alone acts, as against
  civilians, the codebook has it first.
- There is no score. ``timestamp`` is when the row was last edited, not when anything was reported:
  it is kept as the version of the row, and the report is taken to be of the day of the event.
- Rows are edited and deleted later. ``import_rows`` makes corrections and retractions of that.
- ACLED's terms forbid passing its rows on: so do not publish a log made of them.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from typing import Any

from stances.actors import Actors
from stances.events import EventType, Precision, Row, StanceEvent
from stances.interchange.cameo import table
from stances.interchange.fields import digits, some, worded_day
from stances.interchange.files import BadRow, Source, problems_of, read_files
from stances.interchange.parties import Parties
from stances.interchange.tables import Fields, Header, comma_separated
from stances.interchange.told import Left, Progress, Reading, Reason, Told
from stances.notation import shown

CODER = "acled-1"
DATASET = "ACLED"

HEADER = Header(
    columns=(
        *("event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type"),
        *("actor1", "actor2", "source", "timestamp"),
    )
)

_YEARS = re.compile(r" \((?:\d{4})?-(?:\d{4})?\).*\Z")
_IN_BRACKETS = re.compile(r" \([^()]*\)\Z")


def read_acled(
    *files: Source,
    actors: Actors | None = None,
    codes: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    progress: Progress = None,
) -> Reading:
    """Read ACLED exports, plain or zipped.

    Args:
        files: paths, or files opened in binary mode.
        actors: who can be meant; those of the package if not given.
        codes: our codes for names of ACLED that mean nobody otherwise: ``Civilians (Syria)``.
        encoding: of the files.
        progress: called with the number of rows read so far, every thousand.

    Raises:
        InvalidArgument: ``codes`` names an actor that there is not.

    """
    told = functools.partial(_told, Parties.of(actors, codes))
    return Reading(
        CODER, lambda: read_files(files, comma_separated(HEADER, told), encoding, progress)
    )


def _told(parties: Parties, fields: Fields) -> Told:
    try:
        row = some(fields["event_id_cnty"])
        day = worded_day(fields["event_date"])
        date, precision = _dated(day, fields["time_precision"])
        event_type, both = _act(fields)
        edited = _edited(fields["timestamp"])
        first = some(fields["actor1"])
    except ValueError:
        raise BadRow(*_problems(fields)) from None
    if event_type is None:
        sub_event = fields["sub_event_type"] or fields["event_type"]
        return Told(DATASET, row, (), (Left(Reason.ACT, sub_event),))
    actor = _party(parties, first, day)
    if actor is None:
        return Told(DATASET, row, (), (Left(Reason.ACTOR, first),))
    recipient = None
    if second := fields["actor2"]:
        recipient = _party(parties, second, day)
        if recipient is None:
            return Told(DATASET, row, (), (Left(Reason.RECIPIENT, second),))
        if recipient == actor:
            return Told(DATASET, row, (), (Left(Reason.SAME, actor),))
    directions = [(actor, recipient)]
    if both and recipient is not None:
        directions.append((recipient, actor))
    events = tuple(
        StanceEvent(
            date=date,
            date_precision=precision,
            actor=one,
            event_type=event_type,
            recipient=other,
            published=day,
            publisher=fields["source"] or None,
            evidence=Row(dataset=DATASET, version=edited, row=row),
            coder=CODER,
        )
        for one, other in directions
    )
    return Told(DATASET, row, events)


def _act(fields: Fields) -> tuple[EventType | None, bool]:
    """The type of the act, and whether both do it."""
    said = table("acled")
    found: Mapping[str, Any] | None = said["sub_events"].get(fields["sub_event_type"])
    found = found or said["events"].get(fields["event_type"])
    if found is not None:
        return EventType(found["type"]), found["who"] == "both"
    if fields["event_type"] in said["no_acts"]:
        return None, False
    raise ValueError(f"expected an event type of ACLED such as Battles, not"
                     f" {shown(fields['event_type'])}")  # fmt: skip


def _dated(day: dt.date, precision: str) -> tuple[dt.date, Precision]:
    """The date as exactly as ACLED's time precision says: 1 the day, 2 the week, 3 the month."""
    match precision:
        case "1":
            return day, Precision.DAY
        case "2":
            return day - dt.timedelta(days=day.weekday()), Precision.WEEK
        case "3":
            return day.replace(day=1), Precision.MONTH
        case _:
            raise ValueError(f"expected 1, 2 or 3, not {shown(precision)}")


def _edited(text: str) -> str | None:
    return digits(text) if text else None


def _party(parties: Parties, name: str, on: dt.date) -> str | None:
    if (ours := parties.own.get(name)) is not None:
        return ours
    bare = _YEARS.sub("", name)
    for forces in table("acled")["states"]["forces"]:
        if bare != name and bare.startswith(f"{forces} "):
            return parties.country(bare.removeprefix(f"{forces} "), "acled")
    named = _IN_BRACKETS.sub("", bare)
    _, _, behind = named.partition(": ")
    found = {parties.named(part, on) for part in (named, behind) if part} - {None}
    return found.pop() if len(found) == 1 else None


def _problems(fields: Fields) -> list[str]:
    return problems_of(
        ("event_id_cnty", some, fields["event_id_cnty"]),
        ("event_date", worded_day, fields["event_date"]),
        ("time_precision", lambda text: _dated(dt.date.min, text), fields["time_precision"]),
        ("event_type", lambda _: _act(fields), fields["event_type"]),
        ("timestamp", _edited, fields["timestamp"]),
        ("actor1", some, fields["actor1"]),
    )
