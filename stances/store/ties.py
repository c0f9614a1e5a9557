"""What a record holds, what it is tied to, and the records that change what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from stances.errors import InvalidArgument, InvalidRecord, LogConflict
from stances.events import (
    Correction,
    Erasure,
    Merge,
    Record,
    Retraction,
    Ruling,
    StanceEvent,
)
from stances.outcome_rules import STATUSES
from stances.resolve import State, fold, resolve, retracted
from stances.rulings import unfitting


def event_of(record: Record) -> StanceEvent | None:
    """The event of a record, or in a correction."""
    match record:
        case StanceEvent():
            return record
        case Correction(event=event):
            return event
        case _:
            return None


def tied(record: Record) -> set[str]:
    """Ids of what a correction or retraction ties together, its own among them."""
    match record:
        case Correction(of=of, event=event):
            return {record.id, of, event.id}
        case Retraction(of=of):
            return {record.id, of}
        case _:
            return {record.id}


def checked(record: Record) -> Record:
    """The record itself, which it is not if types were not checked before.

    Raises:
        InvalidArgument: it is something else.

    """
    if not isinstance(record, (StanceEvent, Merge, Correction, Retraction, Erasure, Ruling)):
        raise InvalidArgument(
            f"a log keeps events, merges, corrections, retractions, erasures, rulings: {record!r}"
        )
    return record


def retraction(of: str, related: Iterable[Record], reason: str) -> Retraction:
    """That the record no longer counts, given all that is tied to it.

    Raises:
        LogConflict: it does not count already.

    """
    state = fold(State(), related)
    if of in retracted(state):
        raise LogConflict(f"{of} is retracted already")
    earlier = [r for r in state.records.values() if isinstance(r, Retraction) and r.of == of]
    return Retraction(of=of, reason=reason, number=len(earlier))


def correction(
    of: str, related: Iterable[Record], changes: Mapping[str, Any], reason: str
) -> Correction:
    """That the event which stands for the id was otherwise, given all that is tied to it.

    Raises:
        LogConflict: no event stands for it.
        InvalidRecord: a new value is impossible, or changes nothing.

    """
    event = _standing(of, related)
    return Correction(of=event.id, event=evolved(event, changes), reason=reason)


def fitting(ruling: Ruling, related: Iterable[Record]) -> Ruling:
    """The ruling, of the event which stands for the one it names, given all that is tied to it.

    Raises:
        LogConflict: no event stands for it.
        InvalidArgument: nothing becomes of an event of its type, or not this.

    """
    event = _standing(ruling.of, related)
    if ruling.status not in STATUSES.get(event.event_type, ()):
        raise unfitting(ruling, event.event_type)
    return attrs.evolve(ruling, of=event.id)


def _standing(of: str, related: Iterable[Record]) -> StanceEvent:
    standing = resolve(fold(State(), related)).standing.get(of)
    if standing is None:
        raise LogConflict(f"no event stands for {of}: it was retracted, or is no event")
    return standing


def evolved(event: StanceEvent, changes: Mapping[str, Any]) -> StanceEvent:
    """The event with these fields changed.

    Raises:
        InvalidRecord: a new value is impossible, or changes nothing.

    """
    fields = attrs.fields_dict(StanceEvent)
    unknown = [name for name in changes if name not in fields]
    if unknown:
        raise InvalidRecord(
            f"no fields of an event: {', '.join(unknown)}; it has {', '.join(fields)}"
        )
    evolved = attrs.evolve(event, **changes)
    if evolved == event:
        raise InvalidRecord(f"the event says so already: {event}")
    return evolved
