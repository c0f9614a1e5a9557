"""Which of two codings of one article tell of the same acts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import attrs

from stances.events import ErasedSpan, Evidence, Row, Span, StanceEvent, text_sha256

_Party: TypeAlias = tuple[str, str | None]

_TOLD = tuple(
    field.name
    for field in attrs.fields(StanceEvent)
    if field.name not in ("evidence", "coder", "confidence")
)


def counterparts(
    old: Sequence[Sequence[StanceEvent]], new: Sequence[StanceEvent]
) -> dict[int, int]:
    """Which new event tells of the act of which old one, by their places; none is told twice.

    An old event is given as its versions, any of which will do. Those go together that are the
    same event; then those of one type between the same parties whose evidence overlaps; then
    those of another type. Of several, those that share more evidence, and more details.
    """
    by_parties: dict[_Party, list[int]] = {}
    for place, event in enumerate(new):
        by_parties.setdefault(_parties(event), []).append(place)
    ranked = sorted(
        (rank, before, after)
        for before, versions in enumerate(old)
        for version in versions
        for after in by_parties.get(_parties(version), ())
        if (rank := _rank(version, new[after])) is not None
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, before, after in ranked:
        if before not in found and after not in taken:
            found[before] = after
            taken.add(after)
    return found


def overlap(one: Evidence, other: Evidence) -> float:
    """How much of what either quotes both do, from 0 to 1.

    In two texts of one article places say nothing, so there only the words are compared.
    """
    if isinstance(one, Row) or isinstance(other, Row):
        return float(one == other)
    if one.sha256 == other.sha256:
        shared = min(one.end, other.end) - max(one.start, other.start)
        return max(0, shared) / (max(one.end, other.end) - min(one.start, other.start))
    if isinstance(one, Span) and isinstance(other, Span):
        short, long = sorted((one.text, other.text), key=len)
        return len(short) / len(long) if short in long else 0.0
    return float(_hash(one) == _hash(other))


def touches(evidence: Evidence, others: Iterable[Evidence]) -> bool:
    """Whether it quotes anything that any of the others quotes."""
    return any(overlap(evidence, other) for other in others)


def _rank(old: StanceEvent, new: StanceEvent) -> tuple[int, float, int, str] | None:
    """The lower, the more surely they tell of the same act; None if they do not."""
    if old.id == new.id:
        return (0, 0.0, 0, new.id)
    shared = overlap(old.evidence, new.evidence)
    if not shared:
        return None
    details = sum(getattr(old, name) == getattr(new, name) for name in _TOLD)
    return (1 if old.event_type is new.event_type else 2, -shared, -details, new.id)


def _parties(event: StanceEvent) -> _Party:
    return (event.actor, event.recipient)


def _hash(evidence: Span | ErasedSpan) -> str:
    return text_sha256(evidence.text) if isinstance(evidence, Span) else evidence.text_sha256
