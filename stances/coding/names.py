"""Where a parse names an actor: the longest alias that fits, with doubtful ones settled.

A name that means several things (Georgia, a shared surname) counts where the article names that
actor in another way, or that person in full; else it is left, with the reason.
"""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources

import attrs

from stances.actors import Actors, Alias, AliasKind, words
from stances.coding.analysis import Analysis
from stances.coding.lexicon import NounClasses
from stances.coding.places import places

_LONGEST = 8


@attrs.frozen
class Name:
    """An alias met in a parse: tokens ``first`` to ``last``; ``head`` bears the grammar."""

    first: int
    last: int
    head: int
    alias: Alias


@attrs.frozen
class _Met:
    first: int
    last: int
    aliases: tuple[Alias, ...]


@lru_cache(maxsize=65_536)
def _words(token: str) -> tuple[str, ...]:
    return words(token)


@lru_cache(maxsize=8)
def _reach(actors: Actors) -> Mapping[str, Mapping[str, int]]:
    """How many words the longest alias has that begins with a word, by the word behind it."""
    reach: dict[str, dict[str, int]] = {}
    for key in filter(None, (*actors.aliases, *places())):
        first, second = (*key, "")[:2]
        behind = reach.setdefault(first, {})
        behind[second] = max(behind.get(second, 0), min(len(key), _LONGEST))
    return reach


@lru_cache(maxsize=1)
def contexts() -> Mapping[str, frozenset[str]]:
    """Which other actors beside it make a name mean this one and not its namesake."""
    path = resources.files("stances.coding").joinpath("data", "contexts.toml")
    data = tomllib.loads(path.read_text("utf-8"))
    return {code: frozenset(beside) for code, beside in data["beside"].items()}


def find_names(
    trees: Sequence[Analysis], actors: Actors, on: dt.date
) -> tuple[tuple[tuple[Name, ...], ...], tuple[tuple[int, int, str], ...]]:
    """The names in each parse of one article, and those left out as (parse, token, reason)."""
    met = [tuple(_meet(tree, actors, on)) for tree in trees]
    sure = frozenset(
        alias.code
        for found in met
        for item in found
        for alias in item.aliases[:1]
        if not (alias.ambiguous or alias.title_needed or alias.kind is AliasKind.PLACE)
    )
    full = frozenset(
        alias.person
        for found in met
        for item in found
        for alias in item.aliases
        if alias.person is not None and item.last > item.first
    )
    named: list[tuple[Name, ...]] = []
    doubtful: list[tuple[int, int, str]] = []
    for number, (tree, found) in enumerate(zip(trees, met, strict=True)):
        kept: list[Name] = []
        for item in found:
            alias = _settle(tree, item, sure, full)
            if alias is None:
                codes = ", ".join(sorted({alias.code for alias in item.aliases}))
                doubtful.append((number, item.first, f"name could mean something else ({codes})"))
            else:
                kept.append(Name(item.first, item.last, _head(tree, item), alias))
        named.append(tuple(kept))
    return tuple(named), tuple(doubtful)


def _meet(tree: Analysis, actors: Actors, on: dt.date) -> Iterator[_Met]:
    reach, towns = _reach(actors), places()
    said = list(map(_words, tree.words))
    flat = [*itertools.chain.from_iterable(said), ""]
    starts = [0, *itertools.accumulate(map(len, said))]
    free = 0
    for token, own in enumerate(said):
        behind = reach.get(own[0]) if own and token >= free else None
        if behind is None:
            continue
        place = starts[token]
        for length in range(max(behind.get("", 0), behind.get(flat[place + 1], 0)), 0, -1):
            key = tuple(flat[place : place + length])
            if key not in actors.aliases and key not in towns:
                continue
            last = bisect.bisect_left(starts, place + length) - 1
            if starts[last + 1] != place + length:
                continue
            fitting = _fitting(tree, actors.aliases.get(key, ()), token, last, on)
            if not fitting and key in towns:
                fitting = _placed(tree, key, token, last)
            if fitting:
                yield _Met(token, last, fitting)
                free = last + 1
                break


def _fitting(
    tree: Analysis, aliases: Iterable[Alias], first: int, last: int, on: dt.date
) -> tuple[Alias, ...]:
    if not aliases:
        return ()
    written = tree.text[tree.starts[first] : tree.ends[last]]
    if not any(map(str.isupper, written)):
        return ()
    return tuple(alias for alias in aliases if alias.holds(on) and alias.fits(written))


def _placed(tree: Analysis, key: tuple[str, ...], first: int, last: int) -> tuple[Alias, ...]:
    written = tree.text[tree.starts[first] : tree.ends[last]]
    if not written[0].isupper() or _in_a_name(tree, _Met(first, last, ())):
        return ()
    return (Alias(code=places()[key], text=written, kind=AliasKind.PLACE),)


def _settle(tree: Analysis, met: _Met, sure: frozenset[str], full: frozenset[str]) -> Alias | None:
    candidates = list(met.aliases)
    codes = {alias.code for alias in candidates}
    if len(codes) > 1:
        seen = [a for a in candidates if a.person in full] or [
            a for a in candidates if a.code in sure
        ]
        if len({alias.code for alias in seen}) != 1:
            near = [a for a in candidates if sure & contexts().get(a.code, frozenset())]
            if len({alias.code for alias in near}) != 1:
                return None
            seen = near
        candidates = seen
    alias = candidates[0]
    if alias.title_needed:
        titled = met.first > 0 and tree.lemmas[met.first - 1] in NounClasses.default().titles
        return alias if titled or alias.person in full else None
    if alias.ambiguous and alias.kind is not AliasKind.PERSON and alias.code not in sure:
        return None if _in_a_name(tree, met) else alias
    return alias


def _in_a_name(tree: Analysis, met: _Met) -> bool:
    """Whether the word is part of a person's or a place's longer name: "Michael Jordan"."""
    around = (met.first - 1, met.last + 1)
    return any(
        0 <= token < len(tree)
        and tree.pos[token] == "PROPN"
        and tree.sentence_of[token] == tree.sentence_of[met.first]
        and tree.lemmas[token] not in NounClasses.default().titles
        for token in around
    ) or any(tree.words[t].lower() in _AMERICAN for t in around if 0 <= t < len(tree))


_AMERICAN = frozenset({"state", "gov.", "senator", "sen.", "governor", "congressman"})


def _head(tree: Analysis, met: _Met) -> int:
    inside = range(met.first, met.last + 1)
    return next((t for t in reversed(inside) if tree.heads[t] not in inside), met.last)
