"""The index by example: what it tells, how it keeps up with its log, and the file beside it."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import networkx as nx
import numpy as np
import pytest

import stances as st
from stances.indexing import growth, places
from stances.store import EventLog
from stances.testing import event

DAY = dt.date(2020, 2, 10)
LINES = (
    '2020-02-01 TUR THREATEN SYR "warning it would use force"',
    '2020-02-04 TUR REQUEST RUS about SYR "called on Russia"',
    '2020-02-08 RUS REJECT TUR "rejected the call"',
    '2020-02-09 TUR ASSAULT SYR "shelled positions"',
    '2020-02-12 SYR ACCUSE TUR "accused Turkey"',
)
EVENTS = [event(line) for line in LINES]
LATER = attrs.evolve(EVENTS[3], published=dt.date(2020, 3, 1), publisher="The Herald")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    with st.open(tmp_path / "log.db") as opened:
        opened.append(EVENTS)
        yield opened


def told(asked: Any) -> list[tuple[str, str, dict[str, Any]]]:
    graph: nx.DiGraph[str] = asked.dyads() if isinstance(asked, st.Index) else st.dyads(asked)
    for _, _, said in graph.edges(data=True):
        said["balance"] = round(said["balance"], 9)
    return sorted(graph.edges(data=True), key=lambda edge: edge[:2])


def read_from(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The positions behind which the log is read from now on."""
    positions: list[int] = []
    entries = EventLog.entries

    def spied(self: EventLog, after: int = 0, until: int | None = None) -> Any:
        positions.append(after)
        return entries(self, after, until)

    monkeypatch.setattr(EventLog, "entries", spied)
    return positions


def test_it_answers_as_the_plain_questions_do(log: EventLog) -> None:
    index = st.index(log)
    dyad = st.dyads(log, at=DAY)["TUR"]["SYR"]
    assert index.balance("TUR", "SYR", at=DAY) == pytest.approx(dyad["balance"], rel=1e-12)
    assert index.score("TUR", "SYR", at=DAY) == dyad["score"] == -12.5
    assert index.count("TUR", "SYR", at=DAY) == 2
    assert index.head == log.head
    assert told(index) == told(log)


def test_nothing_is_known_of_nobody(log: EventLog) -> None:
    index = st.index(log)
    assert index.balance("FRA", "DEU") == index.score("FRA", "DEU") == 0.0
    assert index.count("FRA", "DEU", at=DAY, as_of=DAY) == 0
    assert len(index.series("FRA", "DEU")) == 0
    assert index.acts("FRA", "DEU") == ()
    empty = st.index(st.Log())
    assert empty.balance("TUR", "SYR") == 0.0
    assert nx.utils.graphs_equal(empty.dyads(), st.dyads(st.Log()))
    assert empty.compare(DAY, DAY) == ()


def test_a_day_may_be_seen_with_the_knowledge_of_another(log: EventLog) -> None:
    log.append([st.Correction(of=EVENTS[3].id, event=LATER, reason="printed later")])
    index = st.index(log)
    march = dt.date(2020, 3, 1)
    assert index.count("TUR", "SYR", at=DAY, as_of=march) == 2
    assert index.count("TUR", "SYR", at=DAY, as_of=march - dt.timedelta(days=1)) == 1
    assert index.count("TUR", "SYR", at=march, as_of=DAY) == 1


def test_what_is_appended_is_seen_after_a_refresh(log: EventLog) -> None:
    index = st.index(log)
    retraction = log.retract(EVENTS[0].id, "misread")
    assert index.count("TUR", "SYR") == 2
    assert index.refresh().count("TUR", "SYR") == 1
    log.retract(retraction.id, "rightly read")
    assert index.refresh().count("TUR", "SYR") == 2
    log.append([LATER, st.Merge(ids=(LATER.id, EVENTS[3].id))])
    index.refresh()
    assert told(index) == told(log)
    assert index.acts("TUR", "SYR") == tuple(
        act for act in log.view() if (act.event.actor, act.event.recipient) == ("TUR", "SYR")
    )


def test_taking_in_reads_what_is_new_and_what_is_tied_to_it(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [
        attrs.evolve(EVENTS[1], published=DAY, speaker=f"Speaker {number}")
        for number in range(3_000)
    ]
    log.append(others)
    index = st.index(log)
    positions = read_from(log, monkeypatch)
    head = log.head.position
    log.append([attrs.evolve(EVENTS[2], speaker="Somebody")])
    index.refresh()
    assert positions == [head]
    log.append([st.Merge(ids=(EVENTS[0].id, EVENTS[3].id))])
    positions.clear()
    index.refresh()
    assert positions == [head + 1, 0, head + 1]
    assert told(index) == told(log)


def test_many_appends_are_sorted_in(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stances.indexing.state._TAIL", 3)
    index = st.index(log)
    for number in range(12):
        log.append([attrs.evolve(EVENTS[number % 5], speaker=f"Speaker {number}")])
        index.refresh()
        assert told(index) == told(log)
    assert index.score("TUR", "SYR") == st.dyads(log)["TUR"]["SYR"]["score"]


def test_ids_that_begin_alike_are_told_apart(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def alike(ids: list[str]) -> places.Keys:
        return np.zeros(len(ids), np.uint64)

    monkeypatch.setattr(places, "keys_of", alike)
    monkeypatch.setattr(growth, "keys_of", alike)
    index = st.index(log)
    log.retract(EVENTS[0].id, "misread")
    log.append([LATER, st.Merge(ids=(LATER.id, EVENTS[3].id))])
    assert told(index.refresh()) == told(log)
    assert index.acts("RUS", "TUR") == st.index(log.view()).acts("RUS", "TUR")


def test_a_view_keeps_its_bounds(log: EventLog) -> None:
    view = log.view(until=DAY).where(actors={"TUR"})
    index = st.index(view)
    assert told(index) == told(view)
    assert index.head.position == 5
    with pytest.raises(st.InvalidArgument, match="only the columns of a durable log"):
        st.index(view, path="columns")


def test_days_in_the_wrong_order_and_no_half_life_are_refused(log: EventLog) -> None:
    index = st.index(log)
    with pytest.raises(st.InvalidArgument, match="give the earlier day first"):
        index.compare(DAY, DAY - dt.timedelta(days=1))
    for wrong in (0.0, -1.0, float("nan")):
        with pytest.raises(st.InvalidArgument, match="half_life"):
            index.balance("TUR", "SYR", half_life=wrong)
        with pytest.raises(st.InvalidArgument, match="half_life"):
            index.dyads(half_life=wrong)
    with pytest.raises(st.InvalidArgument, match="by is 'year'"):
        index.series("TUR", "SYR", by="year")  # type: ignore[arg-type]


def test_sums_without_decay_are_exact() -> None:
    names = ["AGREE", "ASSAULT"]
    scale = st.Scale("tenths", dict.fromkeys(st.EventType, 0.1) | {"ASSAULT": -0.3})
    many = [
        event(f'2020-02-{day:02} TUR {names[day % 3 == 0]} SYR "quoted {day}"')
        for day in range(1, 29)
    ]
    index = st.index(st.Log(many), scale=scale)
    assert index.score("TUR", "SYR") == st.dyads(st.Log(many), scale=scale)["TUR"]["SYR"]["score"]


def test_a_file_is_read_instead_of_the_log(
    log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.db.index"
    log.append([LATER, st.Merge(ids=(LATER.id, EVENTS[3].id))])
    st.index(log, path=path)
    positions = read_from(log, monkeypatch)
    index = st.index(log, path=path)
    assert positions == [6]  # only whether the hash there is that of the file
    assert told(index) == told(log)
    log.append([attrs.evolve(EVENTS[2], speaker="Somebody")])
    log.retract(EVENTS[0].id, "misread")
    assert told(st.index(log, path=path)) == told(log)
    assert told(index.refresh()) == told(log)


def test_a_file_of_another_log_is_thrown_away(log: EventLog, tmp_path: Path) -> None:
    path = tmp_path / "columns"
    with st.open(":memory:") as other:
        other.append(EVENTS[:2])
        st.index(other, path=path)
    assert told(st.index(log, path=path)) == told(log)
    with st.open(":memory:") as shorter:
        shorter.append(EVENTS[:3])
        assert told(st.index(shorter, path=path)) == told(shorter)


def test_a_damaged_file_is_thrown_away(log: EventLog, tmp_path: Path) -> None:
    path = tmp_path / "columns"
    st.index(log, path=path)
    whole = path.read_bytes()
    broken = [b"", b"no index", whole[:40], whole[:-1], whole + b"\0", bytes(len(whole))]
    broken += [
        whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        for place in range(0, len(whole), 31)
    ]
    for content in broken:
        path.write_bytes(content)
        assert st.index(log, path=path).count("TUR", "SYR") == 2
        assert path.read_bytes() == whole


def test_a_file_is_written_whole_or_not_at_all(
    log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "columns"
    index = st.index(log, path=path)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    log.append([attrs.evolve(EVENTS[2], speaker="Somebody")])
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        index.refresh()
    assert path.read_bytes() == before
    assert sorted(entry.name for entry in tmp_path.iterdir() if "columns" in entry.name) == [
        "columns"
    ]
    assert index.count("RUS", "TUR") == 2


def test_save_writes_up_to_here(
    log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "columns"
    monkeypatch.setattr("stances.indexing.handle._WORTH_WRITING", 0)
    index = st.index(log, path=path)
    assert not path.exists()
    index.save()
    positions = read_from(log, monkeypatch)
    st.index(log, path=path)
    assert positions == [4]
    st.index(log).save()  # has no path, and writes nothing


def test_without_numpy_it_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['numpy'] = None\n"
        "import stances\n"
        "try: stances.index(stances.Log())\n"
        "except stances.MissingExtra as error: print(error)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert (
        ran.stdout.strip() == "stances.index needs an optional part: pip install 'stances[index]'"
    )
