"""What it costs to read GDELT: to typed events, and in bulk to Parquet, beside DuckDB.

    python -m tests.benchmarks.interchange [ROWS ...]

Makes a file of ROWS rows (default 300000) from a seed. Rounds take turns and the cheapest of each
counts, in seconds of CPU time, all in one thread; ratios are to be believed, single figures less.

- typed events: ``read_gdelt``, each row a frozen, checked event, or the reason why it is none
- to Parquet in bulk: ``gdelt_to_parquet``, ids and all
- to Parquet from typed events: ``write_parquet`` of ``read_gdelt``
- lines: Python reading and splitting the lines, nothing made of them
- DuckDB into a table, and to Parquet: it reads the same file, all columns as text, and keeps them
- DuckDB counting: it reads the same file and keeps nothing
"""

from __future__ import annotations

import itertools
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from stances.events import StanceEvent
from stances.interchange import gdelt_to_parquet, read_gdelt, write_parquet
from tests.benchmarks.gdelt_rows import write_gdelt

ROUNDS = 3


def cost(run: Callable[[], object]) -> float:
    begun = time.process_time()
    run()
    return time.process_time() - begun


def lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(len(line.decode().split("\t")) for line in file)


def scanned(path: Path) -> str:
    columns = ", ".join(f"'c{column}': 'VARCHAR'" for column in range(61))
    return (
        f"read_csv('{path}', columns = {{{columns}}}, auto_detect = false, header = false,"
        " delim = '\t', quote = '', escape = '')"
    )


def duck(query: str) -> None:
    with duckdb.connect(config={"threads": 1}) as database:
        database.execute(query).fetchall()


def compare(rows: int, folder: Path) -> None:
    path, out = folder / "made.export.CSV", folder / "made.parquet"
    size = write_gdelt(path, rows)
    table = scanned(path)
    counted = [0, 0]

    def typed() -> None:
        counted[:] = 0, 0
        for told in read_gdelt(path).rows():
            counted[0] += 1
            counted[1] += len(told.events)

    def typed_to_parquet() -> None:
        write_parquet((one for one in read_gdelt(path) if isinstance(one, StanceEvent)), out)

    runs: dict[str, Callable[[], object]] = {
        "typed events": typed,
        "to Parquet in bulk": lambda: gdelt_to_parquet(path, to=out, threads=1),
        "to Parquet from typed events": typed_to_parquet,
        "lines": lambda: lines(path),
        "DuckDB into a table": lambda: duck(f"CREATE TABLE it AS SELECT * FROM {table}"),
        "DuckDB to Parquet": lambda: duck(
            f"COPY (SELECT * FROM {table}) TO '{out}' (FORMAT parquet, COMPRESSION zstd)"
        ),
        "DuckDB counting": lambda: duck(f"SELECT count(*) FROM {table}"),
    }
    costs: dict[str, float] = {}
    for _, (name, run) in itertools.product(range(ROUNDS), runs.items()):
        took = cost(run)
        costs[name] = min(took, costs.get(name, took))
    bulk = costs["to Parquet in bulk"]
    print(f"\n{rows:,} rows, {size / 1e6:,.0f} MB, {counted[1]:,} events")
    print(f"{'':<32} {'CPU s':>7} {'rows/s':>10} {'speed of bulk to it':>20}")
    for name, took in costs.items():
        print(f"{name:<32} {took:7.2f} {rows / took:10,.0f} {took / bulk:20.2f}")
    typed_rate = rows / costs["typed events"]
    print(f"typed: {typed_rate:,.0f} rows/s, {counted[1] / costs['typed events']:,.0f} events/s")


def main() -> None:
    for rows in [int(argument) for argument in sys.argv[1:]] or [300_000]:
        with tempfile.TemporaryDirectory() as folder:
            compare(rows, Path(folder))


if __name__ == "__main__":
    main()
