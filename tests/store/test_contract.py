from __future__ import annotations

import datetime as dt
import itertools
import threading
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import stances.store as store
from stances import wire
from stances.errors import FileFaults, LogConflict, LogDamaged, LogUnreadable
from stances.events import Correction, Erasure, Record, Retraction, Span, StanceEvent
from stances.store import Appended, Entry, EventLog
from stances.testing import event, records
from tests.store.made import A, B, C, numbered


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=st.lists(records(), max_size=6))
def test_what_is_appended_is_read_back(log: EventLog, written: list[Record]) -> None:
    before = log.head.position
    known = {record.id for record in log.records()}
    fresh: dict[str, Record] = {}
    for record in written:
        if record.id not in known:
            fresh.setdefault(record.id, record)
    appended = log.append(written)
    assert appended.added == log.head.position - before == len(fresh)
    assert appended.known == len(written) - len(fresh)
    assert list(log.records(after=before)) == list(fresh.values())
    assert list(log.records(after=before + 1)) == list(fresh.values())[1:]


def test_a_record_is_known_by_its_id(log: EventLog) -> None:
    again = attrs.evolve(A, coder="rules-2", confidence=0.75)
    assert log.append([A, again]) == Appended(added=1, known=1, head=log.head)
    assert log.append([again, B, A]) == Appended(added=1, known=2, head=log.head)
    assert log.append([]) == Appended(added=0, known=0, head=log.head)
    assert list(log.records()) == [A, B]


@pytest.mark.parametrize("known", [1, 9, 1_999])
def test_what_is_known_is_found_behind_what_is_new(log: EventLog, known: int) -> None:
    batch = numbered(2_000)
    first = log.append(batch[known:]).added
    erasure = Erasure(of=[batch[-1].id], reason="a request")
    appended = log.append([*batch, erasure, batch[0]])
    assert appended == Appended(added=known + 1, known=first + 1, head=log.head)
    kept = list(log.records())
    assert kept == [*batch[known:-1], _erased(batch[-1]), *batch[:known], erasure]
    assert log.verify() == appended.head


def _erased(quoting: StanceEvent) -> StanceEvent:
    assert isinstance(quoting.evidence, Span)
    return attrs.evolve(quoting, evidence=quoting.evidence.erased())


def test_one_of_many_at_once_who_brings_what_is_known_harms_none(log: EventLog) -> None:
    log.append(numbered(10))
    with ThreadPoolExecutor(8) as pool:
        appended = list(pool.map(lambda start: log.append(numbered(3, start)), range(0, 40, 2)))
    assert sum(each.added for each in appended) == 31
    assert sorted(e.speaker or "" for e in log.records() if isinstance(e, StanceEvent)) == sorted(
        e.speaker or "" for e in numbered(41)
    )
    assert log.verify() == log.head


def test_positions_have_no_gaps_and_times_never_fall(log: EventLog) -> None:
    for start in (0, 3, 1, 6):
        log.append(numbered(4, start))
    entries = list(log.entries())
    assert [entry.position for entry in entries] == list(range(1, 11))
    assert [entry.record for entry in entries] == numbered(10)
    times = [entry.recorded_at for entry in entries]
    assert times == sorted(times)
    assert times[0].tzinfo is dt.UTC
    assert list(log.entries(after=8)) == entries[8:]
    assert list(log.entries(after=2**70)) == []


def test_a_batch_is_kept_whole_or_not_at_all(log: EventLog) -> None:
    def broken() -> Iterator[Record]:
        yield from numbered(5_000)
        raise KeyError("the coder broke down")

    log.append([A])
    with pytest.raises(KeyError):
        log.append(broken())
    assert list(log.records()) == [A]
    assert log.append(numbered(3)).position == 4


def test_of_a_file_with_a_bad_line_nothing_is_kept(log: EventLog) -> None:
    lines = [wire.dumps(A), "{}", wire.dumps(B)]
    with pytest.raises(FileFaults):
        log.append(wire.read_jsonl(lines))
    assert log.head.position == 0


def test_appending_is_refused_if_somebody_came_between(log: EventLog) -> None:
    log.append([A])
    with pytest.raises(LogConflict, match="is at position 1, not at 0"):
        log.append([B], expected_position=0)
    assert log.append([B], expected_position=1).position == 2


def test_the_same_batch_again_is_no_conflict(log: EventLog) -> None:
    batch = numbered(20_000)
    log.append(batch, expected_position=0)
    log.append([A])
    assert log.append(batch, expected_position=0) == Appended(added=0, known=20_000, head=log.head)
    with pytest.raises(LogConflict):
        log.append([*batch, C], expected_position=0)
    assert log.head.position == 20_001


def test_records_may_be_made_of_what_the_log_holds(log: EventLog) -> None:
    log.append(numbered(5_000))
    log.append(Retraction(of=record.id, reason="all of them") for record in log.records())
    assert log.head.position == 10_000
    assert log.view().reports == ()


def test_records_may_be_appended_while_records_come(log: EventLog, place: str) -> None:
    def coming() -> Iterator[Record]:
        yield A
        log.append([B])
        with store.open(place) as other:
            other.append([C])
            other.append([A])
        assert log.head.position == 3

    assert log.append(coming()) == Appended(added=0, known=1, head=log.head)
    assert list(log.records()) == [B, C, A]


def test_many_records_are_not_held_in_memory(log: EventLog) -> None:
    text = "x" * 10_000

    def coming() -> Iterator[Record]:
        for n in range(4_000):
            span = Span(article=str(n), sha256="0" * 64, start=0, end=10_000, text=text)
            yield attrs.evolve(A, evidence=span)

    tracemalloc.start()
    try:
        log.append(coming())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 35_000_000
    assert log.head.position == 4_000


def test_a_closed_log_says_so(log: EventLog) -> None:
    log.close()
    log.close()
    with pytest.raises(LogUnreadable, match="closed"):
        log.append([A])


def test_threads_share_a_log(log: EventLog) -> None:
    def work(start: int) -> None:
        for n in range(0, 40, 4):
            log.append(numbered(8, start + n))
            assert len(log.view().records) <= log.head.position

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 10, 20, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(record.id for record in log.records()) == sorted(e.id for e in numbered(74))
    assert [entry.position for entry in log.entries()] == list(range(1, 75))


def test_appenders_at_once_keep_their_own_results(log: EventLog) -> None:
    log.append([A])
    start = threading.Barrier(64)

    def append(n: int) -> int:
        start.wait()
        try:
            appended = log.append(
                [A, *numbered(3, 2 * n)], expected_position=1 if n % 8 == 0 else None
            )
        except LogConflict:
            assert n % 8 == 0
            return 0
        assert appended.added + appended.known == 4
        assert appended.known >= 1
        return appended.added

    with ThreadPoolExecutor(64) as threads:
        added = sum(threads.map(append, range(64)))
    entries = list(log.entries())
    assert len(entries) == log.head.position == added + 1
    assert [entry.position for entry in entries] == list(range(1, added + 2))
    assert log.verify() == log.head


def test_a_batch_that_fails_harms_no_other(log: EventLog) -> None:
    start = threading.Barrier(2)

    def broken() -> Iterator[Record]:
        yield from numbered(5)
        start.wait()
        raise KeyError("the coder broke down")

    def whole() -> Iterator[Record]:
        yield B
        start.wait()

    with ThreadPoolExecutor(2) as threads:
        failing, passing = threads.submit(log.append, broken()), threads.submit(log.append, whole())
        assert isinstance(failing.exception(), KeyError)
        assert passing.result().added == 1
    assert list(log.records()) == [B]


def secret(text: str) -> StanceEvent:
    return event(f'2020-02-01 TUR ACCUSE SYR "{text}"')


def texts_of(log: EventLog) -> list[str | None]:
    """The texts of the events, and of those in corrections; None for erased ones."""
    events = [
        record.event if isinstance(record, Correction) else record
        for record in log.records()
        if isinstance(record, (Correction, StanceEvent))
    ]
    return [each.evidence.text if isinstance(each.evidence, Span) else None for each in events]


def erasing(name: str) -> tuple[Record, ...]:
    """Four texts, of which one stays, and what erases the others."""
    one, two, three, four = (
        secret(f"{name} {word}") for word in ("first", "second", "third", "fourth")
    )
    return (
        one,
        two,
        Correction(of=two.id, event=three, reason="misread"),
        three,
        Erasure(of=(one.id, three.id, four.id), reason=name),
        four,
    )


RECORDS = erasing("a")


@pytest.mark.parametrize("together", [True, False])
def test_erased_texts_stay_away_whatever_comes_first(
    log: EventLog, place: str, together: bool
) -> None:
    orders = list(itertools.permutations(range(6)))[::19]
    with store.open(place) as other:
        for number, order in enumerate(orders):
            given = erasing(str(number))
            if together:
                log.append([given[n] for n in order])
            else:
                for n, handle in zip(order, itertools.cycle((log, other)), strict=False):
                    handle.append([given[n]])
    assert [text for text in texts_of(log) if text] == [f"{n} second" for n in range(len(orders))]
    assert len(texts_of(log)) == 5 * len(orders)
    assert log.verify() == log.head


def test_erasing_leaves_ids_hashes_and_answers(log: EventLog, place: str) -> None:
    with store.open(place) as other:
        one, two, moved, three, erasure, _ = RECORDS
        assert isinstance(erasure, Erasure)
        log.append([one, two, moved, three])
        before = list(log.entries())
        assert log._store.erase(erasure).added == 1
        other.append([one, three])
        after = list(log.entries())
    assert texts_of(log) == [None, "a second", None, None]
    assert [entry.hash for entry in after[:4]] == [entry.hash for entry in before]
    assert [entry.record.id for entry in after[:4]] == [entry.record.id for entry in before]
    assert [entry.record for entry in after[4:]] == [erasure]
    assert log.verify() == log.head
    assert log._store.erase(erasure).added == 0


def test_a_log_moves_with_its_hashes(place: str) -> None:
    with (
        store.open(":memory:") as original,
        store.open(place) as log,
        store.open(":memory:") as back,
    ):
        original.append(RECORDS[:3])
        original.append(numbered(10_500))
        original.append(RECORDS[3:])
        log._store.adopt(original.entries())
        back._store.adopt(log.entries())
        assert original.head == log.head == back.head == log.verify()
        assert list(original.entries()) == list(log.entries()) == list(back.entries())
        assert log.append([C]).position == original.head.position + 1


def test_only_an_empty_log_adopts_and_only_what_follows(log: EventLog) -> None:
    with store.open(":memory:") as original:
        original.append(numbered(3))
        entries = list(original.entries())
    for broken in (
        entries[1:],
        [entries[0], entries[2]],
        [entries[1], entries[0]],
        [attrs.evolve(entries[0], hash="0" * 64)],
        [attrs.evolve(entries[0], record=A)],
        [attrs.evolve(entries[0], recorded_at=entries[0].recorded_at + dt.timedelta(seconds=1))],
    ):
        with pytest.raises(LogDamaged):
            log._store.adopt(broken)
    assert log.head.position == 0

    def interrupted() -> Iterator[Entry]:
        yield entries[0]
        raise KeyError("the file is at an end")

    with pytest.raises(KeyError):
        log._store.adopt(interrupted())
    assert log._store.adopt(entries).added == 3
    with pytest.raises(LogConflict, match="position 3"):
        log._store.adopt(entries)


def test_the_same_log_has_the_same_hash_everywhere(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time_ns", lambda: 1_582_000_000_000_000_000)
    with store.open(":memory:") as other:
        assert log.append([*RECORDS, A]) == other.append([*RECORDS, A])
        assert log.head == other.head


def test_waiting_for_what_comes(log: EventLog, place: str) -> None:
    assert not log._store.wait(0, 0.0)
    with store.open(place) as other, ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(log._store.wait, 0, 60.0)
        other.append([A])
        assert waiting.result()
    assert log._store.wait(0, 0.0)
    assert not log._store.wait(1, 0.05)


def test_known_ids(log: EventLog) -> None:
    log.append(numbered(2_000))
    asked = [record.id for record in numbered(2_000, 1_000)]
    assert log._store.known(asked) == set(asked[:1_000])
    assert log._store.known([]) == set()
