from __future__ import annotations

import datetime as dt
import os
import sqlite3
import subprocess
import sys
import textwrap
import threading
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
    distinct = list({record.id: record for record in reversed(written)}.values())[::-1]
    with store.open(":memory:") as log:
        log.append(written)
        assert list(log.records()) == sorted(distinct, key=[*map(id, written)].index)
        assert list(log.records(after=1)) == list(log.records())[1:]
