"""The warehouse beside hand-written DuckDB SQL and Polars, and how as-of balances grow.

    python -m tests.benchmarks.warehouse [rows…] [--folder FOLDER] [--runs N]
    python -m tests.benchmarks.warehouse --curve rows… [--picture FILE.svg]

Rows are made by DuckDB and kept in the folder. Every job runs in a process of its own, after
a thousand other rows, so that nothing is told of what is loaded only once: what is told is the
least CPU time and wall time of the runs, and the most memory that the process held.
Five jobs: monthly and daily counts of all dyads into a Parquet file, the balances of all dyads on
twelve days, the hundred dyads that changed most in a year, fifty relations by month. The last
table is that of docs/scale.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import ibis
import polars as pl

from stances import warehouse
from stances.indexing.rows import FOREVER
from stances.scale import PLOVER

FIRST = dt.date(2015, 1, 1)
DAYS = 3_653
HALF_LIFE = 90.0
AT = [FIRST + dt.timedelta(days=300 * number + 200) for number in range(12)]
START, END = dt.date(2020, 1, 1), dt.date(2020, 12, 31)
SINCE, UNTIL = FIRST, dt.date(2024, 12, 31)
DYADS = [(f"A{number:03}", f"A{number + 250:03}") for number in range(0, 250, 5)]
JOBS = ("monthly", "daily", "balances", "changes", "series")
ENGINES = ("ours", "sql", "polars")
MEMORY = "6GB"
GOAL = 1.2
WARM_UP = 1_000

TYPES = [name.value for name, _ in PLOVER.scores]
SCORES = [score for _, score in PLOVER.scores]
MADE = f"""
COPY (
  WITH drawn AS (
    SELECT i, (h % 500)::INT AS a, ((h // 500) % 499)::INT AS b, (g % 16)::INT AS kind,
      ((g // 16) % {DAYS})::INT AS d, ((g // 100000) % 100)::INT AS lag,
      ((h // 1000000) % 20)::INT AS m
    FROM (SELECT i, hash(i) AS h, hash(i + 1000000007) AS g FROM range({{rows}}) r(i))
  )
  SELECT printf('A%03d', a) AS actor,
    printf('A%03d', CASE WHEN b >= a THEN b + 1 ELSE b END) AS recipient,
    NULL::VARCHAR AS about, NULL::VARCHAR AS claimed_by, {TYPES}[kind + 1] AS event_type,
    CASE WHEN m = 0 THEN 'future' WHEN m = 1 THEN 'denied' ELSE 'asserted' END AS modality,
    CASE WHEN m < 2 THEN 0.0 ELSE {SCORES}[kind + 1] END::DOUBLE AS score,
    DATE '{FIRST}' + d AS event_date, ({FIRST.toordinal()} + d)::INT AS event_day,
    ({FIRST.toordinal()} + d + CASE WHEN lag < 90 THEN lag // 30 ELSE lag - 70 END)::INT
      AS known_from,
    {FOREVER}::INT AS known_until, 1::INT AS reports, i::BIGINT AS position,
    year(DATE '{FIRST}' + d) AS "year"
  FROM drawn ORDER BY "year", event_day
) TO '{{place}}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY ("year"), OVERWRITE_OR_IGNORE)
"""


def made(folder: Path, rows: int) -> str:
    """The files of so many rows, as a pattern; ten years, 249,500 dyads."""
    place = folder / str(rows)
    if not place.exists():
        connection = duckdb.connect()
        connection.execute(f"SET threads = 2; SET memory_limit = '{MEMORY}'")
        unfinished = folder / f"{rows}.unfinished"
        connection.execute(MADE.format(rows=rows, place=unfinished))
        unfinished.rename(place)
    return f"{place}/**/*.parquet"


def ours(job: str, pattern: str, out: Path) -> None:
    settings: Any = {"preserve_insertion_order": False}  # as ``warehouse.tables`` has it
    connection = ibis.duckdb.connect(threads=2, memory_limit=MEMORY, **settings)
    acts = connection.read_parquet(pattern, hive_partitioning=True)
    match job:
        case "monthly" | "daily":
            by: Any = {"monthly": "month", "daily": "day"}[job]
            connection.to_parquet(warehouse.counts(acts, by=by), out)
        case "balances":
            connection.to_parquet(warehouse.balances(acts, AT, half_life=HALF_LIFE), out)
        case "changes":
            warehouse.changes(acts, START, END, half_life=HALF_LIFE).limit(100).to_pyarrow()
        case "series":
            warehouse.series(
                acts, DYADS, since=SINCE, until=UNTIL, by="month", half_life=HALF_LIFE
            ).to_pyarrow()


def sql(job: str, pattern: str, out: Path) -> None:
    connection = duckdb.connect()
    connection.execute(f"SET threads = 2; SET memory_limit = '{MEMORY}'")
    connection.execute("SET preserve_insertion_order = false")
    acts = (
        f"(SELECT * FROM read_parquet('{pattern}', hive_partitioning = true)"
        f" WHERE known_until = {FOREVER})"
    )
    first, last = START.toordinal(), END.toordinal()
    ordinals = [day.toordinal() for day in AT]
    pairs = ", ".join(map(str, DYADS))
    count = "count(*) AS acts, count(*) FILTER (modality = 'asserted') AS asserted"
    statements = {
        "monthly": f"SELECT actor, recipient, date_trunc('month', event_date) AS start, {count},"
        f" sum(score) AS score FROM {acts} GROUP BY ALL",
        "daily": f"SELECT actor, recipient, event_date, {count}, sum(score) AS score"
        f" FROM {acts} GROUP BY ALL",
        "balances": "SELECT actor, recipient, unnest(["
        + ", ".join(
            f"{{'day': {day}, 'asserted': {number}, 'balance': {balance}}}"
            for day, number, balance in zip(ordinals, *running(ordinals), strict=True)
        )
        + "], recursive := true) FROM (SELECT actor, recipient, "
        + ", ".join(
            f"count(*) FILTER (until = {day}) AS n{day}, sum(v) FILTER (until = {day}) AS s{day}"
            for day in ordinals
        )
        + " FROM (SELECT actor, recipient, until,"
        f" score * pow(2.0, (event_day - until) / {HALF_LIFE}) AS v FROM (SELECT *, CASE "
        + " ".join(f"WHEN event_day <= {day} THEN {day}" for day in ordinals)
        + f" END AS until FROM {acts} WHERE modality = 'asserted' AND event_day <= {ordinals[-1]}))"
        " GROUP BY ALL)",
        "changes": "SELECT actor, recipient,"
        f" sum(score * pow(2.0, (event_day - {first}) / {HALF_LIFE}))"
        f" FILTER (event_day <= {first}) AS before,"
        f" sum(score * pow(2.0, (event_day - {last}) / {HALF_LIFE}))"
        f" FILTER (event_day > {first}) AS caused, count(*) FILTER (event_day > {first}) AS acts,"
        f" count(*) FILTER (event_day > {first} AND modality = 'asserted') AS asserted"
        f" FROM {acts} WHERE event_day <= {last} GROUP BY ALL"
        " ORDER BY abs(caused) DESC, asserted DESC, actor, recipient LIMIT 100",
        "series": "WITH months AS (SELECT unnest(generate_series("
        f"DATE '{SINCE}', DATE '{UNTIL}', INTERVAL 1 MONTH))::DATE AS start),"
        f" picked AS (SELECT * FROM {acts} WHERE modality = 'asserted'"
        f" AND (actor, recipient) IN (VALUES {pairs}))"
        " SELECT actor, recipient, start, sum(score * pow(2.0, -date_diff('day', event_date,"
        f" last_day(start)) / {HALF_LIFE})) AS value FROM months, picked"
        " WHERE event_date <= last_day(start) GROUP BY ALL ORDER BY ALL",
    }
    if job in ("changes", "series"):
        connection.execute(statements[job]).fetchall()
    else:
        connection.execute(f"COPY ({statements[job]}) TO '{out}' (FORMAT parquet)")


def running(ordinals: list[int]) -> tuple[list[str], list[str]]:
    """Counts and sums up to each day, written as those up to the day before and what is new."""
    numbers, sums = [f"n{ordinals[0]}"], [f"coalesce(s{ordinals[0]}, 0)"]
    for before, day in itertools.pairwise(ordinals):
        numbers.append(f"{numbers[-1]} + n{day}")
        kept = 2.0 ** ((before - day) / HALF_LIFE)
        sums.append(f"({sums[-1]}) * {kept!r}::DOUBLE + coalesce(s{day}, 0)")
    return numbers, sums


def in_polars(job: str, pattern: str, out: Path) -> None:
    acts = pl.scan_parquet(pattern, hive_partitioning=True)
    acts = acts.filter(pl.col("known_until") == FOREVER)
    happened = pl.col("modality") == "asserted"
    counted = [
        pl.len().alias("acts"),
        happened.sum().alias("asserted"),
        pl.col("score").sum(),
    ]
    first, last = START.toordinal(), END.toordinal()
    day, score = pl.col("event_day"), pl.col("score")

    def left(at: pl.Expr | int) -> pl.Expr:
        return score * 2.0 ** ((day - at) / HALF_LIFE)

    match job:
        case "monthly":
            start = pl.col("event_date").dt.truncate("1mo").alias("start")
            acts.group_by("actor", "recipient", start).agg(*counted).sink_parquet(out)
        case "daily":
            acts.group_by("actor", "recipient", "event_date").agg(*counted).sink_parquet(out)
        case "balances":
            days = pl.LazyFrame({"day": [at.toordinal() for at in AT]}, {"day": pl.Int32})
            met = acts.filter(happened).select("actor", "recipient", "event_day", "score")
            met.join(days, how="cross").filter(day <= pl.col("day")).group_by(
                "actor", "recipient", "day"
            ).agg(pl.len().alias("asserted"), left(pl.col("day")).sum()).sink_parquet(out)
        case "changes":
            acts.filter(day <= last).group_by("actor", "recipient").agg(
                left(first).filter(day <= first).sum().alias("before"),
                left(last).filter(day > first).sum().alias("caused"),
                (day > first).sum().alias("acts"),
                ((day > first) & happened).sum().alias("asserted"),
            ).sort(pl.col("caused").abs(), pl.col("asserted"), descending=True).limit(100).collect(
                engine="streaming"
            )
        case "series":
            ends = pl.date_range(SINCE, UNTIL, "1mo", eager=True).dt.month_end()
            spine = pl.LazyFrame({"end": ends})
            wanted = pl.LazyFrame(DYADS, ["actor", "recipient"], orient="row")
            some = acts.filter(
                happened
                & pl.col("actor").is_in([actor for actor, _ in DYADS])
                & pl.col("recipient").is_in([recipient for _, recipient in DYADS])
            ).join(wanted, on=["actor", "recipient"], how="semi")
            gone = (pl.col("event_date") - pl.col("end")).dt.total_days()
            some.join(spine, how="cross").filter(pl.col("event_date") <= pl.col("end")).group_by(
                "actor", "recipient", "end"
            ).agg((score * 2.0 ** (gone / HALF_LIFE)).sum()).collect(engine="streaming")


RUN: dict[str, Callable[[str, str, Path], None]] = {"ours": ours, "sql": sql, "polars": in_polars}


def measured(engine: str, job: str, pattern: str, runs: int) -> dict[str, float]:
    """Seconds of wall and CPU, and MiB, of one job in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.warehouse", "--job", engine, job, pattern]
    told = []
    for _ in range(runs):
        ran = subprocess.run(command, check=True, capture_output=True, text=True)
        told.append(json.loads(ran.stdout.splitlines()[-1]))
    return {
        "wall": min(one["wall"] for one in told),
        "cpu": min(one["cpu"] for one in told),
        "memory": max(one["memory"] for one in told),
    }


def most_memory() -> float:
    """The most MiB that this process held; what its parent held before does not count."""
    told = Path("/proc/self/status").read_text("ascii")
    (high,) = (line for line in told.splitlines() if line.startswith("VmHWM:"))
    return int(high.split()[1]) / 1024


def job(engine: str, name: str, pattern: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        RUN[engine](name, made(Path(folder), WARM_UP), Path(folder, "first.parquet"))
        started, spent = time.perf_counter(), time.process_time()
        RUN[engine](name, pattern, Path(folder, "out.parquet"))
        told = {
            "wall": time.perf_counter() - started,
            "cpu": time.process_time() - spent,
            "memory": most_memory(),
        }
    print(json.dumps(told))


def compared(pattern: str, rows: int, runs: int) -> None:
    print(f"\n{rows:,} rows: CPU s (wall s, MiB)\n")
    print("| job | ours | DuckDB SQL by hand | Polars | ours / the better |")
    print("|---|---|---|---|---|", flush=True)
    for name in JOBS:
        told = {engine: measured(engine, name, pattern, runs) for engine in ENGINES}
        cells = [f"{t['cpu']:.1f} ({t['wall']:.1f}, {t['memory']:,.0f})" for t in told.values()]
        ratio = told["ours"]["cpu"] / min(told[other]["cpu"] for other in ENGINES[1:])
        met = "" if ratio <= GOAL else f" (goal {GOAL})"
        print(f"| {name} | {' | '.join(cells)} | {ratio:.2f}{met} |", flush=True)


def grown(folder: Path, sizes: list[int], runs: int, picture: Path | None) -> None:
    print("\n| rows | Parquet MiB | balances on 12 days: CPU s | wall s | MiB |")
    print("|---|---|---|---|---|", flush=True)
    every = []
    for rows in sizes:
        pattern = made(folder, rows)
        size = sum(path.stat().st_size for path in Path(folder, str(rows)).rglob("*.parquet"))
        told = measured("ours", "balances", pattern, runs)
        print(
            f"| {rows:,} | {size / 2**20:,.0f} | {told['cpu']:.2f} | {told['wall']:.2f}"
            f" | {told['memory']:,.0f} |",
            flush=True,
        )
        every.append(told)
    if picture is not None:
        draw(sizes, every, picture)


def draw(sizes: list[int], told: list[dict[str, float]], picture: Path) -> None:
    """Seconds and memory by rows, both on scales of powers of ten."""
    import matplotlib as mpl  # not at the top: every job of a process of its own would hold it
    import matplotlib.pyplot as plt

    mpl.rcParams.update({"svg.hashsalt": "scale", "svg.fonttype": "none"})
    figure, axes = plt.subplots(1, 2, figsize=(8, 3), layout="constrained")
    shown = (("cpu", "processor seconds"), ("wall", "seconds on the clock"))
    for (name, label), marker in zip(shown, "os", strict=True):
        axes[0].plot(sizes, [one[name] for one in told], marker=marker, label=label)
    axes[0].legend(frameon=False)
    axes[0].set_title("balances of all dyads on 12 days")
    axes[1].plot(sizes, [one["memory"] for one in told], marker="o", color="tab:green")
    axes[1].set(title="most memory, MiB", ylim=(100, 10_000))
    for ax in axes:
        ax.set(xscale="log", yscale="log", xlabel="rows")
        ax.grid(visible=True, alpha=0.3)
        ax.spines[["top", "right"]].set_visible(False)
    figure.savefig(picture, metadata={"Date": None}, facecolor="white")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="*", type=int)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir(), "warehouse"))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--curve", nargs="*", type=int, default=[])
    parser.add_argument("--picture", type=Path, help="where to draw the curve")
    parser.add_argument("--job", nargs=3)
    asked = parser.parse_args()
    if asked.job:
        job(*asked.job)
        return
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.curve:
        grown(asked.folder, asked.curve, asked.runs, asked.picture)
    for rows in asked.rows or ([] if asked.curve else [20_000_000]):
        compared(made(asked.folder, rows), rows, asked.runs)


if __name__ == "__main__":
    main()
