from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.disks import ForgetfulDisk, SmallDisk
from tests.store.conftest import database as database
from tests.store.conftest import log as log
from tests.store.conftest import place as place
from tests.store.conftest import server as server


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with SmallDisk(tmp_path / "small") as disk:
        yield disk


@pytest.fixture
def forgetful_disk(tmp_path: Path) -> Iterator[ForgetfulDisk]:
    with ForgetfulDisk(tmp_path / "forgetful") as disk:
        yield disk
