"""Acts as rows, and rows as the tables of Arrow, pandas and Polars.

Arrow is the base, as its types are exact: dates stay dates, counts stay whole numbers, and what
is not known is null. pandas and Polars are given the Arrow table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from stances.errors import MissingExtra
from stances.events import Modality, Span, StanceEvent
from stances.scale import Scale, quad_class

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

_DATES = frozenset({"date", "published", "deadline"})
_WHOLE = frozenset({"reports", "publishers"})
_NUMBERS = frozenset({"score", "source_score", "confidence"})
_ROWS = 10_000
COLUMNS = (
    *("id", "actor", "recipient", "event_type", "quad_class", "score", "modality", "date"),
    *("date_precision", "published", "about", "speaker", "claimed_by", "condition", "deadline"),
    *("reports", "publishers", "publisher", "url", "article", "text", "source_score", "coder"),
    "confidence",
)
"""The columns of a table of acts, in their order; the others are text."""


class Told(Protocol):
    """An act: an event that speaks for it, and its reports."""

    @property
    def id(self) -> str: ...

    @property
    def event(self) -> StanceEvent: ...

    @property
    def reports(self) -> tuple[StanceEvent, ...]: ...

    @property
    def publishers(self) -> tuple[str, ...]: ...


def record_of(act: Told, scale: Scale) -> dict[str, Any]:
    """The act as a plain dict: what its event says, its score, and how many tell of it."""
    event = act.event
    asserted = event.modality is Modality.ASSERTED
    return {
        "id": act.id,
        "actor": event.actor,
        "recipient": event.recipient,
        "event_type": event.event_type.value,
        "quad_class": quad_class(event.event_type).value,
        "score": scale[event.event_type] if asserted else 0.0,
        "modality": event.modality.value,
        "date": event.date,
        "date_precision": event.date_precision.value,
        "published": event.published,
        "about": event.about,
        "speaker": event.speaker,
        "claimed_by": event.claimed_by,
        "condition": event.condition,
        "deadline": event.deadline,
        "reports": len(act.reports),
        "publishers": len(act.publishers),
        "publisher": event.publisher,
        "url": event.url,
        "article": event.article,
        "text": event.evidence.text if isinstance(event.evidence, Span) else None,
        "source_score": event.source_score,
        "coder": event.coder,
        "confidence": event.confidence,
    }


def batches(acts: Iterable[Told], scale: Scale) -> pa.RecordBatchReader:
    """The acts as a stream of record batches with the columns in ``COLUMNS``, made as it is read.

    Raises:
        MissingExtra: the part ``frames`` is not installed.

    """
    try:
        import pyarrow as pa
    except ImportError as missing:
        raise MissingExtra("Log.to_arrow", "frames") from missing

    def type_of(column: str) -> pa.DataType:
        if column in _DATES:
            return pa.date32()
        if column in _WHOLE:
            return pa.int64()
        return pa.float64() if column in _NUMBERS else pa.string()

    schema = pa.schema([(column, type_of(column)) for column in COLUMNS])

    def made() -> Iterator[pa.RecordBatch]:
        coming = iter(acts)
        while part := [record_of(act, scale) for act in islice(coming, _ROWS)]:
            yield pa.RecordBatch.from_pylist(part, schema=schema)

    return pa.RecordBatchReader.from_batches(schema, made())


def to_arrow(acts: Iterable[Told], scale: Scale) -> pa.Table:
    """The acts as an Arrow table, one row an act, with the columns in ``COLUMNS``.

    Raises:
        MissingExtra: the part ``frames`` is not installed.

    """
    return batches(acts, scale).read_all()


def in_order(acts: pa.RecordBatchReader) -> pa.Table:
    """The table of all of these, in replay order."""
    ascending = [(column, "ascending") for column in ("date", "published", "id")]
    return acts.read_all().sort_by(ascending)


def as_pandas(table: pa.Table) -> pd.DataFrame:
    """The table as a data frame; dates are ``datetime64`` and what is not known is missing.

    Raises:
        MissingExtra: pandas is not installed.

    """
    try:
        import pandas as pd  # noqa: F401
    except ImportError as missing:
        raise MissingExtra("Log.to_pandas", "pandas") from missing
    return table.to_pandas(date_as_object=False)


def as_polars(table: pa.Table) -> pl.DataFrame:
    """The table as a Polars data frame.

    Raises:
        MissingExtra: Polars is not installed.

    """
    try:
        import polars as pl
    except ImportError as missing:
        raise MissingExtra("Log.to_polars", "polars") from missing
    return pl.DataFrame(table)
