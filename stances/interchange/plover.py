"""PLOVER's JSON Lines, as its manual has them: other people's read, ours written and read again.

Ours hold everything: what PLOVER has a field for stands there, and the rest in an object named
``stances``, as the manual lets every data set add fields. So what is written is read back as the
same events, with the same ids.

Of others' the manual requires id, date, source and event. Several types or actors in one record
are events from each to each. The special contexts are our modalities: ``future`` is announced,
``negation`` denied, ``historical`` is of an unknown day; what is ``hypothetical`` is no event.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TextIO, TypeAlias

from stances import wire
from stances.actors import Actors
from stances.decode import Undecodable, decode
from stances.events import Modality, Precision, Row, Span, StanceEvent
from stances.interchange import cameo, plover_types
from stances.interchange.fields import iso_day
from stances.interchange.files import BadRow, Source, each_line, read_files
from stances.interchange.parties import Parties
from stances.interchange.told import OF_ARTICLES, Left, Progress, Reading, Reason, Told
from stances.notation import shown
from stances.scale import PLOVER, QuadClass, Scale, quad_class

CODER = "plover-1"
DATASET = "PLOVER"

_Object: TypeAlias = dict[str, Any]
_CONTEXTS = {"future": Modality.FUTURE, "negation": Modality.DENIED}
_OTHERS = frozenset({"historical", "hypothetical"})
_QUADS = {quad: number for number, quad in enumerate(QuadClass, start=1)}
_ELSEWHERE = ("id", "date", "actor", "recipient", "event_type", "coder", "url", "publisher")
"""Keys of our own JSON that have a field of PLOVER's."""


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
    parties = Parties.of(actors, codes)

    def told(line: str) -> Told:
        return _told(_parsed(line), parties, release)

    return Reading(CODER, lambda: read_files(files, each_line(told), encoding, progress))


def write_plover(
    events: Iterable[StanceEvent],
    file: str | os.PathLike[str] | TextIO,
    *,
    scale: Scale = PLOVER,
) -> int:
    """Write events as PLOVER JSON, one a line, to a path or an open text file; gives their number.

    ``event_scale`` is the score by ``scale``, 0 for what is announced or denied.
    """
    if isinstance(file, (str, os.PathLike)):
        with open(file, "w", encoding="utf-8", newline="\n") as opened:
            return write_plover(events, opened, scale=scale)
    count = 0
    for event in events:
        said = json.dumps(to_plover(event, scale=scale), ensure_ascii=True, allow_nan=False)
        file.write(f"{said}\n")
        count += 1
    return count


def to_plover(event: StanceEvent, *, scale: Scale = PLOVER) -> _Object:
    """The event as an object of PLOVER's JSON, ready for ``json``; what is absent is left out."""
    rest = wire.to_dict(event)
    evidence = event.evidence
    cited = {
        "corpus": evidence.dataset if isinstance(evidence, Row) else None,
        "version": evidence.version if isinstance(evidence, Row) else None,
        "citation": evidence.row if isinstance(evidence, Row) else evidence.article,
        "url": event.url,
        "publication": event.publisher,
    }
    context = [name for name, modality in _CONTEXTS.items() if modality is event.modality]
    asserted = event.modality is Modality.ASSERTED
    said: _Object = {
        "id": event.id,
        "date": event.date.isoformat(),
        "source": [{"code": event.actor}],
        "recipient": [{"code": event.recipient}] if event.recipient else None,
        "event": [event.event_type.value],
        "quad_code": _QUADS[quad_class(event.event_type)],
        "event_scale": scale[event.event_type] if asserted else 0.0,
        "context": context or None,
        "text": evidence.text if isinstance(evidence, Span) else None,
        "cite_info": _known(cited),
        "coder": event.coder,
        "stances": _known({key: value for key, value in rest.items() if key not in _ELSEWHERE}),
    }
    return _known(said)


def _known(said: _Object) -> _Object:
    return {key: value for key, value in said.items() if value is not None}


def _parsed(line: str) -> _Object:
    try:
        value = wire.read_line(line, _object)
    except Undecodable as bad:
        raise BadRow(*(f"{what} @ ${path}" for path, what in bad.faults)) from None
    return {} if value is None else value


def _object(value: Any) -> _Object:
    if not isinstance(value, dict):
        raise Undecodable(("", f"expected an object, not {shown(value)}"))
    return value


def _told(said: _Object, parties: Parties, release: str | None) -> Told:
    own = said.get("stances")
    return _read_own(said, own) if isinstance(own, dict) else _read(said, parties, release)


def _read_own(said: _Object, own: _Object) -> Told:
    """The event that ``to_plover`` wrote, if the fields of PLOVER still say what it did."""
    cited = said.get("cite_info")
    named = {
        "id": said.get("id"),
        "date": said.get("date"),
        "actor": _only_code(said, "source"),
        "recipient": _only_code(said, "recipient"),
        "event_type": _only(said.get("event")),
        "coder": said.get("coder"),
        "url": cited.get("url") if isinstance(cited, dict) else None,
        "publisher": cited.get("publication") if isinstance(cited, dict) else None,
    }
    try:
        event = decode({**dict.fromkeys(_ALL_KEYS), **own, **named})
    except Undecodable as bad:
        raise BadRow(*(f"{what} @ ${path}" for path, what in bad.faults)) from None
    if not isinstance(event, StanceEvent):
        raise BadRow("expected an event @ $.stances.kind")
    changed = [
        key for key, value in to_plover(event).items()
        if key != "event_scale" and said.get(key) != value
    ]  # fmt: skip
    if changed:
        raise BadRow(f"{', '.join(changed)}: not what the rest of the record says")
    if isinstance(event.evidence, Row):
        return Told(event.evidence.dataset, event.evidence.row, (event,))
    return Told(OF_ARTICLES, event.id, (event,))


_ALL_KEYS = (
    *("article", "about", "speaker", "claimed_by", "condition", "deadline", "source_score"),
    "confidence",
)


def _only_code(said: _Object, key: str) -> Any:
    actor = _only(said.get(key))
    return actor.get("code") if isinstance(actor, dict) else None


def _only(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else None


def _read(said: _Object, parties: Parties, release: str | None) -> Told:
    problems: list[str] = []

    def take(key: str, read: Callable[[Any], Any]) -> Any:
        try:
            return read(said.get(key))
        except ValueError as error:
            problems.append(f"{error} @ $.{key}")
            return None

    row = take("id", _text)
    date = take("date", _day)
    sources = take("source", _actors) or []
    recipients = take("recipient" if "recipient" in said else "target", _actors) or []
    names = take("event", _words)
    contexts = take("context", _words) or ()
    cited = take("cite_info", _cited) or {}
    score = take("event_scale", _score)
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
            modality=next((_CONTEXTS[c] for c in contexts if c in _CONTEXTS), Modality.ASSERTED),
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
    sources: list[_Object],
    recipients: list[_Object],
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


def _party(said: _Object, parties: Parties, on: dt.date) -> str | None:
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


def _called(said: _Object) -> str:
    return " ".join(
        str(said[k]) for k in ("code", "sector", "actor_text", "actorText") if said.get(k)
    )


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"expected text, not {shown(value)}")
    return value


def _day(value: Any) -> dt.date:
    return iso_day(_text(value))


def _words(value: Any) -> list[str]:
    """One word or a list of them; the drafts before 0.8 have an empty text for none."""
    if value in (None, ""):
        return []
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ValueError(f"expected a list of words, not {shown(value)}")
    return words


def _actors(value: Any) -> list[_Object]:
    if value in (None, ""):
        return []
    if not isinstance(value, list) or not all(_is_actor(one) for one in value):
        raise ValueError(f"expected a list of actor objects with texts, not {shown(value)}")
    return value


def _is_actor(value: Any) -> bool:
    keys = ("code", "sector", "actor_text", "actorText", "identifier_text")
    return isinstance(value, dict) and all(isinstance(value.get(key), str | None) for key in keys)


def _cited(value: Any) -> _Object:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError(f"expected an object, not {shown(value)}")
    for key in ("corpus", "version", "url", "publication"):
        if not isinstance(value.get(key), str | None):
            raise ValueError(f"expected text for {key}, not {shown(value[key])}")
    return {key: item for key, item in value.items() if item != ""}


def _score(value: Any) -> float | None:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return None if value is None else float(value)
    raise ValueError(f"expected a number, not {shown(value)}")
