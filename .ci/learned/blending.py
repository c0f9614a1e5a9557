"""How much the network and how much the rules weigh: logistic regression on texts set apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import attrs
import numpy as np
import torch
from examples import Example
from torch import nn

from stances.coding.blend import FEATURES, LEAST, Blend, Features, judged
from stances.coding.scorer import Scorer
from stances.coding.windows import Pair
from stances.events import EventType

EVEN = 0.5
PENALTY = 3e-4
CHANCES = 0.9
"""How often, of texts drawn anew, no smaller share may be right than of the rules' own."""

DRAWN = 2_000

Key: TypeAlias = tuple[str, Pair, EventType]
Keys: TypeAlias = frozenset[Key]


@attrs.frozen
class Found:
    """What network or rules found in a window of an article, and what speaks for it."""

    group: str
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
            Found(
                example.group,
                (example.article, *act),
                likely.get(act, 0.0),
                act in example.ruled,
                features,
            )
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

    Of the thresholds at which, with nine chances in ten, no smaller share is right than of what the
    rules find alone, it is the one with the best F1 over distinct keys of an article. Were it that
    of these texts alone, it would as often as not be a smaller one of others.
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
    groups = {item.key[0]: item.group for item in every}
    rules = _by_group(groups, {item.key for item in every if item.ruled}, core, other)
    best, chosen = 0.0, 1.0
    for least in (0.2 + step / 50 for step in range(31)):
        got = frozenset(k for k, s in sure if s >= least)
        _, _, both = measures(got, core, other)
        if both > best and _as_right(_by_group(groups, got, core, other), rules) >= CHANCES:
            best, chosen = both, least
    return attrs.evolve(made, least=chosen)


def _by_group(
    groups: Mapping[str, str], got: Iterable[Key], core: Keys, other: Keys
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """By group of texts, a row each: how much is right, and how much is right or wrong."""
    row = {group: number for number, group in enumerate(sorted(set(groups.values())))}
    counts = np.zeros((len(row), 2), np.int64)
    for key in got:
        counts[row[groups[key[0]]]] += key in core, key not in other
    return counts


def _as_right(
    mine: np.ndarray[tuple[int, int], np.dtype[np.int64]],
    theirs: np.ndarray[tuple[int, int], np.dtype[np.int64]],
) -> float:
    """In what share of texts drawn anew, group by group, no smaller share of mine is right."""
    draws = np.random.default_rng(0).multinomial(
        len(mine), np.full(len(mine), 1 / len(mine)), DRAWN
    )
    (right, coded), (right_too, coded_too) = (draws @ mine).T, (draws @ theirs).T
    return float(np.mean(right * coded_too >= right_too * coded))


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
