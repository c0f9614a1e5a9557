"""A parsed text as plain columns, so that rules never see the parser that made them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Protocol

import attrs


@attrs.frozen(kw_only=True)
class Analysis:
    """One text as parallel columns, a row a token, labels as in CLEAR (spaCy's English models).

    ``starts`` and ``ends`` count code points of ``text``; ``heads`` holds token numbers, a root
    being its own head; ``sentences`` holds the first token number of each sentence.
    """

    text: str
    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    pos: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each token the tokens that depend on it, left to right."""
        below: list[list[int]] = [[] for _ in self.words]
        for token, head in enumerate(self.heads):
            if head != token:
                below[head].append(token)
        return tuple(map(tuple, below))

    @cached_property
    def sentence_of(self) -> tuple[int, ...]:
        """For each token the number of its sentence."""
        numbers: list[int] = []
        ends = [*self.sentences[1:], len(self.words)]
        for number, (first, last) in enumerate(zip(self.sentences, ends, strict=False)):
            numbers.extend([number] * (last - first))
        return tuple(numbers)

    @cached_property
    def _labels(self) -> tuple[frozenset[str], ...]:
        """For each token the labels of its children: most questions are answered by it alone."""
        label = self.deps.__getitem__
        none: frozenset[str] = frozenset()
        return tuple([frozenset(map(label, below)) if below else none for below in self.children])

    def sentence_range(self, number: int) -> range:
        """The tokens of a sentence."""
        after = number + 1
        last = self.sentences[after] if after < len(self.sentences) else len(self.words)
        return range(self.sentences[number], last)

    def subtree(self, token: int) -> list[int]:
        """The token and all below it, in text order."""
        found = [token]
        for item in found:
            found.extend(self.children[item])
        return sorted(found)

    def ancestors(self, token: int) -> Iterator[int]:
        """The heads above a token, nearest first; ends at the root, or where a ring begins."""
        seen = {token}
        head = self.heads[token]
        while head not in seen:
            yield head
            seen.add(head)
            head = self.heads[head]

    def child(self, token: int, *deps: str) -> int | None:
        """The first child with one of these labels."""
        if self._labels[token].isdisjoint(deps):
            return None
        for item in self.children[token]:
            if self.deps[item] in deps:
                return item
        return None

    def having(self, token: int, *deps: str) -> list[int]:
        """Every child with one of these labels."""
        if self._labels[token].isdisjoint(deps):
            return []
        labels = self.deps
        return [item for item in self.children[token] if labels[item] in deps]

    def conjuncts(self, token: int) -> list[int]:
        """The token and all that are joined to it by "and", "or" or a comma, in text order."""
        found = [token]
        for item in found:
            if "conj" in self._labels[item]:
                found.extend(self.having(item, "conj"))
        return found


class Analyzer(Protocol):
    """A parser behind plain columns; ``name`` goes into the name of the coder that uses it."""

    @property
    def name(self) -> str:
        """Model and version, such as ``en_core_web_sm-3.8.0``."""
        ...

    def pipe(self, texts: Iterable[str]) -> Iterator[Analysis]:
        """Parse each text, in order, lazily."""
        ...
