"""What people decided about the events of a log: no coder may overrule it.

Nothing in a correction or retraction says who made it but its reason, and a coder gives its name:
one word with a version, such as ``rules-1``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs
from networkx.utils import UnionFind

from stances.events import Correction, Record, Retraction, StanceEvent
from stances.resolve import State, retracted
from stances.store.ties import event_of, tied

HAND = "hand"
"""The coder of events that were coded by hand."""

_VERSION = re.compile(r"\S-\d")


@attrs.frozen
class Decided:
    """An event about which a person decided: as it was coded, and every version of it."""

    event: StanceEvent
    versions: tuple[StanceEvent, ...]


def decided(state: State) -> tuple[Decided, ...]:
    """The events that were coded by hand, or corrected, retracted or restored, in log order.

    What was undone by hand is no decision any more: a correction of somebody who took it back.
    """
    tie: UnionFind[str] = UnionFind()
    versions: dict[str, dict[str, StanceEvent]] = {}
    for record in state.records.values():
        tie.union(*tied(record))
    for record in state.records.values():
        event = event_of(record)
        if event is not None:
            versions.setdefault(tie[event.id], {})[event.id] = event
    hands = {tie[key] for key in _by_hand(state)}
    return tuple(
        Decided(record, tuple(versions[tie[record.id]].values()))
        for record in state.records.values()
        if isinstance(record, StanceEvent) and tie[record.id] in hands
    )


def is_coder(name: str) -> bool:
    """Whether a reason is the name of a coder, or a name is one that can be told from a reason."""
    return name.split() == [name] and _VERSION.search(name) is not None


def _by_hand(state: State) -> Iterator[str]:
    """Ids of what says what people decided, as far as they did not take it back."""
    gone = retracted(state)
    for key, record in state.records.items():
        event = event_of(record)
        if event is not None and event.coder.partition(" ")[0] == HAND:
            yield event.id
        elif key not in gone and _is_hands(record):
            undone = state.records.get(record.of) if isinstance(record, Retraction) else None
            if undone is None or not _is_hands(undone):
                yield key


def _is_hands(record: Record) -> bool:
    return isinstance(record, (Correction, Retraction)) and not is_coder(record.reason)
