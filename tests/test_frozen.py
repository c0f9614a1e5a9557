"""Logs that earlier releases wrote, read by this one: each stays what it was."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

import stances as st
from stances import wire
from stances.store import Head

LOGS = Path(__file__).parents[1] / "fixtures" / "logs"
RELEASES = sorted(path.stem for path in LOGS.glob("*.db"))

frozen = pytest.mark.parametrize("release", RELEASES)


def head_of(release: str) -> Head:
    return Head(**json.loads((LOGS / f"{release}.json").read_text("utf-8")))


@pytest.fixture
def place(release: str, tmp_path: Path) -> Path:
    """A copy, as reading a log makes files beside it."""
    return Path(shutil.copy(LOGS / f"{release}.db", tmp_path))


def test_this_release_is_among_them() -> None:
    assert st.__version__ in RELEASES


@frozen
def test_it_verifies(place: Path, release: str) -> None:
    with st.open(place) as log:
        assert log.head == log.verify() == head_of(release)


@frozen
def test_every_kind_of_record_is_in_it(place: Path) -> None:
    with st.open(place) as log:
        records = list(log.records())
    assert {type(record) for record in records} == {
        *(st.StanceEvent, st.Merge, st.Correction, st.Retraction, st.Erasure, st.Ruling)
    }
    events = [record for record in records if isinstance(record, st.StanceEvent)]
    assert {type(event.evidence) for event in events} == {st.Span, st.ErasedSpan, st.Row}
    assert {event.date_precision for event in events} == set(st.Precision)
    assert {event.modality for event in events} == set(st.Modality)


@frozen
def test_the_exported_file_is_the_same_log(place: Path, release: str) -> None:
    with st.open(place) as log, st.open(":memory:") as other:
        assert st.import_log(LOGS / f"{release}.jsonl", other).head == head_of(release)
        assert list(other.entries()) == list(log.entries())


@frozen
def test_it_is_answered_and_goes_on(place: Path, release: str) -> None:
    with st.open(place) as log:
        told = [(str(act.event.date), act.event.actor, len(act.reports)) for act in log.view()]
        assert told == [
            ("2020-02-01", "IRN", 1),
            ("2020-02-03", "TUR", 2),
            ("2020-02-16", "USA", 1),
            ("2020-02-18", "TUR", 1),
        ]
        (demand,) = st.demands(log)
        assert (demand.status, demand.rule) == (st.Status.REFUSED, "ruled: it went on")
        before = list(log.entries())
        log.retract(before[0].record.id, "no more")
        assert list(log.entries())[: len(before)] == before
        assert log.verify().position == len(before) + 1


@frozen
def test_lines_of_its_records_are_read(release: str) -> None:
    for line in (LOGS / f"{release}.jsonl").read_text("utf-8").splitlines()[1:]:
        said = json.loads(line)["record"]
        assert wire.loads(json.dumps(said)).id == said["id"]


@frozen
def test_one_of_a_newer_format_is_refused(place: Path, release: str, tmp_path: Path) -> None:
    with sqlite3.connect(place) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(st.LogUnreadable, match=r"newer version.*format 99.*upgrade stances"):
        st.open(place)
    with pytest.raises(st.LogUnreadable, match="format 99"):
        st.recover_log(place, tmp_path / "new.db")
    lines = (LOGS / f"{release}.jsonl").read_text("utf-8").splitlines(keepends=True)
    for line, changed in (
        (0, lines[0].replace('"version":1', '"version":99')),
        (1, lines[1].replace('"schema":1', '"schema":99')),
    ):
        newer = tmp_path / "newer.jsonl"
        newer.write_text("".join([*lines[:line], changed, *lines[line + 1 :]]), "utf-8")
        with st.open(":memory:") as log, pytest.raises(st.FileFaults, match=r"99.*upgrade stances"):
            st.import_log(newer, log)
