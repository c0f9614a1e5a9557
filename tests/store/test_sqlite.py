from __future__ import annotations

import contextlib
import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stances.store as store
from stances import wire
from stances.errors import (
    FileFaults,
    InvalidArgument,
    InvalidRecord,
    LogConflict,
    LogUnreadable,
    UnknownRecord,
)
from stances.events import Correction, Merge, Record, Retraction, StanceEvent
from stances.graph import replay
from stances.store import Appended, EventLog
from stances.store.sqlite import SqliteStore
from stances.testing import event, records

A = event("2020-02-01 TUR ACCUSE SYR", coder="rules-1", confidence=0.25)
B = event("2020-02-02 TUR ACCUSE SYR")
C = event("2020-02-03 TUR ACCUSE SYR")


def numbered(count: int, start: int = 0) -> list[StanceEvent]:
    return [event(f'2020-02-01 TUR ACCUSE SYR "{n}"') for n in range(start, start + count)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def log(path: Path) -> Iterator[EventLog]:
    with store.open(path) as opened:
        yield opened


def run(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@given(st.lists(records(), max_size=6))
def test_what_is_appended_is_read_back(written: list[Record]) -> None:
    first: dict[str, Record] = {}
    for record in written:
        first.setdefault(record.id, record)
    with store.open(":memory:") as log:
        appended = log.append(written)
        assert appended.added == log.head == len(first)
        assert appended.known == len(written) - len(first)
        assert list(log.records()) == list(first.values())
        assert list(log.records(after=1)) == list(first.values())[1:]


def test_a_record_is_known_by_its_id(log: EventLog) -> None:
    again = event("2020-02-01 TUR ACCUSE SYR", coder="rules-2", confidence=0.75)
    assert log.append([A, again]) == Appended(added=1, known=1, position=1)
    assert log.append([again, B, A]) == Appended(added=1, known=2, position=2)
    assert log.append([]) == Appended(added=0, known=0, position=2)
    assert list(log.records()) == [A, B]


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
    assert log.head == 0


def test_what_is_no_record_is_refused(log: EventLog) -> None:
    with pytest.raises(InvalidArgument, match=r"a log keeps events.*'2020'"):
        log.append([A, "2020"])  # type: ignore[list-item]
    assert log.head == 0


def test_appending_is_refused_if_somebody_came_between(log: EventLog) -> None:
    log.append([A])
    with pytest.raises(LogConflict, match="is at position 1, not at 0"):
        log.append([B], after=0)
    assert log.append([B], after=1).position == 2


def test_records_may_be_made_of_what_the_log_holds(log: EventLog) -> None:
    log.append(numbered(5_000))
    log.append(Retraction(of=record.id, reason="all of them") for record in log.records())
    assert log.head == 10_000
    assert log.view().reports == ()


def test_records_may_be_appended_while_records_come(log: EventLog, path: Path) -> None:
    def coming() -> Iterator[Record]:
        yield A
        log.append([B])
        with store.open(path) as other:
            other.append([C])
            other.append([A])
        assert log.head == 3

    assert log.append(coming()) == Appended(added=0, known=1, position=3)
    assert list(log.records()) == [B, C, A]


def test_many_records_are_not_held_in_memory(log: EventLog) -> None:
    text = "x" * 2_000
    made = (event(f'2020-02-01 TUR AID SYR "{n} {text}"') for n in range(6_000))
    tracemalloc.start()
    try:
        log.append(made)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12_000_000
    assert log.head == 6_000


def test_a_view_is_one_snapshot(log: EventLog) -> None:
    log.append([A])
    view = log.view()
    assert log.view().records is view.records
    log.append([B])
    assert view.reports == (A,)
    assert log.view().reports == (A, B)
    log.close()
    assert view.view(until=A.date).reports == (A,)


def test_bounds_are_those_of_a_view(log: EventLog) -> None:
    log.append([A, B, C])
    assert [act.event for act in log.view(since=B.date, until=B.date)] == [B]
    assert log.view(as_of=A.published).reports == (A,)


def test_questions_take_a_log(log: EventLog) -> None:
    log.append([A, B])
    assert replay(log, until=A.date).number_of_edges() == 1


def test_a_log_is_seen_as_it_stood_when_it_was_asked(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = dt.datetime(2020, 2, 18, 12, tzinfo=dt.UTC)
    hour = dt.timedelta(hours=1)
    clock = [noon]
    monkeypatch.setattr("time.time_ns", lambda: int(clock[0].timestamp()) * 10**9)
    log.append([A])
    clock[0] = noon + hour
    log.append([Correction(of=A.id, event=B, reason="misread")])
    clock[0] = noon - hour
    log.append([C])
    assert [entry.recorded_at for entry in log.entries()] == [noon, noon + hour, noon + hour]
    assert log.view(recorded_by=noon - hour).reports == ()
    assert log.view(recorded_by=noon).reports == (A,)
    assert log.view(recorded_by=noon + hour).reports == (B, C)
    assert log.view(recorded_by=(noon + hour).astimezone()).reports == (B, C)
    with pytest.raises(InvalidArgument, match="time zone"):
        log.view(recorded_by=dt.datetime(2020, 2, 18))


def test_ids_are_found_by_their_beginning(log: EventLog) -> None:
    log.append([A, Correction(of=A.id, event=B, reason="misread"), *numbered(300)])
    for record_id in (A.id, B.id):
        assert log.find(record_id) == log.find(record_id[:20].upper()) == record_id
    with pytest.raises(UnknownRecord, match=f"nothing in .*log.db has an id .*'{C.id}'"):
        log.find(C.id)
    with pytest.raises(UnknownRecord, match="several ids begin with 'a'"):
        log.find("a")
    for prefix in ("", "x", "a" * 33, "%", "_", "a b"):
        with pytest.raises(UnknownRecord, match="is no id"):
            log.find(prefix)


def test_retracting_and_undoing_it(log: EventLog) -> None:
    log.append([A, B])
    first = log.retract(A.id[:10], "a drill")
    assert first == Retraction(of=A.id, reason="a drill")
    assert log.view().reports == (B,)
    with pytest.raises(LogConflict, match="retracted already"):
        log.retract(A.id, "a drill")
    log.retract(first.id, "no drill")
    assert log.view().reports == (A, B)
    assert log.retract(A.id, "a drill").number == 1
    assert log.view().reports == (B,)
    with pytest.raises(UnknownRecord):
        log.retract(C.id, "never heard of")
    assert log.head == 5


def test_correcting_what_stands(log: EventLog) -> None:
    log.append([A])
    first = log.correct(A.id[:10], {"date": B.date}, "misread")
    assert (first.of, first.event.date, first.event.coder) == (A.id, B.date, "rules-1")
    second = log.correct(A.id, {"recipient": "RUS"}, "misread")
    assert (second.of, second.event.date) == (first.event.id, B.date)
    assert log.view().reports == (second.event,)
    log.retract(second.id, "it was right")
    assert log.view().reports == (first.event,)
    assert log.correct(first.event.id, {"confidence": 0.5}, "surer").event.confidence == 0.5


def test_correcting_there_and_back(log: EventLog) -> None:
    log.append([A])
    for date in (B.date, A.date):
        log.correct(A.id, {"date": date}, "misread")
        assert [report.date for report in log.view().reports] == [date]
    with pytest.raises(LogConflict, match="give another reason"):
        log.correct(A.id, {"date": B.date}, "misread")
    log.correct(A.id, {"date": B.date}, "right at first")
    assert [report.date for report in log.view().reports] == [B.date]


def test_what_cannot_be_corrected(log: EventLog) -> None:
    merge = Merge(ids=(A.id, B.id))
    log.append([A, B, merge])
    with pytest.raises(InvalidRecord, match="no fields of an event: when; it has date, "):
        log.correct(A.id, {"when": B.date}, "misread")
    with pytest.raises(InvalidRecord, match="says so already"):
        log.correct(A.id, {"date": A.date}, "misread")
    with pytest.raises(InvalidRecord, match="actor is 'x'"):
        log.correct(A.id, {"actor": "x"}, "misread")
    with pytest.raises(LogConflict, match="no event stands"):
        log.correct(merge.id, {"date": B.date}, "misread")
    with pytest.raises(UnknownRecord):
        log.correct(C.id, {"date": B.date}, "misread")
    log.retract(A.id, "a drill")
    with pytest.raises(LogConflict, match="no event stands"):
        log.correct(A.id, {"date": B.date}, "misread")
    assert log.head == 4


class Meddled(SqliteStore):
    """Somebody else retracts the record, and takes it back, while one thinks about it."""

    meddled = False

    def related(self, record_id: str) -> tuple[Record, ...]:
        found = super().related(record_id)
        if not self.meddled:
            self.meddled = True
            theirs = Retraction(of=record_id, reason="theirs")
            self.append([theirs, Retraction(of=theirs.id, reason="no")])
        return found


def test_helpers_look_again_if_somebody_came_between(path: Path) -> None:
    with EventLog(Meddled(str(path)), name="meddled") as log:
        log.append([A])
        assert log.retract(A.id, "ours").number == 1
    with EventLog(Meddled(str(path)), name="meddled") as log:
        log.append([B])
        log.correct(B.id, {"actor": "RUS"}, "misread")
        assert [report.actor for report in log.view().reports] == ["RUS"]


@pytest.mark.parametrize("place", [":memory:", "sqlite://", "sqlite:///:memory:"])
def test_a_log_in_memory(place: str) -> None:
    with store.open(place) as log:
        log.append([A])
        assert log.view().reports == (A,)
        assert not Path(":memory:").exists()


def test_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    odd = "ä ?#%41.db"
    for place in (odd, f"sqlite:///{odd}", tmp_path / odd, f"sqlite:///{tmp_path / odd}"):
        with store.open(place) as log:
            log.append([A])
            assert log.head == 1
            assert repr(log).startswith("EventLog(")
    assert [file.name for file in tmp_path.iterdir()] == [odd]
    with pytest.raises(InvalidArgument, match="expected a path, sqlite:///path or :memory:"):
        store.open("mysql://localhost/log")


def test_appended_is_on_the_disk_before_it_is_said_to_be(log: EventLog, path: Path) -> None:
    log.append([A])
    connection = log._store._connection  # type: ignore[attr-defined]
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    with contextlib.closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT actor FROM record").fetchall() == [("TUR",)]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE record SET actor = 'SYR'", "DELETE FROM record", "DELETE FROM source"],
)
def test_records_are_never_changed(log: EventLog, path: Path, statement: str) -> None:
    log.append([A])
    with contextlib.closing(sqlite3.connect(path)) as other:  # noqa: SIM117
        with pytest.raises(sqlite3.IntegrityError, match="what is recorded stays"):
            other.execute(statement)


def test_what_is_no_log_is_refused(path: Path, tmp_path: Path) -> None:
    for content in (b"To whom it may concern", b"x" * 5_000):
        path.write_bytes(content)
        with pytest.raises(LogUnreadable, match=r"log\.db: file is not a database"):
            store.open(path)
        assert path.read_bytes() == content
    other = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE record (position INTEGER PRIMARY KEY)")
    with pytest.raises(LogUnreadable, match="an SQLite file, but not a log"):
        store.open(other)
    for place in (tmp_path, tmp_path / "none" / "log.db"):
        with pytest.raises(LogUnreadable, match="unable to open"):
            store.open(place)


def test_an_empty_file_becomes_a_log(path: Path) -> None:
    path.touch()
    with pytest.raises(LogUnreadable, match="is empty"):
        store.open(path, read_only=True)
    with store.open(path) as log:
        assert log.append([A]).added == 1


def test_a_newer_log_is_refused(path: Path) -> None:
    store.open(path).close()
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 7")
    with pytest.raises(LogUnreadable, match=r"newer version of stances, in format 7.*upgrade"):
        store.open(path)


def test_a_torn_log_is_unreadable(path: Path) -> None:
    with store.open(path) as log:
        log.append(numbered(500))
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(LogUnreadable, match=r"log\.db: .*malformed"), store.open(path) as log:
        list(log.records())


@pytest.mark.parametrize(
    "change",
    [
        "record SET actor = 'tur' WHERE position = 2",
        "record SET date = 'x' WHERE position = 2",
        "record SET date = 1 WHERE position = 2",
        "record SET event_type = 'FOO' WHERE position = 2",
        "record SET kind = 'x' WHERE position = 2",
        "record SET source = NULL WHERE position = 2",
        "source SET sha256 = NULL WHERE source = 2",
    ],
)
def test_a_damaged_record_is_named(log: EventLog, path: Path, change: str) -> None:
    log.append([A, B])
    with contextlib.closing(sqlite3.connect(path)) as other, other:
        for table in ("record", "source"):
            other.execute(f"DROP TRIGGER no_update_of_{table}")
        other.execute(f"UPDATE {change}")
    with pytest.raises(LogUnreadable, match=r"log\.db: the record at position 2 is damaged"):
        log.view()


def test_a_closed_log_says_so(log: EventLog) -> None:
    log.close()
    log.close()
    with pytest.raises(LogUnreadable, match="closed"):
        log.append([A])


def test_a_log_may_be_opened_for_asking_only(path: Path) -> None:
    with pytest.raises(LogUnreadable, match="unable to open"):
        store.open(path, read_only=True)
    with store.open(path) as writer:
        writer.append([A])
        with store.open(path, read_only=True) as reader:
            writer.append([B])
            assert reader.view().reports == (A, B)
            with pytest.raises(LogUnreadable, match="for reading only"):
                reader.append([C])
    with store.open(path, read_only=True) as reader:
        assert reader.view().reports == (A, B)


def test_a_writer_that_waited_too_long_says_so(
    log: EventLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append([A])
    monkeypatch.setattr("stances.store.sqlite._BUSY_SECONDS", 0.05)
    with store.open(path) as other, contextlib.closing(sqlite3.connect(path)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(LogUnreadable, match="another process has been writing"):
            other.append([B])
        assert other.view().reports == (A,)
        holder.rollback()
        assert other.append([B]).added == 1


def test_threads_share_a_log(log: EventLog) -> None:
    def work(start: int) -> None:
        for n in range(0, 40, 4):
            log.append(numbered(8, start + n))
            assert len(log.view().records) <= log.head

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 10, 20, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(record.id for record in log.records()) == sorted(e.id for e in numbered(74))
    assert [entry.position for entry in log.entries()] == list(range(1, 75))


APPENDER = """
    import sys
    import stances.store as store
    from stances.testing import event

    path, start, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with store.open(path) as log:
        for n in range(start, start + count):
            log.append([event(f'2020-02-01 TUR ACCUSE SYR "{n}"')])
"""


def test_processes_append_at_once_to_a_new_file(path: Path) -> None:
    program = textwrap.dedent(APPENDER)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(path), str(start), "60"],
            stderr=subprocess.PIPE,
            text=True,
        )
        for start in (0, 30, 60)
    ]
    assert [process.communicate(timeout=120)[1] for process in processes] == ["", "", ""]
    with store.open(path) as log:
        assert {record.id for record in log.records()} == {e.id for e in numbered(120)}
        assert [entry.position for entry in log.entries()] == list(range(1, 121))


@pytest.mark.parametrize("moment", ["while records come", "before the commit"])
def test_of_a_batch_in_which_the_process_dies_nothing_is_kept(path: Path, moment: str) -> None:
    killed = run(
        """
        import os, signal, sys
        import stances.store as store
        from stances.testing import event

        def die(*_):
            os.kill(os.getpid(), signal.SIGKILL)

        def watch(statement):
            seen.append(statement)
            if statement == "COMMIT" and "BEGIN IMMEDIATE" in seen:
                die()

        def coming():
            for n in range(5_000):
                yield event(f'2020-02-01 TUR ACCUSE SYR "{n}"')
            if sys.argv[2] == "while records come":
                die()
            log._store._connection.set_trace_callback(watch)

        seen = []
        log = store.open(sys.argv[1])
        log.append([event("2020-02-02 TUR ACCUSE SYR")])
        log.append(coming())
        """,
        path,
        moment,
    )
    assert killed.returncode == -signal.SIGKILL
    with store.open(path) as log:
        assert list(log.records()) == [B]
        assert log.append(numbered(3)).position == 4


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs users of POSIX")
def test_a_file_that_may_not_be_written_can_be_asked() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "log.db")
        with store.open(path) as log:
            log.append([A])
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        asked = run(
            """
            import os, sys
            import stances.store as store
            from stances.errors import LogUnreadable

            if os.getuid() == 0:
                os.setuid(65534)
            with store.open(sys.argv[1]) as log:
                print(len(log.view()))
                try:
                    log.append([])
                except LogUnreadable as error:
                    print(error)
            """,
            path,
        )
        Path(folder).chmod(0o755)
    assert asked.stderr == ""
    assert asked.stdout.startswith("1\n")
    assert "for reading only" in asked.stdout
