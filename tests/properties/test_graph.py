from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from random import Random
from typing import Any

import attrs
import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from stances.copies import Sources
from stances.events import EventType, Merge, Record, StanceEvent
from stances.graph import dyads, replay
from stances.log import Log
from stances.testing import ACTORS, days, logs, record_lists, stance_events
from tests.properties.arrival import arrivals

modest = settings(max_examples=60, deadline=None)

events = st.lists(stance_events(), max_size=8)
NEW_NAMES = dict(zip(ACTORS, ("A:1", "B:2", "C:3", "D:4", "E:5"), strict=True))
half_lives = st.none() | st.floats(0.1, 1000)


def renamed(event: StanceEvent) -> StanceEvent:
    def code(old: str | None) -> str | None:
        return None if old is None else NEW_NAMES[old]

    return attrs.evolve(
        event,
        actor=NEW_NAMES[event.actor],
        recipient=code(event.recipient),
        about=code(event.about),
        claimed_by=code(event.claimed_by),
    )


def acts_told(graph: nx.MultiDiGraph[str]) -> Counter[tuple[Any, ...]]:
    ids_and_codes = {"event", "about", "claimed_by"}
    return Counter(
        (
            actor,
            recipient,
            *(value for name, value in attributes.items() if name not in ids_and_codes),
        )
        for actor, recipient, attributes in graph.edges(data=True)
    )


@modest
@given(logs())
def test_every_act_with_a_recipient_is_one_edge_and_the_others_are_counted(log: Log) -> None:
    graph = replay(log)
    keys = {key for _, _, key in graph.edges(keys=True)}
    assert keys == {act.id for act in log if act.event.recipient is not None}
    assert graph.number_of_edges() + graph.graph["without_recipient"] == len(log)


@modest
@given(logs())
def test_the_acts_of_a_dyad_sum_to_its_whole(log: Log) -> None:
    graph = replay(log)
    summed = dyads(log)
    assert set(summed.nodes) == set(graph.nodes)
    assert {(a, b) for a, b, _ in graph.edges(keys=True)} == set(summed.edges)
    for actor, recipient, whole in summed.edges(data=True):
        parts = list(graph[actor][recipient].values())
        asserted = [part for part in parts if part["modality"] == "asserted"]
        assert whole["acts"] == len(parts)
        assert whole["asserted"] == len(asserted) == sum(whole[name] for name in EventType)
        assert whole["future"] + whole["denied"] == len(parts) - len(asserted)
        assert whole["reports"] == sum(part["reports"] for part in parts)
        assert math.isclose(whole["score"], sum(part["score"] for part in parts), abs_tol=1e-9)
        assert whole["first"] == min(part["date"] for part in parts)
        assert whole["last"] == max(part["date"] for part in parts)


@modest
@given(logs(), half_lives)
def test_what_is_denied_or_announced_adds_nothing(log: Log, half_life: float | None) -> None:
    assert all(
        attributes["score"] == 0.0
        for _, _, attributes in replay(log).edges(data=True)
        if attributes["modality"] != "asserted"
    )
    taken_place = Log([act.event for act in log if act.asserted])
    whole, part = (
        dyads(seen, at=dt.date(2023, 1, 1), half_life=half_life) for seen in (log, taken_place)
    )
    for actor, recipient, attributes in whole.edges(data=True):
        counted = part.get_edge_data(actor, recipient, {"score": 0.0, "balance": 0.0})
        assert attributes["score"] == counted["score"]
        assert attributes["balance"] == counted["balance"]


@modest
@given(events)
def test_renaming_the_actors_commutes_with_replay(told: list[StanceEvent]) -> None:
    before = nx.relabel_nodes(replay(Log(told), actors={}), NEW_NAMES)
    after = replay(Log(map(renamed, told)), actors={})
    assert set(before.nodes) == set(after.nodes)
    assert acts_told(before) == acts_told(after)
    assert before.graph == after.graph


@modest
@given(events, half_lives)
def test_renaming_the_actors_commutes_with_dyads(
    told: list[StanceEvent], half_life: float | None
) -> None:
    before = nx.relabel_nodes(dyads(Log(told), half_life=half_life, actors={}), NEW_NAMES)
    after = dyads(Log(map(renamed, told)), half_life=half_life, actors={})
    assert set(before.nodes) == set(after.nodes)
    assert {(a, b): said for a, b, said in before.edges(data=True)} == {
        (a, b): said for a, b, said in after.edges(data=True)
    }


@modest
@given(record_lists(max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_no_graph(records: list[Record], random: Random) -> None:
    one, other = arrivals(records, random)
    assert nx.utils.graphs_equal(replay(one), replay(other))
    assert nx.utils.graphs_equal(dyads(one), dyads(other))


@modest
@given(logs(), days())
def test_as_of_never_shows_what_was_published_later(log: Log, as_of: dt.date) -> None:
    graph = replay(log, as_of=as_of)
    assert all(said["published"] <= as_of for _, _, said in graph.edges(data=True))
    seen = {report.id for act in log.view(as_of=as_of) for report in act.reports}
    late = {report.id for report in log.reports if report.published > as_of}
    assert not seen & late
    assert sum(said["reports"] for _, _, said in graph.edges(data=True)) <= len(seen)


@modest
@given(logs(), days(), days())
def test_bounds_hold_for_every_edge(log: Log, one: dt.date, other: dt.date) -> None:
    since, until = sorted((one, other))
    graph = replay(log, since=since, until=until)
    assert all(since <= said["date"] <= until for _, _, said in graph.edges(data=True))
    assert nx.utils.graphs_equal(graph, replay(log.view(since=since, until=until)))


@modest
@given(logs(), days(), half_lives)
def test_a_balance_halves_in_a_half_life(log: Log, at: dt.date, half_life: float | None) -> None:
    if half_life is not None:
        half_life = float(math.ceil(half_life))
    now = dyads(log, until=at, at=at, half_life=half_life)
    later = at if half_life is None else at + dt.timedelta(days=half_life)
    then = dyads(log, until=at, at=later, half_life=half_life)
    for actor, recipient, said in now.edges(data=True):
        kept = 1.0 if half_life is None else 0.5
        balance = then[actor][recipient]["balance"]
        assert math.isclose(balance, said["balance"] * kept, abs_tol=1e-9)


@modest
@given(st.lists(stance_events(event_types=[EventType.ASSAULT]), min_size=2, max_size=2))
def test_merged_reports_are_one_edge(told: list[StanceEvent]) -> None:
    one, other = told
    if one.id == other.id:
        return
    log = Log([one, other, Merge(ids=(one.id, other.id))])
    voice = log.acts[0].event
    graph = replay(log)
    assert graph.number_of_edges() == (voice.recipient is not None)
    for _, _, said in graph.edges(data=True):
        assert said["reports"] == 2
        assert said["event"] == voice


@modest
@given(logs(), st.dictionaries(st.sampled_from(["A1", "A2"]), st.just("A1")))
def test_sources_of_a_dyad_are_the_stories_of_its_reports(
    log: Log, origins: dict[str, str]
) -> None:
    known = Sources(origins)
    acts = {act.id: act for act in log}
    told: dict[tuple[str, str], set[str]] = {}
    for actor, recipient, key, data in replay(log, sources=known).edges(data=True, keys=True):
        assert data["sources"] == len(known.independent(acts[key])) <= data["reports"]
        stories = {known.story(report) for report in acts[key].reports}
        told.setdefault((actor, recipient), set()).update(stories)
    summed = dyads(log, sources=known)
    assert {(a, b): data["sources"] for a, b, data in summed.edges(data=True)} == {
        dyad: len(stories) for dyad, stories in told.items()
    }
    plain = dyads(log)
    for a, b, data in summed.edges(data=True):
        assert {name: value for name, value in data.items() if name != "sources"} == plain[a][b]
