"""Every question of the warehouse beside its plain twin, whatever engine answers."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Any, TypeAlias

import attrs
import ibis.expr.types as ir

import stances as st
from stances import warehouse
from stances.graph import dyads as plain_dyads
from stances.log import Log
from stances.scale import Scale
from stances.series import series as plain_series
from stances.warehouse import Rows

Loaded: TypeAlias = tuple[ir.Table, ir.Table]
Load: TypeAlias = Callable[[Rows], Loaded]


@attrs.frozen(kw_only=True)
class Asked:
    """A log, and what is asked of it."""

    log: Log
    days: tuple[dt.date, ...]
    dyads: tuple[tuple[str, str], ...]
    as_of: dt.date | None
    since: dt.date | None
    half_life: float | None
    scale: Scale | None
    by: Any
    measure: Any

    @property
    def plain(self) -> dict[str, Any]:
        return {"half_life": self.half_life, "scale": self.scale or st.PLOVER}


def rows(table: ir.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


def close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def assert_close(got: dict[str, Any], expected: dict[str, Any]) -> None:
    assert got.keys() == expected.keys()
    for name, value in expected.items():
        if isinstance(value, float):
            assert close(got[name], value), (name, got, expected)
        else:
            assert got[name] == value, (name, got, expected)


def by_dyad(table: ir.Table, *more: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    told = rows(table)
    keyed = {tuple(row.pop(key) for key in ("actor", "recipient", *more)): row for row in told}
    assert len(keyed) == len(told)
    return keyed


def assert_dyads(asked: Asked, acts: ir.Table, voices: ir.Table) -> None:
    # A view says until when it goes, and is asked of that day by default; its table does not.
    for at in (asked.log.until, *asked.days):
        bounds: dict[str, Any] = {"since": asked.since, "at": at, "as_of": asked.as_of}
        plain = plain_dyads(asked.log, **bounds, **asked.plain)
        edges = by_dyad(
            warehouse.dyads(acts, **bounds, half_life=asked.half_life, scale=asked.scale)
        )
        heard = by_dyad(warehouse.publishers(voices, **bounds))
        assert edges.keys() == set(plain.edges)
        for dyad, edge in edges.items():
            publishers = heard.get(dyad, {"publishers": 0})
            assert_close({**edge, **publishers}, plain.edges[dyad])


def assert_balances(asked: Asked, acts: ir.Table) -> None:
    ways: tuple[Any, ...] = (asked.as_of, "then")
    for as_of in ways:
        told = by_dyad(
            warehouse.balances(
                acts, asked.days, as_of=as_of, half_life=asked.half_life, scale=asked.scale
            ),
            "at",
        )
        expected = {}
        for at in asked.days:
            known = at if as_of == "then" else as_of
            graph = plain_dyads(asked.log, at=at, as_of=known, **asked.plain)
            for actor, recipient, edge in graph.edges(data=True):
                if edge["asserted"]:
                    expected[actor, recipient, at] = {
                        name: edge[name] for name in ("asserted", "balance")
                    }
        assert told.keys() == expected.keys()
        for key, row in told.items():
            assert_close(row, expected[key])


def assert_changes(asked: Asked, acts: ir.Table) -> None:
    start, end = min(asked.days), max(asked.days)
    told = rows(
        warehouse.changes(
            acts,
            start,
            end,
            as_of=asked.as_of,
            half_life=asked.half_life,
            scale=asked.scale,
        )
    )
    plain = {
        (change.actor, change.recipient): change
        for change in st.compare(asked.log, start, end, as_of=asked.as_of, **asked.plain)
    }
    seen = {(row["actor"], row["recipient"]) for row in told}
    assert len(seen) == len(told)
    for dyad, change in plain.items():
        assert dyad in seen or (not change.terms and close(change.before, change.after))
    for row in told:
        change = plain[row["actor"], row["recipient"]]
        for name in ("before", "faded", "caused", "after"):
            assert close(row[name], getattr(change, name))
        assert row["acts"] == len(change.terms)
        assert row["asserted"] == sum(term.act.asserted for term in change.terms)
    ranks = [
        (-abs(r["caused"]), -r["asserted"], -abs(r["after"] - r["before"]), r["actor"])
        for r in told
    ]
    assert ranks == sorted(ranks)


def assert_series(asked: Asked, acts: ir.Table) -> None:
    since, until = min(asked.days), max(asked.days)
    until = min(until, since + dt.timedelta(days=120))
    table = warehouse.series(
        acts,
        asked.dyads,
        since=since,
        until=until,
        by=asked.by,
        measure=asked.measure,
        as_of=asked.as_of,
        half_life=asked.half_life,
        scale=asked.scale,
    )
    told: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows(table):
        told.setdefault((row.pop("actor"), row.pop("recipient")), []).append(row)
    for dyad in asked.dyads:
        plain = plain_series(
            asked.log,
            *dyad,
            since=since,
            until=until,
            by=asked.by,
            measure=asked.measure,
            as_of=asked.as_of,
            **asked.plain,
        ).to_records()
        if not any(point["acts"] for point in plain):
            assert dyad not in told
            continue
        assert len(told[dyad]) == len(plain)
        for row, expected in zip(told[dyad], plain, strict=True):
            assert_close(row, expected)


def assert_counts(asked: Asked, acts: ir.Table) -> None:
    since = asked.since
    told = by_dyad(
        warehouse.counts(acts, by=asked.by, since=since, as_of=asked.as_of, scale=asked.scale),
        "start",
    )
    scale = asked.scale or st.PLOVER
    expected: dict[tuple[Any, ...], dict[str, Any]] = {}
    for act in asked.log.view(since=since, as_of=asked.as_of):
        event = act.event
        if event.recipient is None:
            continue
        start = {
            "day": event.date,
            "week": event.date - dt.timedelta(days=event.date.weekday()),
            "month": event.date.replace(day=1),
        }[asked.by]
        key = (event.actor, event.recipient, start)
        row = expected.setdefault(key, {"acts": 0, "asserted": 0, "score": 0.0})
        row["acts"] += 1
        row["asserted"] += act.asserted
        row["score"] += scale[event.event_type] if act.asserted else 0.0
    assert told.keys() == expected.keys()
    for key, row in told.items():
        assert_close(row, expected[key])


def assert_all(asked: Asked, load: Load) -> None:
    acts, voices = load(warehouse.rows_of(asked.log))
    assert_dyads(asked, acts, voices)
    assert_balances(asked, acts)
    assert_changes(asked, acts)
    assert_series(asked, acts)
    assert_counts(asked, acts)
