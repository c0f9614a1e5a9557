"""Who follows a log sees every record once, in order, whoever appends and whenever."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stances.store as store
from stances.errors import LogDamaged
from stances.events import Record, Retraction, StanceEvent
from stances.store import Entry, EventLog
from stances.testing import record_lists
from tests.store.made import A, B, C, numbered


def positions(entries: list[Entry]) -> list[int]:
    return [entry.position for entry in entries]


@given(st.lists(record_lists(max_size=4), max_size=4), st.integers(0, 6))
def test_a_subscriber_sees_each_record_once(batches: list[list[Record]], since: int) -> None:
    with store.open(":memory:") as log:
        early: list[Entry] = []
        late: list[Entry] = []
        first = log.subscribe(early.append)
        for batch in batches:
            log.append(batch)
        second = log.subscribe(late.append, since=since)
        log.append([A])
        assert early == list(log.entries())
        assert late == list(log.entries(after=since))
        assert first.position == log.head.position
        assert second.position == max(since, log.head.position)


def test_everything_that_appends_tells_the_subscribers(log: EventLog, place: str) -> None:
    seen: list[Entry] = []
    with log.subscribe(seen.append):
        log.append([A, B])
        log.correct(A.id, {"actor": "RUS"}, "misread")
        log.retract(B.id, "a drill")
        log.erase([B.id], reason="a request")
        with store.open(place) as other:
            other.append([C])
        assert positions(seen) == [1, 2, 3, 4, 5]
        log.append(numbered(1))
    log.append(numbered(2))
    assert positions(seen) == [1, 2, 3, 4, 5, 6, 7]


def test_a_handler_may_append(log: EventLog) -> None:
    seen: list[int] = []

    def object_to(entry: Entry) -> None:
        seen.append(entry.position)
        if isinstance(entry.record, StanceEvent):
            log.append([Retraction(of=entry.record.id, reason="no")])

    log.subscribe(object_to)
    log.append(numbered(5))
    assert seen == list(range(1, 11))


def test_a_handler_that_raises_ends_its_subscription(log: EventLog) -> None:
    handled: list[int] = []

    def handle(entry: Entry) -> None:
        if entry.position == 2:
            raise KeyError("the read model broke down")
        handled.append(entry.position)

    subscription = log.subscribe(handle)
    assert log.append([A, B, C]).added == 3
    assert (handled, subscription.position) == ([1], 1)
    assert isinstance(subscription.error, KeyError)
    log.append(numbered(1))
    assert handled == [1]
    log.subscribe(lambda entry: handled.append(entry.position), since=subscription.position)
    assert handled == [1, 2, 3, 4]


def test_threads_that_append_tell_each_record_once(log: EventLog) -> None:
    seen: list[int] = []
    subscription = log.subscribe(lambda entry: seen.append(entry.position))

    def work(start: int) -> None:
        for number in range(start, start + 10):
            log.append(numbered(3, number))

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 5, 10, 15)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    subscription.catch_up()
    assert seen == list(range(1, log.head.position + 1))


def test_a_follower_sees_what_others_append(log: EventLog, place: str) -> None:
    stop = threading.Event()
    log.append(numbered(3))

    def append() -> None:
        with store.open(place) as other:
            for start in range(2, 40, 4):
                other.append(numbered(5, start))

    appender = threading.Thread(target=append)
    appender.start()
    followed: list[Entry] = []
    for entry in log.follow(since=1, poll=0.05, stop=stop):
        followed.append(entry)
        if entry.position == 43:
            stop.set()
    appender.join()
    assert positions(followed) == list(range(2, 44))
    assert followed == list(log.entries(after=1))


def test_a_follower_goes_on_where_it_stopped(log: EventLog) -> None:
    log.append(numbered(20))
    position, seen = 0, []
    for count in (7, 1, 12):
        for entry in itertools.islice(log.follow(since=position), count):
            seen.append(entry.record)
            position = entry.position
    assert seen == numbered(20)


@pytest.mark.parametrize("fresh", [0, 1, 2])
def test_a_position_that_comes_back_is_found_out(tmp_path: Path, fresh: int) -> None:
    """A log that is cut by force gives its last position again: none may miss what comes there."""
    path = tmp_path / "log.db"
    with store.open(path) as log:
        log.append(numbered(3))
        follower = log.follow(poll=0.01)
        assert [next(follower).position for _ in range(3)] == [1, 2, 3]
        with contextlib.closing(sqlite3.connect(path)) as other, other:
            other.execute("DROP TRIGGER no_delete_of_record")
            other.execute("DELETE FROM record WHERE position = 3")
        log.append(numbered(fresh, 10))
        with pytest.raises(LogDamaged, match="position 3"):
            next(follower)


def test_a_follower_of_another_log_is_told(log: EventLog) -> None:
    log.append([A])
    with pytest.raises(LogDamaged, match="up to position 9"):
        next(log.follow(since=9))
