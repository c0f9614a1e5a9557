"""How much the network and how much the rules weigh: logistic regression on texts set apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import attrs
import torch
from examples import Example
from torch import nn

from stances.coding.learned import LEAST, Blend
from stances.coding.scorer import Pair, Scorer
from stances.events import EventType

EVEN = 0.5
FLAT = 0.01
"""F1 is given away for precision where the curve is flat: of thresholds this close, the highest."""

Key: TypeAlias = tuple[str, Pair, EventType]
Keys: TypeAlias = frozenset[Key]


@attrs.frozen
class Found:
    """What network or rules found in an article: how likely, and how sure a rule, if one did."""

    key: Key
    likely: float
    ruled: float | None


def found(scorer: Scorer, given: Sequence[Example]) -> list[Found]:
    """Everything that network or rules found in these windows."""
    every: list[Found] = []
    scored = scorer.scores((example.window for example in given), least=LEAST)
    for example, scores in zip(given, scored, strict=True):
        likely = {(score.pair, score.event_type): score.likely for score in scores}
        every += (
            Found((example.article, *key), likely.get(key, 0.0), example.ruled.get(key))
            for key in dict.fromkeys((*likely, *example.ruled))
        )
    return every


def keys(given: Sequence[Example], *, core: bool) -> Keys:
    """What is told in these windows and is core, or what is told and never is."""
    mine = {(e.article, t.pair, t.event_type) for e in given for t in e.told if t.core}
    if core:
        return frozenset(mine)
    return frozenset((e.article, t.pair, t.event_type) for e in given for t in e.told) - mine


def fitted(every: Sequence[Found], core: Keys, other: Keys) -> Mapping[str, float]:
    """The weights, and the threshold about which F1 over distinct keys of an article is best."""
    features = torch.tensor([Blend.features(item.likely, item.ruled) for item in every])
    right = torch.tensor([float(item.key in core | other) for item in every])
    weights = torch.zeros(features.shape[1], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        wrong = nn.functional.binary_cross_entropy_with_logits(features @ weights, right)
        wrong = wrong + 1e-4 * (weights**2).sum()
        wrong.backward()
        return wrong

    optimizer.step(loss)
    names = [field.name for field in attrs.fields(Blend)][:-1]
    made = dict(zip(names, weights.tolist(), strict=True))

    def score(least: float) -> float:
        return measures(blended(every, Blend(**made, least=least)), core, other)[2]

    scores = {least: score(least) for least in (0.2 + step / 50 for step in range(26))}
    close = [least for least, value in scores.items() if value >= max(scores.values()) - FLAT]
    return {**made, "least": max(close)}


def blended(every: Sequence[Found], blend: Blend) -> Keys:
    """What the coder codes with these weights."""
    return frozenset(f.key for f in every if blend.sure(f.likely, f.ruled) >= blend.least)


def measures(got: Keys, core: Keys, other: Keys) -> tuple[float, float, float]:
    """Precision, recall and F1; what is not core is neither right nor wrong."""
    right, coded = len(got & core), len(got - other)
    recall, precision = right / max(1, len(core)), right / max(1, coded)
    return precision, recall, 2 * right / max(1, coded + len(core))


def report(every: Sequence[Found], core: Keys, other: Keys, blend: Blend) -> str:
    """A line each on what rules, network and both reach on what a window could tell."""
    ways = {
        "rules": frozenset(f.key for f in every if f.ruled is not None),
        "network": frozenset(f.key for f in every if f.likely >= EVEN),
        "blend": blended(every, blend),
    }
    lines = [f"{len(core)} core events set apart"]
    for name, got in ways.items():
        precision, recall, both = measures(got, core, other)
        lines.append(f"{name:8} P {precision:.3f} R {recall:.3f} F1 {both:.3f}")
    return "\n".join(lines)
