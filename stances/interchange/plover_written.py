"""Our events as PLOVER's JSON Lines, and read again.

Ours hold everything: what PLOVER has a field for stands there, and the rest in an object named
``stances``, as the manual lets every data set add fields. So what is written is read back as the
same events, with the same ids.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any, TextIO

from stances import wire
from stances.decode import Undecodable, decode
from stances.events import Modality, Row, Span, StanceEvent
from stances.interchange.acts import events_of
from stances.interchange.files import BadRow
from stances.interchange.plover_types import CONTEXTS, Object
from stances.interchange.told import OF_ARTICLES, Told
from stances.log import Viewable
from stances.scale import PLOVER, QuadClass, Scale, quad_class

_QUADS = {quad: number for number, quad in enumerate(QuadClass, start=1)}
_ELSEWHERE = ("id", "date", "actor", "recipient", "event_type", "coder", "url", "publisher")
"""Keys of our own JSON that have a field of PLOVER's."""

_ALL_KEYS = (
    *("article", "about", "speaker", "claimed_by", "condition", "deadline", "source_score"),
    "confidence",
)


def write_plover(
    source: Viewable | Iterable[StanceEvent],
    file: str | os.PathLike[str] | TextIO,
    *,
    scale: Scale = PLOVER,
) -> int:
    """Write events as PLOVER JSON, one a line, to a path or an open text file; gives their number.

    Of a log or a view of one, each act is told once, by the event that speaks for it; all reports
    are ``log.view().reports``. ``event_scale`` is the score by ``scale``, 0 for what is announced
    or denied.
    """
    events = events_of(source)
    if isinstance(file, (str, os.PathLike)):
        with open(file, "w", encoding="utf-8", newline="\n") as opened:
            return _write(events, opened, scale)
    return _write(events, file, scale)


def _write(events: Iterable[StanceEvent], file: TextIO, scale: Scale) -> int:
    count = 0
    for event in events:
        said = json.dumps(to_plover(event, scale=scale), ensure_ascii=True, allow_nan=False)
        file.write(f"{said}\n")
        count += 1
    return count


def to_plover(event: StanceEvent, *, scale: Scale = PLOVER) -> Object:
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
    context = [name for name, modality in CONTEXTS.items() if modality is event.modality]
    asserted = event.modality is Modality.ASSERTED
    said: Object = {
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


def read_own(said: Object, own: Object) -> Told:
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


def _only_code(said: Object, key: str) -> Any:
    actor = _only(said.get(key))
    return actor.get("code") if isinstance(actor, dict) else None


def _only(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else None


def _known(said: Object) -> Object:
    return {key: value for key, value in said.items() if value is not None}
