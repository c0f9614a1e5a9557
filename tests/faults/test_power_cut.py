"""The power is cut while a log is written: what was acknowledged is on the disk.

It is not with SQLite's ``synchronous=NORMAL``, with which WAL is often used.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import stances.store as store
from tests.faults.disks import ForgetfulDisk
from tests.faults.writer import Writer

pytestmark = pytest.mark.root


@pytest.mark.parametrize(("seed", "steps"), [(1, 1), (2, 4), (3, 9), (4, 20), (5, 40), (6, 41)])
def test_nothing_that_was_acknowledged_is_lost(
    forgetful_disk: ForgetfulDisk, tmp_path: Path, seed: int, steps: int
) -> None:
    place = forgetful_disk.folder / "log.db"
    with Writer(str(place), seed, tmp_path / "told") as writer:
        writer.wait_for(steps)
        forgotten = forgetful_disk.folder / "forgotten"
        forgotten.write_bytes(b"not yet on the disk")
        # A kernel that is asked for an fsync just then says it is done; no disk could.
        writer.stop()
        forgetful_disk.cut_power()
    forgetful_disk.restart()
    assert not forgotten.exists() or not forgotten.read_bytes()
    with store.open(place) as log:
        writer.assert_kept(list(log.records()))
        assert log.verify() == log.head
