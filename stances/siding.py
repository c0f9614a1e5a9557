"""Who sides with whom on an issue: who acts alike toward the same others, and backs each other.

The issue is a third party, such as SYR. An actor's position on it toward another is what its acts
about that party add up to; what it did toward the party itself is a position too.
"""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import Any

import attrs

from stances.answers import Answers
from stances.balance import HALF_LIFE, balance_of, checked_half_life
from stances.graph import Dyad, acts_by_dyad
from stances.log import Viewable
from stances.scale import PLOVER, Scale
from stances.signed import WEAKEST
from stances.snapshot import snapshot


@attrs.frozen(kw_only=True)
class Sided:
    """How two actors stand to each other on an issue, and toward whom that shows.

    Attributes:
        actor: the first of the two by name.
        other: the second.
        alike: those toward whom both are friendly, or both hostile.
        unlike: those toward whom one is friendly and the other hostile.
        direct: what the two did toward each other over the issue.

    """

    actor: str
    other: str
    alike: tuple[str, ...]
    unlike: tuple[str, ...]
    direct: float

    @property
    def score(self) -> float:
        """From −1, against each other in everything, to 1; ``direct`` counts as one of all."""
        backed = (self.direct > 0) - (self.direct < 0)
        votes = len(self.alike) + len(self.unlike) + abs(backed)
        return (len(self.alike) - len(self.unlike) + backed) / votes

    def to_record(self) -> dict[str, Any]:
        """Both actors, the score, and toward whom they act alike or not, as joined codes."""
        return {
            "actor": self.actor,
            "other": self.other,
            "score": self.score,
            "alike": " ".join(self.alike),
            "unlike": " ".join(self.unlike),
            "direct": self.direct,
        }


def siding(
    source: Viewable,
    about: str,
    *,
    since: dt.date | None = None,
    at: dt.date | None = None,
    as_of: dt.date | None = None,
    half_life: float | None = HALF_LIFE,
    scale: Scale = PLOVER,
    weakest: float = WEAKEST,
) -> Answers[Sided]:
    """Who sides with whom over a third party: those who do so most come first.

    Pairs of which nothing is known are left out. Of two pairs with one score that on which more
    is known comes first. ``weakest`` is the smallest balance that is a position.

    Raises:
        InvalidArgument: the half-life is not positive.

    """
    checked_half_life(half_life)
    seen = snapshot(source, since=since, as_of=as_of, at=at)
    if seen.at is None:
        return Answers()
    concerned = [act for act in seen.log if about in (act.event.about, act.event.recipient)]
    balances = {
        dyad: balance_of(acts, at=seen.at, half_life=half_life, scale=scale)
        for dyad, acts in acts_by_dyad(concerned).items()
    }
    found = {dyad: value for dyad, value in balances.items() if value and abs(value) >= weakest}
    actors = sorted({actor for actor, _ in found})
    pairs = (_sided(one, other, found) for one, other in combinations(actors, 2))
    known = (pair for pair in pairs if pair.alike or pair.unlike or pair.direct)
    return Answers(sorted(known, key=_rank))


def _sided(one: str, other: str, positions: dict[Dyad, float]) -> Sided:
    toward = sorted({recipient for actor, recipient in positions if actor == one} - {one, other})
    shared = [third for third in toward if (other, third) in positions]
    alike = {t for t in shared if (positions[one, t] > 0) == (positions[other, t] > 0)}
    return Sided(
        actor=one,
        other=other,
        alike=tuple(third for third in shared if third in alike),
        unlike=tuple(third for third in shared if third not in alike),
        direct=positions.get((one, other), 0.0) + positions.get((other, one), 0.0),
    )


def _rank(pair: Sided) -> tuple[float, int, str, str]:
    return (-pair.score, -len(pair.alike) - len(pair.unlike), pair.actor, pair.other)
