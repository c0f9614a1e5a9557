"""What a record holds, what it is tied to, and what may become of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from stances.errors import InvalidArgument, InvalidRecord
from stances.events import Correction, Erasure, Merge, Record, Retraction, StanceEvent


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
    if not isinstance(record, (StanceEvent, Merge, Correction, Retraction, Erasure)):
        raise InvalidArgument(
            f"a log keeps events, merges, corrections, retractions, erasures: {record!r}"
        )
    return record


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
