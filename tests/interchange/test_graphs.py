from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import networkx as nx
import pytest

from stances.errors import FileFaults, InvalidArgument
from stances.graph import dyads, replay
from stances.interchange.graphs import (
    from_gexf,
    from_graphml,
    from_node_link,
    read_graph,
    to_gexf,
    to_graphml,
    to_node_link,
    write_graph,
)
from stances.log import Log
from stances.testing import event
from stances.wire import dumps

SAID = event(
    '2020-02-16 USA REQUEST RUS about SYR speaker "Donald Trump" "to end\\u000b its support"'
)
AGAIN = event("2020-02-17 USA REQUEST RUS")
LOG = Log([SAID, AGAIN, event("2020-02-18 USA ACCUSE -")])
GRAPH = replay(LOG)


def test_other_tools_find_key_date_and_event_as_attributes() -> None:
    plain = nx.parse_graphml(to_graphml(GRAPH), edge_key_type=str)
    told = plain["USA"]["RUS"][SAID.id]
    assert told["id"] == SAID.id
    assert told["date"] == "2020-02-16"
    assert told["score"] == 0.0
    assert told["text"] == "to end\\u{b} its support"
    assert "claimed_by" not in told
    assert plain.graph["without_recipient"] == 1
    assert plain.nodes["USA"]["kind"] == "state"


def test_node_link_json_holds_the_line_that_says_the_event() -> None:
    data = json.loads(json.dumps(to_node_link(GRAPH)))
    edges = {edge["id"]: edge for edge in data["edges"]}
    assert set(edges) == {SAID.id, AGAIN.id}
    assert edges[SAID.id]["event"] == dumps(SAID)
    assert (edges[SAID.id]["source"], edges[SAID.id]["target"]) == ("USA", "RUS")


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".json", ".GEXF"])
def test_a_file_is_read_as_it_was_written(tmp_path: Path, suffix: str) -> None:
    for number, graph in enumerate((GRAPH, dyads(LOG))):
        path = tmp_path / f"{number}{suffix}"
        write_graph(graph, path)
        assert nx.utils.graphs_equal(read_graph(path), graph)
        first = path.read_bytes()
        write_graph(graph, path)
        assert path.read_bytes() == first


def test_no_day_of_writing_is_in_the_file() -> None:
    assert "lastmodified" not in to_gexf(GRAPH)
    assert str(dt.date.today()) not in to_gexf(GRAPH)


def test_an_unknown_suffix_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "graph.pickle", "graph"):
        with pytest.raises(InvalidArgument, match=r"end it in \.graphml, \.gexf, \.json"):
            write_graph(GRAPH, path)
        with pytest.raises(InvalidArgument, match=r"end it in \.graphml, \.gexf, \.json"):
            read_graph(path)


def test_an_attribute_that_no_format_holds_is_refused_by_name() -> None:
    graph = dyads(LOG)
    graph.edges["USA", "RUS"]["shades"] = ["red"]
    for write in (to_graphml, to_gexf, to_node_link):
        with pytest.raises(InvalidArgument, match=r"edge USA→RUS has shades = \['red'\]"):
            write(graph)


def test_every_bad_attribute_is_listed(tmp_path: Path) -> None:
    data = to_node_link(GRAPH)
    data["edges"][0]["date"] = "yesterday"
    data["edges"][1]["event"] = '{"kind": "stance"'
    del data["graph"]["scale"]
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(FileFaults) as caught:
        read_graph(path)
    where = [fault.where for fault in caught.value.faults]
    assert len(where) == 2
    assert all(str(path) in place and "edge" in place for place in where)
    assert "yesterday" in caught.value.faults[0].problem


@pytest.mark.parametrize("name", ["graph.graphml", "graph.gexf", "graph.json"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"<a/>", b"[]", b"null", b"{" * 100_000])
def test_a_file_of_something_else_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileFaults, match="graph"):
        read_graph(path)


def test_edges_without_direction_are_refused() -> None:
    undirected = nx.Graph([("TUR", "RUS")])
    with pytest.raises(FileFaults, match="no direction"):
        from_graphml("\n".join(nx.generate_graphml(undirected)))
    with pytest.raises(FileFaults, match="no direction"):
        from_gexf("\n".join(nx.generate_gexf(undirected)))
    with pytest.raises(FileFaults, match="no direction"):
        from_node_link(nx.node_link_data(undirected))
