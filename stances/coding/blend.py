"""How sure to be of an act, from what the network and the rules say of it and of its rivals.

An act that the network thinks likely is less so where it thinks the same of another recipient, of
the act turned round, or of another type: of rivals mostly one is meant. The weights of that
judgement are data (``model/blend.toml``), fitted on coded texts that neither had seen.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import TypeAlias

import attrs

from stances.coding.windows import Pair, Window
from stances.events import EventType

Act: TypeAlias = tuple[Pair, EventType]

LEAST = 0.01
"""What the network thinks less likely is taken for this likely, and its mirror."""

WORTH = 0.02
"""How likely the network must think an act for it to be judged at all, unless a rule found it."""

_MANY = 8
Features: TypeAlias = Mapping[str, float]


@attrs.frozen
class Blend:
    """Weights by feature; their sum goes through a logistic function.

    ``least`` is how sure to be for an act to be coded.
    """

    weights: Mapping[str, float]
    least: float

    @classmethod
    def default(cls) -> Blend:
        """The weights that come with the network."""
        return _default()

    def sure(self, features: Features) -> float:
        """From 0 to 1."""
        total = sum(weight * features[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-total))


@functools.cache
def _default() -> Blend:
    path = resources.files("stances.coding").joinpath("model", "blend.toml")
    return Blend(**tomllib.loads(path.read_text("utf-8")))


def judged(
    window: Window, likely: Mapping[Act, float], ruled: Mapping[Act, float]
) -> Mapping[Act, Features]:
    """What speaks for each act of a window that network or rules found.

    ``likely`` is what the network says, ``ruled`` what a rule found and how sure that rule is.
    """
    worth = dict.fromkeys((*(act for act, p in likely.items() if p >= WORTH), *ruled))
    rivals = _Rivals.among(likely)
    return {act: _features(act, window, likely.get(act, 0.0), ruled, rivals) for act in worth}


def unwindowed(likely: float, confidence: float) -> Features:
    """What speaks for an act that a rule found where the network read nothing, as in a headline.

    ``likely`` is how likely the network thinks the same act elsewhere in the article.
    """
    act: Act = (("", ""), EventType.CONSULT)
    window = Window(passage=0, sentence=0, text="", begins=0, spots=())
    alone = _features(act, window, likely, {act: confidence}, _Rivals.among({act: likely}))
    return {**alone, "actor_here": 1.0, "recipient_here": 1.0, "actor_first": 1.0}


@attrs.frozen
class _Rivals:
    """Of what is likely in a window, the two likeliest by what they have in common."""

    by_actor: Mapping[object, tuple[float, float]]
    by_recipient: Mapping[object, tuple[float, float]]
    by_pair: Mapping[object, tuple[float, float]]
    likely: Mapping[Act, float]
    strongest: float

    @classmethod
    def among(cls, likely: Mapping[Act, float]) -> _Rivals:
        acts = likely.items()
        return cls(
            by_actor=_two_best(((actor, kind), p) for ((actor, _), kind), p in acts),
            by_recipient=_two_best(((whom, kind), p) for ((_, whom), kind), p in acts),
            by_pair=_two_best((pair, p) for (pair, _), p in acts),
            likely=likely,
            strongest=max(likely.values(), default=0.0),
        )


def _two_best(shares: Iterable[tuple[object, float]]) -> Mapping[object, tuple[float, float]]:
    best: dict[object, tuple[float, float]] = {}
    for key, share in shares:
        first, second = best.get(key, (0.0, 0.0))
        best[key] = (share, first) if share > first else (first, max(second, share))
    return best


def _other(best: Mapping[object, tuple[float, float]], key: object, own: float) -> float:
    first, second = best.get(key, (0.0, 0.0))
    return _log_odds(second if own >= first else first)


def _features(
    act: Act, window: Window, likely: float, ruled: Mapping[Act, float], rivals: _Rivals
) -> Features:
    (actor, recipient), kind = act
    here = window.here
    first = _first_mentions(window)
    turned: Act | None = None if recipient is None else ((recipient, actor), kind)
    return {
        "bias": 1.0,
        "network": _log_odds(likely),
        "rule": float(act in ruled),
        "rule_confidence": _log_odds(ruled[act]) if act in ruled else 0.0,
        "other_recipient": _other(rivals.by_actor, (actor, kind), likely),
        "other_actor": _other(rivals.by_recipient, (recipient, kind), likely),
        "other_type": _other(rivals.by_pair, (actor, recipient), likely),
        "turned": _log_odds(0.0 if turned is None else rivals.likely.get(turned, 0.0)),
        "strongest": _log_odds(rivals.strongest),
        "rule_other_type": float(any(p == act[0] and k != kind for p, k in ruled)),
        "rule_other_recipient": float(
            any(p[0] == actor and p[1] != recipient and k == kind for p, k in ruled)
        ),
        "rule_turned": float(turned in ruled),
        "nobody": float(recipient is None),
        "actor_here": float(actor in here),
        "recipient_here": float(recipient in here),
        "company": len(here) / _MANY,
        "actor_first": float(
            actor in first and recipient in first and first[actor] < first[recipient]
        ),
        "opens": float(here[:1] == (actor,)),
    }


def _first_mentions(window: Window) -> Mapping[str | None, int]:
    found: dict[str | None, int] = {}
    for spot in window.spots:
        if spot.token is not None:
            for code in spot.codes:
                found.setdefault(code, spot.start)
    return found


def _log_odds(share: float) -> float:
    bounded = min(max(share, LEAST), 1 - LEAST)
    return math.log(bounded / (1 - bounded))


FEATURES = tuple(unwindowed(0.0, 0.5))
"""Names of what is weighed, in order."""
