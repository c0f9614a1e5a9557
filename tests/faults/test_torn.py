"""Files that end too early, or whose pages are torn: refused, and what is whole is recovered."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import attrs
import pytest

import stances.store as store
from stances.errors import LogUnreadable
from stances.recovery import recover_log
from stances.store import Entry
from tests.store.made import numbered

COUNT = 3_000
PAGE = 4_096


@attrs.frozen
class Whole:
    """A log before anything happened to it."""

    data: bytes
    entries: list[Entry]

    @property
    def pages(self) -> int:
        return len(self.data) // PAGE


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    path = tmp_path_factory.mktemp("whole") / "log.db"
    with store.open(path) as log:
        for start in range(0, COUNT, 300):
            log.append(
                attrs.evolve(e, url=f"https://example.org/{start}") for e in numbered(300, start)
            )
        entries = list(log.entries())
    return Whole(path.read_bytes(), entries)


def assert_refused(path: Path) -> None:
    with pytest.raises(LogUnreadable, match=re.escape(str(path))), store.open(path) as log:
        log.verify()


def assert_recovered(path: Path, whole: Whole) -> int:
    """What is recovered was in the log, and is told exactly; gives how much it is."""
    data = path.read_bytes()
    new = path.with_name("recovered.db")
    recovery = recover_log(path, new)
    with store.open(new) as log:
        assert log.verify() == recovery.head
        entries = list(log.entries())
    assert entries[: recovery.sound] == whole.entries[: recovery.sound]
    assert len(entries) == recovery.sound + recovery.rescued
    lost = {n for first, last in recovery.lost for n in range(first, last + 1)}
    upto = len(entries) + len(lost)
    left = [entry.record for entry in whole.entries[:upto] if entry.position not in lost]
    assert [entry.record for entry in entries] == left
    assert path.read_bytes() == data
    return len(entries)


@pytest.mark.parametrize("left", [0.999, 0.99, 0.9, 0.5, 0.1], ids=lambda part: f"{part:.1%} left")
@pytest.mark.parametrize("torn", [0, 1, 2_000], ids=lambda size: f"{size} bytes more")
def test_a_file_that_was_cut_off(path: Path, whole: Whole, left: float, torn: int) -> None:
    kept = min(int(left * whole.pages), whole.pages - 1) * PAGE + torn
    path.write_bytes(whole.data[:kept])
    assert_refused(path)
    found = assert_recovered(path, whole)
    assert found > COUNT * (left - 0.1) * 0.5


@pytest.mark.parametrize("kept", [99, 100, 511, PAGE - 1, 3 * PAGE])
def test_a_file_of_which_nothing_is_left(path: Path, whole: Whole, kept: int) -> None:
    path.write_bytes(whole.data[:kept])
    assert_refused(path)
    with pytest.raises(LogUnreadable, match=re.escape(str(path))):
        recover_log(path, path.with_name("recovered.db"))
    assert not path.with_name("recovered.db").exists()


@pytest.mark.parametrize("filling", [b"\0", b"\xff", b"\xa5\x5a"])
@pytest.mark.parametrize("page", [-1, -2, -3, -5, -20, -60])
def test_a_torn_page(path: Path, whole: Whole, page: int, filling: bytes) -> None:
    """The first half of the page came to the disk, and of the second something else."""
    at = (whole.pages + page) * PAGE + PAGE // 2
    data = bytearray(whole.data)
    data[at : at + PAGE // 2] = (filling * PAGE)[: PAGE // 2]
    path.write_bytes(data)
    assert_refused(path)
    assert assert_recovered(path, whole) > COUNT * 0.9


@pytest.mark.parametrize("fate", ["cut", "torn"])
def test_a_side_file_that_ends_anywhere(path: Path, tmp_path: Path, fate: str) -> None:
    """It was not on the disk yet, so nobody was told that it was: whole batches are missing."""
    draws = random.Random(7)
    sizes = [draws.choice((1, 5, 60)) for _ in range(40)]
    ends = {0}
    with store.open(path) as log:
        for size in sizes:
            ends.add(log.append(numbered(size, max(ends))).position)
        saved = {name: path.with_name(name).read_bytes() for name in ("log.db", "log.db-wal")}
        entries = list(log.entries())
    seen = set()
    for number in range(40):
        folder = tmp_path / str(number)
        folder.mkdir()
        side = saved["log.db-wal"]
        at = draws.randrange(len(side))
        damaged = side[:at] + (b"" if fate == "cut" else draws.randbytes(len(side) - at))
        (folder / "log.db").write_bytes(saved["log.db"])
        (folder / "log.db-wal").write_bytes(damaged)
        with store.open(folder / "log.db") as log:
            assert log.verify().position in ends
            assert list(log.entries()) == entries[: log.head.position]
            seen.add(log.head.position)
            assert log.append(numbered(1, 10_000)).added == 1
        shutil.rmtree(folder)
    assert len(seen) > 15
