from __future__ import annotations

import itertools
from collections.abc import Iterator

from hypothesis import assume, given
from hypothesis import strategies as st

from stances.events import (
    Correction,
    Erasure,
    Merge,
    Record,
    Retraction,
    Ruling,
    StanceEvent,
)
from stances.log import Log
from stances.resolve import State, fold, resolve, retracted
from stances.testing import event, record_lists, stance_events
from tests.properties.answers import answers

A = event("2020-02-01 TUR ACCUSE SYR")
B = event("2020-02-02 TUR ACCUSE SYR")
C = event("2020-02-03 TUR ACCUSE SYR")


def correction(old: StanceEvent, new: StanceEvent, reason: str = "misread") -> Correction:
    return Correction(of=old.id, event=new, reason=reason)


def retraction(record: Record, number: int = 0) -> Retraction:
    return Retraction(of=record.id, reason="wrong", number=number)


EVENTS = (A, B, C)
CORRECTIONS = tuple(correction(old, new) for old in EVENTS for new in EVENTS)
MERGES = tuple(Merge(ids=(a.id, b.id)) for a, b in itertools.combinations(EVENTS, 2))
RECORDS: tuple[Record, ...] = (*EVENTS, *CORRECTIONS, *MERGES)
RETRACTIONS = tuple(retraction(record) for record in RECORDS)
tangles = st.lists(
    st.one_of(
        st.sampled_from(EVENTS + MERGES),
        st.sampled_from(CORRECTIONS),
        st.sampled_from(RETRACTIONS + tuple(retraction(record) for record in RETRACTIONS)),
    ),
    min_size=1,
    max_size=16,
)


def reports(*records: Record) -> tuple[StanceEvent, ...]:
    return Log(records).reports


def named(record: Record) -> set[str]:
    match record:
        case StanceEvent() | Erasure() | Ruling():
            return set()
        case Merge(ids=ids):
            return set(ids)
        case Correction(of=of, event=replacement):
            return {of, replacement.id}
        case Retraction(of=of):
            return {of}


@given(record_lists() | tangles, st.data())
def test_order_of_arrival_changes_no_answer(records: list[Record], data: st.DataObject) -> None:
    rivals: dict[type[Record], Iterator[Record]] = {
        kind: iter([record for record in records if isinstance(record, kind)])
        for kind in (Correction, Ruling)
    }
    arrived = [
        next(rivals[type(record)]) if type(record) in rivals else record
        for record in data.draw(st.permutations(records))
    ]
    assert answers(Log(arrived)) == answers(Log(records))


@given(record_lists())
def test_a_record_that_stands_twice_counts_once(records: list[Record]) -> None:
    assert answers(Log([*records, *records])) == answers(Log(records))


@given(record_lists(), st.integers(0, 10))
def test_folding_a_beginning_and_the_rest_is_folding_all(records: list[Record], cut: int) -> None:
    whole = fold(State(), records)
    parts = fold(fold(State(), records[:cut]), records[cut:])
    assert list(parts.records.items()) == list(whole.records.items())


@given(record_lists(min_size=1) | tangles, st.data())
def test_a_retracted_record_might_as_well_not_be_there(
    records: list[Record], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(records) - 1))
    record = records[place]
    before = [r for r in records[:place] if r.id != record.id and record.id not in named(r)]
    behind = [r for r in records[place:] if r.id != record.id and record.id not in named(r)]
    with_it = [*before, record, *behind]
    undone = retraction(record)
    assume(not any(undone.id in named(other) for other in records))
    assert answers(Log([*with_it, undone])) == answers(Log([*before, *behind]))
    assert answers(Log([*with_it, undone, retraction(undone)])) == answers(Log(with_it))


@given(record_lists(min_size=1) | tangles, st.data())
def test_undoing_any_retraction_brings_everything_back(
    records: list[Record], data: st.DataObject
) -> None:
    undone = Retraction(of=data.draw(st.sampled_from(records)).id, reason="said by nobody else")
    assert answers(Log([*records, undone, retraction(undone)])) == answers(Log(records))


@given(record_lists() | tangles)
def test_a_record_counts_if_no_counting_retraction_names_it(records: list[Record]) -> None:
    state = fold(State(), records)
    retractions = [record for record in records if isinstance(record, Retraction)]

    def gone(record_id: str) -> bool:
        return any(r.of == record_id and not gone(r.id) for r in retractions)

    ids = {record.id for record in records}.union(*map(named, records))
    assert retracted(state) & ids == {record_id for record_id in ids if gone(record_id)}


@given(record_lists() | tangles)
def test_what_stands_for_an_id_stands_for_itself(records: list[Record]) -> None:
    standing = resolve(fold(State(), records)).standing
    for event_ in standing.values():
        assert standing[event_.id] is event_


@given(record_lists() | tangles)
def test_every_report_is_in_one_act(records: list[Record]) -> None:
    log = Log(records)
    told = [report.id for act in log.acts for report in act.reports]
    assert sorted(told) == sorted(report.id for report in log.reports)
    assert all(act.event in act.reports for act in log.acts)


@given(st.lists(stance_events(), min_size=2, max_size=6, unique_by=lambda e: e.id))
def test_merges_that_overlap_are_one(events: list[StanceEvent]) -> None:
    ids = [event_.id for event_ in events]
    merges = [Merge(ids=pair) for pair in itertools.pairwise(ids)]
    (act,) = Log([*merges, *events]).acts
    assert {report.id for report in act.reports} == set(ids)


def test_a_correction_of_who_coded_it_counts() -> None:
    sure = event("2020-02-01 TUR ACCUSE SYR", coder="rules-2", confidence=0.9)
    assert reports(A, correction(A, sure)) == (sure,)
    assert reports(correction(A, sure), A) == (sure,)


def test_a_correction_replaces_its_event() -> None:
    assert reports(A, correction(A, B)) == (B,)
    assert reports(A, B, correction(A, B)) == (B,)
    assert reports(correction(A, B)) == ()


def test_corrections_are_followed_to_the_end() -> None:
    records = (correction(B, C), A, correction(A, B))
    assert reports(*records) == (C,)
    assert set(resolve(fold(State(), records)).standing) == {A.id, B.id, C.id}


def test_of_rival_corrections_the_later_wins_while_it_counts() -> None:
    first, second = correction(A, B), correction(A, C)
    assert reports(A, first, second) == (C,)
    assert reports(A, second, first) == (B,)
    assert reports(A, first, second, retraction(second)) == (B,)


def test_in_a_ring_of_corrections_the_last_says_what_stands() -> None:
    there, back, again = correction(A, B), correction(B, A), correction(A, B, "right after all")
    assert reports(A, there, back) == (A,)
    assert reports(A, there, back, again) == (B,)
    assert reports(B, A, there, back, again) == (B,)
    assert reports(C, correction(C, A), there, back, again, correction(B, A, "no")) == (A,)


def test_a_retracted_event_takes_along_what_leads_to_it() -> None:
    assert reports(A, correction(A, B), retraction(A)) == ()
    assert reports(A, correction(A, B), retraction(B)) == ()
    assert reports(A, correction(A, B), correction(B, C), retraction(B)) == ()
    assert reports(A, correction(A, B), correction(B, A), retraction(B)) == ()


def test_a_retracted_correction_leaves_the_event() -> None:
    assert reports(A, correction(A, B), retraction(correction(A, B))) == (A,)


def test_two_retractions_have_to_be_undone_both() -> None:
    first, second = retraction(A), retraction(A, 1)
    assert reports(A, first, second, retraction(first)) == ()
    assert reports(A, first, second, retraction(first), retraction(second)) == (A,)


def test_a_merge_of_an_old_id_means_what_replaced_it() -> None:
    (act,) = Log([A, B, Merge(ids=(A.id, B.id)), correction(A, C)]).acts
    assert set(act.reports) == {B, C}


def test_chains_of_any_length_are_followed() -> None:
    days = [event(f'2020-02-01 TUR ACCUSE SYR "{n}"') for n in range(5_000)]
    links = [correction(old, new) for old, new in itertools.pairwise(days)]
    assert reports(*days, *links) == (days[-1],)
    undoing = [retraction(A)]
    for _ in range(5_000):
        undoing.append(retraction(undoing[-1]))
    assert reports(A, *undoing) == ()
    assert reports(A, *undoing[:-1]) == (A,)
