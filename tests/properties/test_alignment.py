from __future__ import annotations

import datetime as dt
import itertools
import math
from random import Random

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stances.alignment import alignment
from stances.balance import balance_of
from stances.blocs import blocs_of
from stances.events import Record
from stances.frustration import frustration_of
from stances.graph import dyads
from stances.log import Log
from stances.scale import PLOVER
from stances.siding import siding
from stances.signed import census_of, triads_of
from stances.testing import ACTORS, days, logs, record_lists, stance_events
from tests.properties.arrival import arrivals

modest = settings(max_examples=60, deadline=None)
names = st.sampled_from([f"A{number}" for number in range(8)])
balances = st.integers(-9, 9).filter(bool).map(float)
pairs = st.tuples(names, names).filter(lambda pair: pair[0] < pair[1])


@st.composite
def signed_graphs(draw: st.DrawFn) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    for (one, other), balance in sorted(draw(st.dictionaries(pairs, balances)).items()):
        graph.add_edge(one, other, sign=1 if balance > 0 else -1, balance=balance)
    return graph


def contradicted(graph: nx.Graph[str], first: set[str]) -> int:
    return sum(
        ((one in first) == (other in first)) != (data["sign"] > 0)
        for one, other, data in graph.edges(data=True)
    )


def within(graph: nx.Graph[str], blocs: tuple[tuple[str, ...], ...]) -> float:
    home = {actor: number for number, bloc in enumerate(blocs) for actor in bloc}
    return math.fsum(d["balance"] for a, b, d in graph.edges(data=True) if home[a] == home[b])


@modest
@given(signed_graphs())
def test_triads_are_those_of_all_threes(graph: nx.Graph[str]) -> None:
    expected = {
        three: sum(graph.edges[pair]["sign"] < 0 for pair in itertools.combinations(three, 2))
        for three in itertools.combinations(sorted(graph), 3)
        if all(graph.has_edge(*pair) for pair in itertools.combinations(three, 2))
    }
    found = list(triads_of(graph))
    assert {triad.actors: triad.hostile for triad in found} == expected
    assert len(found) == len(expected)
    census = census_of(found)
    balanced = [hostile for hostile in expected.values() if hostile in (0, 2)]
    assert census.balance == (len(balanced) / len(expected) if expected else None)


@modest
@given(signed_graphs())
def test_frustration_is_the_least_of_all_divisions(graph: nx.Graph[str]) -> None:
    actors = sorted(graph)
    divisions = (
        set(some)
        for size in range(len(actors) + 1)
        for some in itertools.combinations(actors, size)
    )
    found = frustration_of(graph)
    assert found.exact
    assert found.ties == min(contradicted(graph, first) for first in divisions)
    assert found.ties == contradicted(graph, set(found.sides[0]))
    assert sorted(itertools.chain(*found.sides)) == actors


@modest
@given(signed_graphs(), st.integers(0, 40))
def test_a_search_that_is_cut_off_says_so_and_is_right_about_its_sides(
    graph: nx.Graph[str], steps: int
) -> None:
    found, least = frustration_of(graph, steps=steps), frustration_of(graph)
    assert found.ties == contradicted(graph, set(found.sides[0])) >= least.ties
    assert found.ties == least.ties or not found.exact


@modest
@given(signed_graphs())
def test_no_actor_would_raise_the_sum_by_changing_blocs(graph: nx.Graph[str]) -> None:
    blocs = blocs_of(graph)
    assert sorted(itertools.chain(*blocs)) == sorted(graph)
    best = within(graph, blocs)
    assert best >= max(0.0, sum(d["balance"] for _, _, d in graph.edges(data=True))) - 1e-9
    for actor in graph:
        for number in range(len(blocs) + 1):
            homes = [[other for other in bloc if other != actor] for bloc in (*blocs, ())]
            homes[number].append(actor)
            assert within(graph, tuple(map(tuple, homes))) <= best + 1e-9


@modest
@given(st.dictionaries(names, st.integers(0, 3)), st.dictionaries(pairs, balances))
def test_blocs_that_nothing_contradicts_are_found(
    camps: dict[str, int], ties: dict[tuple[str, str], float]
) -> None:
    graph: nx.Graph[str] = nx.Graph()
    for (one, other), balance in ties.items():
        if one in camps and other in camps:
            sign = 1 if camps[one] == camps[other] else -1
            graph.add_edge(one, other, sign=sign, balance=sign * abs(balance))
    friends = nx.Graph(edge for edge in graph.edges if graph.edges[edge]["sign"] > 0)
    friends.add_nodes_from(graph)
    expected = {tuple(sorted(part)) for part in nx.connected_components(friends)}
    assert within(graph, blocs_of(graph)) == within(graph, tuple(expected))
    assert all(
        (data["sign"] > 0) == any(one in bloc and other in bloc for bloc in blocs_of(graph))
        for one, other, data in graph.edges(data=True)
    )


@modest
@given(logs(), days())
def test_ties_are_what_both_directions_add_up_to(log: Log, at: dt.date) -> None:
    graph = dyads(log, at=at)
    found = alignment(log, at=at)
    for one, other in itertools.combinations(ACTORS, 2):
        ends = sorted((one, other))
        forth, back = (
            graph.get_edge_data(doer, done_to, {"balance": 0.0})["balance"]
            for doer, done_to in (ends, ends[::-1])
        )
        ties = [tie for tie in found.ties if [tie.actor, tie.other] == ends]
        assert [(tie.forth, tie.back) for tie in ties] == (
            [(forth, back)] if abs(forth + back) >= 0.1 else []
        )
    mutual = [tie for tie in found.ties if tie.forth and tie.back]
    one_way = [tie for tie in found.ties if not (tie.forth and tie.back)]
    assert found.reciprocity == (
        pytest.approx(2 * len(mutual) / (2 * len(mutual) + len(one_way))) if found.ties else None
    )


@modest
@given(record_lists(max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_no_alignment(records: list[Record], random: Random) -> None:
    one, other = arrivals(records, random)
    assert alignment(one) == alignment(other)
    assert siding(one, "SYR") == siding(other, "SYR")


issue = stance_events(actors=["TUR", "RUS", "SYR", "USA"])


@modest
@given(st.lists(issue, max_size=14), days())
def test_sides_are_those_of_positions_counted_by_hand(records: list[Record], at: dt.date) -> None:
    log = Log(records)
    seen = log.view(until=at)

    def position(actor: str, toward: str) -> int:
        acts = [
            act
            for act in seen
            if (act.event.actor, act.event.recipient) == (actor, toward)
            and "SYR" in (act.event.about, toward)
        ]
        balance = balance_of(acts, at=at, half_life=30.0, scale=PLOVER)
        return 0 if abs(balance) < 0.1 else 1 if balance > 0 else -1

    for pair in siding(log, "SYR", at=at):
        others = {"TUR", "RUS", "SYR", "USA"} - {pair.actor, pair.other}
        products = {o: position(pair.actor, o) * position(pair.other, o) for o in others}
        assert set(pair.alike) == {o for o in others if products[o] > 0}
        assert set(pair.unlike) == {o for o in others if products[o] < 0}
        assert -1 <= pair.score <= 1
        assert to_one(pair.score, len(pair.alike), len(pair.unlike), pair.direct)
    scores = [pair.score for pair in siding(log, "SYR", at=at)]
    assert scores == sorted(scores, reverse=True)


def to_one(score: float, alike: int, unlike: int, direct: float) -> bool:
    votes = [1] * alike + [-1] * unlike + ([1] if direct > 0 else [-1] if direct < 0 else [])
    assume(votes)
    return score == pytest.approx(sum(votes) / len(votes))
