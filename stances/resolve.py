"""Which records count: a fold over them in the order in which they were appended.

``fold`` only collects, so folding a prefix and then the rest is folding all, and the order of
arrival shows in two places: of live corrections of one record that disagree the later wins, and
of live rulings on one act. What
counts is worked out from the collection, by three rules:

- A record counts if no counting retraction names it. Retractions are records too.
- A counting event is replaced along its counting corrections until none names what stands there.
  Where they lead in a ring, the last of them says what stands. If the event, or what replaced it
  on the way, is retracted, nothing stands there.
- Counting merges that share an id are one merge. An id that was corrected means its replacement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import assert_never

import attrs
from networkx.utils import UnionFind

from stances.events import (
    Correction,
    Erasure,
    Merge,
    Record,
    Retraction,
    Ruling,
    StanceEvent,
)


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
    ``merged`` maps each id that a counting merge names to the id that stands for its group;
    ``rulings`` are those that count, in log order.
    """

    standing: Mapping[str, StanceEvent]
    merged: Mapping[str, str]
    rulings: tuple[Ruling, ...] = ()


def resolve(state: State) -> Resolved:
    """Work out what counts; takes time linear in the number of records."""
    gone = retracted(state)
    events: dict[str, StanceEvent] = {}
    corrections: dict[str, Correction] = {}
    merges: list[Merge] = []
    rulings: list[Ruling] = []
    for record in state.records.values():
        if record.id in gone:
            continue
        match record:
            case StanceEvent():
                events[record.id] = record
            case Correction():
                corrections.pop(record.of, None)
                corrections[record.of] = record
            case Merge():
                merges.append(record)
            case Ruling():
                rulings.append(record)
            case Retraction() | Erasure():
                pass  # what an event says counts without the text it quotes, too
            case _:
                assert_never(record)
    standing = _standing(events, corrections, gone)
    return Resolved(standing, _groups(merges, standing), tuple(rulings))


def retracted(state: State) -> frozenset[str]:
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


def named_by(record: Record) -> tuple[str, ...]:
    """Ids that the record ties together, but for its own; erasures and rulings change no act."""
    match record:
        case Correction(of=of, event=event):
            return (of, event.id)
        case Retraction(of=of):
            return (of,)
        case Merge(ids=ids):
            return ids
        case _:
            return ()


def _standing(
    events: Mapping[str, StanceEvent],
    corrections: Mapping[str, Correction],
    gone: frozenset[str],
) -> dict[str, StanceEvent]:
    """What stands for every id that a counting event leads to; corrections are in log order.

    No id has two corrections, so each leads one way, and its end is found once.
    """
    said = {**events, **{c.event.id: c.event for c in corrections.values()}}
    rank = {of: place for place, of in enumerate(corrections)}
    ends: dict[str, str | None] = {}
    for start in events:
        path: list[str] = []
        passed: set[str] = set()
        current = start
        while current not in ends and current not in passed:
            path.append(current)
            passed.add(current)
            if current in gone:
                ends[current] = None
            elif current not in corrections:
                ends[current] = current
            else:
                current = corrections[current].event.id
        if current not in ends:
            ring = path[path.index(current) :]
            ends[current] = corrections[max(ring, key=rank.__getitem__)].event.id
        ends.update(dict.fromkeys(path, ends[current]))
    return {start: said[end] for start, end in ends.items() if end is not None}


def _groups(merges: Iterable[Merge], standing: Mapping[str, StanceEvent]) -> dict[str, str]:
    union: UnionFind[str] = UnionFind()
    for merge in merges:
        union.union(*merge.ids)
        for old in merge.ids:
            if old in standing:
                union.union(old, standing[old].id)
    return {item: union[item] for item in union}
