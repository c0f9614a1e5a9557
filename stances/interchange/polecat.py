"""POLECAT's event files: PLOVER's own types, tab-separated, with a header of 40 columns.

- What is not known is written ``None``. Some files end their lines in tabs; some call the column
  of the score "Event Intensity"; older yearly files are said to be ISO 8859-1, for which there is
  ``encoding``.
- Countries are ISO 3166-1 alpha-3. A recipient is optional.
- The date of publication is the date of the report. The version is that of each row's coder.
- Modes, contexts, titles, places and lists of people are not taken over.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

from stances.actors import Actors
from stances.events import Row, StanceEvent
from stances.interchange import cameo, plover_types
from stances.interchange.fields import iso_day, number, some
from stances.interchange.files import BadRow, Source, problems_of, read_files
from stances.interchange.parties import Parties
from stances.interchange.tables import Fields, Header, tabbed
from stances.interchange.told import Left, Progress, Reading, Reason, Told

CODER = "polecat-1"
DATASET = "POLECAT"

HEADER = Header(
    columns=(
        *("Event ID", "Event Date", "Event Type", "Intensity", "Actor Name", "Actor Country"),
        *("Primary Actor Sector", "Recipient Name", "Recipient Country"),
        *("Primary Recipient Sector", "Source", "Publication Date", "Version"),
    ),
    also={"Event Intensity": "Intensity"},
    nothing=("None",),
)


def read_polecat(
    *files: Source,
    actors: Actors | None = None,
    codes: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    progress: Progress = None,
) -> Reading:
    """Read POLECAT files, plain or zipped.

    Args:
        files: paths, or files opened in binary mode.
        actors: who can be meant; those of the package if not given.
        codes: our codes for names of POLECAT that mean nobody otherwise.
        encoding: of the files.
        progress: called with the number of rows read so far, every thousand.

    Raises:
        InvalidArgument: ``codes`` names an actor that there is not.

    """
    told = functools.partial(_told, Parties.of(actors, codes))
    return Reading(CODER, lambda: read_files(files, tabbed(HEADER, told), encoding, progress))


def _told(parties: Parties, fields: Fields) -> Told:
    try:
        row = some(fields["Event ID"])
        date = iso_day(fields["Event Date"])
        published = _published(fields["Publication Date"]) or date
        event_type = plover_types.event_type(fields["Event Type"])
        score = number(fields["Intensity"])
    except ValueError:
        raise BadRow(*_problems(fields)) from None
    if event_type is None:
        return Told(DATASET, row, (), (Left(Reason.ACT, fields["Event Type"]),))
    if not fields["Actor Name"] and not fields["Actor Country"]:
        return Told(DATASET, row, (), (Left(Reason.NO_ACTOR, ""),))
    actor = _party(parties, fields, "Actor", date)
    if actor is None:
        return Told(DATASET, row, (), (Left(Reason.ACTOR, _called(fields, "Actor")),))
    recipient = None
    if fields["Recipient Name"] or fields["Recipient Country"]:
        recipient = _party(parties, fields, "Recipient", date)
        if recipient is None:
            return Told(DATASET, row, (), (Left(Reason.RECIPIENT, _called(fields, "Recipient")),))
        if recipient == actor:
            return Told(DATASET, row, (), (Left(Reason.SAME, actor),))
    event = StanceEvent(
        date=date,
        actor=actor,
        event_type=event_type,
        recipient=recipient,
        published=published,
        publisher=fields["Source"] or None,
        evidence=Row(dataset=DATASET, version=fields["Version"] or None, row=row),
        source_score=score,
        coder=CODER,
    )
    return Told(DATASET, row, (event,))


def _party(parties: Parties, fields: Fields, part: str, on: dt.date) -> str | None:
    name, country = fields[f"{part} Name"], fields[f"{part} Country"]
    if (ours := parties.own.get(name)) is not None:
        return ours
    state = cameo.state(country, parties.actors)
    sector = fields[f"Primary {part} Sector"]
    if state is not None and plover_types.is_state(sector):
        return state
    if state is not None and not sector and name in ("", parties.actors[state].name):
        return state
    return parties.named(name, on)


def _called(fields: Fields, part: str) -> str:
    name, country = fields[f"{part} Name"], fields[f"{part} Country"]
    return f"{name} ({country})" if country else name


def _published(text: str) -> dt.date | None:
    return iso_day(text) if text else None


def _problems(fields: Fields) -> list[str]:
    return problems_of(
        ("Event ID", some, fields["Event ID"]),
        ("Event Date", iso_day, fields["Event Date"]),
        ("Publication Date", _published, fields["Publication Date"]),
        ("Event Type", plover_types.event_type, fields["Event Type"]),
        ("Intensity", number, fields["Intensity"]),
    )
