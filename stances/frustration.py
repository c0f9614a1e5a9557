"""How far a signed graph is from two camps: the fewest ties that would have to change their sign.

This is the line index of balance, or frustration index, of Harary. Each tie counts as one.
Finding it takes time that may double with every actor, so the search is cut off: it starts from a
good division and looks for better ones, leaving out every branch that cannot be one, and says
whether it came to its end. If so the number is exact; else it is the best one found.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import networkx as nx

STEPS = 1_000_000
"""So many ties are looked at in each connected part before the search is cut off."""

_Signs = Mapping[str, Mapping[str, int]]


@attrs.frozen(kw_only=True)
class Frustration:
    """The division into two sides that fewest ties contradict.

    Attributes:
        ties: how many do: friends on different sides, foes on the same.
        exact: whether no division has fewer; else there may be one.
        sides: the two sides; the first has the actor that comes first by name.

    """

    ties: int
    exact: bool
    sides: tuple[tuple[str, ...], tuple[str, ...]]


def frustration_of(graph: nx.Graph[str], *, steps: int = STEPS) -> Frustration:
    """Divide a signed graph, whose edges have ``sign``, into two sides.

    Parts that no tie joins are divided each by itself, the first actor of each by name being on
    the first side.
    """
    ties, exact = 0, True
    first: list[str] = []
    second: list[str] = []
    for part in nx.connected_components(graph):
        signs = {
            actor: {other: graph.edges[actor, other]["sign"] for other in sorted(graph[actor])}
            for actor in sorted(part)
        }
        search = _Search(signs, steps)
        search.run()
        ties += search.fewest
        exact &= search.steps >= 0
        lead = search.best[min(part)]
        for actor, side in search.best.items():
            (first if side == lead else second).append(actor)
    return Frustration(ties=ties, exact=exact, sides=(tuple(sorted(first)), tuple(sorted(second))))


class _Search:
    """Branch and bound over one connected part, actor by actor.

    ``against[actor][side]`` counts the ties to actors already placed that would be contradicted
    there. What the placed ones contradict among themselves, and the smaller number of each of the
    others, no completion can be below.
    """

    def __init__(self, signs: _Signs, steps: int) -> None:
        self.signs = signs
        self.steps = steps
        self.order = _order(signs)
        self.best = _improved(signs, _spanned(signs, self.order))
        self.fewest = _contradicted(signs, self.best)
        self.side: dict[str, int] = {}
        self.against = {actor: [0, 0] for actor in signs}

    def run(self) -> None:
        """Look for a better division; ``steps`` is below zero afterwards if that was cut off."""
        # A stack of its own: recursion would end at a thousand actors.
        stack = [(0, -1)]
        bound = 0
        while stack:
            place, tried = stack.pop()
            if tried >= 0:
                bound = self._lift(self.order[place], bound)
            if bound >= self.fewest:
                continue
            if place == len(self.order):
                self.best, self.fewest = dict(self.side), bound
                continue
            following = tried + 1
            if following > (1 if place else 0):
                continue
            actor = self.order[place]
            self.steps -= 1 + len(self.signs[actor])
            if self.steps < 0:
                return
            counts = self.against[actor]
            near = counts[1] < counts[0]
            bound = self._place(actor, int(near) ^ following, bound)
            stack += [(place, following), (place + 1, -1)]

    def _place(self, actor: str, side: int, bound: int) -> int:
        counts = self.against[actor]
        bound += counts[side] - min(counts)
        self.side[actor] = side
        return self._shift(actor, side, 1, bound)

    def _lift(self, actor: str, bound: int) -> int:
        side = self.side.pop(actor)
        bound = self._shift(actor, side, -1, bound)
        counts = self.against[actor]
        return bound - counts[side] + min(counts)

    def _shift(self, actor: str, side: int, by: int, bound: int) -> int:
        for other, sign in self.signs[actor].items():
            if other not in self.side:
                counts = self.against[other]
                bound -= min(counts)
                counts[1 - side if sign > 0 else side] += by
                bound += min(counts)
        return bound


def _order(signs: _Signs) -> list[str]:
    """Actors, each the one with most ties to those before it: so bounds rise early."""
    placed: dict[str, None] = {}
    joined = dict.fromkeys(signs, 0)
    while joined:
        actor = min(joined, key=lambda one: (-joined[one], -len(signs[one]), one))
        del joined[actor]
        placed[actor] = None
        for other in signs[actor]:
            if other in joined:
                joined[other] += 1
    return list(placed)


def _spanned(signs: _Signs, order: list[str]) -> dict[str, int]:
    """A side for each actor, the better one by the ties to those before it."""
    sides: dict[str, int] = {}
    for actor in order:
        pull = sum(s * (1 - 2 * sides[o]) for o, s in signs[actor].items() if o in sides)
        sides[actor] = int(pull < 0)
    return sides


def _improved(signs: _Signs, sides: dict[str, int]) -> dict[str, int]:
    """Sides in which no one actor could change and contradict fewer ties."""
    sides = dict(sides)
    moved = True
    while moved:
        moved = False
        for actor, ties in signs.items():
            pull = sum(s * (1 - 2 * sides[o]) for o, s in ties.items())
            if pull * (1 - 2 * sides[actor]) < 0:
                sides[actor] = 1 - sides[actor]
                moved = True
    return sides


def _contradicted(signs: _Signs, sides: dict[str, int]) -> int:
    twice = sum(
        (sides[actor] == sides[other]) != (sign > 0)
        for actor, ties in signs.items()
        for other, sign in ties.items()
    )
    return twice // 2
