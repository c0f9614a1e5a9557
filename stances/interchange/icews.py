"""ICEWS's coded events: tab-separated ``.tab`` files of the Harvard Dataverse, with a header.

- Event ids come twice, on two days: the row is the id and the day.
- Some files write the day month first. What is not known is written ``NA``.
- Codes are CAMEO's, as text; countries are names; sectors are a list in no order, sometimes in
  quotation marks.
- What two do together stands there twice, once from each to the other, under two ids: as it is
  with us, both are kept.
- There is no date of the report, so it is taken to be that of the event, which is that of the
  story.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

from stances.actors import Actors
from stances.events import Row, StanceEvent
from stances.interchange import cameo
from stances.interchange.fields import american_day, digits, number, some
from stances.interchange.files import BadRow, Source, problems_of, read_files
from stances.interchange.parties import Parties
from stances.interchange.tables import Fields, Header, tabbed
from stances.interchange.told import Left, Progress, Reading, Reason, Told

CODER = "icews-1"
DATASET = "ICEWS"

HEADER = Header(
    columns=(
        *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country"),
        *("CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country"),
        "Publisher",
    ),
    nothing=("NA",),
)


def read_icews(
    *files: Source,
    release: str | None = None,
    actors: Actors | None = None,
    codes: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    progress: Progress = None,
) -> Reading:
    """Read ICEWS files, plain or zipped.

    Args:
        files: paths, or files opened in binary mode.
        release: what the data set calls this version of itself; it is kept as evidence.
        actors: who can be meant; those of the package if not given.
        codes: our codes for names of ICEWS that mean nobody otherwise: ``Citizen (India)``.
        encoding: of the files.
        progress: called with the number of rows read so far, every thousand.

    Raises:
        InvalidArgument: ``codes`` names an actor that there is not.

    """
    told = functools.partial(_told, Parties.of(actors, codes), release)
    return Reading(CODER, lambda: read_files(files, tabbed(HEADER, told), encoding, progress))


def _told(parties: Parties, release: str | None, fields: Fields) -> Told:
    try:
        identity = digits(fields["Event ID"])
        date = american_day(fields["Event Date"])
        event_type = cameo.act(fields["CAMEO Code"])
        score = number(fields["Intensity"])
        source = some(fields["Source Name"])
    except ValueError:
        raise BadRow(*_problems(fields)) from None
    row = f"{identity}/{date}"
    if event_type is None:
        return Told(DATASET, row, (), (Left(Reason.ACT, fields["CAMEO Code"]),))
    actor = _party(parties, source, fields["Source Sectors"], fields["Source Country"], date)
    if actor is None:
        return Told(DATASET, row, (), (Left(Reason.ACTOR, source),))
    recipient = None
    if target := fields["Target Name"]:
        recipient = _party(
            parties, target, fields["Target Sectors"], fields["Target Country"], date
        )
        if recipient is None:
            return Told(DATASET, row, (), (Left(Reason.RECIPIENT, target),))
        if recipient == actor:
            return Told(DATASET, row, (), (Left(Reason.SAME, actor),))
    event = StanceEvent(
        date=date,
        actor=actor,
        event_type=event_type,
        recipient=recipient,
        published=date,
        publisher=fields["Publisher"] or None,
        evidence=Row(dataset=DATASET, version=release, row=row),
        source_score=score,
        coder=CODER,
    )
    return Told(DATASET, row, (event,))


def _party(parties: Parties, name: str, sectors: str, country: str, on: dt.date) -> str | None:
    if (ours := parties.own.get(name)) is not None:
        return ours
    state = parties.country(country, "icews")
    if state is not None:
        said = {sector.strip() for sector in sectors.split(",")} - {""}
        known = cameo.table("icews")["sectors"]
        if not said and parties.country(name, "icews") == state:
            return state
        if not said.isdisjoint(known["state"]) and said.isdisjoint(known["other"]):
            return state
    return parties.named(name, on)


def _problems(fields: Fields) -> list[str]:
    return problems_of(
        ("Event ID", digits, fields["Event ID"]),
        ("Event Date", american_day, fields["Event Date"]),
        ("CAMEO Code", cameo.act, fields["CAMEO Code"]),
        ("Intensity", number, fields["Intensity"]),
        ("Source Name", some, fields["Source Name"]),
    )
