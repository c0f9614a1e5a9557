"""The tables of a folder of Parquet files, for DuckDB or whoever reads Parquet."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from stances.errors import LogUnreadable
from stances.store.contract import Head
from stances.warehouse import manifest
from stances.warehouse.manifest import COMPLETE, Doubt, Manifest
from stances.warehouse.rows import ACTS, VOICES


class Tables(NamedTuple):
    """The tables that questions take, and up to where in the log they are."""

    acts: ir.Table
    voices: ir.Table
    head: Head


class Places(NamedTuple):
    """The Parquet files of the tables."""

    acts: tuple[str, ...]
    voices: tuple[str, ...]


def tables(directory: str | PathLike[str], connection: Backend | None = None) -> Tables:
    """The tables in a folder that ``sync`` made, in DuckDB.

    They stay as they are until the next run of ``sync`` removes what it wrote anew: ask again
    after that.

    Args:
        directory: the folder.
        connection: one of ``ibis.duckdb.connect()``, with settings of yours.

    Raises:
        LogUnreadable: there is no such folder, or what it holds is torn.

    """
    found = _complete(Path(directory))
    # Answers have an order of their own or none, and to keep that of the files costs a twentieth.
    duck = connection or ibis.duckdb.connect(preserve_insertion_order=False)
    places = _places(Path(directory), found)
    return Tables(
        _table(duck, places.acts, ACTS.append(pa.field("year", pa.int64()))),
        _table(duck, places.voices, VOICES),
        found.head,
    )


def places(directory: str | PathLike[str]) -> Places:
    """The files of a folder that ``sync`` made, for other engines: the year is in the path.

    Raises:
        LogUnreadable: there is no such folder, or what it holds is torn.

    """
    folder = Path(directory)
    return _places(folder, _complete(folder))


def _complete(folder: Path) -> Manifest:
    try:
        return manifest.read(folder, COMPLETE)
    except (FileNotFoundError, Doubt) as error:
        raise LogUnreadable(f"{folder} holds no tables: run sync first ({error})") from error


def _places(folder: Path, found: Manifest) -> Places:
    def all_of(parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
        return tuple(str(folder / place) for part in parts for place in part)

    return Places(
        all_of(part.acts for part in found.whole), all_of(part.voices for part in found.whole)
    )


def _table(duck: Backend, places: tuple[str, ...], schema: pa.Schema) -> ir.Table:
    if not places:
        return ibis.memtable(schema.empty_table())
    return duck.read_parquet(list(places), hive_partitioning=True)
