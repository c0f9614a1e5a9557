"""Whether entries are what was recorded: each record whole, each following from those before it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator

import attrs

from stances.errors import InvalidRecord, LogDamaged
from stances.events import Correction, Evidence, Record, StanceEvent
from stances.store.chain import GENESIS, link
from stances.store.contract import Entry, Head

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_TELL_EVERY = 1_000


def followed(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries of a log from its first, each checked before it is given.

    Raises:
        LogDamaged: an entry is not what was recorded; it names its position.

    """
    before, last = GENESIS, 0
    for position, entry in enumerate(entries, start=1):
        if entry.position != position:
            raise LogDamaged(
                f"the record at position {position} is missing: {entry.position} follows", position
            )
        recorded_at = microseconds(entry.recorded_at)
        if recorded_at < last:
            raise LogDamaged(
                f"the record at position {position} is older than the one before it", position
            )
        expected = link(before, recorded_at, whole(entry.record, position))
        if entry.hash != expected.hex():
            raise LogDamaged(
                f"the record at position {position} is not what was recorded: its hash should be"
                f" {expected.hex()}, and {entry.hash} is kept",
                position,
            )
        before, last = expected, recorded_at
        yield entry


def verified(entries: Iterable[Entry], progress: Callable[[int], object] | None) -> Head:
    """Where these entries end, once each of them was checked.

    Raises:
        LogDamaged: an entry is not what was recorded; it names its position.

    """
    head = Head()
    for entry in followed(entries):
        head = Head(entry.position, entry.hash)
        if progress is not None and head.position % _TELL_EVERY == 0:
            progress(head.position)
    return head


def microseconds(moment: dt.datetime) -> int:
    """Since 1970, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


@functools.lru_cache(maxsize=1_000)
def moment(microseconds: int) -> dt.datetime:
    """So long after 1970 began."""
    return _EPOCH + microseconds * _MICROSECOND


def whole(record: Record, position: int) -> Record:
    """The record made anew: its fields are checked, and its id is worked out.

    Raises:
        LogDamaged: it is not what its id is a hash of, or no record at all.

    """
    try:
        match record:
            case StanceEvent():
                anew: Record = _made_anew(record)
            case Correction(event=event):
                anew = attrs.evolve(record, event=_made_anew(event))
            case _:
                anew = attrs.evolve(record)
    except (InvalidRecord, TypeError) as error:
        raise LogDamaged(
            f"the record at position {position} is damaged: {error}", position
        ) from error
    if anew != record or _ids(anew) != _ids(record):
        raise LogDamaged(
            f"the record at position {position} is not what was recorded: its id should be"
            f" {anew.id}, and {record.id} is kept",
            position,
        )
    return anew


def _made_anew(event: StanceEvent) -> StanceEvent:
    evidence: Evidence = attrs.evolve(event.evidence)
    return attrs.evolve(event, evidence=evidence)


def _ids(record: Record) -> tuple[str, ...]:
    return (record.id, record.event.id) if isinstance(record, Correction) else (record.id,)
