"""PLOVER's JSON Lines, as its manual has them, by whomever they were written.

The manual requires id, date, source and event. Several types or actors in one record are events
from each to each. The special contexts are our modalities: ``future`` is announced, ``negation``
denied, ``historical`` is of an unknown day; what is ``hypothetical`` is no event.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stances import wire
from stances.actors import Actors
from stances.decode import Undecodable
from stances.events import Modality, Precision, Row, StanceEvent
from stances.interchange import cameo, plover_fields, plover_types
from stances.interchange.files import BadRow, Source, each_line, read_files
from stances.interchange.parties import Parties
from stances.interchange.plover_types import CONTEXTS, Object
from stances.interchange.plover_written import read_own
from stances.interchange.told import Left, Progress, Reading, Reason, Told
from stances.notation import shown

CODER = "plover-1"
DATASET = "PLOVER"


def read_plover(
    *files: Source,
    release: str | None = None,
    actors: Actors | None = None,
    codes: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    progress: Progress = None,
) -> Reading:
    """Read PLOVER JSON, a record a line.

    Args:
        files: paths, or files opened in binary mode.
        release: what the data set calls this version of itself, where its records do not.
        actors: who can be meant; those of the package if not given.
        codes: our codes for actor codes or texts that mean nobody otherwise.
        encoding: of the files.
        progress: called with the number of rows read so far, every thousand.

    Raises:
        InvalidArgument: ``codes`` names an actor that there is not.

    """
    told = functools.partial(_told, Parties.of(actors, codes), release)
    return Reading(CODER, lambda: read_files(files, each_line(told), encoding, progress))


def _parsed(line: str) -> Object:
    try:
        value = wire.read_line(line, _object)
    except Undecodable as bad:
        raise BadRow(*(f"{what} @ ${path}" for path, what in bad.faults)) from None
    return {} if value is None else value


def _object(value: Any) -> Object:
    if not isinstance(value, dict):
        raise Undecodable(("", f"expected an object, not {shown(value)}"))
    return value


def _told(parties: Parties, release: str | None, line: str) -> Told:
    said = _parsed(line)
    own = said.get("stances")
    return read_own(said, own) if isinstance(own, dict) else _read(parties, release, said)


def _read(parties: Parties, release: str | None, said: Object) -> Told:
    problems: list[str] = []

    def take(key: str, read: Callable[[Any], Any]) -> Any:
        try:
            return read(said.get(key))
        except ValueError as error:
            problems.append(f"{error} @ $.{key}")
            return None

    row = take("id", plover_fields.text)
    date = take("date", plover_fields.day)
    sources = take("source", plover_fields.actors) or []
    recipients = take("recipient" if "recipient" in said else "target", plover_fields.actors) or []
    names = take("event", plover_fields.words)
    contexts = take("context", plover_fields.words) or ()
    cited = take("cite_info", plover_fields.cited) or {}
    score = take("event_scale", plover_fields.score)
    types = take("event", lambda _: [plover_types.event_type(name) for name in names or ()])
    if not names:
        problems.append("expected one event type or more @ $.event")
    if problems:
        raise BadRow(*problems)
    dataset = cited.get("corpus") or DATASET
    if not sources:
        return Told(dataset, row, (), (Left(Reason.NO_ACTOR, ""),))
    if "hypothetical" in contexts:
        return Told(dataset, row, (), (Left(Reason.ACT, "hypothetical"),))
    left = [Left(Reason.ACT, n) for n, kind in zip(names, types, strict=True) if kind is None]
    pairs = list(_pairs(sources, recipients, parties, date, left))
    historical = "historical" in contexts
    url = cited.get("url")
    events = tuple(
        StanceEvent(
            date=date,
            date_precision=Precision.UNKNOWN if historical else Precision.DAY,
            actor=actor,
            event_type=kind,
            recipient=recipient,
            modality=next((CONTEXTS[c] for c in contexts if c in CONTEXTS), Modality.ASSERTED),
            published=date,
            publisher=cited.get("publication"),
            url=url,
            evidence=Row(
                dataset=dataset, version=cited.get("version") or release, row=row, url=url
            ),
            source_score=score,
            coder=CODER,
        )
        for kind in types
        if kind is not None
        for actor, recipient in pairs
    )
    return Told(dataset, row, events, tuple(left))


def _pairs(
    sources: list[Object],
    recipients: list[Object],
    parties: Parties,
    on: dt.date,
    left: list[Left],
) -> Iterator[tuple[str, str | None]]:
    """From each to each; who has no code of ours is left out."""
    to: list[str | None] = []
    for one in recipients:
        code = _party(one, parties, on)
        if code is None:
            left.append(Left(Reason.RECIPIENT, _called(one)))
        else:
            to.append(code)
    for one in sources:
        code = _party(one, parties, on)
        if code is None:
            left.append(Left(Reason.ACTOR, _called(one)))
            continue
        for other in to if recipients else [None]:
            if other == code:
                left.append(Left(Reason.SAME, code))
            else:
                yield code, other


def _party(said: Object, parties: Parties, on: dt.date) -> str | None:
    code, sector = said.get("code") or "", said.get("sector") or ""
    name = said.get("actor_text") or said.get("actorText") or ""
    for one in (f"{code}{sector}", code, name):
        if one in parties.own:
            return parties.own[one]
    if not sector or plover_types.is_state(sector):
        if (state := cameo.state(code, parties.actors)) is not None:
            return state
        if code in parties.actors:
            return code
    return parties.named(said.get("identifier_text") or name, on) if name else None


def _called(said: Object) -> str:
    return " ".join(
        str(said[k]) for k in ("code", "sector", "actor_text", "actorText") if said.get(k)
    )
