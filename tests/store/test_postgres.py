from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator

import psycopg
import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

import stances.store as store
from stances.errors import InvalidArgument, LogDamaged, LogUnreadable, MissingExtra
from stances.events import Correction, Erasure, Record
from stances.store.connections import Connection, Connections
from stances.store.postgres import PostgresStore
from stances.store.postgres_schema import begin_writing
from stances.store.postgres_tables import PostgresTables
from stances.testing import event
from tests.store.made import A, B, numbered
from tests.store.server import PASSWORD, Server
from tests.store.test_machine import LogMachine

pytestmark = pytest.mark.server


def name_of(url: str) -> str:
    return url.rpartition("/")[2]


@pytest.fixture
def kept(database: str) -> Iterator[PostgresStore]:
    opened = PostgresStore(database)
    yield opened
    opened.close()


def held(opened: PostgresStore) -> list[Record]:
    """All records; their positions are looked at on the way."""
    entries = list(opened.entries(0, opened.head().position))
    assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))
    return [entry.record for entry in entries]


@pytest.fixture(params=["killed", "dropped"])
def break_off(
    request: pytest.FixtureRequest, server: Server, database: str
) -> Callable[[], object]:
    """Kill the server and start it again, or drop the connections to the database."""

    def restart() -> None:
        server.kill()
        server.start()

    return restart if request.param == "killed" else lambda: server.disconnect(name_of(database))


@pytest.mark.parametrize("page", [1, 2])
def test_a_batch_that_is_broken_off_is_written_again(
    kept: PostgresStore,
    break_off: Callable[[], object],
    page: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put, pages = PostgresTables.put, []

    def broken(tables: PostgresTables, *rows: object) -> None:
        put(tables, *rows)  # type: ignore[arg-type]
        pages.append(rows)
        if len(pages) == page:
            break_off()

    kept.append([A])
    monkeypatch.setattr(PostgresTables, "put", broken)
    appended = kept.append(numbered(12_000), expected_position=1)
    assert (appended.added, appended.known, appended.position) == (12_000, 0, 12_001)
    assert len(pages) == page + 2
    assert held(kept) == [A, *numbered(12_000)]
    assert kept.append([B]).position == 12_002


def test_a_batch_is_never_written_twice(
    kept: PostgresStore, break_off: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    run, works = Connections.run, []

    def unheard(connections: Connections, work: Callable[[Connection], object]) -> object:
        def broken(connection: Connection) -> object:
            works.append(work(connection))
            if len(works) == 1:
                break_off()
                connection.execute("SELECT 1")
            return works[-1]

        return run(connections, broken)

    kept.append([A])
    with monkeypatch.context() as patched:
        patched.setattr(Connections, "run", unheard)
        appended = kept.append(numbered(10), expected_position=1)
    assert len(works) == 2
    assert (appended.added, appended.known, appended.position) == (10, 0, 11)
    assert held(kept) == [A, *numbered(10)]


def test_connections_that_dropped_meanwhile_are_renewed(
    kept: PostgresStore, break_off: Callable[[], object]
) -> None:
    reading = kept.entries(0, 2_500)
    kept.append(numbered(2_500))
    assert next(reading).position == 1
    break_off()
    assert [entry.position for entry in reading] == list(range(2, 2_501))
    break_off()
    assert kept.append([A]).position == 2_501


def test_a_server_that_stays_away_is_named(
    kept: PostgresStore, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stances.store.connections._PATIENCE_SECONDS", 0.3)
    server.kill()
    for ask in (kept.head, lambda: kept.append([A])):
        with pytest.raises(LogUnreadable, match=rf"127\.0\.0\.1:{server.port}/log\d+: ") as caught:
            ask()
        assert PASSWORD not in str(caught.value)
    server.start()
    assert kept.append([A]).position == 1


def test_a_batch_that_drops_twice_is_given_up(
    kept: PostgresStore, server: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(tables: PostgresTables, *_: object) -> None:
        server.disconnect(name_of(database))
        tables.last()

    with monkeypatch.context() as patched:
        patched.setattr(PostgresTables, "put", broken)
        with pytest.raises(LogUnreadable, match="terminating connection"):
            kept.append([A])
    assert held(kept) == []
    assert kept.append([A]).position == 1


def test_a_follower_skips_nothing_that_commits_late(database: str) -> None:
    slow, quick, follower = (PostgresStore(database) for _ in range(3))
    written, go_on = threading.Event(), threading.Event()
    put = PostgresTables.put

    def hesitating(tables: PostgresTables, *rows: object) -> None:
        put(tables, *rows)  # type: ignore[arg-type]
        if threading.current_thread().name == "slow":
            written.set()
            assert go_on.wait(60)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PostgresTables, "put", hesitating)
        late = threading.Thread(target=slow.append, args=([A],), name="slow")
        late.start()
        assert written.wait(60)
        early = threading.Thread(target=quick.append, args=([B],), name="quick")
        early.start()
        early.join(0.3)
        assert early.is_alive()
        assert not follower.wait(0, 0.1)
        go_on.set()
        late.join()
        early.join()
    assert follower.wait(1, 60)
    assert held(follower) == [A, B]
    for opened in (slow, quick, follower):
        opened.close()


def test_it_does_what_a_plain_list_does(server: Server) -> None:
    class OnServer(LogMachine):
        def new_place(self) -> str:
            self.database = server.create()
            return server.url(self.database)

        def throw_away(self) -> None:
            server.drop(self.database)

    server.ensure()
    run_state_machine_as_test(OnServer, settings=settings(max_examples=15, stateful_step_count=15))


def test_two_writers_and_eight_readers(database: str) -> None:
    seen: list[list[Record]] = [[] for _ in range(8)]
    total = 2 * 40 * 5

    def append(start: int) -> None:
        opened = PostgresStore(database)
        for n in range(start, start + 200, 5):
            assert opened.append(numbered(5, n)).added == 5
        opened.close()

    def follow(found: list[Record]) -> None:
        opened = PostgresStore(database, read_only=True)
        while len(found) < total:
            assert opened.wait(len(found), 60)
            found += [e.record for e in opened.entries(len(found), opened.head().position)]
        opened.close()

    PostgresStore(database).close()
    threads = [threading.Thread(target=append, args=(start,)) for start in (0, 200)]
    threads += [threading.Thread(target=follow, args=(found,)) for found in seen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {record.id for record in seen[0]} == {record.id for record in numbered(400)}
    assert all(found == seen[0] for found in seen)


@pytest.mark.parametrize("count", [2_000, 50_000])
def test_large_batches(kept: PostgresStore, count: int) -> None:
    batch = numbered(count)
    assert kept.append([*batch, *batch[:100]]).known == 100
    assert kept.head().position == count
    assert kept.append(batch).known == count
    assert kept.known([record.id for record in batch]) == {record.id for record in batch}
    assert held(kept) == batch


APPENDER = """
    import sys
    import stances.store as store
    from tests.store.made import numbered

    url, start, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with store.open(url) as log:
        for record in numbered(count, start):
            log.append([record])
"""


def test_processes_append_at_once_to_a_new_database(database: str) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(APPENDER), database, str(start), "60"],
            stderr=subprocess.PIPE,
            text=True,
        )
        for start in (0, 30, 60)
    ]
    assert [process.communicate(timeout=120)[1] for process in processes] == ["", "", ""]
    opened = PostgresStore(database)
    assert {record.id for record in held(opened)} == {e.id for e in numbered(120)}
    opened.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stances.record SET actor = 'SYR'",
        "UPDATE stances.record SET text = NULL",
        "UPDATE stances.record SET text = NULL, text_sha256 = sha256('x')",
        "UPDATE stances.source SET coder = 'x'",
        "DELETE FROM stances.record",
        "DELETE FROM stances.source",
        "TRUNCATE stances.record",
    ],
)
def test_records_are_never_changed(
    kept: PostgresStore, server: Server, database: str, statement: str
) -> None:
    kept.append([A])
    with pytest.raises(psycopg.errors.RestrictViolation, match="what is recorded stays"):
        server.execute(statement, database=name_of(database))


def test_a_damaged_record_is_named(kept: PostgresStore, server: Server, database: str) -> None:
    kept.append([A, B])
    for statement in (
        "ALTER TABLE stances.record DISABLE TRIGGER USER",
        "UPDATE stances.record SET event_type = 'FOO' WHERE position = 2",
    ):
        server.execute(statement, database=name_of(database))
    with pytest.raises(LogDamaged, match="the record at position 2 is damaged") as caught:
        held(kept)
    assert caught.value.position == 2


def test_nothing_of_an_erased_text_stays_in_the_tables(
    kept: PostgresStore, server: Server, database: str
) -> None:
    secret = event(f'2020-02-01 TUR ACCUSE SYR "{"an-unmistakable-secret " * 20}"')
    moved = event(f'2020-02-02 TUR ACCUSE SYR "{"another-unmistakable-secret " * 20}"')
    kept.append([A, *numbered(50), secret, Correction(of=A.id, event=moved, reason="misread")])
    assert tables(server, database).count(b"unmistakable") == 40
    kept.erase(Erasure(of=(secret.id, moved.id), reason="asked to"))
    assert b"unmistakable" not in tables(server, database)
    kept.append([moved])
    assert b"unmistakable" not in tables(server, database)


def tables(server: Server, database: str) -> bytes:
    """The bytes of the files of all tables of the log."""
    (path,) = server.execute(
        "SELECT pg_relation_filepath('stances.record') FROM pg_sleep(0)",
        database=name_of(database),
    )[0]
    server.execute("CHECKPOINT")
    return b"".join(file.read_bytes() for file in (server.data / path).parent.iterdir())


def test_a_commit_waits_for_the_disk_whatever_the_server_was_told(
    server: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, put = [], PostgresTables.put

    def looking(tables: PostgresTables, *rows: object) -> None:
        put(tables, *rows)  # type: ignore[arg-type]
        found.extend(tables._connection.execute("SHOW synchronous_commit").fetchall())

    monkeypatch.setattr(PostgresTables, "put", looking)
    for told in ("off", "remote_apply"):
        server.execute(f"ALTER DATABASE {name_of(database)} SET synchronous_commit = {told}")
        with store.open(database) as log:
            log.append(numbered(len(found) + 1))
    assert found == [("on",), ("remote_apply",)]


def test_a_writer_that_waited_too_long_says_so(
    kept: PostgresStore, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stances.store.postgres_schema.LOCK_SECONDS", 0.05)
    with psycopg.connect(database) as holder:
        begin_writing(holder)
        with pytest.raises(LogUnreadable, match="another process has been writing"):
            kept.append([A])
        assert held(kept) == []
        holder.rollback()
        assert kept.append([A]).added == 1


def test_a_database_may_be_opened_for_asking_only(server: Server, database: str) -> None:
    with pytest.raises(LogUnreadable, match="holds no log"):
        store.open(database, read_only=True)
    with store.open(database) as writer, store.open(database, read_only=True) as reader:
        writer.append([A])
        assert reader.view().reports == (A,)
        with pytest.raises(LogUnreadable, match="for reading only"):
            reader.append([B])


def test_one_who_may_only_read_can_ask(server: Server, database: str) -> None:
    with store.open(database) as writer:
        writer.append([A])
    for statement in (
        f"CREATE ROLE reader_of_{name_of(database)} LOGIN PASSWORD '{PASSWORD}'",
        f"GRANT USAGE ON SCHEMA stances TO reader_of_{name_of(database)}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA stances TO reader_of_{name_of(database)}",
    ):
        server.execute(statement, database=name_of(database))
    with store.open(database.replace("//stances:", f"//reader_of_{name_of(database)}:")) as log:
        assert log.view().reports == (A,)
        with pytest.raises(LogUnreadable, match="permission denied"):
            log.append([B])


def test_a_newer_log_is_refused(server: Server, database: str) -> None:
    store.open(database).close()
    server.execute("UPDATE stances.format SET format = 7", database=name_of(database))
    with pytest.raises(LogUnreadable, match=r"newer version of stances, in format 7.*upgrade"):
        store.open(database)


def test_what_is_no_log_is_refused(server: Server, database: str) -> None:
    for statement in ("CREATE SCHEMA stances", "CREATE TABLE stances.record (position int)"):
        server.execute(statement, database=name_of(database))
    with pytest.raises(LogUnreadable, match="has a schema stances, but it is not a log"):
        store.open(database)


def test_a_database_that_does_not_hold_every_text_is_refused(server: Server) -> None:
    name = server.create("ENCODING 'LATIN1' TEMPLATE template0")
    with pytest.raises(LogUnreadable, match="has the encoding LATIN1"):
        store.open(server.url(name))
    server.drop(name)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://me:sEcReT@127.0.0.1:{port}/log0", "authentication failed for user"),
        ("postgresql://me:sEcReT@127.0.0.1:1/log0", r"127\.0\.0\.1:1/log0: .*refused"),
        ("postgres://me:sEcReT@nowhere.invalid/log0", "nowhere.invalid/log0: .*resolve"),
    ],
)
def test_a_place_that_cannot_be_reached_is_named(server: Server, url: str, said: str) -> None:
    with pytest.raises(LogUnreadable, match=said) as caught:
        store.open(url.format(port=server.port))
    assert "sEcReT" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:sEcReT/log",
        "postgresql://me:sEcReT%zz@host/log",
        "postgresql://me:sEc ReT@host/log",
        "postgresql://me@host/log?pass=sEcReT",
    ],
)
def test_an_url_that_cannot_be_read_is_not_shown(url: str) -> None:
    with pytest.raises(InvalidArgument, match="percent-encoded") as caught:
        store.open(url)
    assert "sEcReT" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_what_speaks_to_it_may_not_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("stances.store.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtra, match=r"pip install 'stances\[postgres\]'"):
        store.open("postgresql://me@host/log")


def test_the_url_is_in_no_name(server: Server, database: str) -> None:
    with store.open(database) as log:
        assert repr(log) == f"EventLog('postgresql://127.0.0.1:{server.port}/{name_of(database)}')"


def test_a_closed_log_says_so(kept: PostgresStore) -> None:
    kept.close()
    kept.close()
    with pytest.raises(LogUnreadable, match="closed"):
        kept.append([A])
