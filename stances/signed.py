"""Who is a friend and who a foe: the relations of a day as signed ties, and their triads.

A tie joins two actors and has one sign: that of what both did toward each other, added up and
decayed. Where next to nothing is left of it there is no tie.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import networkx as nx

from stances.answers import Answers
from stances.errors import InvalidArgument
from stances.graph import dyads
from stances.log import Viewable
from stances.scale import Scale

WEAKEST = 0.1
"""The smallest balance, in points of the scale, that makes a tie."""


@attrs.frozen(kw_only=True)
class Tie:
    """Two actors in alphabetical order: ``forth`` is what the first did, ``back`` the second."""

    actor: str
    other: str
    forth: float
    back: float

    @property
    def balance(self) -> float:
        """What both did toward each other."""
        return self.forth + self.back

    @property
    def sign(self) -> int:
        """1 for friends, −1 for foes."""
        return 1 if self.balance > 0 else -1

    @property
    def in_kind(self) -> bool | None:
        """Whether each did as the other did; None where one of them did nothing that counts."""
        product = self.forth * self.back
        return None if product == 0 else product > 0

    def to_record(self) -> dict[str, Any]:
        """Both actors, both directions and their sum, with its sign."""
        return {
            "actor": self.actor,
            "other": self.other,
            "forth": self.forth,
            "back": self.back,
            "balance": self.balance,
            "sign": self.sign,
            "in_kind": self.in_kind,
        }

    def __str__(self) -> str:
        mark = "+" if self.sign > 0 else "−"
        return f"{self.actor} {mark} {self.other} ({self.balance:+.1f})"


@attrs.frozen(kw_only=True)
class Triad:
    """Three actors each tied to the other two; ``hostile`` is how many of the ties are.

    It is balanced if friends of friends and foes of foes are friends: with no hostile tie or two.
    """

    actors: tuple[str, str, str]
    hostile: int

    @property
    def balanced(self) -> bool:
        """Whether the signs multiply to a positive one."""
        return self.hostile % 2 == 0

    def to_record(self) -> dict[str, Any]:
        """The three actors, the number of hostile ties, and whether that is balanced."""
        first, second, third = self.actors
        return {
            "first": first,
            "second": second,
            "third": third,
            "hostile": self.hostile,
            "balanced": self.balanced,
        }


@attrs.frozen
class Census:
    """How many triads there are with so many hostile ties."""

    none: int = 0
    one: int = 0
    two: int = 0
    three: int = 0

    @property
    def balance(self) -> float | None:
        """The share of triads that are balanced; None where there is no triad."""
        total = self.none + self.one + self.two + self.three
        return (self.none + self.two) / total if total else None


def ties_of(
    source: Viewable,
    *,
    at: dt.date | None,
    half_life: float | None,
    scale: Scale,
    weakest: float,
) -> Answers[Tie]:
    """The ties of a day, by name.

    Raises:
        InvalidArgument: ``weakest`` is negative, or the half-life not positive.

    """
    if not weakest >= 0:
        raise InvalidArgument(f"weakest is {weakest!r}: expected a balance of 0 or more")
    found = dyads(source, at=at, half_life=half_life, scale=scale, actors={})
    pairs = sorted({(min(ends), max(ends)) for ends in found.edges if ends[0] != ends[1]})
    made = (
        Tie(actor=a, other=b, forth=_balance(found, a, b), back=_balance(found, b, a))
        for a, b in pairs
    )
    return Answers(tie for tie in made if tie.balance and abs(tie.balance) >= weakest)


def signed_graph(ties: Iterable[Tie]) -> nx.Graph[str]:
    """The ties as a graph: each edge has ``sign``, ``balance``, ``forth`` and ``back``."""
    graph: nx.Graph[str] = nx.Graph()
    for tie in ties:
        graph.add_edge(
            tie.actor,
            tie.other,
            sign=tie.sign,
            balance=tie.balance,
            forth=tie.forth,
            back=tie.back,
        )
    return graph


def triads_of(graph: nx.Graph[str]) -> Iterator[Triad]:
    """Every triad of a signed graph once, its actors in alphabetical order; by no order."""
    for found in nx.all_triangles(graph):
        first, second, third = sorted(found)
        pairs = ((first, second), (first, third), (second, third))
        hostile = sum(graph.edges[pair]["sign"] < 0 for pair in pairs)
        yield Triad(actors=(first, second, third), hostile=hostile)


def census_of(triads: Iterable[Triad]) -> Census:
    """How many of them there are of each kind."""
    numbers = [0, 0, 0, 0]
    for triad in triads:
        numbers[triad.hostile] += 1
    return Census(*numbers)


def _balance(graph: nx.DiGraph[str], actor: str, recipient: str) -> float:
    balance: float = graph.get_edge_data(actor, recipient, {"balance": 0.0})["balance"]
    return balance
