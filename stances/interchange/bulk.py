"""GDELT to Parquet without an object for each row: read, looked up and written by DuckDB.

The table is the one that ``write_parquet`` makes of the events of ``read_gdelt``, ids and all: the
same tables of codes are joined, each distinct actor is looked up once, by the same function, and
the id is hashed of the same words. Only the merges of acts told twice are no events and not in it.

That something is wrong with a file is seen here; what it is, the strict reader says.
"""

# ruff: noqa: S608 - what is put together into queries are constants

from __future__ import annotations

import gzip
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NoReturn

from stances.actors import Actors
from stances.canonical import part
from stances.checks import MAX_TEXT, as_float
from stances.errors import InvalidArgument, MissingExtra
from stances.interchange import cameo
from stances.interchange.bulk_query import ACTOR, BLANK, PARTY, RECIPIENT, events
from stances.interchange.fields import compact_day, compact_moment, number
from stances.interchange.files import BROKEN
from stances.interchange.gdelt import LAYOUTS, read_gdelt, site
from stances.interchange.parties import Parties


def gdelt_to_parquet(
    *files: str | os.PathLike[str],
    to: str | os.PathLike[str],
    actors: Actors | None = None,
    codes: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> int:
    """Write the events of GDELT files, plain, gzipped or zipped, as Parquet; gives their number.

    Args:
        files: paths of event files, of either version.
        to: where the table goes; it appears once it is whole.
        actors: as for ``read_gdelt``.
        codes: as for ``read_gdelt``.
        threads: how many DuckDB may use; as many as it likes if not given.

    Raises:
        FileFaults: with every bad line of every file; nothing is written.
        InvalidArgument: a file has lines of different widths, which only ``read_gdelt`` takes.
        MissingExtra: the part ``warehouse`` is not installed.

    """
    try:
        import duckdb
    except ImportError as missing:
        raise MissingExtra("gdelt_to_parquet", "warehouse") from missing
    parties = Parties.of(actors, codes)
    place = Path(to)
    unfinished = place.with_name(f"{place.name}.part")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="stances-"))
        database = stack.enter_context(duckdb.connect(config={"temp_directory": folder}))
        if threads is not None:
            database.execute("SET threads = ?", [threads])
        stack.callback(unfinished.unlink, missing_ok=True)
        try:
            _load(database, list(_unpacked(files, Path(folder))))
            _look_up(database, parties)
            count = _write(database, unfinished)
        except (duckdb.Error, ValueError, *BROKEN) as error:
            _refuse(error, files, actors, codes)
        unfinished.replace(place)
    return count


def _refuse(
    error: Exception,
    files: Sequence[str | os.PathLike[str]],
    actors: Actors | None,
    codes: Mapping[str, str] | None,
) -> NoReturn:
    for _ in read_gdelt(*files, actors=actors, codes=codes).rows():
        pass
    problem = str(error).partition("\n")[0]
    raise InvalidArgument(f"these files cannot be read in bulk, use read_gdelt: {problem}")


def _load(database: Any, files: Sequence[str]) -> None:
    """The columns that matter, of every file, in one table that may go to the disk."""
    for path in files:
        width = _width(path)
        dataset, added, url = LAYOUTS[width]
        names = [f"'c{column}': 'VARCHAR'" for column in range(width)]
        kept = ", ".join(f"c{column}" for column in (0, 1, 26, 30, *ACTOR, *RECIPIENT))
        trimmed = "NULL::VARCHAR" if url is None else f"nullif(trim(c{url}, {BLANK}), '')"
        database.execute(
            f"{'INSERT INTO raw' if path != files[0] else 'CREATE TABLE raw AS'}"
            f" SELECT '{dataset}' AS dataset, {kept}, {trimmed} AS url,"
            f" {'c1' if added is None else f'c{added}'} AS added"
            f" FROM read_csv(?, columns = {{{', '.join(names)}}}, auto_detect = false,"
            "  header = false, delim = '\t', quote = '', escape = '', strict_mode = true,"
            "  max_line_size = 1048576)",
            [path],
        )


def _width(path: str) -> int:
    with gzip.open(path, "rb") if path.endswith(".gz") else open(path, "rb") as file:
        width = file.readline(2**20).count(b"\t") + 1
    return width if width in LAYOUTS else 61


def _unpacked(files: Iterable[str | os.PathLike[str]], folder: Path) -> Iterator[str]:
    """Paths of files that DuckDB reads; what is in an archive is unpacked into the folder."""
    for count, file in enumerate(files):
        path = os.fspath(file)
        if not zipfile.is_zipfile(path):
            yield path
            continue
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if not member.is_dir():
                    member.filename = f"{count}-{Path(member.filename).name}"
                    yield archive.extract(member, folder)


def _look_up(database: Any, parties: Parties) -> None:
    """Read each distinct value once, as the strict reader does.

    Raises:
        ValueError: something is wrong.

    """
    readers: dict[str, tuple[str, str, Callable[[str], tuple[Any, ...]]]] = {
        "act": ("c26", "type VARCHAR", lambda code: (cameo.act(code),)),
        "happened": ("c1", "day DATE", lambda text: (compact_day(text),)),
        "reported": ("added", "day DATE", lambda text: (compact_moment(text),)),
        "score": ("c30", "score DOUBLE, score_said VARCHAR", _score),
    }
    for table, (column, columns, read) in readers.items():
        values = database.execute(f"SELECT DISTINCT {column} FROM raw").fetchall()
        rows = [(value, *read(value or "")) for (value,) in values]
        _table(database, table, f"said VARCHAR, {columns}", rows)
    sides = " UNION ".join(
        f"SELECT {', '.join(f'c{column}' for column in side)} FROM raw"
        for side in (ACTOR, RECIPIENT)
    )
    rows = [
        (*said, parties.of_cameo(code.strip(), *rest) if (code := said[0] or "").strip() else None)
        for said in database.execute(sides).fetchall()
        for rest in [[part or "" for part in said[1:]]]
    ]
    columns = ", ".join(f"{name} VARCHAR" for name in (*PARTY, "ours"))
    _table(database, "party", columns, rows)
    ((bad,),) = database.execute(
        f"SELECT count(*) FROM raw WHERE NOT regexp_full_match(c0, '[0-9]+')"
        f" OR length(url) > {MAX_TEXT}"
    ).fetchall()
    if bad:
        raise ValueError(f"{bad:,} rows without an id of digits, or with a URL that is too long")


def _score(text: str) -> tuple[Any, ...]:
    """A score, and how it stands in what an id is a hash of."""
    value = as_float(number(text))
    return value, part(value)


def _table(database: Any, name: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Make a table at once: row by row would take longer than reading a file."""
    database.execute(f"CREATE TABLE {name} ({columns})")
    lists = ", ".join(f"unnest(?::{column.split()[1]}[])" for column in columns.split(","))
    if rows:
        values = [list(column) for column in zip(*rows, strict=True)]
        database.execute(f"INSERT INTO {name} SELECT {lists}", values)


def _write(database: Any, path: Path) -> int:
    database.create_function(
        "json_text", _json_text, ["VARCHAR"], "VARCHAR", null_handling="special"
    )
    database.create_function("site_of", _site_of, ["VARCHAR"], "VARCHAR", null_handling="special")
    ((count,),) = database.execute(
        f"COPY ({events()}) TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd)"
    ).fetchall()
    return int(count)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _json_text(text: str | None) -> str:
    return part(text)


def _site_of(url: str | None) -> str | None:
    return None if url is None else site(url)
