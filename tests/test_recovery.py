"""A damaged file gives back every record that is whole, and says which are not."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import attrs
import pytest

import stances.store as store
from stances.errors import InvalidArgument, LogConflict, LogUnreadable
from stances.events import Correction, Erasure, Retraction, StanceEvent
from stances.recovery import Recovery, recover_log
from tests.store.made import A, B, C, numbered

PAGE = 4_096
COUNT = 1_500


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("whole") / "log.db"
    with store.open(place) as log:
        for at in range(0, COUNT, 250):
            log.append(numbered(250, at))
    return place


def ids(place: Path) -> list[str]:
    with store.open(place, read_only=True) as log:
        assert log.verify() == log.head
        return [record.id for record in log.records()]


def damaged(place: Path, *changes: str) -> None:
    """Change a log as somebody would who does not care for it."""
    with sqlite3.connect(place) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for change in changes:
            connection.execute(change)
    connection.close()


def test_a_whole_log_is_copied(whole: Path, tmp_path: Path) -> None:
    before = whole.read_bytes()
    found = recover_log(whole, tmp_path / "new.db")
    with store.open(whole, read_only=True) as one, store.open(tmp_path / "new.db") as other:
        assert found == Recovery(head=one.head, sound=COUNT, rescued=0, lost=())
        assert list(one.entries()) == list(other.entries())
    assert whole.read_bytes() == before
    assert str(found) == "kept as they were, up to the first fault: 1,500"


@pytest.mark.parametrize("seed", range(3))
def test_of_torn_pages_everything_else_is_left(whole: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    bad, new = tmp_path / "bad.db", tmp_path / "new.db"
    torn = bytearray(whole.read_bytes())
    pages = chance.sample(range(8, len(torn) // PAGE), 3)
    for page in pages:
        torn[page * PAGE : (page + 1) * PAGE] = chance.choice([bytes(PAGE), chance.randbytes(PAGE)])
    bad.write_bytes(torn)
    found = recover_log(bad, new)
    left = ids(new)
    every = [event.id for event in numbered(COUNT)]
    gone = {n for first, last in found.lost for n in range(first, last + 1)}
    assert left == [key for n, key in enumerate(every, start=1) if n not in gone]
    assert found.sound + found.rescued == len(left)
    assert found.sound == (min(gone) - 1 if gone else COUNT)
    assert len(gone) < 100 * len(pages)


@pytest.mark.parametrize("share", [0.9, 0.3])
def test_of_a_file_cut_off_what_is_there_is_left(whole: Path, tmp_path: Path, share: float) -> None:
    bad, new = tmp_path / "bad.db", tmp_path / "new.db"
    data = whole.read_bytes()
    bad.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(LogUnreadable), store.open(bad, read_only=True) as log:
        log.verify()
    found = recover_log(bad, new)
    left = ids(new)
    every = [event.id for event in numbered(COUNT)]
    assert left[: found.sound] == every[: found.sound]
    assert set(left) <= set(every)
    assert len(left) > COUNT * (share - 0.2)
    assert sum(last - first + 1 for first, last in found.lost) + len(left) <= COUNT
    assert bad.read_bytes() == data[: int(len(data) * share)]


def test_what_was_tampered_with_is_told(tmp_path: Path) -> None:
    bad, new = tmp_path / "bad.db", tmp_path / "new.db"
    with store.open(bad) as log:
        log.append(numbered(10))
        first_ten = list(log.entries())
        log.append(numbered(10, 10))
    damaged(
        bad,
        "UPDATE record SET actor = 'RUS' WHERE position = 5",
        "UPDATE record SET hash = zeroblob(32) WHERE position = 9",
        "DELETE FROM record WHERE position IN (12, 13)",
        "UPDATE record SET recorded_at = 1 WHERE position = 15",
        "UPDATE record SET id = zeroblob(16) WHERE position = 18",
    )
    found = recover_log(bad, new)
    assert (found.sound, found.rescued) == (4, 12)
    assert found.lost == ((5, 5), (12, 13), (18, 18))
    assert str(found).splitlines()[1:] == [
        "kept with new hashes, behind it: 12",
        "lost: 4, at position 5, 12–13, 18",
    ]
    with store.open(new) as log:
        entries = list(log.entries())
        assert log.verify() == found.head
    assert entries[:4] == first_ten[:4]
    lost = {5, 12, 13, 18}
    assert [e.record for e in entries] == [
        event for n, event in enumerate(numbered(20), start=1) if n not in lost
    ]
    assert entries[4].recorded_at == first_ten[5].recorded_at
    assert ids(new) == ids(new)


def test_a_record_that_comes_twice_is_kept_once(tmp_path: Path) -> None:
    bad, new = tmp_path / "bad.db", tmp_path / "new.db"
    with store.open(bad) as log:
        log.append([A, B, C])
    with sqlite3.connect(bad) as connection:
        columns = "SELECT sql FROM sqlite_master WHERE name = 'record'"
        (made,) = connection.execute(columns).fetchone()
        looser = made.replace("UNIQUE (id)", "UNIQUE (id, position)")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'record'", (looser,))
    connection.close()
    _double(bad)
    found = recover_log(bad, new)
    assert ids(new) == [A.id, B.id, C.id]
    assert (found.sound, found.rescued) == (3, 0)


def _double(place: Path) -> None:
    """The first record once more, at the end; the index of ids is left out of it."""
    with sqlite3.connect(place) as connection:
        names = [name for _, name, *_ in connection.execute("PRAGMA table_info(record)")]
        kept = ", ".join(f'"{name}"' for name in names if name != "position")
        connection.execute(
            f"INSERT INTO record (position, {kept}) SELECT 4, {kept} FROM record WHERE position = 1"
        )
    connection.close()


def test_every_kind_of_record_is_recovered(tmp_path: Path) -> None:
    bad, new = tmp_path / "bad.db", tmp_path / "new.db"
    better = attrs.evolve(A, speaker="é")
    with store.open(bad) as log:
        log.append([A, B, C])
        log.append([Correction(of=A.id, event=better, reason="misread")])
        log.append([Retraction(of=B.id, reason="no such thing")])
        log.erase([C.id], reason="a person's request")
        reports = log.view().reports
        before = list(log.records())
    damaged(bad, "UPDATE record SET recorded_at = recorded_at - 1 WHERE position = 1")
    found = recover_log(bad, new)
    assert (found.sound, found.rescued, found.lost) == (0, 6, ())
    with store.open(new) as log:
        assert list(log.records()) == before
        assert log.view().reports == reports
        assert isinstance(before[-1], Erasure)
        assert [r for r in before if isinstance(r, StanceEvent)] == before[:3]


def test_what_cannot_be_recovered_is_said(whole: Path, tmp_path: Path) -> None:
    other, new = tmp_path / "other", tmp_path / "new.db"
    with pytest.raises(InvalidArgument, match="is no file"):
        recover_log(other, new)
    other.write_bytes(b"no log at all" * 1_000)
    with pytest.raises(LogUnreadable, match="other"):
        recover_log(other, new)
    other.write_bytes(b"")
    with pytest.raises(LogUnreadable, match="is empty"):
        recover_log(other, new)
    other.unlink()
    sqlite3.connect(other).execute("CREATE TABLE x (y)").connection.close()
    with pytest.raises(LogUnreadable, match="not a log of stances"):
        recover_log(other, new)
    assert not new.exists()
    with store.open(new) as log:
        log.append([A])
    with pytest.raises(LogConflict, match="not empty"):
        recover_log(whole, new)
    assert ids(new) == [A.id]


def test_records_that_are_only_in_the_side_file_are_recovered(tmp_path: Path) -> None:
    bad, new = tmp_path / "bad.db", tmp_path / "new.db"
    with store.open(tmp_path / "log.db") as log:
        log.append([A, B])
        for suffix in ("", "-wal"):
            Path(f"{bad}{suffix}").write_bytes(Path(f"{tmp_path}/log.db{suffix}").read_bytes())
    assert recover_log(bad, new).sound == 2
