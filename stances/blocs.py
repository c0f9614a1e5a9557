"""Blocs: actors parted so that friends are together and foes apart, in as many as it takes.

This is signed (correlation) clustering: of all partitions one in which the balances of ties
within blocs add up to as much as possible. No partition into two is forced, as three camps can
all be foes. It is done here, as neither NetworkX nor another light library does it: modularity,
on which its communities rest, is not defined where weights are negative.

The best partition is hard to find; this one is a stated heuristic. Blocs begin as single actors,
the two with the largest balance between them are joined while that is above zero, and then actors
change over, one at a time, while that raises the sum. Where actors can be parted without
contradiction it finds just those blocs. Nothing is drawn at random, and names break ties.
"""

from __future__ import annotations

import itertools

import networkx as nx

_ROUNDING = 1e-9


def blocs_of(graph: nx.Graph[str]) -> tuple[tuple[str, ...], ...]:
    """The blocs of a signed graph, whose edges have ``balance``: largest first, then by name."""
    bloc = _moved(graph, _joined(graph))
    members: dict[str, list[str]] = {}
    for actor in sorted(bloc):
        members.setdefault(bloc[actor], []).append(actor)
    return tuple(sorted(map(tuple, members.values()), key=lambda some: (-len(some), some)))


def _joined(graph: nx.Graph[str]) -> dict[str, str]:
    """Blocs, named by their first member, between which no balance is above zero."""
    bloc = {actor: actor for actor in graph}
    between: dict[str, dict[str, float]] = {
        actor: {other: data["balance"] for other, data in graph.adj[actor].items()}
        for actor in sorted(graph)
    }
    while True:
        pairs = ((-b, one, o) for one, all_ in between.items() for o, b in all_.items() if one < o)
        best = min(pairs, default=(0.0, "", ""))
        if best[0] >= -_ROUNDING:
            return bloc
        _, kept, gone = best
        for other, balance in between.pop(gone).items():
            del between[other][gone]
            if other != kept:
                between[kept][other] = between[kept].get(other, 0.0) + balance
                between[other][kept] = between[kept][other]
        bloc = {actor: kept if name == gone else name for actor, name in bloc.items()}


def _moved(graph: nx.Graph[str], bloc: dict[str, str]) -> dict[str, str]:
    """The blocs after every change of one actor that raises the sum, to another bloc or alone."""
    bloc = dict(bloc)
    fresh = (f"bloc {number}" for number in itertools.count())  # no actor has such a code
    alone = next(fresh)
    moved = True
    while moved:
        moved = False
        for actor in sorted(graph):
            pull = {bloc[actor]: 0.0, alone: 0.0}
            for other, data in sorted(graph.adj[actor].items()):
                pull[bloc[other]] = pull.get(bloc[other], 0.0) + data["balance"]
            best = min(pull, key=lambda name: (-pull[name], name))
            if pull[best] > pull[bloc[actor]] + _ROUNDING:
                alone = next(fresh) if best == alone else alone
                bloc[actor] = best
                moved = True
    return bloc
