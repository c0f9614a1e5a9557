"""What is written is read back the same, and whatever stands in a file, a reader says so."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stances
from stances.errors import FileFaults
from stances.events import Merge, StanceEvent
from stances.interchange import (
    Reading,
    read_acled,
    read_gdelt,
    read_icews,
    read_parquet,
    read_phoenix,
    read_plover,
    read_polecat,
    write_parquet,
    write_plover,
)
from stances.log import Log
from stances.testing import days, event, logs, stance_events
from stances.wire import read_jsonl, write_jsonl
from tests.interchange.made import (
    ACLED,
    ICEWS,
    POLECAT,
    acled,
    csv_text,
    gdelt,
    icews,
    phoenix,
    polecat,
    tab_text,
)

READERS = (read_acled, read_gdelt, read_icews, read_phoenix, read_plover, read_polecat)
GOOD = {
    read_acled: csv_text(acled()),
    read_gdelt: gdelt(url="http://a.example"),
    read_icews: tab_text(icews(), header=ICEWS),
    read_phoenix: phoenix(),
    read_plover: '{"id":"1","date":"2020-02-18","source":[{"code":"TUR"}],"event":["AGREE"]}',
    read_polecat: tab_text(polecat(), header=POLECAT),
}


@given(st.lists(stance_events(), max_size=5))
@settings(max_examples=60, deadline=None)
def test_json_of_plover_and_of_ours_says_all(events: list[StanceEvent]) -> None:
    for write, read in ((write_plover, lambda raw: read_plover(raw)), (write_jsonl, read_jsonl)):
        file = io.StringIO()
        assert write(events, file) == len(events)
        got = list(read(io.BytesIO(file.getvalue().encode())))
        assert got == events
        assert [(e.coder, e.confidence) for e in got if isinstance(e, StanceEvent)] == [
            (event.coder, event.confidence) for event in events
        ]


@given(st.lists(stance_events(), max_size=5))
@settings(max_examples=40, deadline=None)
def test_parquet_says_all(events: list[StanceEvent]) -> None:
    pytest.importorskip("pyarrow")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.parquet"
        assert write_parquet(events, path) == len(events)
        assert list(read_parquet(path)) == events
        assert [item.name for item in Path(folder).iterdir()] == ["events.parquet"]


@given(logs(), st.none() | days())
@settings(max_examples=40, deadline=None)
def test_of_a_log_or_a_view_each_act_is_written_once(log: Log, as_of: dt.date | None) -> None:
    pytest.importorskip("pyarrow")
    view = log.view(as_of=as_of)
    told, known = io.StringIO(), io.StringIO()
    assert write_plover(view, told) == len(view)
    write_plover([act.event for act in view], known)
    assert told.getvalue() == known.getvalue()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "acts.parquet"
        assert write_parquet(view, path) == len(view)
        assert list(read_parquet(path)) == [act.event for act in view]


def test_of_an_event_log_its_view_is_written(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    one, other = event("2020-02-18 TUR AID SYR"), event("2020-02-18 TUR AID SYR", article="b")
    with stances.open(tmp_path / "a.db") as log:
        log.append([one, other, Merge(ids=(one.id, other.id))])
        assert write_plover(log, tmp_path / "a.jsonl") == write_parquet(log, tmp_path / "a") == 1
        assert list(read_plover(tmp_path / "a.jsonl")) == [act.event for act in log.view()]
        assert write_plover(log.view().reports, tmp_path / "b.jsonl") == 2
    for write in (write_plover, write_parquet):
        with pytest.raises(stances.StancesError):
            write(log, tmp_path / "closed")
    assert not (tmp_path / "closed").exists()


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_stands_there_events_come_or_faults(
    read: Callable[..., Reading], data: st.DataObject
) -> None:
    raw = bytearray(GOOD[read].encode() * 2)
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=4)):
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    content = data.draw(st.sampled_from([bytes(raw), data.draw(st.binary(max_size=60))]))
    with contextlib.suppress(FileFaults):
        for row in read(io.BytesIO(content)).rows():
            assert row.events or row.left
            assert all(event.evidence.said for event in row.events)


def test_the_columns_are_as_many_as_theirs() -> None:
    assert (len(ACLED), len(POLECAT), len(ICEWS)) == (31, 40, 20)
