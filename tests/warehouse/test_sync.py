"""The folder of Parquet files keeps in step with its log, whatever happened to either."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import attrs
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as hs

import stances as st
from stances import warehouse
from stances.errors import InvalidArgument, LogConflict, LogUnreadable
from stances.events import Record
from stances.log import Log
from stances.scale import Scale
from stances.store import EventLog
from stances.testing import ACTORS, record_lists, stance_events
from stances.warehouse import files as parquet_files
from stances.warehouse import syncing
from tests.store.made import numbered

Told = dict[str, list[tuple[Any, ...]]]


def told(folder: Path) -> Told:
    """All rows, in one order; the tables are read as any engine would read their files."""
    places = warehouse.places(folder)
    return {
        name: sorted(
            (
                tuple(row.items())
                for place in getattr(places, name)
                for row in pq.ParquetFile(place).read().to_pylist()
            ),
            key=repr,
        )
        for name in ("acts", "voices")
    }


def expected(log: EventLog) -> Told:
    rows = warehouse.rows_of(Log(log.records()))
    return {
        "acts": sorted((tuple(row.items()) for row in rows.acts.to_pylist()), key=repr),
        "voices": sorted((tuple(row.items()) for row in rows.voices.to_pylist()), key=repr),
    }


def files(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    with st.open(tmp_path / "log.db") as opened:
        opened.append(numbered(10))
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "parquet"


@settings(max_examples=25, deadline=None)
@given(
    record_lists(events=stance_events(actors=ACTORS[:3]), max_size=24),
    hs.lists(hs.integers(0, 24), max_size=3),
    hs.sampled_from([1, 3, 100]),
)
def test_growing_is_making_anew(records: list[Record], cuts: list[int], stretch: int) -> None:
    with (
        st.open(":memory:") as log,
        tempfile.TemporaryDirectory() as name,
        mock.patch.object(syncing, "_STRETCH", stretch),
    ):
        folder = Path(name)
        edges = sorted({*(min(cut, len(records)) for cut in cuts), len(records)})
        for first, last in zip([0, *edges], edges, strict=False):
            log.append(records[first:last])
            before = log.head.position
            done = warehouse.sync(log, folder)
            assert (done.head, done.doubt) == (log.head, None)
            assert told(folder) == expected(log)
            assert done.acts == len(told(folder)["acts"])
            again = warehouse.sync(log, folder)
            assert (again.head.position, again.read) == (before, 0)


def test_an_empty_log_has_empty_tables(folder: Path) -> None:
    with st.open(":memory:") as log:
        warehouse.sync(log, folder)
    tables = warehouse.tables(folder)
    assert warehouse.dyads(tables.acts).to_pyarrow().num_rows == 0
    assert warehouse.publishers(tables.voices).to_pyarrow().num_rows == 0


def test_again_writes_no_file(log: EventLog, folder: Path) -> None:
    warehouse.sync(log, folder)
    before = {name: (folder / name).stat().st_mtime_ns for name in files(folder)}
    assert warehouse.sync(log, folder).read == 0
    assert {name: (folder / name).stat().st_mtime_ns for name in files(folder)} == before


def test_only_what_is_new_is_read(log: EventLog, folder: Path) -> None:
    warehouse.sync(log, folder)
    log.append(numbered(3, 10))
    done = warehouse.sync(log, folder)
    assert (done.read, done.acts, done.doubt) == (3, 13, None)


def test_acts_lie_by_year(log: EventLog, folder: Path) -> None:
    event = numbered(1)[0]
    log.append([attrs.evolve(event, date=dt.date(1999, 12, 31), published=dt.date(2000, 1, 1))])
    warehouse.sync(log, folder)
    assert {Path(place).parent.name for place in warehouse.places(folder).acts} == {
        "year=1999",
        "year=2020",
    }
    acts = warehouse.tables(folder).acts
    assert acts.filter(acts.year == 1999).count().to_pyarrow().as_py() == 1


def tear(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


def blank(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def of_another_version(path: Path) -> None:
    content = json.loads(path.read_text())
    path.write_text(json.dumps({**content, "format": 99}))


DAMAGES: list[tuple[str, Callable[[Path], None], str]] = [
    ("acts/**/*.parquet", tear, "is torn"),
    ("acts/**/*.parquet", blank, "cannot be read"),
    ("acts/**/*.parquet", Path.unlink, "cannot be read"),
    ("voices/*.parquet", tear, "is torn"),
    ("ids/*.parquet", Path.unlink, "cannot be read"),
    ("manifest.json", tear, "cannot be read"),
    ("manifest.json", of_another_version, "is of format 99"),
]


@pytest.mark.parametrize(("pattern", "damage", "why"), DAMAGES)
def test_what_is_in_doubt_is_made_anew(
    log: EventLog, folder: Path, pattern: str, damage: Callable[[Path], None], why: str
) -> None:
    event = attrs.evolve(numbered(1)[0], publisher="The Herald")
    log.append([event])
    warehouse.sync(log, folder)
    damage(next(folder.glob(pattern)))
    done = warehouse.sync(log, folder)
    assert why in (done.doubt or "")
    assert done.read == 11
    assert told(folder) == expected(log)


def test_the_files_of_another_log_are_made_anew(
    log: EventLog, folder: Path, tmp_path: Path
) -> None:
    warehouse.sync(log, folder)
    with st.open(tmp_path / "other.db") as other:
        other.append(numbered(20, 100))
        assert "another log" in (warehouse.sync(other, folder).doubt or "")
        assert told(folder) == expected(other)
    assert "ahead of the log" in (warehouse.sync(log, folder).doubt or "")
    assert told(folder) == expected(log)


def test_another_scale_is_another_table(log: EventLog, folder: Path) -> None:
    warehouse.sync(log, folder)
    scale = Scale("ours", dict.fromkeys(st.EventType, 1.0))
    assert "scale" in (warehouse.sync(log, folder, scale=scale).doubt or "")
    acts = warehouse.tables(folder).acts
    assert acts.score.sum().to_pyarrow().as_py() == 10.0


def test_what_is_not_listed_is_swept(log: EventLog, folder: Path) -> None:
    warehouse.sync(log, folder)
    before = files(folder)
    for name in ("acts/year=1950/stray.parquet", "ids/.x.parquet.1234.tmp"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"")
    warehouse.sync(log, folder)
    assert files(folder) == before


def test_a_folder_of_something_else_is_left_alone(log: EventLog, folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    with pytest.raises(InvalidArgument, match="holds something else"):
        warehouse.sync(log, folder)
    assert files(folder) == {"thesis.txt"}


def test_two_runs_do_not_meet(log: EventLog, folder: Path) -> None:
    def meanwhile(_: int) -> None:
        with pytest.raises(LogConflict, match="another run"):
            warehouse.sync(log, folder)

    log.append(numbered(1_000, 10))
    warehouse.sync(log, folder, progress=meanwhile)
    assert told(folder) == expected(log)


def test_a_folder_without_tables_says_so(tmp_path: Path) -> None:
    with pytest.raises(LogUnreadable, match="run sync first"):
        warehouse.tables(tmp_path)


def test_who_read_before_sees_nothing_of_a_run_that_fails(log: EventLog, folder: Path) -> None:
    warehouse.sync(log, folder)
    before = told(folder)
    first = numbered(1)[0]
    log.append([*numbered(5, 10), st.Retraction(of=first.id, reason="misread")])
    with (
        mock.patch.object(parquet_files, "sweep", side_effect=OSError("the disk is full")),
        mock.patch.object(syncing, "_settled", side_effect=OSError("the disk is full")),
        pytest.raises(OSError, match="the disk is full"),
    ):
        warehouse.sync(log, folder)
    assert told(folder) == before
    assert warehouse.sync(log, folder).read == 0  # all was read by the run before
    assert told(folder) == expected(log)


KILLED = """
import os, sys
import stances as st
from stances import warehouse
from stances.warehouse import syncing

syncing._STRETCH = 1_000
with st.open(sys.argv[1]) as log:
    def killed(position):
        if position == 4_000:
            os.kill(os.getpid(), 9)
    warehouse.sync(log, sys.argv[2], progress=killed)
"""


def test_a_run_that_is_killed_is_gone_on_with(tmp_path: Path, folder: Path) -> None:
    place = tmp_path / "many.db"
    with st.open(place) as log:
        log.append(numbered(6_000))
        log.append([st.Retraction(of=numbered(1)[0].id, reason="misread")])
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(place), str(folder)], env={**os.environ}, check=False
    )
    assert ended.returncode == -9
    with st.open(place) as log:
        done = warehouse.sync(log, folder)
        assert (done.read, done.acts, done.doubt) == (3_001, 5_999, None)
        assert told(folder) == expected(log)
