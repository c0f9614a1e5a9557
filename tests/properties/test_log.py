from __future__ import annotations

import datetime as dt
import itertools
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.events import EventType, Merge, Modality, replay_order
from stances.log import Act, Log
from stances.testing import ACTORS, days, event, logs
from tests.properties.answers import answers

bound = st.none() | days()


def tighter(a: dt.date | None, b: dt.date | None, *, low: bool) -> dt.date | None:
    given_bounds = [date for date in (a, b) if date is not None]
    if not given_bounds:
        return None
    return min(given_bounds) if low else max(given_bounds)


@given(logs(), *[bound] * 6)
def test_narrowing_twice_is_narrowing_once_to_the_tighter_bounds(
    log: Log,
    since: dt.date | None,
    until: dt.date | None,
    as_of: dt.date | None,
    later: dt.date | None,
    earlier: dt.date | None,
    known: dt.date | None,
) -> None:
    twice = log.view(since=since, until=until, as_of=as_of).view(
        since=later, until=earlier, as_of=known
    )
    once = log.view(
        since=tighter(since, later, low=False),
        until=tighter(until, earlier, low=True),
        as_of=tighter(as_of, known, low=True),
    )
    assert answers(twice) == answers(once)


@given(logs(), days())
def test_nothing_published_later_is_seen(log: Log, as_of: dt.date) -> None:
    view = log.view(as_of=as_of)
    assert list(view.reports) == [r for r in log.reports if r.published <= as_of]
    assert {r.id for act in view for r in act.reports} == {r.id for r in view.reports}


@given(logs(), bound, bound)
def test_bounds_keep_acts_by_their_date(
    log: Log, since: dt.date | None, until: dt.date | None
) -> None:
    kept = [
        act
        for act in log
        if (since is None or since <= act.event.date) and (until is None or act.event.date <= until)
    ]
    assert list(log.view(since=since, until=until)) == kept


@given(logs(), st.sets(st.sampled_from(ACTORS)), st.sets(st.sampled_from(EventType)))
def test_where_keeps_acts_by_what_they_say(
    log: Log, codes: set[str], event_types: set[EventType]
) -> None:
    acts = list(log)
    assert list(log.where(actors=codes)) == [a for a in acts if a.event.actor in codes]
    assert list(log.where(recipients=codes)) == [a for a in acts if a.event.recipient in codes]
    assert list(log.where(about=codes)) == [a for a in acts if a.event.about in codes]
    assert list(log.where(parties=codes)) == [
        a for a in acts if codes & {a.event.actor, a.event.recipient}
    ]
    both = [a for a in acts if a.event.event_type in event_types and a.event.actor in codes]
    assert list(log.where(event_types=event_types).where(actors=codes)) == both
    assert list(log.where(event_types=event_types, actors=codes)) == both


@given(logs())
def test_everything_is_in_replay_order(log: Log) -> None:
    for events in (log.reports, [act.event for act in log]):
        assert all(replay_order(a) < replay_order(b) for a, b in itertools.pairwise(events))


@given(logs(), bound)
def test_now_is_the_last_date_on_which_something_happened(log: Log, until: dt.date | None) -> None:
    view = log.view(until=until)
    dates = [a.event.date for a in view if a.event.modality is Modality.ASSERTED]
    assert view.now == max(dates, default=None)


@given(logs())
def test_a_log_can_be_sent_to_another_process(log: Log) -> None:
    assert answers(pickle.loads(pickle.dumps(log))) == answers(log)


def test_of_the_reports_of_an_act_the_surest_speaks_for_it() -> None:
    announced = event("2020-02-01 TUR AID SYR future", publisher="B")
    vague = event("2020-02-01~month TUR AID SYR", publisher="A")
    late = event("2020-02-03 TUR AID SYR", published=dt.date(2020, 2, 9), publisher="A")
    early = event("2020-02-04 TUR AID SYR", published=dt.date(2020, 2, 8))
    act = Act.of([announced, vague, late, early])
    assert act.event == early
    assert act.publishers == ("A", "B")
    assert [r.event for r in (Act.of([announced, vague]), Act.of([announced]))] == [
        vague,
        announced,
    ]
    assert not Act.of([announced]).asserted


def test_an_act_says_how_many_reports_it_has() -> None:
    reports = [event(f"2020-02-0{day} TUR AID SYR") for day in (1, 2, 3)]
    assert str(Act.of(reports[:1])) == str(reports[0])
    assert str(Act.of(reports[:2])).endswith("(+1 more report)")
    assert str(Act.of(reports)).endswith("(+2 more reports)")


def test_what_was_not_yet_published_is_not_merged() -> None:
    early = event("2020-02-01 TUR AID SYR", published=dt.date(2020, 2, 1))
    late = event("2020-02-01 TUR AID SYR", published=dt.date(2020, 3, 1))
    log = Log([early, late, Merge(ids=(early.id, late.id))])
    assert [act.reports for act in log] == [(early, late)]
    assert [act.reports for act in log.view(as_of=dt.date(2020, 2, 1))] == [(early,)]


def test_views_work_out_only_once_what_counts() -> None:
    log = Log([event("2020-02-01 TUR AID SYR")])
    assert log.view(until=dt.date(2020, 1, 1)).records.resolved is log.records.resolved


def test_a_string_is_no_collection_of_codes() -> None:
    with pytest.raises(TypeError, match="not the string 'TUR'"):
        Log().where(actors="TUR")
