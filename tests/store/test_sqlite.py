from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

import stances.store as store
from stances.errors import (
    InvalidArgument,
    LogUnreadable,
)
from stances.events import StanceEvent
from stances.store import EventLog
from stances.testing import event
from tests.store.made import A, B, C, numbered


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
            assert log.head.position == 1
            assert repr(log).startswith("EventLog(")
    assert [file.name for file in tmp_path.iterdir()] == [odd]
    with pytest.raises(
        InvalidArgument, match="no log can be opened by mysql://: expected a path, sqlite:///path"
    ):
        store.open("mysql://localhost/log")


def test_appended_is_on_the_disk_before_it_is_said_to_be(log: EventLog, path: Path) -> None:
    log.append([A])
    connection = log._store._writer  # type: ignore[attr-defined]
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


@pytest.mark.parametrize(
    "change",
    [
        "record SET date = 'x' WHERE position = 2",
        "record SET date = 1 WHERE position = 2",
        "record SET event_type = 'FOO' WHERE position = 2",
        "record SET kind = 'x' WHERE position = 2",
        "record SET source = NULL WHERE position = 2",
        "source SET published = 'x' WHERE coder = 'hand'",
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
    monkeypatch.setattr("stances.store.sqlite_file._BUSY_SECONDS", 0.05)
    with store.open(path) as other, contextlib.closing(sqlite3.connect(path)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(LogUnreadable, match="another process has been writing"):
            other.append([B])
        assert other.view().reports == (A,)
        holder.rollback()
        assert other.append([B]).added == 1


APPENDER = """
    import sys
    import stances.store as store
    from tests.store.made import numbered

    path, start, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with store.open(path) as log:
        for record in numbered(count, start):
            log.append([record])
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


SECRET = "Mr Example of Sample Street told us"


def traces(path: Path) -> list[str]:
    """Files that hold a part of the secret."""
    part = SECRET[:20].encode()
    return [file.name for file in path.parent.iterdir() if part in file.read_bytes()]


@pytest.mark.parametrize("count", [1, 40, 3_000])
def test_an_erased_text_leaves_no_trace_on_the_disk(log: EventLog, path: Path, count: int) -> None:
    def about(number: int) -> StanceEvent:
        return event(f'2020-02-01 TUR ACCUSE SYR "{number} {SECRET} {"x" * (number % 50 * 100)}"')

    secrets = [about(number) for number in range(count)]
    for start in range(0, count, 700):
        log.append(secrets[start : start + 700])
        log.append(numbered(20, start))
    assert traces(path)
    log.erase((secret.id for secret in secrets), reason="a request")
    assert traces(path) == []
    log.append(secrets)
    assert traces(path) == []
    assert log.verify().position == log.head.position


def test_a_text_that_is_still_read_is_said_to_be_left(
    log: EventLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = event(f'2020-02-01 TUR ACCUSE SYR "{SECRET}"')
    monkeypatch.setattr("stances.store.sqlite_file._BUSY_SECONDS", 0.05)
    with store.open(path) as other, contextlib.closing(sqlite3.connect(path)) as reader:
        other.append([secret])
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM record").fetchone()
        with pytest.raises(LogUnreadable, match="erase them once more"):
            other.erase([secret.id], reason="a request")
        reader.rollback()
        assert "[text erased]" in str(other.view().reports[0])
        other.erase([secret.id], reason="a request")
    assert traces(path) == []


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
            log._store._writer.set_trace_callback(watch)

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
