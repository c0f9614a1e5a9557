from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from stances.blocking import candidates
from stances.corroborate import corroborate
from stances.events import EventType, Record, Retraction, Span, StanceEvent, text_sha256
from stances.likeness import Names, Report, compare, contradict, report_of
from stances.log import Log
from stances.testing import record_lists, stance_events
from tests.properties.arrival import arrivals

modest = settings(max_examples=80, deadline=None)


@st.composite
def quotations(draw: st.DrawFn) -> Span:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
    text = " ".join(words)
    return Span(
        article=draw(st.sampled_from(["A1", "A2", "A3", "A4"])),
        sha256=text_sha256(text),
        start=0,
        end=len(text),
        text=text,
    )


WORDS = ("demanded", "33", "withdraw", "shelled", "convoy", "Ankara", "Idlib", "Saraqeb")
DAYS = st.dates(dt.date(2020, 2, 1), dt.date(2020, 2, 4)) | st.dates(
    dt.date(2020, 1, 1), dt.date(2020, 4, 1)
)

reports = stance_events(
    actors=["TUR", "RUS"],
    event_types=[EventType.REQUEST, EventType.ASSAULT],
    dates=DAYS,
    evidence=quotations(),
)
lists = st.lists(reports, max_size=12)
histories = record_lists(events=reports, max_size=12)


@modest
@given(histories)
def test_a_second_run_proposes_nothing(records: list[Record]) -> None:
    log = Log(records)
    merges = corroborate(log)
    assert corroborate(Log([*records, *merges])) == ()


@modest
@given(lists)
def test_no_act_has_two_reports_of_one_article(told: list[StanceEvent]) -> None:
    for act in Log([*told, *corroborate(Log(told))]):
        articles = [report.article for report in act.reports]
        assert len(articles) == len(set(articles))


@modest
@given(lists)
def test_the_reports_of_an_act_agree_with_each_other(told: list[StanceEvent]) -> None:
    for act in Log([*told, *corroborate(Log(told))]):
        one = act.event
        for report in act.reports:
            assert (report.actor, report.recipient) == (one.actor, one.recipient)
            assert (report.event_type, report.modality) == (one.event_type, one.modality)
        for said in ("about", "deadline"):
            assert len({getattr(report, said) for report in act.reports} - {None}) <= 1


@modest
@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_no_merge(records: list[Record], random: Random) -> None:
    one, other = arrivals(records, random)
    assert corroborate(one) == corroborate(other)


@modest
@given(lists)
def test_what_was_taken_back_stays_apart(told: list[StanceEvent]) -> None:
    merges = corroborate(Log(told))
    taken_back = [Retraction(of=merge.id, reason="two acts") for merge in merges]
    log = Log([*told, *merges, *taken_back])
    joined_before = {frozenset((a, b)) for merge in merges for a in merge.ids for b in merge.ids}
    for merge in corroborate(log):
        joined = {frozenset((a, b)) for a in merge.ids for b in merge.ids if a != b}
        assert not joined & joined_before


def alike(pairs: Iterable[tuple[Report, Report]]) -> set[frozenset[str]]:
    return {frozenset((a.id, b.id)) for a, b in pairs if not contradict(a, b) and compare(a, b)}


NAMES = Names.of(None)
STORIES = {"A1": "A1", "A2": "A1"}


@modest
@given(lists)
def test_no_pair_that_is_alike_is_left_out(told: list[StanceEvent]) -> None:
    reports = [report_of(event, NAMES, STORIES) for event in {e.id: e for e in told}.values()]
    everything = [(a, b) for a, b in combinations(reports, 2) if a.subject == b.subject]
    compared = list(candidates(reports))
    assert len({frozenset((a.id, b.id)) for a, b in compared}) == len(compared)
    assert alike(compared) == alike(everything)
