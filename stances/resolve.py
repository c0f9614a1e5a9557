"""Which records count: a fold over them in the order in which they were appended.

``fold`` only collects, so folding a prefix and then the rest is folding all, and the order of
arrival shows in one place: of two live corrections of one record the later wins. What counts is
worked out from the collection, by three rules:

- A record counts if no counting retraction names it. Retractions are records too.
- A counting event is replaced along its counting corrections, each followed once, until none
  names what stands there. If the event, or what replaced it on the way, is retracted, nothing
  stands there.
- Counting merges that share an id are one merge. An id that was corrected means its replacement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import assert_never

import attrs
from networkx.utils import UnionFind

from stances.events import Correction, Merge, Record, Retraction, StanceEvent


def _read_only(records: Mapping[str, Record]) -> Mapping[str, Record]:
    return MappingProxyType(dict(records))


@attrs.frozen
class State:
    """The distinct records folded so far, by id, in order of first arrival."""

    records: Mapping[str, Record] = attrs.field(factory=dict, converter=_read_only)


def fold(state: State, records: Iterable[Record]) -> State:
    """The state with these records appended; a record it has already is passed over."""
    known = dict(state.records)
    for record in records:
        known.setdefault(record.id, record)
    return State(known)


@attrs.frozen
class Resolved:
    """What counts: ``standing`` maps every counting event id, old or new, to the event there now;
    ``merged`` maps each id that a counting merge names to the id that stands for its group.
    """

    standing: Mapping[str, StanceEvent]
    merged: Mapping[str, str]


def resolve(state: State) -> Resolved:
    """Work out what counts; takes time linear in the number of records."""
    gone = _retracted(state)
    events: list[StanceEvent] = []
    corrections: dict[str, Correction] = {}
    merges: list[Merge] = []
    for record in state.records.values():
        match record:
            case StanceEvent():
                if record.id not in gone:
                    events.append(record)
            case Correction():
                if record.id not in gone:
                    corrections[record.of] = record
            case Merge():
                if record.id not in gone:
                    merges.append(record)
            case Retraction():
                pass
            case _:
                assert_never(record)
    standing: dict[str, StanceEvent] = {}
    for event in events:
        _follow(event, corrections, gone, standing)
    return Resolved(standing, _groups(merges, standing))


def _retracted(state: State) -> frozenset[str]:
    """Ids named by a counting retraction.

    Retractions of retractions form chains of any length, so they are settled from the tips: one
    that nothing unsettled names is settled next. An id hashes what it names, so there is no ring.
    """
    retractions = {r.id: r for r in state.records.values() if isinstance(r, Retraction)}
    waiting = dict.fromkeys(retractions, 0)
    for retraction in retractions.values():
        if retraction.of in waiting:
            waiting[retraction.of] += 1
    gone: set[str] = set()
    ready = [rid for rid, count in waiting.items() if count == 0]
    while ready:
        rid = ready.pop()
        of = retractions[rid].of
        if rid not in gone:
            gone.add(of)
        if of in waiting:
            waiting[of] -= 1
            if waiting[of] == 0:
                ready.append(of)
    return frozenset(gone)


def _follow(
    event: StanceEvent,
    corrections: Mapping[str, Correction],
    gone: frozenset[str],
    standing: dict[str, StanceEvent],
) -> None:
    passed = [event.id]
    used: set[str] = set()
    current = event
    while (correction := corrections.get(current.id)) is not None and correction.id not in used:
        used.add(correction.id)
        current = correction.event
        if current.id in gone:
            return
        passed.append(current.id)
    for old in passed:
        standing.setdefault(old, current)


def _groups(merges: Iterable[Merge], standing: Mapping[str, StanceEvent]) -> dict[str, str]:
    union: UnionFind[str] = UnionFind()
    for merge in merges:
        union.union(*merge.ids)
        for old in merge.ids:
            if old in standing:
                union.union(old, standing[old].id)
    return {item: union[item] for item in union}
