"""How far two coders agree, beyond what chance would give: Cohen's kappa by event type.

The units are the ordered pairs of an article, an actor and a recipient or none, that any of the
coders compared, or the people who coded by hand, coded as anything at all. Of each unit and each
of the sixteen types each coder says whether that type holds. Pairs that nobody coded are no units:
there is no end to them, and all agree on them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

import attrs

from stances.disagreements import Coded
from stances.events import EventType
from stances.measures import Interval, interval_of, resampled

Pair: TypeAlias = tuple[str, str | None]
Marks: TypeAlias = Mapping[Pair, frozenset[EventType]]
"""What one coder says of an article: the types that hold of each pair."""


@attrs.frozen
class Tally:
    """Units by what two coders say of them."""

    both: int = 0
    first_only: int = 0
    second_only: int = 0
    neither: int = 0

    @property
    def units(self) -> int:
        """How many there are."""
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa; None without units, or where both always say the same one thing."""
        said = (self.both + self.first_only) * (self.both + self.second_only)
        unsaid = (self.second_only + self.neither) * (self.first_only + self.neither)
        by_chance = said + unsaid
        beyond = self.units**2 - by_chance
        agreed = self.both + self.neither
        return (self.units * agreed - by_chance) / beyond if beyond else None

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.both + other.both,
            self.first_only + other.first_only,
            self.second_only + other.second_only,
            self.neither + other.neither,
        )


@attrs.frozen(kw_only=True)
class Agreement:
    """How far two coders agree on each type, and on all; there the units are pair and type."""

    first: str
    second: str
    by_type: tuple[tuple[EventType, Tally], ...]
    by_article: tuple[Tally, ...]

    @property
    def whole(self) -> Tally:
        """All types together."""
        return sum((tally for _, tally in self.by_type), Tally())

    @cached_property
    def interval(self) -> Interval | None:
        """95 % of how kappa over all types varies with which articles are taken."""
        if len(self.by_article) < 2:
            return None
        sums = resampled(map(attrs.astuple, self.by_article))
        return interval_of(Tally(*sample).kappa for sample in sums)


def marks(coded: Iterable[Coded]) -> Marks:
    """The types that hold of each pair, by what was coded of one article."""
    found: dict[Pair, set[EventType]] = {}
    for one in coded:
        found.setdefault((one.actor, one.recipient), set()).add(one.event_type)
    return {pair: frozenset(types) for pair, types in found.items()}


def agreement(
    first: tuple[str, Sequence[Marks]],
    second: tuple[str, Sequence[Marks]],
    units: Sequence[Collection[Pair]],
) -> Agreement:
    """How far two coders, each by name with its marks of each article, agree over these units."""
    tallies = [
        [
            _tally(_having(kind, one), _having(kind, other), pairs)
            for one, other, pairs in zip(first[1], second[1], units, strict=True)
        ]
        for kind in EventType
    ]
    return Agreement(
        first=first[0],
        second=second[0],
        by_type=tuple(
            (kind, sum(row, Tally())) for kind, row in zip(EventType, tallies, strict=True)
        ),
        by_article=tuple(sum(column, Tally()) for column in zip(*tallies, strict=True)),
    )


def _having(kind: EventType, said: Marks) -> frozenset[Pair]:
    return frozenset(pair for pair, types in said.items() if kind in types)


def _tally(first: frozenset[Pair], second: frozenset[Pair], units: Collection[Pair]) -> Tally:
    both = len(first & second)
    one, other = len(first) - both, len(second) - both
    return Tally(both, one, other, len(units) - both - one - other)
