"""Phoenix event files: tab-separated, without a header, 26 columns.

- The id ends in the version of what coded it: ``1234567_v0.4.0``.
- An actor's code is CAMEO's, parted into its root, its first role and others.
- A row of quad class 0 is a statement or an appeal, and tells no event.
- URLs and publishers are lists parted by semicolons: the first URL is kept; the publisher, if
  there is one only, as several are not told apart by an event.
- There is no date of the report, so it is taken to be that of the event.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from stances.actors import Actors
from stances.events import Row, StanceEvent
from stances.interchange import cameo
from stances.interchange.fields import compact_day, number, some
from stances.interchange.files import BadRow, Source, each_line, problems_of, read_files
from stances.interchange.parties import Parties
from stances.interchange.told import Left, Progress, Reading, Reason, Told

CODER = "phoenix-1"
DATASET = "Phoenix"
COLUMNS = 26

_ID, _DATE, _SOURCE, _TARGET, _CODE, _SCORE, _URLS, _SOURCES = 0, 1, 5, 9, 13, 16, 24, 25


def read_phoenix(
    *files: Source,
    actors: Actors | None = None,
    codes: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    progress: Progress = None,
) -> Reading:
    """Read Phoenix files, plain or zipped.

    Args:
        files: paths, or files opened in binary mode.
        actors: who can be meant; those of the package if not given.
        codes: our codes for actor codes of Phoenix that mean nobody otherwise, such as ``SYRREB``.
        encoding: of the files.
        progress: called with the number of rows read so far, every thousand.

    Raises:
        InvalidArgument: ``codes`` names an actor that there is not.

    """
    told = functools.partial(_told, Parties.of(actors, codes))
    return Reading(CODER, lambda: read_files(files, each_line(told), encoding, progress))


def _told(parties: Parties, line: str) -> Told:
    fields = line.split("\t")
    if len(fields) != COLUMNS:
        raise BadRow(f"expected {COLUMNS} columns parted by tabs, not {len(fields)}")
    try:
        row = some(fields[_ID])
        date = compact_day(fields[_DATE])
        event_type = cameo.act(fields[_CODE])
        score = number(fields[_SCORE])
    except ValueError:
        raise BadRow(*_problems(fields)) from None
    if event_type is None:
        return Told(DATASET, row, (), (Left(Reason.ACT, fields[_CODE]),))
    source, target = fields[_SOURCE].strip(), fields[_TARGET].strip()
    if not source:
        return Told(DATASET, row, (), (Left(Reason.NO_ACTOR, ""),))
    actor = _party(parties, fields[_SOURCE : _SOURCE + 4])
    if actor is None:
        return Told(DATASET, row, (), (Left(Reason.ACTOR, source),))
    recipient = None
    if target:
        recipient = _party(parties, fields[_TARGET : _TARGET + 4])
        if recipient is None:
            return Told(DATASET, row, (), (Left(Reason.RECIPIENT, target),))
        if recipient == actor:
            return Told(DATASET, row, (), (Left(Reason.SAME, actor),))
    url = _listed(fields[_URLS])
    publishers = _listed(fields[_SOURCES])
    event = StanceEvent(
        date=date,
        actor=actor,
        event_type=event_type,
        recipient=recipient,
        published=date,
        publisher=publishers[0] if len(publishers) == 1 else None,
        url=url[0] if url else None,
        evidence=Row(
            dataset=DATASET,
            version=row.partition("_")[2] or None,
            row=row,
            url=url[0] if url else None,
        ),
        source_score=score,
        coder=CODER,
    )
    return Told(DATASET, row, (event,))


def _party(parties: Parties, said: list[str]) -> str | None:
    full, root, role, others = (part.strip() for part in said)
    return parties.of_cameo(full, root, role or others[:3])


def _listed(field: str) -> list[str]:
    return [item for part in field.split(";") if (item := part.strip())]


def _problems(fields: list[str]) -> list[str]:
    return problems_of(
        ("id_version", some, fields[_ID]),
        ("Date", compact_day, fields[_DATE]),
        ("EventCode", cameo.act, fields[_CODE]),
        ("Goldstein", number, fields[_SCORE]),
    )
