"""The graphs of ``replay`` and ``dyads`` for other tools, and read back the same.

NetworkX writes and reads the formats. What a format cannot hold is put into what it can, and
taken out again on the way back:

- XML cannot hold control characters, and its parsers change line breaks: they stand as a
  backslash and ``u{b}``, and so does a backslash that would be read as the beginning of one
- GEXF has no attributes of a graph: they go, as JSON, into the name that NetworkX gives it.

The same graph gives the same bytes, so the day of writing, which GEXF may state, is left out.
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from xml.etree.ElementTree import ParseError

import networkx as nx

from stances.errors import Fault, FileFaults, InvalidArgument
from stances.interchange.plain_graphs import Graph, plain, restored

_BY_SUFFIX = {".graphml": "GraphML", ".gexf": "GEXF", ".json": "node-link JSON"}
_NETWORKX_ADDS = ("mode", "node_default", "edge_default")


def to_graphml(graph: Graph) -> str:
    """The graph as a GraphML document.

    Raises:
        InvalidArgument: an attribute is neither text, number, date nor event.

    """
    copy = plain(graph, _escaped)
    copy.graph["multigraph"] = graph.is_multigraph()
    file = io.BytesIO()
    nx.write_graphml_xml(copy, file)
    return file.getvalue().decode("utf-8")


def from_graphml(document: str) -> Graph:
    """The graph that ``to_graphml`` wrote.

    Raises:
        FileFaults: it is no such document; every bad attribute is listed.

    """
    file = io.BytesIO(document.encode("utf-8", "surrogatepass"))
    copy = _read("GraphML", lambda: _directed(nx.read_graphml(file, str, str, True)))
    multigraph = copy.graph.pop("multigraph", False)
    return restored(copy, _unescaped, multigraph=multigraph)


def to_gexf(graph: Graph) -> str:
    """The graph as a GEXF document.

    Raises:
        InvalidArgument: an attribute is neither text, number, date nor event.

    """
    copy = plain(graph, _escaped)
    stated = {**copy.graph, "multigraph": graph.is_multigraph()}
    copy.graph.clear()
    copy.graph["name"] = json.dumps(stated)
    file = io.BytesIO()
    nx.write_gexf(copy, file)
    document = file.getvalue().decode("utf-8")
    return re.sub(r' lastmodifieddate="[^"]*"', "", document, count=1)


def from_gexf(document: str) -> Graph:
    """The graph that ``to_gexf`` wrote.

    Raises:
        FileFaults: it is no such document; every bad attribute is listed.

    """
    file = io.BytesIO(document.encode("utf-8", "surrogatepass"))
    copy = _read("GEXF", lambda: _directed(nx.read_gexf(file)))
    stated = _read("GEXF", lambda: dict(json.loads(copy.graph.pop("name"))))
    multigraph = stated.pop("multigraph", False)
    copy.graph.update(stated)
    for _, attributes in copy.nodes(data=True):
        del attributes["label"]
    return restored(copy, _unescaped, multigraph=multigraph)


def to_node_link(graph: Graph) -> dict[str, Any]:
    """The graph as the object of node-link JSON that D3 and NetworkX read, ready for ``json``.

    Raises:
        InvalidArgument: an attribute is neither text, number, date nor event.

    """
    data: dict[str, Any] = nx.node_link_data(plain(graph, str), key="id", edges="edges")
    return data


def from_node_link(data: dict[str, Any]) -> Graph:
    """The graph that ``to_node_link`` made.

    Raises:
        FileFaults: it is no such object; every bad attribute is listed.

    """
    copy = _read("node-link JSON", lambda: _directed(nx.node_link_graph(data, edges="edges")))
    return restored(copy, str, multigraph=copy.is_multigraph())


def write_graph(graph: Graph, path: str | os.PathLike[str]) -> None:
    """Write the graph in the format that the suffix says: .graphml, .gexf, or .json (node-link).

    Raises:
        InvalidArgument: another suffix, or an attribute that no format holds.

    """
    match _format(path):
        case "GraphML":
            document = to_graphml(graph)
        case "GEXF":
            document = to_gexf(graph)
        case _:
            document = json.dumps(to_node_link(graph), ensure_ascii=False)
    Path(path).write_bytes(document.encode("utf-8"))


def read_graph(path: str | os.PathLike[str]) -> Graph:
    """Read the graph that ``write_graph`` wrote.

    Raises:
        InvalidArgument: another suffix.
        FileFaults: the file is not what the suffix says; everything wrong is listed.

    """
    name = _format(path)
    content = Path(path).read_bytes()
    try:
        document = _read(name, lambda: content.decode("utf-8"))
        match name:
            case "GraphML":
                return from_graphml(document)
            case "GEXF":
                return from_gexf(document)
            case _:
                return from_node_link(_read(name, lambda: json.loads(document)))
    except FileFaults as error:
        raise FileFaults(
            [Fault(f"{os.fspath(path)}: {fault.where}", fault.problem) for fault in error.faults]
        ) from error


def _format(path: str | os.PathLike[str]) -> str:
    try:
        return _BY_SUFFIX[Path(path).suffix.lower()]
    except KeyError:
        raise InvalidArgument(
            f"cannot tell the format of {os.fspath(path)!r}: end it in {', '.join(_BY_SUFFIX)}"
        ) from None


_T = TypeVar("_T")

_UNREADABLE = (
    *(ParseError, nx.NetworkXException, LookupError, ValueError, TypeError, AttributeError),
    RuntimeError,
)


def _read(name: str, read: Callable[[], _T]) -> _T:
    try:
        return read()
    except _UNREADABLE as error:
        raise FileFaults([Fault("the graph", f"not {name} of ours: {error!r}")]) from error


def _directed(graph: nx.Graph[Any]) -> Graph:
    if not isinstance(graph, nx.DiGraph):
        raise TypeError("the edges have no direction")
    for name in _NETWORKX_ADDS:
        graph.graph.pop(name, None)
    return graph


_UNHOLDABLE = re.compile(
    r"\\(?=u\{)|[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


def _escaped(text: str) -> str:
    return _UNHOLDABLE.sub(lambda char: f"\\u{{{ord(char[0]):x}}}", text)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
