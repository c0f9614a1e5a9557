"""Who stands with whom on a day: ties, triads, sides, blocs, and who changed most."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

import attrs
import networkx as nx

from stances.answers import Answers
from stances.balance import HALF_LIFE
from stances.blocs import blocs_of
from stances.changes import Change, compare
from stances.errors import UnknownActor
from stances.frustration import Frustration, frustration_of
from stances.log import Viewable
from stances.scale import PLOVER, Scale
from stances.signed import WEAKEST, Census, Tie, Triad, census_of, signed_graph, ties_of, triads_of
from stances.snapshot import snapshot


@attrs.frozen(kw_only=True)
class Alignment:
    """Who stands with whom on a day.

    Attributes:
        at: the day; None of an empty log.
        half_life: that of the balances, in days.
        weakest: the smallest balance that makes a tie.
        ties: friends and foes, by name.
        census: how many triads there are with none, one, two and three hostile ties.
        frustration: how far all this is from two camps.
        blocs: actors parted so that friends are together and foes apart, largest first.
        reciprocity: the share of directed ties that are returned, in whatever kind; None where
            there is no tie.
        in_kind: the share of returned ones to which was done as they did; None if none is.
        changed: actors by how much their acts changed what they did toward all others since the
            earlier day asked about; empty if none was.

    """

    at: dt.date | None
    half_life: float | None
    weakest: float
    ties: Answers[Tie]
    census: Census
    frustration: Frustration
    blocs: tuple[tuple[str, ...], ...]
    reciprocity: float | None
    in_kind: float | None
    changed: Answers[Change]

    @property
    def balance(self) -> float | None:
        """The share of triads that are balanced; None where there is no triad."""
        return self.census.balance

    @cached_property
    def triads(self) -> Answers[Triad]:
        """Every triad, by name; in a graph of hundreds of actors there can be a million."""
        return Answers(sorted(triads_of(signed_graph(self.ties)), key=lambda triad: triad.actors))

    def graph(self) -> nx.Graph[str]:
        """The ties as a new graph; nodes have ``bloc``, counted from 1, and ``side``, 1 or 2."""
        graph = signed_graph(self.ties)
        for number, bloc in enumerate(self.blocs, start=1):
            graph.add_nodes_from(bloc, bloc=number)
        for number, side in enumerate(self.frustration.sides, start=1):
            graph.add_nodes_from(side, side=number)
        return graph

    def ego(self, actor: str, *, radius: int = 1) -> nx.Graph[str]:
        """The part of the graph within so many ties of an actor, with all ties in between.

        Raises:
            UnknownActor: nobody of that code has a tie.

        """
        graph = self.graph()
        if actor not in graph:
            raise UnknownActor(f"{actor!r} has no tie on {self.at}: see the actors of .ties")
        around: nx.Graph[str] = nx.ego_graph(graph, actor, radius=radius)
        return around

    def to_records(self) -> list[dict[str, Any]]:
        """One plain dict an actor: its bloc and side, its friends and foes, and their sum."""
        graph = self.graph()
        return [
            {
                "actor": actor,
                "bloc": graph.nodes[actor]["bloc"],
                "side": graph.nodes[actor]["side"],
                "friends": sum(data["sign"] > 0 for data in graph.adj[actor].values()),
                "foes": sum(data["sign"] < 0 for data in graph.adj[actor].values()),
                "balance": sum(data["balance"] for data in graph.adj[actor].values()),
            }
            for actor in sorted(graph)
        ]


def alignment(
    source: Viewable,
    *,
    at: dt.date | None = None,
    since: dt.date | None = None,
    before: dt.date | None = None,
    as_of: dt.date | None = None,
    half_life: float | None = HALF_LIFE,
    scale: Scale = PLOVER,
    weakest: float = WEAKEST,
) -> Alignment:
    """Who stands with whom on a day.

    Args:
        source: the log.
        at: the day; by default the view's ``until``, else its last day of an asserted act.
        since: first day of acts.
        before: an earlier day, to be told who changed most since.
        as_of: last day of publication.
        half_life: in days, None for no decay.
        scale: what an act of each type adds.
        weakest: the smallest balance, of both directions together, that makes a tie.

    Raises:
        InvalidArgument: a number out of range, or ``before`` is later than ``at``.

    """
    seen = snapshot(source, since=since, as_of=as_of, at=at)
    ties = ties_of(seen.log, at=seen.at, half_life=half_life, scale=scale, weakest=weakest)
    graph = signed_graph(ties)
    returned = [tie for tie in ties if tie.in_kind is not None]
    changed: Answers[Change] = Answers()
    if before is not None and seen.at is not None:
        changed = compare(seen.log, before, seen.at, per="actor", half_life=half_life, scale=scale)
    return Alignment(
        at=seen.at,
        half_life=half_life,
        weakest=weakest,
        ties=ties,
        census=census_of(triads_of(graph)),
        frustration=frustration_of(graph),
        blocs=blocs_of(graph),
        reciprocity=_reciprocity(ties),
        in_kind=sum(tie.in_kind is True for tie in returned) / len(returned) if returned else None,
        changed=changed,
    )


def _reciprocity(ties: Answers[Tie]) -> float | None:
    directed: nx.DiGraph[str] = nx.DiGraph()
    directed.add_edges_from((tie.actor, tie.other) for tie in ties if tie.forth)
    directed.add_edges_from((tie.other, tie.actor) for tie in ties if tie.back)
    return nx.overall_reciprocity(directed) if directed.size() else None
