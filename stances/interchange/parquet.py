"""Events as Parquet, for tools that ask a column store, and read back the same.

One row an event, a column for each field; what an event rests on has columns of its own, those of
a passage or those of a row. ``event_day`` is the date as days since 1970, which every engine
subtracts alike.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stances.decode import Undecodable, decode
from stances.errors import Fault, FileFaults, MissingExtra
from stances.events import ErasedSpan, Row, Span, StanceEvent
from stances.interchange.acts import events_of
from stances.log import Viewable

if TYPE_CHECKING:
    import pyarrow as pa

_KINDS = """
    id:text date:date event_day:day date_precision:text actor:text event_type:text recipient:text
    about:text modality:text speaker:text claimed_by:text condition:text deadline:date
    published:date publisher:text url:text article:text sha256:text start:count end:count
    text:text text_sha256:text dataset:text version:text row:text row_url:text source_score:number
    coder:text confidence:number
"""
COLUMNS: Mapping[str, str] = {
    name: kind for name, _, kind in (pair.partition(":") for pair in _KINDS.split())
}
"""The columns in their order, and what they hold."""

_BATCH = 20_000
_EPOCH = dt.date(1970, 1, 1).toordinal()
_SPAN = ("start", "end", "text", "sha256")
_ERASED = ("start", "end", "text_sha256", "sha256")


def write_parquet(source: Viewable | Iterable[StanceEvent], path: str | os.PathLike[str]) -> int:
    """Write the events, a batch at a time; gives their number. The file appears once it is whole.

    Of a log or a view of one, each act is told once, by the event that speaks for it; all reports
    are ``log.view().reports``.

    Raises:
        MissingExtra: the part ``frames`` is not installed.

    """
    pa, parquet = _pyarrow("write_parquet")
    schema = _schema(pa)
    place = Path(path)
    unfinished = place.with_name(f"{place.name}.part")
    count = 0
    coming = iter(events_of(source))
    try:
        with parquet.ParquetWriter(unfinished, schema, compression="zstd") as writer:
            while batch := list(itertools.islice(coming, _BATCH)):
                rows = [_row(event) for event in batch]
                writer.write_batch(pa.RecordBatch.from_pylist(rows, schema=schema))
                count += len(batch)
        unfinished.replace(place)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return count


def read_parquet(path: str | os.PathLike[str]) -> Iterator[StanceEvent]:
    """The events of a file that ``write_parquet`` or ``gdelt_to_parquet`` wrote, bit by bit.

    Once a row is bad, no more come; the rest is only looked through, and all faults are raised.

    Raises:
        FileFaults: the file is no such table, or rows say what no event can.
        MissingExtra: the part ``frames`` is not installed.

    """
    pa, parquet = _pyarrow("read_parquet")
    where = os.fspath(path)
    try:
        file = parquet.ParquetFile(path)
    except pa.ArrowException as error:
        raise FileFaults([Fault(where, f"is no Parquet file: {error}")]) from None
    with file:
        if missing := [name for name in COLUMNS if name not in file.schema_arrow.names]:
            raise FileFaults([Fault(where, f"lacks the columns {', '.join(missing)}")])
        batches = file.iter_batches(batch_size=_BATCH, columns=list(COLUMNS))
        rows = (row for batch in batches for row in batch.to_pylist())
        yield from _events(rows, where)


def _events(rows: Iterable[dict[str, Any]], where: str) -> Iterator[StanceEvent]:
    faults: list[Fault] = []
    for number, row in enumerate(rows, start=1):
        try:
            event = decode(_object(row))
        except Undecodable as bad:
            place = f"{where}: row {number}"
            faults += (Fault(place, f"{what} @ ${path}") for path, what in bad.faults)
            continue
        if not faults and isinstance(event, StanceEvent):
            yield event
    if faults:
        raise FileFaults(faults)


def _row(event: StanceEvent) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(event, name, None) for name in COLUMNS}
    row["event_day"] = event.date.toordinal() - _EPOCH
    row |= {name: str(row[name]) for name in ("date_precision", "event_type", "modality")}
    evidence = event.evidence
    match evidence:
        case Span() | ErasedSpan():
            row |= {name: getattr(evidence, name, None) for name in (*_SPAN, "text_sha256")}
        case Row():
            row |= {"dataset": evidence.dataset, "version": evidence.version}
            row |= {"row": evidence.row, "row_url": evidence.url}
    return row


def _object(row: dict[str, Any]) -> dict[str, Any]:
    """The row as the object that a line of ours has, so that it is checked as strictly."""
    said = {name: row[name] for name in _PLAIN}
    said |= {"kind": "stance", "schema": 1}
    for name in ("date", "deadline", "published"):
        said[name] = None if row[name] is None else row[name].isoformat()
    if row["dataset"] is not None:
        said["evidence"] = {
            "dataset": row["dataset"],
            "version": row["version"],
            "row": row["row"],
            "url": row["row_url"],
        }
    else:
        names = _SPAN if row["text"] is not None else _ERASED
        said["evidence"] = {name: row[name] for name in names}
    return said


_PLAIN = tuple(
    name
    for name in COLUMNS
    if name not in {"event_day", *_SPAN, *_ERASED, "dataset", "version", "row", "row_url"}
)


def _schema(pa: Any) -> pa.Schema:
    kinds = {
        "text": pa.string(),
        "date": pa.date32(),
        "day": pa.int32(),
        "count": pa.int64(),
        "number": pa.float64(),
    }
    return pa.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()])


def _pyarrow(what: str) -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as missing:
        raise MissingExtra(what, "frames") from missing
    return pa, parquet
