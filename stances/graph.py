"""The log replayed into a graph: what acts there were, and what they add up to.

Both graphs are plain NetworkX graphs of actor codes. Every actor and recipient in view is a node,
with ``name`` and ``kind``: an actor whose acts are toward nobody stands alone in the graph, which
is what is known of it. A third party that acts are only about has done nothing and is no node.
An act without a recipient is no edge; ``graph.graph["without_recipient"]`` counts those acts.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import Any, Protocol, TypeAlias

import networkx as nx

from stances.actors import Actor, Actors
from stances.balance import HALF_LIFE, balance_of, checked_half_life, score_of
from stances.copies import Sources
from stances.events import EventType, Modality
from stances.frames import record_of
from stances.log import Act, Log, Viewable
from stances.scale import PLOVER, Scale
from stances.snapshot import snapshot

Dyad: TypeAlias = tuple[str, str]

UNKNOWN_KIND = "unknown"


class ActorTable(Protocol):
    """Where names of actors are looked up: an ``Actors``, or a mapping of code to ``Actor``."""

    def get(self, code: str, /) -> Actor | None:
        """The actor with that code, if the table has it."""
        ...


def replay(
    source: Viewable,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    as_of: dt.date | None = None,
    scale: Scale = PLOVER,
    actors: ActorTable | None = None,
    sources: Sources | None = None,
) -> nx.MultiDiGraph[str]:
    """The graph of what was done, said, announced and denied: one edge an act.

    An edge goes from actor to recipient, and its key is the id of the event that speaks for the
    act. Its attributes are those of that event under the same names, as plain values: strings,
    dates, numbers or None. Beside them stand

    - ``score``: what the act adds, which is 0.0 for one that is denied or announced
    - ``quad_class``: verbal or material, cooperation or conflict
    - ``reports``, ``publishers``: how many there are of the act, copies of one story included
    - ``sources``, if copies are known: how many independent ones, as ``stances.sources`` of the
      articles tells them apart
    - ``text``: the evidence as it stands in the article, None for imported rows and
      erased texts
    - ``event``: the event itself.

    Bounds are dates of acts (``since``, ``until``) and of publication (``as_of``), all inclusive.
    """
    log = source.view(since=since, until=until, as_of=as_of)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        since=log.since, until=log.until, as_of=log.as_of, scale=scale.name
    )
    _add_actors(graph, log, actors)
    for (actor, recipient), acts in acts_by_dyad(log).items():
        for act in acts:
            told = {} if sources is None else {"sources": sources.number([act])}
            graph.add_edge(actor, recipient, key=act.id, **_attributes(act, scale), **told)
    return graph


def dyads(
    source: Viewable,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    as_of: dt.date | None = None,
    at: dt.date | None = None,
    half_life: float | None = HALF_LIFE,
    scale: Scale = PLOVER,
    actors: ActorTable | None = None,
    sources: Sources | None = None,
) -> nx.DiGraph[str]:
    """The signed graph of what the acts of each ordered pair add up to on the day ``at``.

    ``at`` is by default the view's ``until``, else its last day of an asserted act. Nothing later
    than ``at`` or ``until`` is counted; where neither is given everything is, what is announced
    for a later day too, which adds to no score and no balance, but is among the ``acts``, the
    ``reports`` and their dates. An edge sums up the edges of ``replay`` between the same two
    actors:

    - ``acts``: how many, of which ``asserted`` took place, ``future`` are announced and
      ``denied`` are denied
    - one number for each event type under its name, such as ``THREATEN``: the asserted acts
    - ``reports``: how many there are of all the acts, and ``publishers``: how many different
      ones, both with copies of one story included
    - ``sources``, if copies are known: how many different independent ones there are of the acts
    - ``score``: the sum of the scores of the asserted acts
    - ``balance``: the same sum, each score decayed to ``at``
    - ``first``, ``last``: the dates of the earliest and the latest act.

    ``half_life`` is in days, None for no decay, and stated in ``graph.graph`` beside ``at``.

    Raises:
        InvalidArgument: the half-life is not a positive number.

    """
    checked_half_life(half_life)
    seen = snapshot(source, since=since, until=until, as_of=as_of, at=at)
    graph: nx.DiGraph[str] = nx.DiGraph(
        since=seen.log.since,
        until=seen.log.until,
        as_of=seen.log.as_of,
        at=seen.at,
        half_life=half_life,
        scale=scale.name,
    )
    _add_actors(graph, seen.log, actors)
    for (actor, recipient), acts in acts_by_dyad(seen.log).items():
        summed = _summed(acts, at=seen.at, half_life=half_life, scale=scale)
        told = {} if sources is None else {"sources": sources.number(acts)}
        graph.add_edge(actor, recipient, **summed, **told)
    return graph


def acts_by_dyad(acts: Iterable[Act]) -> dict[Dyad, tuple[Act, ...]]:
    """The acts of each ordered pair, in the order given; acts without a recipient left out."""
    grouped: dict[Dyad, list[Act]] = {}
    for act in acts:
        if act.event.recipient is not None:
            grouped.setdefault((act.event.actor, act.event.recipient), []).append(act)
    return {dyad: tuple(group) for dyad, group in grouped.items()}


def add_actors(graph: nx.Graph[str], codes: Iterable[str], actors: ActorTable | None) -> None:
    """A node for each of these codes, with the name and kind in the table, or the default one."""
    table: ActorTable = Actors.default() if actors is None else actors
    for code in sorted(codes):
        actor = table.get(code)
        name, kind = (code, UNKNOWN_KIND) if actor is None else (actor.name, str(actor.kind))
        graph.add_node(code, name=name, kind=kind)


def _add_actors(graph: nx.Graph[str], log: Log, actors: ActorTable | None) -> None:
    codes = {act.event.actor for act in log}
    codes.update(act.event.recipient for act in log if act.event.recipient is not None)
    add_actors(graph, codes, actors)
    graph.graph["without_recipient"] = sum(act.event.recipient is None for act in log)


def _attributes(act: Act, scale: Scale) -> dict[str, Any]:
    said = record_of(act, scale)
    for end in ("id", "actor", "recipient"):
        del said[end]
    return {**said, "event": act.event}


def _summed(
    acts: tuple[Act, ...], *, at: dt.date | None, half_life: float | None, scale: Scale
) -> dict[str, Any]:
    asserted = [act for act in acts if act.asserted]
    modalities = [act.event.modality for act in acts]
    types = [act.event.event_type for act in asserted]
    dates = [act.event.date for act in acts]
    return {
        "acts": len(acts),
        "asserted": len(asserted),
        "future": modalities.count(Modality.FUTURE),
        "denied": modalities.count(Modality.DENIED),
        **{name.value: types.count(name) for name in EventType},
        "reports": sum(len(act.reports) for act in acts),
        "publishers": len({publisher for act in acts for publisher in act.publishers}),
        "score": math.fsum(score_of(act, scale) for act in asserted),
        "balance": 0.0
        if at is None
        else balance_of(asserted, at=at, half_life=half_life, scale=scale),
        "first": min(dates),
        "last": max(dates),
    }
