"""States told by what they are, or by what they are to another: "the kingdom", "its neighbour".

Only one that the article tells of is meant: of several kingdoms the one it tells of most, of two
neighbours told of together neither.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping, Set
from importlib import resources

import attrs

from stances.actors import ActorKind
from stances.coding.analysis import Analysis
from stances.coding.discourse import Discourse
from stances.coding.phrases import Grade, Reference, References

_RELATIVES = frozenset(
    "neighbour neighbor rival foe adversary enemy antagonist archrival arch-rival".split()
)
_DEFINITE = frozenset({"the", "that", "this"})
_ITS = frozenset({"its", "their"})
_ON_IT = frozenset({"in", "on", "at", "near", "around", "off", "across", "into"})


@attrs.frozen
class _Described:
    nouns: Mapping[str, tuple[str, ...]]
    beside: Mapping[str, tuple[str, ...]]


@functools.cache
def _described() -> _Described:
    path = resources.files("stances.coding").joinpath("data", "descriptions.toml")
    data = tomllib.loads(path.read_text("utf-8"))
    beside = data.pop("beside")
    return _Described(
        {noun: tuple(codes) for noun, codes in data.items()},
        {code: tuple(others) for code, others in beside.items()},
    )


@attrs.frozen(eq=False)
class Descriptions:
    """Answers for one parse; ``states`` are all that its article names."""

    tree: Analysis
    references: References
    discourse: Discourse
    states: Set[str]

    def read(self, token: int, lemma: str) -> Reference | None:
        """Which state a noun describes, if it does."""
        if lemma in _RELATIVES:
            return self._relative(token)
        tree, known = self.tree, _described()
        word = tree.words[token]
        codes = known.nouns.get(word) or known.nouns.get(lemma)
        if codes is None or word == "Islands" or tree.child(token, "compound", "nmod", "poss"):
            return None
        before = {tree.lemmas[child] for child in tree.children[token] if child < token}
        behind = tree.child(token, "prep", "appos")
        prep = tree.heads[token]
        placed = tree.deps[token] == "pobj" and tree.lemmas[prep] in _ON_IT
        if not before & _DEFINITE or behind is not None or placed:
            return None
        told = [code for code in codes if code in self.states or self._implied(code)]
        if len(told) > 1:
            told.sort(key=lambda code: -self.discourse.counts[code])
        return Reference((told[0],), Grade.ACTOR) if told else None

    def _implied(self, code: str) -> bool:
        return any(other in self.states for other in _described().beside.get(code, ()))

    def _relative(self, token: int) -> Reference | None:
        """Who is somebody's neighbour or rival: the other state just told of."""
        tree = self.tree
        owners = [c for c in tree.having(token, "poss") if tree.words[c].lower() in _ITS]
        owner = next((self.references.get(c) for c in owners), None)
        if owner is None or len(owner.codes) != 1 or tree.tags[token] == "NNS":
            return None
        here = self.discourse.sentence + tree.sentence_of[token]
        for near in self._sentences(here):
            others = {code for code in near if code not in owner.codes}
            if others:
                return Reference(tuple(others), Grade.ACTOR) if len(others) == 1 else None
        return None

    def _sentences(self, here: int) -> Iterator[list[str]]:
        """The states told of in this sentence and in the two before it, the last first."""
        for sentence in range(here, max(here - 3, -1), -1):
            yield [
                code
                for code in self.discourse.lately(sentence)
                if self.discourse.kind(code) is ActorKind.STATE
            ]
