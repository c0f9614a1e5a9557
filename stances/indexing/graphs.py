"""The graph of all dyads on a day: that of ``dyads``, made of columns."""

from __future__ import annotations

import datetime as dt
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from stances.events import EventType
from stances.graph import ActorTable, add_actors
from stances.indexing.exact import DENIED, FUTURE
from stances.indexing.whole import Counts, Whole

_TYPES = tuple(name.value for name in EventType)
_NOTHING: dict[str, Any] = {
    **dict.fromkeys(("acts", "asserted", "future", "denied"), 0),
    **dict.fromkeys(_TYPES, 0),
    **dict.fromkeys(("reports", "publishers"), 0),
    **dict.fromkeys(("score", "balance"), 0.0),
    **dict.fromkeys(("first", "last")),
}


def add_dyads(
    graph: nx.DiGraph[str],
    whole: Whole,
    at: int,
    half_life: float | None,
    actors: ActorTable | None,
) -> None:
    """Put every dyad with an act into an empty graph, and every actor and recipient.

    The balances are those of the day ``at``, which no asserted act is after.
    """
    seen = whole.seen
    names = list(whole.state.names.dyads)
    acts = seen.counts.sum(axis=1)
    live = np.flatnonzero(acts)
    dyads = [names[number] for number in live.tolist()]
    codes = {code for dyad in dyads for code in dyad if code is not None}
    add_actors(graph, codes, actors)
    alone = np.array([recipient is None for _, recipient in dyads], np.bool_)
    graph.graph["without_recipient"] = int(acts[live[alone]].sum())
    toward = live[~alone]
    edges = _edges(whole, toward, acts, at, half_life)
    # NetworkX's own way of adding an edge makes a dict of the dict it is given. These are the
    # ones it would make, put where it would put them, which takes a fraction of the time.
    adjacent: dict[str, dict[str, Any]] = graph._adj  # type: ignore[attr-defined]
    preceding: dict[str, dict[str, Any]] = graph._pred  # type: ignore[attr-defined]
    for (actor, recipient), edge in zip(
        (names[number] for number in toward.tolist()), edges, strict=True
    ):
        adjacent[actor][recipient] = preceding[recipient][actor] = edge


def _edges(
    whole: Whole, toward: NDArray[np.int64], acts: Counts, at: int, half_life: float | None
) -> list[dict[str, Any]]:
    seen = whole.seen
    first, last = (days[toward] for days in whole.spans)
    day = {ordinal: dt.date.fromordinal(ordinal) for ordinal in {*first.tolist(), *last.tolist()}}
    whole_columns = (
        acts,
        seen.asserted,
        seen.counts[:, FUTURE],
        seen.counts[:, DENIED],
        whole.reports,
        whole.publishers,
        seen.scores,
        seen.balances(at, half_life),
    )
    columns = [column[toward].tolist() for column in whole_columns]
    edges: list[dict[str, Any]] = []
    for n, asserted, future, denied, reports, publishers, score, balance, begun, ended in zip(
        *columns, first.tolist(), last.tolist(), strict=True
    ):
        edge = _NOTHING.copy()
        edge["acts"] = n
        edge["asserted"] = asserted
        edge["future"] = future
        edge["denied"] = denied
        edge["reports"] = reports
        edge["publishers"] = publishers
        edge["score"] = score
        edge["balance"] = balance
        edge["first"] = day[begun]
        edge["last"] = day[ended]
        edges.append(edge)
    counts = seen.counts[toward, :FUTURE]
    place, kind = counts.nonzero()
    for number, name, count in zip(
        place.tolist(), kind.tolist(), counts[place, kind].tolist(), strict=True
    ):
        edges[number][_TYPES[name]] = count
    return edges
