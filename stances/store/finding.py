"""Records by the beginning of their ids, and events by what they quote."""

from __future__ import annotations

import string

from stances.errors import UnknownRecord
from stances.store.contract import Store
from stances.store.ties import event_of


def found(store: Store, prefix: str, name: str) -> str:
    """The one id in the log of this name that begins so.

    Raises:
        UnknownRecord: there is none, or there are several.

    """
    start = prefix.lower()
    if not 0 < len(start) <= 32 or not set(start) <= set(string.hexdigits):
        raise UnknownRecord(f"{prefix!r} is no id: expected up to 32 hexadecimal digits")
    match store.beginning(start):
        case ():
            raise UnknownRecord(f"nothing in {name} has an id that begins with {prefix!r}")
        case (only,):
            return only
        case several:
            raise UnknownRecord(f"several ids begin with {prefix!r}: {', '.join(several)}")


def versions(store: Store, event_id: str) -> list[str]:
    """Ids of an event and of what it was corrected to and from, where they quote the same.

    Raises:
        UnknownRecord: the id is of no event.

    """
    events = [e for e in map(event_of, store.related(event_id)) if e is not None]
    quoted = {event.evidence.said for event in events if event.id == event_id}
    if not quoted:
        raise UnknownRecord(f"{event_id} is no event, and quotes nothing")
    return [event.id for event in events if event.evidence.said in quoted]


def quoting(store: Store, article: str) -> list[str]:
    """Ids of all events that quote this article."""
    events = (event_of(entry.record) for entry in store.entries(0, store.head().position))
    return [event.id for event in events if event is not None and event.article == article]
