"""Mutual agreements: what two actors agree with each other is told as two acts, and is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest
from typing import TypeAlias

from stances.events import replay_order
from stances.evidence import quoted
from stances.log import Act

Halves: TypeAlias = tuple[Act, Act | None]


def paired(acts: Iterable[Act]) -> list[Halves]:
    """Agreements, the two halves of a mutual one together, in replay order of the first half.

    Halves that rest on the same words go together; what is then left over pairs off in order.
    """
    matters: dict[tuple[object, ...], tuple[list[Act], list[Act]]] = {}
    for act in acts:
        event = act.event
        ends = (event.actor, event.recipient or "")
        matter = (min(ends), max(ends), event.date, event.about)
        forth, back = matters.setdefault(matter, ([], []))
        (forth if ends[0] <= ends[1] else back).append(act)
    pairs = chain.from_iterable(_pairs(*sides) for sides in matters.values())
    return sorted(pairs, key=lambda pair: replay_order(pair[0].event))


def _pairs(forth: list[Act], back: list[Act]) -> Iterator[Halves]:
    left: list[Act] = []
    for act in forth:
        same = next((other for other in back if _words_of(other) == _words_of(act)), None)
        if same is None:
            left.append(act)
        else:
            back.remove(same)
            yield _in_order(act, same)
    for pair in zip_longest(left, back):
        yield _in_order(*(act for act in pair if act is not None))


def _in_order(*acts: Act) -> Halves:
    first, *rest = sorted(acts, key=lambda act: replay_order(act.event))
    return (first, rest[0] if rest else None)


def _words_of(act: Act) -> str:
    return quoted(act.event.evidence)
