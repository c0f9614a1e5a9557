"""The power is cut while a log is written: what was acknowledged is on the disk.

It is not with SQLite's ``synchronous=NORMAL``, with which WAL is often used.
"""

from __future__ import annotations

import itertools
import os
import signal
import time
from pathlib import Path

import pytest

import stances.store as store
from tests.faults.disks import ForgetfulDisk
from tests.faults.processes import acknowledged, append_without_end, forks, steps

pytestmark = pytest.mark.root

PATIENCE = 60.0


@pytest.mark.parametrize(("seed", "wanted"), [(1, 1), (2, 4), (3, 9), (4, 20), (5, 40)])
def test_nothing_that_was_acknowledged_is_lost(
    forgetful_disk: ForgetfulDisk, tmp_path: Path, seed: int, wanted: int
) -> None:
    place, told = forgetful_disk.folder / "log.db", tmp_path / "told"
    writer = forks().Process(target=append_without_end, args=(str(place), seed, told))
    writer.start()
    deadline = time.monotonic() + PATIENCE
    while acknowledged(told) < wanted:
        assert writer.is_alive()
        assert time.monotonic() < deadline
        time.sleep(0.001)
    forgotten = forgetful_disk.folder / "forgotten"
    forgotten.write_bytes(b"not yet on the disk")
    stop(writer.pid)
    forgetful_disk.cut_power()
    writer.kill()
    writer.join(PATIENCE)
    assert writer.exitcode == -signal.SIGKILL
    forgetful_disk.restart()
    assert not forgotten.exists() or not forgotten.read_bytes()
    with store.open(place) as log, store.open(":memory:") as model:
        todo = steps(seed)
        for step in itertools.islice(todo, acknowledged(told)):
            model.append(step)
        if log.head.position > model.head.position:
            model.append(next(todo))
        assert list(log.records()) == list(model.records())
        assert log.verify() == log.head


def stop(process: int | None) -> None:
    """Have the process stand still, wherever it is.

    A kernel can say that all is on the disk if it is asked while the power is cut; a disk, that
    has none, cannot.
    """
    assert process is not None
    os.kill(process, signal.SIGSTOP)
    state = Path(f"/proc/{process}/stat")
    deadline = time.monotonic() + PATIENCE
    while state.read_text(encoding="ascii").rpartition(")")[2].split()[0] != "T":
        assert time.monotonic() < deadline
        time.sleep(0.001)
