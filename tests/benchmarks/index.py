"""What an index answers, and how fast: the tables in docs/asking-speed.md.

    python -m tests.benchmarks.index [EVENTS ...] [PART ...]

A synthetic log of each number of events (default 10000 100000 1000000) is asked the same by this
library, by plain NetworkX, and by networkx-temporal, Raphtory and DuckDB where they are installed;
or by those parts alone that are named. Times are the median CPU milliseconds of this process, all
threads, in one run. The peers sum scores without decay and know of no publication dates; ours are
asked with both. Prints Markdown; what was found so far goes to standard error.
"""

from __future__ import annotations

import datetime as dt
import importlib
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

import stances as st
from stances.indexing.exact import Scores
from stances.indexing.rows import FOREVER, Names, Rows, Sorted
from stances.indexing.state import State
from stances.store import Head
from tests.benchmarks.index_peers import Times, duckdb, networkx_temporal, plain, raphtory
from tests.benchmarks.synthetic import (
    ACTORS,
    END,
    FIRST,
    START,
    Asked,
    asked_of,
    columns,
    events,
    milliseconds,
)

QUESTIONS = {
    "dyad": "a dyad's balance at a date",
    "two times": "the same, as known at another date",
    "graph": "the whole graph at a date, as a NetworkX graph",
    "columns to graph": "from columns to the aggregated graph",
    "monthly": "monthly series of a dyad",
    "diff": "what changed between two dates, by name",
    "first question": "a log on disk opened, and a first question",
    "taken in": "1,000 events more taken in",
    "merged": "a merge taken in",
}
GOALS = {"dyad": 100.0, "graph": 3.0, "columns to graph": 1.3, "monthly": 50.0, "diff": 5.0}
TABLES = "DuckDB, a table"  # unlike the others it names no change and makes no object
PEERS = {"duckdb": duckdb, "raphtory": raphtory, "networkx_temporal": networkx_temporal}
PARTS = ["ours", "plain", *PEERS, "durable"]


def indexed(table: dict[str, Any]) -> st.Index:
    """The index of a log of these events, made without making the events."""
    codes = table["actor"] * len(ACTORS) + table["recipient"]
    numbers, dyad = np.unique(codes, return_inverse=True)
    dyads: dict[tuple[str, str | None], int] = {}
    for number in numbers.tolist():
        dyads[ACTORS[number // len(ACTORS)], ACTORS[number % len(ACTORS)]] = len(dyads)
    size = len(dyad)
    rows = Rows(
        dyad=dyad.astype(np.int32),
        date=(table["day"] + FIRST.toordinal()).astype(np.int32),
        kind=table["kind"].astype(np.uint8),
        known_from=(table["known"] + FIRST.toordinal()).astype(np.int32),
        known_until=np.full(size, FOREVER, np.int32),
        reports=np.ones(size, np.int32),
        position=np.arange(1, size + 1),
        told=np.arange(size, dtype=np.int32),
        told_by=(np.arange(size) * 7_919 % 40).astype(np.int32),
    )
    names = Names(dyads, {f"Paper {number}": number for number in range(40)})
    index = st.index(st.Log())
    index._state = State(
        head=Head(size), names=names, base=Sorted(rows.sorted()), scores=Scores.of(st.PLOVER)
    )
    return index


def ours(table: dict[str, Any], asked: Asked) -> Times:
    index = indexed(table)
    lags = np.random.default_rng(3).integers(0, 60, len(asked)).tolist()
    later = [(*one, one[2] + dt.timedelta(days=lag)) for one, lag in zip(asked, lags, strict=True)]
    many = len(asked)

    def balances() -> None:
        for actor, recipient, at in asked:
            index.balance(actor, recipient, at=at)

    def scores() -> None:
        for actor, recipient, at in asked:
            index.score(actor, recipient, at=at)

    def balances_known() -> None:
        for actor, recipient, at, as_of in later:
            index.balance(actor, recipient, at=at, as_of=as_of)

    def monthly() -> None:
        for actor, recipient, _ in asked:
            index.series(actor, recipient, by="month", measure="score")

    def graph_of_columns() -> None:
        indexed(table).dyads(actors={})

    for warm_up in (balances, balances_known, monthly):
        warm_up()
    graphs = [at for _, _, at in asked[:5]]
    return {
        "dyad": {
            "ours, decayed": milliseconds(balances, per=many),
            "ours": milliseconds(scores, per=many),
        },
        "two times": {"ours, decayed": milliseconds(balances_known, per=many)},
        "graph": {
            "ours": milliseconds(lambda: [index.dyads(at=at, actors={}) for at in graphs], per=5)
        },
        "columns to graph": {"ours": milliseconds(graph_of_columns, runs=3)},
        "monthly": {"ours": milliseconds(monthly, per=many)},
        "diff": {
            "ours, decayed": milliseconds(lambda: index.compare(START, END)),
            "ours": milliseconds(lambda: index.compare(START, END, half_life=None)),
        },
    }


def durable(table: dict[str, Any]) -> Times:
    """A log on disk: opened through the file of the index, against a full replay."""
    with tempfile.TemporaryDirectory() as folder:
        place, path = Path(folder, "log.db"), Path(folder, "log.db.index")
        with st.open(place) as log:
            log.append(events(table))
            st.index(log, path=path)

        def first_question() -> None:
            with st.open(place) as log:
                st.index(log, path=path).balance(ACTORS[0], ACTORS[1])

        def replay() -> None:
            with st.open(place) as log:
                st.dyads(log, actors={})

        opened, replayed = milliseconds(first_question), milliseconds(replay, runs=1)
        with st.open(place) as log:
            index = st.index(log, path=path)
            index.balance(ACTORS[0], ACTORS[1])
            more = {name: column[:1_000] for name, column in table.items()}
            fresh = list(events({**more, "known": more["known"] + 1}))
            log.append(fresh)
            taken_in = milliseconds(index.refresh, runs=1)
            log.append([st.Merge(ids=[event.id for event in fresh[:2]])])
            merged = milliseconds(index.refresh, runs=1)
    return {
        "first question": {"ours, the index in a file": opened, "ours, full replay": replayed},
        "taken in": {"ours": taken_in},
        "merged": {"ours": merged},
    }


def measured(size: int, parts: list[str]) -> Times:
    table = columns(size)
    asked = asked_of(table)
    told: Times = {}
    for part in parts:
        if part == "durable":
            found = durable(table)
        elif part == "ours":
            found = ours(table, asked)
        elif part == "plain":
            found = plain(table, asked)
        else:
            try:
                module = importlib.import_module(part)
            except ImportError:
                print(f"{part} is not installed", file=sys.stderr)
                continue
            found = PEERS[part](module, table, asked)
        for work, times in found.items():
            told.setdefault(work, {}).update(times)
            print(f"{size:,} {work}: {times}", file=sys.stderr)
    return told


def times_table(told: dict[int, Times]) -> str:
    """A row for each question and what answered it, with CPU milliseconds by number of events."""
    lines = [
        f"| CPU milliseconds | by | {' | '.join(f'{size:,} events' for size in told)} |",
        f"|---|---|{'---:|' * len(told)}",
    ]
    for work, question in QUESTIONS.items():
        answered = dict.fromkeys(by for times in told.values() for by in times.get(work, {}))
        for by in answered:
            found = [times.get(work, {}).get(by) for times in told.values()]
            shown = " | ".join("–" if time is None else _rounded(time) for time in found)
            name = f"**{by}**" if by.startswith("ours") else by
            lines.append(f"| {question} | {name} | {shown} |")
            question = ""
    return "\n".join(lines)


def goals_table(first: Times, last: Times) -> str:
    """How ours compare with the best peer at the largest number of events, beside the goals."""
    lines = ["| at the largest | reached | goal |", "|---|---:|---:|"]
    for work, goal in GOALS.items():
        times = last.get(work, {})
        peers = [time for by, time in times.items() if not by.startswith(("ours", TABLES))]
        if peers and "ours" in times:
            reached = min(peers) / times["ours"]
            lines.append(f"| {QUESTIONS[work]}: best peer / ours | {reached:,.1f} | ≥ {goal:g} |")
    if "dyad" in last:
        one, two = last["dyad"]["ours, decayed"], last["two times"]["ours, decayed"]
        lines.append(
            f"| a balance as known at another date / as known now | {two / one:.2f} | ≤ 3 |"
        )
        grown = one / first["dyad"]["ours, decayed"]
        lines.append(f"| a balance / that in the smallest log | {grown:.2f} | ≤ 3 |")
    if "first question" in last:
        file, replay = last["first question"].values()
        lines.append(f"| full replay / the index in a file | {replay / file:,.0f} | ≥ 10 |")
    return "\n".join(lines)


def _rounded(time: float) -> str:
    return f"{time:,.0f}" if time >= 100 else f"{time:.3g}"


def main() -> None:
    words = sys.argv[1:]
    sizes = [int(word) for word in words if word.isdigit()] or [10_000, 100_000, 1_000_000]
    parts = [word for word in words if word in PARTS] or PARTS
    told = {size: measured(size, parts) for size in sizes}
    print(f"{times_table(told)}\n\n{goals_table(told[sizes[0]], told[sizes[-1]])}")


if __name__ == "__main__":
    main()
