"""The disk is full: what is in the log stays, nothing comes by halves, and then it goes on."""

from __future__ import annotations

import errno
import itertools
import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import stances.store as store
from stances.errors import LogUnreadable
from stances.events import StanceEvent
from stances.recovery import recover_log
from stances.store import EventLog
from stances.testing import event
from stances.transfer import export_log
from tests.faults.disks import SmallDisk
from tests.store.made import A, numbered

CHECKPOINT = 1_000 * 4_120
"""Bytes of the side file from which on SQLite empties it."""

SECRET = "Mr Example of Sample Street told us"
on_a_small_disk = pytest.mark.root


def secret() -> StanceEvent:
    return event(f'2020-02-01 TUR ACCUSE SYR "{SECRET}"')


def append_until_it_fails(log: EventLog, batch: int, start: int = 0) -> int:
    """Append numbered events until the log says why it cannot; gives the number of the next."""
    for number in itertools.count(start, batch):
        try:
            log.append(numbered(batch, number))
        except LogUnreadable:
            return number
    raise AssertionError("there is no end to numbers")


def assert_holds(log: EventLog, count: int) -> None:
    assert log.verify() == log.head
    assert log.head.position == count
    assert list(log.records()) == numbered(count)


@on_a_small_disk
@pytest.mark.parametrize("batch", [1, 700, 12_000])
def test_appending(small_disk: SmallDisk, batch: int) -> None:
    place = small_disk.folder / "log.db"
    with store.open(place) as log:
        log.append(numbered(1_000))
        with small_disk.full(but=600_000):
            count = append_until_it_fails(log, batch, start=1_000)
            assert_holds(log, count)
            with store.open(place, read_only=True) as reader:
                assert_holds(reader, count)
        assert log.append(numbered(batch, count)).position == count + batch
    with store.open(place) as log:
        assert_holds(log, count + batch)


@on_a_small_disk
def test_a_new_log(small_disk: SmallDisk) -> None:
    place = small_disk.folder / "log.db"
    with small_disk.full(), pytest.raises(LogUnreadable, match=r"log\.db: .*full"):
        store.open(place)
    with store.open(place) as log:
        assert log.append([A]).position == 1


@on_a_small_disk
def test_a_checkpoint(small_disk: SmallDisk) -> None:
    """The side file has grown until its pages have to go into the file, which cannot grow."""
    place = small_disk.folder / "log.db"
    side = place.with_name("log.db-wal")
    with store.open(place) as log:
        log.append([secret()])
        start = 0
        while side.stat().st_size < 3_500_000:
            log.append(numbered(200, start))
            start += 200
        assert place.stat().st_size < 100_000
        with small_disk.full(but=900_000):
            count = append_until_it_fails(log, 200, start)
            assert side.stat().st_size > CHECKPOINT
            assert place.stat().st_size < 900_000
            kept = [secret(), *numbered(count)]
            assert list(log.records()) == kept
            assert log.verify() == log.head
            with pytest.raises(LogUnreadable, match=r"log\.db: "):
                log.erase([secret().id], reason="a request")
            log.close()
            with store.open(place) as again:
                assert again.verify().position >= len(kept)
                assert list(again.records())[1 : len(kept)] == kept[1:]
    with store.open(place) as log:
        log.erase([secret().id], reason="a request")
        assert SECRET.encode() not in place.read_bytes() + side.read_bytes()
        assert log.verify().position == len(kept) + 1
        assert list(log.records())[1:-1] == kept[1:]


@on_a_small_disk
def test_an_export(small_disk: SmallDisk, path: Path) -> None:
    target = small_disk.folder / "log.jsonl"
    with store.open(path) as log:
        log.append(numbered(10))
        export_log(log, target)
        whole = target.read_bytes()
        log.append(numbered(10_000))
        with small_disk.full(but=200_000):
            for file in (target, small_disk.folder / "other.jsonl"):
                with pytest.raises(OSError, match=file.name) as caught:
                    export_log(log, file)
                assert caught.value.errno == errno.ENOSPC
                assert caught.value.filename == str(file)
            assert {file.name for file in small_disk.folder.iterdir()} == {"log.jsonl", "ballast"}
        assert target.read_bytes() == whole
        assert export_log(log, target) == log.head


@on_a_small_disk
def test_a_recovery(small_disk: SmallDisk, path: Path) -> None:
    with store.open(path) as log:
        log.append(numbered(5_000))
    recovered = small_disk.folder / "log.db"
    with small_disk.full(but=600_000), pytest.raises(LogUnreadable, match=r"small/log\.db: .*full"):
        recover_log(path, recovered)
    assert recover_log(path, recovered).sound == 5_000


@on_a_small_disk
def test_what_waits_in_a_temporary_file(
    small_disk: SmallDisk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk.folder))
    with store.open(path) as log:
        log.append(numbered(10))
        with small_disk.full(but=500_000):
            with pytest.raises(OSError, match=str(small_disk.folder)) as caught:
                log.append(numbered(30_000))
            assert caught.value.errno == errno.ENOSPC
        assert_holds(log, 10)
        assert log.append(numbered(30_000)).position == 30_000


def test_a_file_that_may_not_grow(path: Path) -> None:
    """As on a full disk, but for any user: a limit on the size of files."""
    with store.open(path) as log:
        log.append(numbered(10))
        with files_of_at_most(200_000):
            count = append_until_it_fails(log, 100, start=10)
            assert_holds(log, count)
        assert log.append(numbered(100, count)).added == 100
        assert_holds(log, count + 100)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
