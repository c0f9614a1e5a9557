from __future__ import annotations

import datetime as dt

import pytest

from stances.errors import InvalidArgument, InvalidRecord, LogConflict, UnknownRecord
from stances.events import Correction, Merge, Record, Retraction, Status
from stances.graph import replay
from stances.outcomes import demands
from stances.store import EventLog
from stances.testing import event
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


DEMAND = event("2020-02-16 USA REQUEST RUS about SYR")
ANSWER = event("2020-02-20 RUS CONSULT USA about SYR")


def told(log: EventLog, *, at: dt.date | None = None, **bounds: dt.datetime) -> list[str]:
    return [outcome.status for outcome in demands(log.view(**bounds), at=at)]


def test_a_ruling_is_kept_dated_and_undone(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    noon = dt.datetime(2020, 3, 1, 12, tzinfo=dt.UTC)
    hours = [noon + dt.timedelta(hours=count) for count in range(4)]
    clock = [hours[0]]
    monkeypatch.setattr("time.time_ns", lambda: int(clock[0].timestamp()) * 10**9)
    log.append([DEMAND, ANSWER])
    clock[0] = hours[1]
    met = log.rule(
        DEMAND.id[:8], Status.MET, "they talked", settled_by=ANSWER.id[:8], author="a reader"
    )
    assert (met.of, met.settled_by, met.author) == (DEMAND.id, ANSWER.id, "a reader")
    clock[0] = hours[2]
    refused = log.rule(DEMAND.id, Status.REFUSED, "to no end", since=dt.date(2020, 2, 19))
    clock[0] = hours[3]
    log.retract(refused.id, "it was one")
    assert list(log.records(after=2))[:2] == [met, refused]
    assert [told(log, recorded_by=hour) for hour in hours] == [
        *(["open"], ["met"], ["refused"], ["met"])
    ]
    days = [dt.date(2020, 2, day) for day in (18, 19, 20)]
    assert [told(log, at=day, recorded_by=hours[2]) for day in days] == [
        *(["open"], ["refused"], ["refused"])
    ]
    assert [told(log, at=day) for day in days] == [["open"], ["open"], ["met"]]
    assert log.verify() == log.head


def test_what_cannot_be_ruled(log: EventLog) -> None:
    log.append([DEMAND, ANSWER])
    with pytest.raises(UnknownRecord):
        log.rule("0123", Status.MET, "x")
    with pytest.raises(UnknownRecord):
        log.rule(DEMAND.id, Status.MET, "x", settled_by="0123")
    with pytest.raises(InvalidArgument, match="'broken': expected one of lapsed, met, open, ref"):
        log.rule(DEMAND.id, Status.BROKEN, "x")
    with pytest.raises(InvalidArgument, match="nothing becomes of CONSULT"):
        log.rule(ANSWER.id, Status.MET, "x")
    log.rule(DEMAND.id, Status.MET, "x")
    with pytest.raises(LogConflict, match="already: give another reason"):
        log.rule(DEMAND.id, Status.MET, "x")
    log.retract(DEMAND.id, "misread")
    with pytest.raises(LogConflict, match="no event stands"):
        log.rule(DEMAND.id, Status.MET, "y")
    assert log.head.position == 4


def test_a_demand_corrected_is_ruled_as_it_stands(log: EventLog) -> None:
    log.append([DEMAND, ANSWER])
    corrected = log.correct(DEMAND.id, {"about": None}, "misread").event
    assert log.rule(DEMAND.id, Status.MET, "x").of == corrected.id
    assert told(log) == ["met"]


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
