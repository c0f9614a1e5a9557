from __future__ import annotations

import builtins
import sys
import tracemalloc
from typing import Any
from unittest import mock

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st_

import stances as st
from stances import frames
from stances.frames import COLUMNS
from stances.testing import event, logs, record_lists

LOG = st.Log(
    [
        event("2020-02-16 USA REQUEST RUS about SYR by 2020-02-29", publisher="gazette"),
        event("2020-02-17 RUS ASSAULT SYR denied"),
        event("2020-02-18 IRN MOBILIZE -"),
    ]
)

ONE = event("2020-02-16 USA REQUEST RUS")


@settings(max_examples=30, deadline=None)
@given(logs())
def test_records_are_the_acts_and_their_edges(log: st.Log) -> None:
    records = log.to_records()
    assert [record["id"] for record in records] == [act.id for act in log]
    edges = st.replay(log).edges
    for record in records:
        assert tuple(record) == COLUMNS
        if record["recipient"] is not None:
            edge = edges[record["actor"], record["recipient"], record["id"]]
            assert {**edge, "event": None} == {
                **{name: record[name] for name in record.keys() - {"id", "actor", "recipient"}},
                "event": None,
            }


@settings(max_examples=30, deadline=None)
@given(logs())
def test_an_arrow_table_says_the_same_as_the_records(log: st.Log) -> None:
    pytest.importorskip("pyarrow")
    table = log.to_arrow()
    assert table.to_pylist() == log.to_records()
    assert table.schema == st.Log().to_arrow().schema


@settings(max_examples=30, deadline=None)
@given(record_lists(max_size=24), st_.integers(1, 5))
def test_a_durable_log_gives_the_tables_of_its_view(records: list[st.Record], rows: int) -> None:
    pytest.importorskip("pyarrow")
    with st.open(":memory:") as log, mock.patch.object(frames, "_ROWS", rows):
        log.append(records)
        table = log.view().to_arrow()
        assert log.to_arrow() == table
        assert log.to_arrow().schema == table.schema
        streamed = list(log.to_batches())
        assert all(0 < batch.num_rows <= rows for batch in streamed)
        assert sum(batch.num_rows for batch in streamed) == table.num_rows


def test_a_durable_log_gives_data_frames() -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    with st.open(":memory:") as log:
        log.append(LOG.records)
        pandas.testing.assert_frame_equal(log.to_pandas(), LOG.to_pandas())
        assert log.to_polars().equals(LOG.to_polars())
        assert isinstance(log.to_polars(), polars.DataFrame)


def test_a_stream_of_batches_takes_memory_for_a_batch_and_not_for_the_log() -> None:
    pytest.importorskip("pyarrow")
    peaks = []
    for count in (3_000, 12_000):
        with st.open(":memory:") as log, mock.patch.object(frames, "_ROWS", 100):
            log.append(attrs.evolve(ONE, speaker=f"Speaker {n}") for n in range(count))
            tracemalloc.start()
            assert sum(batch.num_rows for batch in log.to_batches()) == count
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


def test_pandas_keeps_dates_and_what_is_missing() -> None:
    pandas = pytest.importorskip("pandas")
    frame = LOG.to_pandas()
    assert list(frame["actor"]) == ["USA", "RUS", "IRN"]
    assert pandas.api.types.is_datetime64_any_dtype(frame["deadline"])
    assert list(frame["deadline"].isna()) == [False, True, True]
    assert list(frame["score"]) == [0.0, 0.0, -5.5]
    assert frame["reports"].dtype == "int64"


def test_polars_keeps_types_and_nulls() -> None:
    polars = pytest.importorskip("polars")
    frame = LOG.to_polars()
    assert frame["recipient"].to_list() == ["RUS", "SYR", None]
    assert frame["date"].dtype == polars.Date
    assert frame.height == 3


def test_answers_are_tables_as_they_are() -> None:
    pandas = pytest.importorskip("pandas")
    found = st.series(LOG, "USA", "RUS", by="day", measure="quad")
    assert list(pandas.DataFrame(found)["verbal_conflict"]) == [1.0, 0.0, 0.0]
    assert list(pandas.DataFrame(st.demands(LOG).to_records())["status"]) == ["open"]


@pytest.mark.parametrize(
    ("module", "ask", "extra"),
    [
        ("pyarrow", lambda: LOG.to_arrow(), "frames"),
        ("pandas", lambda: LOG.to_pandas(), "pandas"),
        ("polars", lambda: LOG.to_polars(), "polars"),
        ("ruptures", lambda: st.turning_points(LOG, "USA", "RUS"), "changes"),
    ],
)
def test_what_is_not_installed_is_named_with_the_command(
    monkeypatch: pytest.MonkeyPatch, module: str, ask: Any, extra: str
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == module:
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(st.MissingExtra, match=rf"pip install 'stances\[{extra}\]'"):
        ask()
