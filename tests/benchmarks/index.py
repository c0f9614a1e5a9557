"""What an index answers, and how fast: python tests/benchmarks/index.py [events ...] [parts ...]

A synthetic log of 10 years, 200 actors, Zipf dyads and reports that mostly come soon is asked the
same by this library, by plain NetworkX, and by networkx-temporal, Raphtory and DuckDB where they
are installed. Times are the median CPU milliseconds of this process, all threads, in one run. The
peers sum scores without decay and know of no publication dates; ours are asked with both.
"""

from __future__ import annotations

import datetime as dt
import gc
import importlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import networkx as nx
import numpy as np

import stances as st
from stances.events import EventType, Row, StanceEvent
from stances.indexing.exact import Scores
from stances.indexing.rows import FOREVER, Names, Rows, Sorted
from stances.indexing.state import State
from stances.store import Head

FIRST = dt.date(2010, 1, 1)
DAYS = [FIRST + dt.timedelta(days=number) for number in range(4_800)]
SPAN = 3_652
ACTORS = [f"A{number:03}" for number in range(200)]
TYPES = list(EventType)
SCORES = [st.PLOVER[name] for name in TYPES]
START, END = DAYS[1_500], DAYS[1_865]
Table = dict[str, dict[str, float]]


def columns(size: int) -> dict[str, Any]:
    """Actor, recipient, type, day and day of publication by number, as they were published."""
    random = np.random.default_rng(7)
    pairs = len(ACTORS) * (len(ACTORS) - 1)
    zipf = 1.0 / np.arange(1, pairs + 1) ** 1.1
    pair = random.permutation(pairs)[random.choice(pairs, size, p=zipf / zipf.sum())]
    actor, recipient = pair // (len(ACTORS) - 1), pair % (len(ACTORS) - 1)
    recipient = recipient + (recipient >= actor)
    often = 1.0 / np.arange(1, len(TYPES) + 1)
    kind = random.choice(len(TYPES), size, p=often / often.sum())
    day = random.integers(0, SPAN, size)
    lag = random.geometric(0.5, size) - 1
    late = random.random(size) < 0.02
    lag[late] += random.integers(1, 366, late.sum())
    order = np.lexsort((day, day + lag))
    named = {"actor": actor, "recipient": recipient, "kind": kind, "day": day, "known": day + lag}
    return {name: column[order] for name, column in named.items()}


def events(table: dict[str, Any]) -> Iterator[StanceEvent]:
    rows = zip(*(column.tolist() for column in table.values()), strict=True)
    for number, (actor, recipient, kind, day, known) in enumerate(rows):
        yield StanceEvent(
            date=DAYS[day],
            actor=ACTORS[actor],
            recipient=ACTORS[recipient],
            event_type=TYPES[kind],
            published=DAYS[known],
            publisher=f"Paper {number * 7_919 % 40}",
            evidence=Row(dataset="synthetic", row=str(number)),
            coder="synthetic",
        )


def milliseconds(work: Callable[[], object], *, per: int = 1, runs: int = 5) -> float:
    spent = []
    for _ in range(runs):
        gc.collect()
        before = time.process_time()
        work()
        spent.append(time.process_time() - before)
    return statistics.median(spent) / per * 1e3


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


def ours(table: dict[str, Any], asked: list[tuple[str, str, dt.date]]) -> Table:
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
        "dyad, two times": {"ours, decayed": milliseconds(balances_known, per=many)},
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


def plain(table: dict[str, Any], asked: list[tuple[str, str, dt.date]]) -> Table:
    told = list(events(table))
    few = asked[: max(3, 300_000 // len(told))]

    def folded(until: dt.date) -> nx.MultiDiGraph[str]:
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for e in told:
            if e.date > until or e.recipient is None:
                continue
            edge: Any = graph.get_edge_data(e.actor, e.recipient, e.event_type)
            if edge is None:
                score = st.PLOVER[e.event_type]
                graph.add_edge(e.actor, e.recipient, e.event_type, n=1, score=score, last=e.date)
            else:
                edge["n"] += 1
                edge["score"] += st.PLOVER[e.event_type]
                edge["last"] = max(edge["last"], e.date)
        return graph

    def scan() -> None:
        for a, b, at in few:
            sum(
                st.PLOVER[e.event_type]
                for e in told
                if e.actor == a and e.recipient == b and e.date <= at
            )

    def scan_monthly() -> None:
        for a, b, _ in few:
            months = dict.fromkeys(range(12 * 10), 0.0)
            for e in told:
                if e.actor == a and e.recipient == b:
                    months[(e.date.year - 2010) * 12 + e.date.month - 1] += st.PLOVER[e.event_type]

    def diff() -> None:
        before, after = folded(START), folded(END)
        for a, b, key, now in after.edges(keys=True, data=True):
            was = before.get_edge_data(a, b, key)
            if was is None or was["n"] != now["n"]:
                (a, b, key, now["score"] - (0.0 if was is None else was["score"]))

    return {
        "dyad": {"NetworkX, scan": milliseconds(scan, per=len(few), runs=3)},
        "graph": {"NetworkX, rebuilt": milliseconds(lambda: folded(DAYS[1_826]), runs=3)},
        "columns to graph": {"NetworkX, fold": milliseconds(lambda: folded(DAYS[-1]), runs=3)},
        "monthly": {"NetworkX, scan": milliseconds(scan_monthly, per=len(few), runs=3)},
        "diff": {"NetworkX, rebuilt": milliseconds(diff, runs=3)},
    }


def duckdb(
    module: ModuleType, table: dict[str, Any], asked: list[tuple[str, str, dt.date]]
) -> Table:
    names, kinds = np.array(ACTORS, object), np.array(TYPES, object)
    pandas = importlib.import_module("pandas")
    frame = pandas.DataFrame(
        {
            "src": names[table["actor"]],
            "tgt": names[table["recipient"]],
            "act": kinds[table["kind"]],
            "day": (np.datetime64(FIRST) + table["day"]).astype("datetime64[s]"),
            "score": np.array(SCORES)[table["kind"]],
        }
    )
    db = module.connect()
    db.execute("set threads=2")
    db.register("frame", frame)
    db.execute("create table l as select * replace (day::date as day) from frame order by all")
    few = asked[:100]
    one = "select coalesce(sum(score), 0) from l where src = ? and tgt = ? and day <= ?"
    fading = (
        "select coalesce(sum(score * pow(2, (day - ?) / 30.0)), 0)"
        " from l where src = ? and tgt = ? and day <= ?"
    )
    month = (
        "select date_trunc('month', day) m, count(*), sum(score)"
        " from l where src = ? and tgt = ? group by 1 order by 1"
    )
    whole = "select src, tgt, act, count(*), sum(score), max(day) from l"
    between = f"{whole} where day > ? and day <= ? group by all"
    return {
        "dyad": {
            "DuckDB": milliseconds(lambda: [db.execute(one, q).fetchone() for q in few], per=100),
            "DuckDB, decayed": milliseconds(
                lambda: [db.execute(fading, (q[2], *q)).fetchone() for q in few], per=100
            ),
        },
        "monthly": {
            "DuckDB": milliseconds(
                lambda: [db.execute(month, q[:2]).fetchnumpy() for q in few], per=100
            )
        },
        "diff": {
            "DuckDB, a table": milliseconds(lambda: db.execute(between, (START, END)).fetchnumpy())
        },
    }


def raphtory(
    module: ModuleType, table: dict[str, Any], asked: list[tuple[str, str, dt.date]]
) -> Table:
    names, kinds = np.array(ACTORS, object), np.array(TYPES, object)
    frame = importlib.import_module("pandas").DataFrame(
        {
            "src": names[table["actor"]],
            "dst": names[table["recipient"]],
            "act": kinds[table["kind"]],
            "time": (np.datetime64(FIRST) + table["day"]).astype("datetime64[ms]"),
            "score": np.array(SCORES)[table["kind"]],
        }
    )

    def load() -> Any:
        graph = module.Graph()
        graph.load_edges(
            frame, time="time", src="src", dst="dst", properties=["score"], layer_col="act"
        )
        return graph

    def after(day: dt.date) -> dt.datetime:
        return dt.datetime(day.year, day.month, day.day) + dt.timedelta(days=1)

    def state(view: Any) -> list[Any]:
        edges = view.edges.explode_layers()
        scores = edges.properties.temporal.get("score")
        if scores is None:
            return []
        values = scores.values()
        return list(
            zip(
                edges.src.name,
                edges.dst.name,
                edges.layer_name,
                values.count(),
                values.sum(),
                edges.latest_time,
                strict=False,
            )
        )

    graph = load()
    few = asked[:100]

    def one() -> None:
        for a, b, at in few:
            edge = graph.before(after(at)).edge(a, b)
            if edge is not None:
                edge.properties.temporal.get("score").sum()

    def monthly() -> None:
        for a, b, _ in few[:20]:
            for window in graph.edge(a, b).rolling("1 month"):
                scores = window.properties.temporal.get("score")
                if scores is not None:
                    scores.sum()

    def exported() -> None:
        view = graph.before(after(DAYS[1_826]))
        view.to_networkx(include_update_history=False, include_property_history=False)

    return {
        "dyad": {"Raphtory": milliseconds(one, per=100)},
        "graph": {"Raphtory": milliseconds(exported, runs=3)},
        "columns to graph": {"Raphtory": milliseconds(lambda: state(load()), runs=3)},
        "monthly": {"Raphtory": milliseconds(monthly, per=20, runs=3)},
        "diff": {
            "Raphtory": milliseconds(lambda: state(graph.window(after(START), after(END))), runs=3)
        },
    }


def networkx_temporal(
    module: ModuleType, table: dict[str, Any], asked: list[tuple[str, str, dt.date]]
) -> Table:
    if len(table["day"]) > 100_000:
        return {}  # minutes a question
    graph = module.TemporalMultiDiGraph()
    for a, b, kind, day, _ in zip(*(c.tolist() for c in table.values()), strict=True):
        graph.add_edge(ACTORS[a], ACTORS[b], time=day, score=SCORES[kind])

    def sliced() -> None:
        at = (asked[0][2] - FIRST).days
        days = [day for _, _, day in graph.to_static().edges(data="time")]
        graph.slice(attr=["past" if day <= at else "future" for day in days])

    return {"graph": {"networkx-temporal": milliseconds(sliced, runs=3)}}


def durable(table: dict[str, Any]) -> None:
    """A log on disk: opened through the file of the index, against a full replay."""
    with tempfile.TemporaryDirectory() as folder:
        place, path = Path(folder, "log.db"), Path(folder, "log.db.index")
        with st.open(place) as log:
            log.append(events(table))
            built = milliseconds(lambda: st.index(log, path=path), runs=1)
            size = path.stat().st_size / len(table["day"])

        def first_question() -> None:
            with st.open(place) as log:
                st.index(log, path=path).balance(ACTORS[0], ACTORS[1])

        def replay() -> None:
            with st.open(place) as log:
                st.dyads(log, actors={})

        opened, replayed = milliseconds(first_question), milliseconds(replay, runs=1)
        print(f"  durable log: built and written {built:,.0f} ms, {size:.0f} bytes an event")
        print(
            f"  opened and asked {opened:,.1f} ms, replayed {replayed:,.0f} ms:"
            f" 1/{replayed / opened:,.0f} (goal 1/10)"
        )
        with st.open(place) as log:
            index = st.index(log, path=path)
            index.balance(ACTORS[0], ACTORS[1])
            more = {name: column[:1_000] for name, column in table.items()}
            fresh = list(events({**more, "known": more["known"] + 1}))
            log.append(fresh)
            took = milliseconds(index.refresh, runs=1)
            ids = [event.id for event in fresh[:2]]
            log.append([st.Merge(ids=ids)])
            merged = milliseconds(index.refresh, runs=1)
            print(f"  taken in: 1,000 events {took:.1f} ms, one merge {merged:.2f} ms")


TABLES = "DuckDB, a table"  # unlike the others it names no change and makes no object
GOALS = {
    "dyad": 100.0,
    "graph": 3.0,
    "columns to graph": 1.3,
    "monthly": 50.0,
    "diff": 5.0,
}
PEERS = {"duckdb": duckdb, "raphtory": raphtory, "networkx_temporal": networkx_temporal}
PARTS = ["ours", "plain", *PEERS, "durable"]


def asked_of(table: dict[str, Any]) -> list[tuple[str, str, dt.date]]:
    """A thousand dyads, those of many acts more often, each with a day."""
    random = np.random.default_rng(11)
    rows, days = random.integers(0, len(table["day"]), 1_000), random.integers(0, SPAN, 1_000)
    return [
        (ACTORS[table["actor"][row]], ACTORS[table["recipient"][row]], DAYS[day])
        for row, day in zip(rows.tolist(), days.tolist(), strict=True)
    ]


def measured(size: int, parts: list[str]) -> Table:
    table = columns(size)
    asked = asked_of(table)
    print(f"{size:,} events, CPU ms")
    told: Table = {}
    for part in parts:
        if part == "durable":
            durable(table)
            continue
        if part == "ours":
            found = ours(table, asked)
        elif part == "plain":
            found = plain(table, asked)
        else:
            try:
                module = importlib.import_module(part)
            except ImportError:
                print(f"  {part} is not installed")
                continue
            found = PEERS[part](module, table, asked)
        for work, times in found.items():
            told.setdefault(work, {}).update(times)
            print(f"  {work}: {', '.join(f'{who} {time:.4g}' for who, time in times.items())}")
    return told


def tell(told: Table, first: Table) -> None:
    for work, goal in GOALS.items():
        times = told.get(work, {})
        peers = [time for who, time in times.items() if not who.startswith(("ours", TABLES))]
        if peers and "ours" in times:
            print(f"  {work}: best peer / ours {min(peers) / times['ours']:,.1f} (goal {goal})")
    if "dyad" in told and "dyad" in first:
        one, two = told["dyad"]["ours, decayed"], told["dyad, two times"]["ours, decayed"]
        print(f"  two times / one {two / one:.2f} (goal at most 3)")
        grown = one / first["dyad"]["ours, decayed"]
        print(f"  a dyad, against the first size {grown:.2f} (goal at most 3)")


def main() -> None:
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    words = sys.argv[1:]
    sizes = [int(word) for word in words if word.isdigit()] or [10_000, 100_000, 1_000_000]
    parts = [word for word in words if word in PARTS] or PARTS
    first: Table = {}
    for size in sizes:
        told = measured(size, parts)
        first = first or told
        tell(told, first)


if __name__ == "__main__":
    main()
