"""A plain linear model beside the network: what words and grammar alone tell of a pair.

    python .ci/learned/plain.py

One logistic regression for each event type, over hashed features of the parse: the word in which
two mentions meet, the ways up to it, its other dependents, and the words of the sentence. It learns
from the same windows and is measured on the same texts set apart as the network is. It is not part
of the coder; it says what the network is worth. Needs scikit-learn; takes about two minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from blending import Keys, keys, measures
from examples import Example, examples, texts
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import LogisticRegression
from train import parted

from stances.coding.passages import Passage
from stances.coding.proposals import meeting
from stances.coding.scorer import TYPES
from stances.coding.windows import Pair, Window

PLACES = 2**18
STRENGTH = 0.3
STEPS_UP = 6
BETWEEN = 13
CONTENT = tuple("VNJRIM")
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5)


def clues(passage: Passage, window: Window) -> Iterator[tuple[Pair, list[str]]]:
    """What is seen of each pair of a window."""
    tree = passage.tree
    tokens = tree.sentence_range(window.sentence)
    mentions: dict[str, list[int]] = defaultdict(list)
    for spot in window.spots:
        if spot.token is not None:
            for code in spot.codes:
                mentions[code].append(spot.token)
    named = {token for places in mentions.values() for token in places}
    lemmas = {token: tree.lemmas[token].lower() for token in tokens}
    words = [f"word {lemmas[t]}" for t in tokens if t not in named and tree.tags[t][:1] in CONTENT]
    for pair in window.pairs:
        actor, recipient = pair
        doing = mentions.get(actor, [])
        toward = mentions.get(recipient, []) if recipient is not None else []
        met = meeting(passage, window.sentence, doing, toward)
        word = lemmas.get(met, "")
        up = _way(passage, doing, met)
        down = "nobody" if recipient is None else _way(passage, toward, met)
        seen = [*words, f"met {word}", f"up {up}", f"down {down}", f"way {up} {down}"]
        seen += [f"met {word} up {up}", f"met {word} down {down}", f"met {word} {up} {down}"]
        for child in tree.children[met]:
            below = f"{tree.deps[child]} {tree.lemmas[child].lower()}"
            seen += [f"met {word} {below}", f"below {below}"]
        seen += _sides(passage, "actor", doing) + _sides(passage, "recipient", toward)
        if doing and toward:
            first, last = sorted((doing[0], toward[0]))
            order = "then" if doing[0] == first else "before"
            between = range(first + 1, min(last, first + BETWEEN))
            seen += [f"{order} {lemmas[token]}" for token in between if token not in named]
            seen.append(order)
        seen += [f"company {min(5, len(window.here))}", f"here {bool(doing)} {bool(toward)}"]
        yield pair, seen


def _way(passage: Passage, places: Sequence[int], met: int) -> str:
    """The shortest way up from a mention to where the two meet, in names of dependencies."""
    ways = [_steps(passage, place, met) for place in places]
    return ">".join(min(ways, key=len)) if ways else "elsewhere"


def _steps(passage: Passage, place: int, met: int) -> list[str]:
    tree, steps = passage.tree, []
    while place != met and len(steps) < STEPS_UP and tree.heads[place] != place:
        steps.append(tree.deps[place])
        place = tree.heads[place]
    return steps


def _sides(passage: Passage, side: str, places: Sequence[int]) -> list[str]:
    tree, seen = passage.tree, []
    for place in places[:3]:
        head = tree.heads[place]
        seen.append(f"{side} {tree.deps[place]} {tree.lemmas[head].lower()}")
        verbs = [token for token in (place, *tree.ancestors(place)) if token in passage.clauses]
        for steps, verb in enumerate(verbs[:2]):
            seen.append(f"{side} verb {steps} {tree.lemmas[verb].lower()}")
    return seen


def rows(given: Sequence[Example]) -> tuple[csr_matrix, NDArray[np.bool_], list[tuple[str, Pair]]]:
    """Features, answers by type, and of which pair of which article."""
    seen: list[list[str]] = []
    right: list[list[bool]] = []
    whose: list[tuple[str, Pair]] = []
    for example in given:
        told: dict[Pair, set[object]] = defaultdict(set)
        for one in example.told:
            told[one.pair].add(one.event_type)
        for pair, found in clues(example.passage, example.window):
            seen.append(found)
            right.append([kind in told[pair] for kind in TYPES])
            whose.append((example.article, pair))
    hashed = FeatureHasher(PLACES, input_type="string", alternate_sign=False).transform(seen)
    hashed.data[:] = 1
    return hashed, np.array(right), whose


def curve(shares: Mapping[tuple[str, Pair, int], float], core: Keys, other: Keys) -> Iterator[str]:
    """A line for each threshold."""
    for least in THRESHOLDS:
        got = frozenset((a, p, TYPES[k]) for (a, p, k), share in shares.items() if share >= least)
        precision, recall, both = measures(got, core, other)
        yield f"from {least:.2f}: P {precision:.3f} R {recall:.3f} F1 {both:.3f}"


def main() -> None:
    learned, aside = parted(examples(list(texts())))
    features, right, _ = rows(learned)
    asked, _, whose = rows(aside)
    shares: dict[tuple[str, Pair, int], float] = {}
    for kind in range(len(TYPES)):
        model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=50)
        model.fit(features, right[:, kind])
        for (article, pair), share in zip(whose, model.predict_proba(asked)[:, 1], strict=True):
            key = article, pair, kind
            shares[key] = max(share, shares.get(key, 0.0))
    print("\n".join(curve(shares, keys(aside, core=True), keys(aside, core=False))))


if __name__ == "__main__":
    main()
