from __future__ import annotations

import datetime as dt

import pytest

from stances.errors import InvalidArgument, InvalidRecord, LogConflict, UnknownRecord
from stances.events import Correction, Merge, Record, Retraction
from stances.graph import replay
from stances.store import EventLog
from tests.store.made import A, B, C, numbered


def test_what_is_no_record_is_refused(log: EventLog) -> None:
    with pytest.raises(InvalidArgument, match=r"a log keeps events.*'2020'"):
        log.append([A, "2020"])  # type: ignore[list-item]
    assert log.head.position == 0


def test_a_view_is_one_snapshot(log: EventLog) -> None:
    log.append([A])
    view = log.view()
    assert log.view().records is view.records
    log.append([B])
    assert view.reports == (A,)
    assert log.view().reports == (A, B)
    log.close()
    assert view.view(until=A.date).reports == (A,)


def test_bounds_are_those_of_a_view(log: EventLog) -> None:
    log.append([A, B, C])
    assert [act.event for act in log.view(since=B.date, until=B.date)] == [B]
    assert log.view(as_of=A.published).reports == (A,)


def test_questions_take_a_log(log: EventLog) -> None:
    log.append([A, B])
    assert replay(log, until=A.date).number_of_edges() == 1


def test_a_log_is_seen_as_it_stood_when_it_was_asked(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = dt.datetime(2020, 2, 18, 12, tzinfo=dt.UTC)
    hour = dt.timedelta(hours=1)
    clock = [noon]
    monkeypatch.setattr("time.time_ns", lambda: int(clock[0].timestamp()) * 10**9)
    log.append([A])
    clock[0] = noon + hour
    log.append([Correction(of=A.id, event=B, reason="misread")])
    clock[0] = noon - hour
    log.append([C])
    assert [entry.recorded_at for entry in log.entries()] == [noon, noon + hour, noon + hour]
    assert log.view(recorded_by=noon - hour).reports == ()
    assert log.view(recorded_by=noon).reports == (A,)
    assert log.view(recorded_by=noon + hour).reports == (B, C)
    assert log.view(recorded_by=(noon + hour).astimezone()).reports == (B, C)
    with pytest.raises(InvalidArgument, match="time zone"):
        log.view(recorded_by=dt.datetime(2020, 2, 18))


def test_ids_are_found_by_their_beginning(log: EventLog) -> None:
    log.append([A, Correction(of=A.id, event=B, reason="misread"), *numbered(300)])
    for record_id in (A.id, B.id):
        assert log.find(record_id) == log.find(record_id[:20].upper()) == record_id
    with pytest.raises(UnknownRecord, match=f"nothing in .*log.* has an id .*'{C.id}'"):
        log.find(C.id)
    with pytest.raises(UnknownRecord, match="several ids begin with 'a'"):
        log.find("a")
    for prefix in ("", "x", "a" * 33, "%", "_", "a b"):
        with pytest.raises(UnknownRecord, match="is no id"):
            log.find(prefix)


def test_retracting_and_undoing_it(log: EventLog) -> None:
    log.append([A, B])
    first = log.retract(A.id[:10], "a drill")
    assert first == Retraction(of=A.id, reason="a drill")
    assert log.view().reports == (B,)
    with pytest.raises(LogConflict, match="retracted already"):
        log.retract(A.id, "a drill")
    log.retract(first.id, "no drill")
    assert log.view().reports == (A, B)
    assert log.retract(A.id, "a drill").number == 1
    assert log.view().reports == (B,)
    with pytest.raises(UnknownRecord):
        log.retract(C.id, "never heard of")
    assert log.head.position == 5


def test_correcting_what_stands(log: EventLog) -> None:
    log.append([A])
    first = log.correct(A.id[:10], {"date": B.date}, "misread")
    assert (first.of, first.event.date, first.event.coder) == (A.id, B.date, "rules-1")
    second = log.correct(A.id, {"recipient": "RUS"}, "misread")
    assert (second.of, second.event.date) == (first.event.id, B.date)
    assert log.view().reports == (second.event,)
    log.retract(second.id, "it was right")
    assert log.view().reports == (first.event,)
    assert log.correct(first.event.id, {"confidence": 0.5}, "surer").event.confidence == 0.5


def test_correcting_there_and_back(log: EventLog) -> None:
    log.append([A])
    for date in (B.date, A.date):
        log.correct(A.id, {"date": date}, "misread")
        assert [report.date for report in log.view().reports] == [date]
    with pytest.raises(LogConflict, match="give another reason"):
        log.correct(A.id, {"date": B.date}, "misread")
    log.correct(A.id, {"date": B.date}, "right at first")
    assert [report.date for report in log.view().reports] == [B.date]


def test_what_cannot_be_corrected(log: EventLog) -> None:
    merge = Merge(ids=(A.id, B.id))
    log.append([A, B, merge])
    with pytest.raises(InvalidRecord, match="no fields of an event: when; it has date, "):
        log.correct(A.id, {"when": B.date}, "misread")
    with pytest.raises(InvalidRecord, match="says so already"):
        log.correct(A.id, {"date": A.date}, "misread")
    with pytest.raises(InvalidRecord, match="actor is 'x'"):
        log.correct(A.id, {"actor": "x"}, "misread")
    with pytest.raises(LogConflict, match="no event stands"):
        log.correct(merge.id, {"date": B.date}, "misread")
    with pytest.raises(UnknownRecord):
        log.correct(C.id, {"date": B.date}, "misread")
    log.retract(A.id, "a drill")
    with pytest.raises(LogConflict, match="no event stands"):
        log.correct(A.id, {"date": B.date}, "misread")
    assert log.head.position == 4


def test_helpers_look_again_if_somebody_came_between(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    related = log._store.related
    meddled: set[str] = set()

    def meddling(record_id: str) -> tuple[Record, ...]:
        """Somebody else retracts the record, and takes it back, while one thinks about it."""
        found = related(record_id)
        if record_id not in meddled:
            meddled.add(record_id)
            theirs = Retraction(of=record_id, reason="theirs")
            log.append([theirs, Retraction(of=theirs.id, reason="no")])
        return found

    monkeypatch.setattr(log._store, "related", meddling)
    log.append([A, B])
    assert log.retract(A.id, "ours").number == 1
    log.correct(B.id, {"actor": "RUS"}, "misread")
    assert [report.actor for report in log.view().reports] == ["RUS"]
