"""How an index grows with its log.

An event that nothing names is a row, whatever else is appended. A correction, a retraction or a
merge changes the acts of the records that are tied to it, over any number of steps, and no
others: those are resolved by themselves, as they were and as they are, and their rows replaced.
So an append costs as much as what it ties together, and the whole log is the same with nothing
before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

import attrs
import numpy as np

from stances.events import Record, StanceEvent, replay_order
from stances.indexing.acts import acts_of, keeps, versions_of
from stances.indexing.places import Keys, Places, keys_of, tied_to
from stances.indexing.rows import Rows
from stances.indexing.source import Source
from stances.indexing.state import State
from stances.log import Act, Log
from stances.resolve import named_by
from stances.store.contract import Head
from stances.store.ties import event_of

_CHUNK = 20_000


@attrs.frozen(eq=False, kw_only=True)
class Growth:
    """Where an index reads, and where the records are that it has read.

    Attributes:
        source: the log.
        bounds: those of the view, without its records.
        ids: positions of the records by their own ids.
        ties: positions of the records that name others, by the ids that they name.

    """

    source: Source
    bounds: Log
    ids: Places
    ties: Places

    def grown(self, state: State, head: Head) -> State:
        """The state at a later head."""
        before = state.head.position
        parts: list[Rows] = []
        keys: list[Keys] = []
        roots: set[str] = set()
        for chunk in _chunks(self.source.between(before, head.position)):
            ids = [record.id for _, record in chunk]
            keys.append(keys_of(ids))
            events: list[tuple[int, StanceEvent]] = []
            for position, record in chunk:
                if not isinstance(record, StanceEvent):
                    roots.update(self._noted(position, record))
                elif self._shows(record):
                    events.append((position, record))
            roots.update(ids[place] for place in np.flatnonzero(self.ties.has(keys[-1])))
            parts.append(Rows.of_events(events, state.names))
        positions = np.arange(before + 1, head.position + 1)
        self.ids.add(np.concatenate([keys_of(()), *keys]), positions)
        fresh = Rows.joined(parts)
        if not roots:
            return state.after(head, fresh, ())
        records = tied_to(roots, self.ids, self.ties, self.source.fetch)
        earlier = {position: r for position, r in records.items() if position <= before}
        was, now = (set(versions_of(some, self.bounds)) for some in (earlier, records))
        tied = np.fromiter(records, np.int64, len(records))
        untied = fresh.only(~np.isin(fresh.position, tied))
        new = Rows.of_versions(list(now - was), state.names)
        return state.after(head, Rows.joined([untied, new]), tuple(was - now))

    def acts(self, positions: Collection[int], as_of: dt.date | None) -> tuple[Act, ...]:
        """The acts for which the events at these positions speak, in replay order."""
        records = self.source.fetch(positions)
        said = (event_of(record) for record in records.values())
        events = {event.id: event for event in said if event is not None}
        tied = {
            id_
            for id_, named in zip(events, self.ties.has(keys_of(list(events))), strict=True)
            if named
        }
        acts = [Act.of([event]) for id_, event in events.items() if id_ not in tied]
        if tied:
            around = tied_to(tied, self.ids, self.ties, self.source.fetch)
            told = map(Act.of, acts_of(around, self.bounds.view(as_of=as_of)))
            acts += (act for act in told if act.id in tied)
        return tuple(sorted(acts, key=lambda act: replay_order(act.event)))

    def _shows(self, event: StanceEvent) -> bool:
        as_of = self.bounds.as_of
        return (as_of is None or event.published <= as_of) and keeps(self.bounds, event)

    def _noted(self, position: int, record: Record) -> tuple[str, ...]:
        """The ids that the record names, once it is known where they are named."""
        names = named_by(record)
        self.ties.add(keys_of(names), np.full(len(names), position))
        return names


def _chunks(placed: Iterable[tuple[int, Record]]) -> Iterator[list[tuple[int, Record]]]:
    iterator = iter(placed)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk
