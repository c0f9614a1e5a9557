"""Rows as Parquet files: written under a temporary name, and never changed once they are there."""

# pyarrow.compute makes its functions when it is imported, where no checker sees them.
# pyright: reportAttributeAccessIssue=false
from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from stances.warehouse.manifest import Part, appearing
from stances.warehouse.rows import ACTS, VOICES, Rows

IDS = pa.schema(
    [
        pa.field("id", pa.binary(16), nullable=False),
        pa.field("position", pa.int64(), nullable=False),
        pa.field("tie", pa.bool_(), nullable=False),
    ]
)
"""Where the records of a part stand; ``tie`` if one says what becomes of others."""

FOLDERS = ("acts", "voices", "ids")
_ROW_GROUP = 131_072


def write_part(
    folder: Path, rows: Rows, *, first: int, last: int, ids: pa.Table | None = None, moved: int = 0
) -> Part:
    """Write the rows of a stretch of the log, acts by the year in which they took place."""
    token = secrets.token_hex(4)
    name = f"{first:012}-{last:012}-{token}" if ids is not None else f"tied-{token}"
    acts = {
        place: _write(folder / place, table)
        for year, table in _by_year(rows.acts)
        for place in [f"acts/year={year}/{name}.parquet"]
    }
    voices, identities = f"voices/{name}.parquet", f"ids/{name}.parquet"
    return Part(
        first=first,
        last=last,
        ties=0 if ids is None else pc.sum(ids["tie"]).as_py() or 0,
        moved=moved,
        acts=acts,
        voices={voices: _write(folder / voices, rows.voices)} if rows.voices.num_rows else {},
        ids={} if ids is None else {identities: _write(folder / identities, ids)},
    )


def read_part(folder: Path, part: Part) -> Rows:
    """The rows of a part."""
    return Rows(_read(folder, part.acts, ACTS), _read(folder, part.voices, VOICES))


def read_ids(folder: Path, part: Part) -> pa.Table:
    """Where the records of a part stand."""
    return _read(folder, part.ids, IDS)


def longer(folder: Path, part: Part, rows: Rows, ids: pa.Table, last: int) -> Part:
    """The part with the rows of the stretch behind it."""
    joined = Rows(
        *(pa.concat_tables(pair) for pair in zip(read_part(folder, part), rows, strict=True))
    )
    every = pa.concat_tables([read_ids(folder, part), ids])
    return write_part(folder, joined, first=part.first, last=last, ids=every, moved=part.moved)


def shorter(folder: Path, part: Part, positions: Collection[int]) -> Part:
    """The part without the rows of events at these positions; its ids stay as they are."""
    gone = pa.array(sorted(positions), pa.int64())
    kept = Rows(
        *(
            table.filter(pc.invert(pc.is_in(table["position"], value_set=gone)))
            for table in read_part(folder, part)
        )
    )
    made = write_part(
        folder, kept, first=part.first, last=part.last, ids=IDS.empty_table(), moved=len(gone)
    )
    for place in made.ids:
        (folder / place).unlink()
    return attrs.evolve(made, ids=part.ids, ties=part.ties)


def sweep(folder: Path, listed: Iterable[str]) -> None:
    """Remove files of ours that are not among these, and folders that they leave empty."""
    wanted = {folder / place for place in listed}
    for path in _ours(folder):
        if path not in wanted:
            path.unlink(missing_ok=True)
    for year in (folder / "acts").glob("year=*"):
        if not any(year.iterdir()):
            year.rmdir()


def _ours(folder: Path) -> Iterator[Path]:
    for name in FOLDERS:
        for pattern in ("*.parquet", ".*.parquet.*.tmp"):
            yield from list((folder / name).rglob(pattern))


def _by_year(acts: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    ordered = acts.sort_by([("event_day", "ascending"), ("position", "ascending")])
    years = pc.year(ordered["event_date"])
    start = 0
    for year, count in sorted(_counted(years)):
        yield year, ordered.slice(start, count)
        start += count


def _counted(years: pa.ChunkedArray) -> Iterator[tuple[int, int]]:
    for told in pc.value_counts(years).to_pylist():
        yield told["values"], told["counts"]


def _write(path: Path, table: pa.Table) -> tuple[int, int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with appearing(path) as made:
        pq.write_table(table, made, compression="zstd", row_group_size=_ROW_GROUP)
    return path.stat().st_size, table.num_rows


def _read(folder: Path, places: Iterable[str], schema: pa.Schema) -> pa.Table:
    tables: list[Any] = [pq.ParquetFile(folder / place).read() for place in places]
    return pa.concat_tables([schema.empty_table(), *tables])
