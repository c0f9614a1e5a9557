"""The two tables: acts, with what was known of them and when, and who told of them.

Corrections, retractions and merges are done before: an act has one row for each state in which
it was known, as in the index. ``known_from`` is the day of publication from which the row holds,
``known_until`` the day from which it holds no more, or ``FOREVER``. So what was known on a day is
a filter, and the rows of a day are one an act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import attrs
import pyarrow as pa

from stances.events import Modality, Record, StanceEvent
from stances.indexing.acts import versions_of
from stances.indexing.rows import FOREVER
from stances.log import Log
from stances.scale import PLOVER, Scale
from stances.store.ties import event_of

_ENDS = (
    pa.field("actor", pa.string(), nullable=False),
    pa.field("recipient", pa.string()),
)
_TIMES = (
    pa.field("event_day", pa.int32(), nullable=False),
    pa.field("known_from", pa.int32(), nullable=False),
    pa.field("known_until", pa.int32(), nullable=False),
)
_POSITION = pa.field("position", pa.int64(), nullable=False)

ACTS = pa.schema(
    [
        *_ENDS,
        pa.field("about", pa.string()),
        pa.field("claimed_by", pa.string()),
        pa.field("event_type", pa.string(), nullable=False),
        pa.field("modality", pa.string(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("source_score", pa.float64()),
        pa.field("event_date", pa.date32(), nullable=False),
        pa.field("published", pa.date32(), nullable=False),
        *_TIMES,
        pa.field("reports", pa.int32(), nullable=False),
        _POSITION,
    ]
)
"""One row a state of an act. ``event_day`` is ``event_date.toordinal()``; ``published`` is the
date of ``known_from``; ``position`` that in the log of a record that says the event."""

VOICES = pa.schema([*_ENDS, pa.field("publisher", pa.string(), nullable=False), *_TIMES, _POSITION])
"""One row a publisher of a state of an act; an act that names none has none."""


class Rows(NamedTuple):
    """Rows of the two tables."""

    acts: pa.Table
    voices: pa.Table


class Sheet:
    """Rows as they are gathered, column by column."""

    def __init__(self, scale: Scale) -> None:
        self._scale = scale
        self._acts: dict[str, list[Any]] = {name: [] for name in ACTS.names}
        self._voices: dict[str, list[Any]] = {name: [] for name in VOICES.names}

    def add(
        self,
        event: StanceEvent,
        position: int,
        *,
        known_from: int,
        known_until: int = FOREVER,
        reports: int = 1,
        publishers: Iterable[str] = (),
    ) -> None:
        """Put down an act for which this event speaks, in one state."""
        shared = {
            "actor": event.actor,
            "recipient": event.recipient,
            "event_day": event.date.toordinal(),
            "known_from": known_from,
            "known_until": known_until,
            "position": position,
        }
        happened = event.modality is Modality.ASSERTED
        _put(
            self._acts,
            {
                **shared,
                "about": event.about,
                "claimed_by": event.claimed_by,
                "event_type": event.event_type.value,
                "modality": event.modality.value,
                "score": self._scale[event.event_type] if happened else 0.0,
                "source_score": event.source_score,
                "event_date": event.date,
                "published": event.published.fromordinal(known_from),
                "reports": reports,
            },
        )
        for publisher in publishers:
            _put(self._voices, {**shared, "publisher": publisher})

    def add_event(self, event: StanceEvent, position: int) -> None:
        """Put down an act of one report, this event."""
        known_from = event.published.toordinal()
        publishers = () if event.publisher is None else (event.publisher,)
        self.add(event, position, known_from=known_from, publishers=publishers)

    def add_tied(self, records: Mapping[int, Record], bounds: Log) -> None:
        """Put down every state of the acts of records that are tied together, by position."""
        for version in versions_of(records, bounds):
            event = event_of(records[version.position])
            assert event is not None
            self.add(
                event,
                version.position,
                known_from=version.known_from,
                known_until=version.known_until,
                reports=version.reports,
                publishers=sorted(version.publishers),
            )

    def rows(self) -> Rows:
        """All that was put down."""
        return Rows(pa.table(self._acts, schema=ACTS), pa.table(self._voices, schema=VOICES))


def rows_of(log: Log, *, scale: Scale = PLOVER) -> Rows:
    """The two tables of a view that fits into memory, to be loaded into any engine.

    ``connection.create_table("acts", rows.acts)`` does that for every Ibis connection that may
    write. The bounds of the view hold. For a durable log see ``sync``.
    """
    distinct: dict[str, Record] = {}
    for record in log.records:
        distinct.setdefault(record.id, record)
    sheet = Sheet(scale)
    sheet.add_tied(dict(enumerate(distinct.values(), start=1)), attrs.evolve(log, records=()))
    return sheet.rows()


def _put(columns: dict[str, list[Any]], row: Mapping[str, Any]) -> None:
    for name, value in row.items():
        columns[name].append(value)
