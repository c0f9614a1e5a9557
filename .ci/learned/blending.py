"""How much the network and how much the rules weigh: logistic regression on texts set apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import attrs
import torch
from examples import Example
from torch import nn

from stances.coding.blend import FEATURES, LEAST, Blend, Features, judged
from stances.coding.scorer import Scorer
from stances.coding.windows import Pair
from stances.events import EventType

EVEN = 0.5
PENALTY = 3e-4

Key: TypeAlias = tuple[str, Pair, EventType]
Keys: TypeAlias = frozenset[Key]


@attrs.frozen
class Found:
    """What network or rules found in a window of an article, and what speaks for it."""

    key: Key
    likely: float
    ruled: bool
    features: Features


def found(scorer: Scorer, given: Sequence[Example]) -> list[Found]:
    """Everything that network or rules found in these windows."""
    every: list[Found] = []
    scored = scorer.scores((example.window for example in given), least=LEAST)
    for example, scores in zip(given, scored, strict=True):
        likely = {(score.pair, score.event_type): score.likely for score in scores}
        every += (
            Found((example.article, *act), likely.get(act, 0.0), act in example.ruled, features)
            for act, features in judged(example.window, likely, example.ruled).items()
        )
    return every


def keys(given: Sequence[Example], *, core: bool) -> Keys:
    """What is told in these windows and is core, or what is told and never is."""
    mine = {(e.article, t.pair, t.event_type) for e in given for t in e.told if t.core}
    if core:
        return frozenset(mine)
    return frozenset((e.article, t.pair, t.event_type) for e in given for t in e.told) - mine


def fitted(every: Sequence[Found], core: Keys, other: Keys) -> Blend:
    """The weights, and the threshold.

    Of the thresholds at which no smaller share is right than of what the rules find alone, it is
    the one with the best F1 over distinct keys of an article.
    """
    features = torch.tensor([[item.features[name] for name in FEATURES] for item in every])
    right = torch.tensor([float(item.key in core | other) for item in every])
    weights = torch.zeros(features.shape[1], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        wrong = nn.functional.binary_cross_entropy_with_logits(features @ weights, right)
        wrong = wrong + PENALTY * (weights**2).sum()
        wrong.backward()
        return wrong

    optimizer.step(loss)
    made = Blend(dict(zip(FEATURES, weights.tolist(), strict=True)), least=0.0)
    sure = [(item.key, made.sure(item.features)) for item in every]
    rules = measures(frozenset(item.key for item in every if item.ruled), core, other)
    best, chosen = 0.0, 1.0
    for least in (0.2 + step / 50 for step in range(31)):
        precision, _, both = measures(frozenset(k for k, s in sure if s >= least), core, other)
        if precision >= rules[0] and both > best:
            best, chosen = both, least
    return attrs.evolve(made, least=chosen)


def blended(every: Sequence[Found], blend: Blend) -> Keys:
    """What the coder codes with these weights."""
    return frozenset(f.key for f in every if blend.sure(f.features) >= blend.least)


def measures(got: Keys, core: Keys, other: Keys) -> tuple[float, float, float]:
    """Precision, recall and F1; what is not core is neither right nor wrong."""
    right, coded = len(got & core), len(got - other)
    recall, precision = right / max(1, len(core)), right / max(1, coded)
    return precision, recall, 2 * right / max(1, coded + len(core))


def report(every: Sequence[Found], core: Keys, other: Keys, blend: Blend) -> str:
    """A line each on what rules, network and both reach on what a window could tell."""
    ways = {
        "rules": frozenset(f.key for f in every if f.ruled),
        "network": frozenset(f.key for f in every if f.likely >= EVEN),
        "blend": blended(every, blend),
    }
    lines = [f"{len(core)} core events set apart"]
    for name, got in ways.items():
        precision, recall, both = measures(got, core, other)
        lines.append(f"{name:8} P {precision:.3f} R {recall:.3f} F1 {both:.3f}")
    return "\n".join(lines)
