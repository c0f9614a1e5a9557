from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stances.errors import FileFaults
from stances.graph import dyads, replay
from stances.interchange.graphs import (
    from_gexf,
    from_graphml,
    from_node_link,
    to_gexf,
    to_graphml,
    to_node_link,
)
from stances.interchange.plain_graphs import Graph
from stances.log import Log
from stances.testing import days, logs

modest = settings(max_examples=60, deadline=None)


def _through_json(graph: Graph) -> Graph:
    return from_node_link(json.loads(json.dumps(to_node_link(graph))))


formats = pytest.mark.parametrize(
    "through",
    [
        pytest.param(lambda graph: from_graphml(to_graphml(graph)), id="GraphML"),
        pytest.param(lambda graph: from_gexf(to_gexf(graph)), id="GEXF"),
        pytest.param(_through_json, id="node-link JSON"),
    ],
)


def same(one: Graph, other: Graph) -> bool:
    """Equal with types: 1 and 1.0 are two things, and so are a date and its text."""

    def told(graph: Graph) -> list[str]:
        edges = (
            graph.edges(keys=True, data=True)
            if isinstance(graph, nx.MultiDiGraph)
            else graph.edges(data=True)
        )
        return [
            *sorted(map(repr, graph.graph.items())),
            *sorted(repr((code, sorted(said.items()))) for code, said in graph.nodes(data=True)),
            *sorted(repr((*rest, sorted(said.items()))) for *rest, said in edges),
        ]

    return (
        type(one) is type(other) and nx.utils.graphs_equal(one, other) and told(one) == told(other)
    )


@formats
@modest
@given(log=logs(), until=st.none() | days())
def test_a_replayed_graph_comes_back_the_same(
    through: Callable[[Graph], Graph], log: Log, until: dt.date | None
) -> None:
    graph = replay(log, until=until)
    assert same(through(graph), graph)


@formats
@modest
@given(log=logs(), half_life=st.none() | st.floats(0.1, 1000))
def test_the_graph_of_dyads_comes_back_the_same(
    through: Callable[[Graph], Graph], log: Log, half_life: float | None
) -> None:
    graph = dyads(log, half_life=half_life)
    assert same(through(graph), graph)


any_text = st.text(st.characters(exclude_categories=[])) | st.text(
    st.sampled_from("\\u{}0b1\x00\x0b\r\n\t\x85\u2028\ufffe\ud800<&\"'")
)


@formats
@modest
@given(text=any_text, number=st.integers() | st.floats(allow_nan=False) | st.booleans())
def test_what_users_add_comes_back_whatever_it_holds(
    through: Callable[[Graph], Graph], text: str, number: float
) -> None:
    graph: Graph = nx.DiGraph(note=text, number=number)
    graph.add_node("TUR", note=text, number=number)
    graph.add_edge("TUR", "RUS", note=text, number=number)
    back = through(graph)
    assert back.nodes["TUR"] == {"note": text, "number": number}
    assert back.edges["TUR", "RUS"] == {"note": text, "number": number}
    assert (back.graph["note"], back.graph["number"]) == (text, number)


@pytest.mark.parametrize("read", [from_graphml, from_gexf])
@modest
@given(document=any_text)
def test_any_text_is_read_or_refused(read: Callable[[str], Graph], document: str) -> None:
    with pytest.raises(FileFaults):
        read(document)


plain_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.text() | st.sampled_from(["nodes", "edges", "graph", "id", "source", "target"]),
            inner,
        )
    ),
    max_leaves=10,
)


@modest
@given(st.dictionaries(st.sampled_from(["nodes", "edges", "graph", "directed"]), plain_json))
def test_any_object_is_read_or_refused(data: dict[str, object]) -> None:
    try:
        graph = from_node_link(data)
    except FileFaults:
        return
    assert graph.is_directed()
