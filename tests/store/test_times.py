"""What a log says at a date, as known by a date, as recorded by a moment: beside a plain filter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

import stances.store as store
from stances.events import Record, StanceEvent
from stances.log import Act, Log
from stances.resolve import State, fold, resolve
from stances.testing import days, record_lists
from tests.properties.answers import answers

NOON = dt.datetime(2020, 2, 18, 12, tzinfo=dt.UTC)
minutes = st.integers(-3, 12).map(lambda count: NOON + dt.timedelta(minutes=count))
bound = st.none() | days()
batches = st.lists(st.tuples(minutes, record_lists(max_size=6)), max_size=5)


def filled(arrivals: list[tuple[dt.datetime, list[Record]]]) -> store.EventLog:
    """A log whose clock said this when each of the batches came."""
    log = store.open(":memory:")
    for moment, records in arrivals:
        with mock.patch("time.time_ns", lambda moment=moment: int(moment.timestamp()) * 10**9):
            log.append(records)
    return log


def recorded(arrivals: list[tuple[dt.datetime, list[Record]]], by: dt.datetime) -> Iterator[Record]:
    """What had come by then, on a clock that no record turns back."""
    clock = NOON - dt.timedelta(days=1)
    known: set[str] = set()
    for moment, records in arrivals:
        fresh = [record for record in records if record.id not in known]
        known.update(record.id for record in fresh)
        if fresh:
            clock = max(clock, moment)
        if clock <= by:
            yield from fresh


def brute(
    records: list[Record], as_of: dt.date | None, until: dt.date | None
) -> list[set[StanceEvent]]:
    """The reports of each act: every rule of a view as one plain pass over a list."""
    resolved = resolve(fold(State(), records))
    reports = {event.id: event for event in resolved.standing.values()}
    known = [e for e in reports.values() if as_of is None or e.published <= as_of]
    groups: dict[str, set[StanceEvent]] = {}
    for event in known:
        groups.setdefault(resolved.merged.get(event.id, event.id), set()).add(event)
    return [group for group in groups.values() if _within(group, until)]


def _within(group: set[StanceEvent], until: dt.date | None) -> bool:
    return until is None or Act.of(group).event.date <= until


def said(view: Log) -> list[frozenset[StanceEvent]]:
    return sorted((frozenset(act.reports) for act in view), key=hash)


def expected(groups: list[set[StanceEvent]]) -> list[frozenset[StanceEvent]]:
    return sorted(map(frozenset, groups), key=hash)


@given(batches, minutes)
def test_what_was_recorded_by_a_moment(
    arrivals: list[tuple[dt.datetime, list[Record]]], moment: dt.datetime
) -> None:
    with filled(arrivals) as log:
        there = list(recorded(arrivals, moment))
        assert answers(log.view(recorded_by=moment)) == answers(Log(kept(log, there)))


@given(batches, days())
def test_what_was_published_by_a_day(
    arrivals: list[tuple[dt.datetime, list[Record]]], day: dt.date
) -> None:
    with filled(arrivals) as log:
        everything = [record for _, records in arrivals for record in records]
        assert said(log.view(as_of=day)) == expected(brute(kept(log, everything), day, None))


@given(batches, days())
def test_what_had_happened_until_a_day(
    arrivals: list[tuple[dt.datetime, list[Record]]], day: dt.date
) -> None:
    with filled(arrivals) as log:
        everything = [record for _, records in arrivals for record in records]
        assert said(log.view(until=day)) == expected(brute(kept(log, everything), None, day))


@given(batches, minutes, bound, bound)
def test_all_three_at_once(
    arrivals: list[tuple[dt.datetime, list[Record]]],
    moment: dt.datetime,
    as_of: dt.date | None,
    until: dt.date | None,
) -> None:
    with filled(arrivals) as log:
        view = log.view(recorded_by=moment, as_of=as_of, until=until)
        there = kept(log, list(recorded(arrivals, moment)))
        assert said(view) == expected(brute(there, as_of, until))
        one_by_one = log.view(recorded_by=moment).view(until=until).view(as_of=as_of)
        assert answers(one_by_one) == answers(view)


def kept(log: store.EventLog, records: list[Record]) -> list[Record]:
    """The records as the log holds them: without texts that were erased since."""
    holds = {record.id: record for record in log.records()}
    return [holds[record.id] for record in records]
