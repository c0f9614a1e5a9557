"""What others need for the questions that an index answers: NetworkX, DuckDB, Raphtory.

Each gives CPU milliseconds by question and by what answered it. The peers sum scores without decay
and know of no publication dates.
"""

from __future__ import annotations

import datetime as dt
import importlib
from types import ModuleType
from typing import Any

import networkx as nx
import numpy as np

import stances as st
from tests.benchmarks.synthetic import (
    ACTORS,
    DAYS,
    END,
    FIRST,
    SCORES,
    START,
    TYPES,
    Asked,
    events,
    milliseconds,
)

Times = dict[str, dict[str, float]]


def plain(table: dict[str, Any], asked: Asked) -> Times:
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


def duckdb(module: ModuleType, table: dict[str, Any], asked: Asked) -> Times:
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


def raphtory(module: ModuleType, table: dict[str, Any], asked: Asked) -> Times:
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


def networkx_temporal(module: ModuleType, table: dict[str, Any], asked: Asked) -> Times:
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
