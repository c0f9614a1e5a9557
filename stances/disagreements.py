"""Where a coder and a person differ: what kind of error it is, and the passage it is about."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeAlias

import attrs

from stances.events import EventType, StanceEvent
from stances.evidence import quoted
from stances.gold import GoldRow
from stances.scale import QuadClass, quad_class

_COOPERATION = frozenset({QuadClass.VERBAL_COOPERATION, QuadClass.MATERIAL_COOPERATION})

Coded: TypeAlias = GoldRow | StanceEvent
Key: TypeAlias = Callable[[Coded], Hashable]


def event_key(coded: Coded) -> Hashable:
    """Who does what to whom."""
    return coded.actor, coded.event_type, coded.recipient


def dyad_key(coded: Coded) -> Hashable:
    """Who to whom."""
    return coded.actor, coded.recipient


def sign_key(coded: Coded) -> Hashable:
    """Who to whom, and whether friendly or hostile: the side of the type's quad class."""
    return coded.actor, coded.recipient, is_cooperative(coded.event_type)


def is_cooperative(event_type: EventType) -> bool:
    """Whether the type is one of cooperation; a REQUEST is not."""
    return quad_class(event_type) in _COOPERATION


class ErrorClass(enum.StrEnum):
    """What went wrong; where two would fit, the first counts."""

    WRONG_TYPE = "wrong type"
    WRONG_SIGN = "wrong sign"
    WRONG_RECIPIENT = "wrong recipient"
    WRONG_ACTOR = "wrong actor"
    MISSED = "missed"
    SPURIOUS = "spurious"


@attrs.frozen(kw_only=True)
class Disagreement:
    """One error: the hand-coded row, the coder's event, or both where one was meant as the other.

    A wrong type is one of the right sign; a wrong sign is one of the right actor and recipient.
    """

    error: ErrorClass
    article: str
    gold: GoldRow | None = None
    coded: StanceEvent | None = None

    def __str__(self) -> str:
        sides = [("gold ", self.gold), ("coded", self.coded)]
        return "\n".join(
            [
                f"{self.article}  {self.error}",
                *(f"  {name}  {_said(side)}" for name, side in sides if side is not None),
            ]
        )


_BY_LIKENESS: tuple[tuple[ErrorClass, Key], ...] = (
    (ErrorClass.WRONG_TYPE, sign_key),
    (ErrorClass.WRONG_SIGN, dyad_key),
    (ErrorClass.WRONG_RECIPIENT, lambda coded: (coded.actor, coded.event_type)),
    (ErrorClass.WRONG_ACTOR, lambda coded: (coded.event_type, coded.recipient)),
)


def disagreements_in(
    article: str, missed: Iterable[GoldRow], spurious: Iterable[StanceEvent]
) -> tuple[Disagreement, ...]:
    """Errors in one article, given what was missed of it and what was coded without ground.

    A missed row and a spurious event that are alike are one error. Of several that are alike,
    those whose evidence shares most words are taken together.
    """
    left, extra = list(missed), list(spurious)
    found: list[Disagreement] = []
    for error, key in _BY_LIKENESS:
        for gold, coded in _pairs(left, extra, key):
            left.remove(gold)
            extra.remove(coded)
            found.append(Disagreement(error=error, article=article, gold=gold, coded=coded))
    return (
        *found,
        *(Disagreement(error=ErrorClass.MISSED, article=article, gold=gold) for gold in left),
        *(Disagreement(error=ErrorClass.SPURIOUS, article=article, coded=e) for e in extra),
    )


def _pairs(
    missed: Sequence[GoldRow], spurious: Sequence[StanceEvent], key: Key
) -> list[tuple[GoldRow, StanceEvent]]:
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for number, event in enumerate(spurious):
        alike[key(event)].append(number)
    ranked = sorted(
        (-len(_words(gold) & _words(spurious[other])), number, other)
        for number, gold in enumerate(missed)
        for other in alike.get(key(gold), ())
    )
    taken: list[tuple[int, int]] = []
    for _, number, other in ranked:
        if not any(number == n or other == o for n, o in taken):
            taken.append((number, other))
    return [(missed[number], spurious[other]) for number, other in taken]


def _words(coded: Coded) -> frozenset[str]:
    return frozenset(_evidence(coded).casefold().split())


def _evidence(coded: Coded) -> str:
    if isinstance(coded, GoldRow):
        return coded.evidence
    return quoted(coded.evidence)


def _said(coded: Coded) -> str:
    act = f"{coded.actor} {coded.event_type.lower()} {coded.recipient or '-'}"
    return f"{coded.date} {act}  “{' '.join(_evidence(coded).split())}”"
