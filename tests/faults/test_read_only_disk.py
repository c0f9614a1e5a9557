"""A disk that may only be read, as a back-up or an archive is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import stances.store as store
from stances.errors import LogUnreadable
from tests.faults.disks import SmallDisk
from tests.store.made import A, numbered

pytestmark = pytest.mark.root


def test_a_log_on_it_can_be_asked(small_disk: SmallDisk) -> None:
    place = small_disk.folder / "log.db"
    with store.open(place) as log:
        log.append(numbered(100))
    with small_disk.read_only(), store.open(place) as log:
        assert list(log.records()) == numbered(100)
        assert log.verify() == log.head
        with pytest.raises(LogUnreadable, match=r"log\.db: is open for reading only"):
            log.append([A])
    with store.open(place) as log:
        assert log.append([A]).position == 101


def test_a_log_whose_writer_died_can_be_asked(small_disk: SmallDisk, path: Path) -> None:
    leave_unfinished(path, small_disk.folder, "log.db", "log.db-wal", "log.db-shm")
    with small_disk.read_only(), store.open(small_disk.folder / "log.db") as log:
        assert list(log.records()) == numbered(100)
        assert log.verify() == log.head


def test_without_the_third_file_it_has_to_be_copied(
    small_disk: SmallDisk, path: Path, tmp_path: Path
) -> None:
    leave_unfinished(path, small_disk.folder, "log.db", "log.db-wal")
    with small_disk.read_only():
        with pytest.raises(LogUnreadable, match=r"log\.db-wal .*: copy both to a folder"):
            store.open(small_disk.folder / "log.db")
        copy = shutil.copytree(small_disk.folder, tmp_path / "copy")
    with store.open(copy / "log.db") as log:
        assert list(log.records()) == numbered(100)


def leave_unfinished(path: Path, folder: Path, *names: str) -> None:
    """Copy these files of a log while it is written, as they are found after a kill."""
    with store.open(path) as log:
        log.append(numbered(100))
        for name in names:
            shutil.copy(path.with_name(name), folder)
