"""Graphs whose attributes are all text or numbers, as every format can hold, and back again.

The key of an edge is its attribute ``id`` too, as most tools show attributes only. An event is
the line of JSON that says it, a date is ISO, and what is None is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeAlias

import networkx as nx

from stances import wire
from stances.errors import Fault, FileFaults, InvalidArgument
from stances.events import StanceEvent

Graph: TypeAlias = "nx.DiGraph[str]"
_Attributes: TypeAlias = dict[str, Any]

_DATES = frozenset(
    {"date", "published", "deadline", "first", "last", "since", "until", "as_of", "at"}
)
_BOUNDS = ("since", "until", "as_of")
_REPLAYED = (
    *("about", "speaker", "claimed_by", "condition", "deadline", "publisher", "url"),
    *("article", "text", "source_score", "confidence"),
)
_SUMMED = ("at", "half_life")


def plain(graph: Graph, held: Callable[[str], str]) -> Graph:
    """A copy of the graph in which every attribute is a number or a text, the text as ``held``.

    Raises:
        InvalidArgument: an attribute is neither text, number, date nor event.

    """
    copy = _empty(multigraph=graph.is_multigraph())
    copy.graph.update(_plain_attributes("the graph", graph.graph, held))
    for code, said in graph.nodes(data=True):
        copy.add_node(code, **_plain_attributes(f"node {code}", said, held))
    if isinstance(graph, nx.MultiDiGraph):
        for actor, recipient, key, said in graph.edges(keys=True, data=True):
            attributes = _plain_attributes(f"edge {key}", said, held)
            copy.add_edge(actor, recipient, **(attributes | {"key": key, "id": key}))
    else:
        for actor, recipient, said in graph.edges(data=True):
            where = f"edge {actor}→{recipient}"
            copy.add_edge(actor, recipient, **_plain_attributes(where, said, held))
    return copy


def restored(copy: Graph, said: Callable[[str], str], *, multigraph: bool) -> Graph:
    """The graph that ``copy`` is a plain copy of; ``said`` undoes ``held``.

    Raises:
        FileFaults: attributes that are not what they are called; all are listed.

    """
    faults: list[Fault] = []

    def restore(where: str, optional: tuple[str, ...], plain: _Attributes) -> _Attributes:
        attributes: _Attributes = dict.fromkeys(optional)
        for name, value in plain.items():
            try:
                attributes[name] = _value(name, said(value) if isinstance(value, str) else value)
            except FileFaults as error:
                faults.extend(Fault(where, f"{name}: {fault.problem}") for fault in error.faults)
            except (ValueError, TypeError) as error:
                faults.append(Fault(where, f"{name}: {error}"))
        return attributes

    graph = _empty(multigraph=multigraph)
    optional = _BOUNDS if multigraph else (*_BOUNDS, *_SUMMED)
    graph.graph.update(restore("the graph", optional, copy.graph))
    for code, attributes in copy.nodes(data=True):
        graph.add_node(code, **restore(f"node {code}", (), attributes))
    for actor, recipient, attributes in copy.edges(data=True):
        key = attributes.pop("id", None)
        if not multigraph:
            graph.add_edge(actor, recipient, **restore(f"edge {actor}→{recipient}", (), attributes))
        elif key is None:
            faults.append(Fault(f"an edge {actor}→{recipient}", "it has no id"))
        else:
            attributes = restore(f"edge {key}", _REPLAYED, attributes)
            graph.add_edge(actor, recipient, **(attributes | {"key": key}))
    if faults:
        raise FileFaults(faults)
    return graph


def _empty(*, multigraph: bool) -> Graph:
    return nx.MultiDiGraph() if multigraph else nx.DiGraph()


def _plain_attributes(where: str, said: _Attributes, held: Callable[[str], str]) -> _Attributes:
    return {
        name: _plain_value(where, name, value, held)
        for name, value in said.items()
        if value is not None
    }


def _plain_value(where: str, name: str, value: object, held: Callable[[str], str]) -> object:
    match value:
        case bool():
            return value
        case int():
            return int(value)
        case float():
            return float(value)
        case str():
            return held(str(value))
        case dt.date():
            return value.isoformat()
        case StanceEvent():
            return held(wire.dumps(value))
        case _:
            raise InvalidArgument(
                f"{where} has {name} = {value!r}: expected text, a number, a date or an event;"
                " turn it into one of these, or delete the attribute"
            )


def _value(name: str, value: Any) -> object:
    if name == "event":
        return wire.loads(value)
    return dt.date.fromisoformat(value) if name in _DATES else value
