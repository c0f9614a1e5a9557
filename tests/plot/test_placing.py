"""Places, bends and labels: nothing upon anything else."""

from __future__ import annotations

import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.curves import BENDS, bend, point
from stances.places import places
from stances.plot.labels import Box, around, placed

COORDINATES = st.floats(-1, 1, allow_subnormal=False).map(lambda x: round(x, 3))
PLACES = st.tuples(COORDINATES, COORDINATES)


def graph_of(balances: dict[tuple[str, str], float]) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for (actor, recipient), balance in balances.items():
        graph.add_edge(actor, recipient, balance=balance)
    return graph


@st.composite
def graphs(draw: st.DrawFn) -> nx.DiGraph[str]:
    codes = [f"A{number}" for number in range(draw(st.integers(1, 14)))]
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(codes)
    pairs = st.tuples(st.sampled_from(codes), st.sampled_from(codes))
    for actor, recipient in draw(st.lists(pairs, max_size=30)):
        graph.add_edge(actor, recipient, balance=draw(st.floats(-200, 200)))
    return graph


@given(graphs())
def test_every_actor_has_a_place_within_bounds_and_none_is_upon_another(
    graph: nx.DiGraph[str],
) -> None:
    where = places(graph)
    assert set(where) == set(graph)
    found = list(where.values())
    assert all(abs(x) <= 1 and abs(y) <= 1 for x, y in found)
    for number, one in enumerate(found):
        for other in found[:number]:
            assert math.dist(one, other) > 0.3 / math.sqrt(len(found))


@given(graphs())
def test_places_are_the_same_again_and_in_any_order(graph: nx.DiGraph[str]) -> None:
    turned: nx.DiGraph[str] = nx.DiGraph()
    turned.add_nodes_from(reversed(list(graph)))
    turned.add_edges_from(reversed(list(graph.edges(data=True))))
    assert places(graph) == places(graph) == places(turned)


def test_friends_are_nearer_than_opponents() -> None:
    camps = {("A", "B"): 20.0, ("C", "D"): 20.0}
    against = {(one, other): -20.0 for one in "AB" for other in "CD"}
    where = places(graph_of(camps | against))
    near = max(math.dist(where["A"], where["B"]), math.dist(where["C"], where["D"]))
    far = min(math.dist(where[one], where[other]) for one, other in against)
    assert 1.5 * near < far


def test_nobody_has_no_place() -> None:
    assert places(nx.DiGraph()) == {}


@given(PLACES, PLACES, st.lists(PLACES, max_size=5))
def test_a_curve_keeps_clear_or_no_bend_would(
    start: tuple[float, float], end: tuple[float, float], others: list[tuple[float, float]]
) -> None:
    chosen = bend(start, end, others, clear=0.05)
    assert chosen in BENDS


def test_a_curve_goes_around_what_stands_in_its_way() -> None:
    start, end = (-1.0, 0.0), (1.0, 0.0)
    halfway = point(start, end, BENDS[0], 0.5)
    chosen = bend(start, end, [start, halfway, end], clear=0.1)
    way = [point(start, end, chosen, step / 50) for step in range(51)]
    assert min(math.dist(place, halfway) for place in way) >= 0.1


def test_both_directions_lie_apart() -> None:
    forth = point((0, 0), (1, 0), BENDS[0], 0.5)
    back = point((1, 0), (0, 0), BENDS[0], 0.5)
    assert forth[1] == pytest.approx(-back[1])
    assert forth[1] != 0


def test_labels_give_way_to_each_other() -> None:
    frame = Box(-10, -10, 10, 10)
    dots = [(0.0, 0.0), (0.5, 0.0), (-0.5, 0.0)]
    boxes = placed(
        [around(x, y, 2.0, 0.8, 0.2) for x, y in dots],
        [Box(x - 0.1, y - 0.1, x + 0.1, y + 0.1) for x, y in dots],
        frame=frame,
    )
    for number, box in enumerate(boxes):
        assert all(box.overlap(other) == 0 for other in boxes[:number])


def test_a_label_stays_in_the_frame() -> None:
    frame = Box(0, 0, 10, 10)
    (box,) = placed([around(9.9, 9.9, 2.0, 0.8, 0.2)], [], frame=frame)
    assert box.outside(frame) == pytest.approx(0)
