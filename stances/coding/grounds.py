"""Whose land, border or embassy a phrase tells of: where it happens says toward whom it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from stances.coding.analysis import Analysis
from stances.coding.branches import prepositions
from stances.coding.clauses import Clause
from stances.coding.lexicon import Lexicon
from stances.coding.passages import Passage

_EDGES = frozenset(
    "border frontier coast coastline shore water airspace strait crossing checkpoint".split()
)
_AROUND = frozenset({"near", "off", "around", "with", "of", "between"})
_WHERE = frozenset({"in", "at", "near", "outside", "inside", "around"})
_AWAY = frozenset({"from", "out", "of", "off"})
_PEOPLE = frozenset(
    "people person civilian man woman child resident villager bystander worshipper".split()
)
_CROWD = frozenset(
    (
        "protester demonstrator crowd student people thousand hundred dozen resident worker "
        "marcher activist mob youth supporter man woman farmer picket striker rioter"
    ).split()
)


class Whose(Protocol):
    """What is asked about the nouns of one passage."""

    @property
    def passage(self) -> Passage:
        """The passage whose nouns they are."""
        ...

    @property
    def lexicon(self) -> Lexicon:
        """Which nouns are places and sites."""
        ...

    def actors(self, tokens: Iterable[int]) -> tuple[str, ...]:
        """Codes of those among the tokens that are actors themselves."""
        ...

    def named(self, token: int) -> tuple[str, ...]:
        """Codes a token itself stands for, as actor or as something of an actor."""
        ...

    def located(self, token: int) -> tuple[str, ...]:
        """Codes of the state in which a place lies."""
        ...

    def affected(self, token: int, but: Iterable[str] = ()) -> tuple[str, ...]:
        """Codes that a noun phrase concerns."""
        ...


def nested(tree: Analysis, token: int) -> list[tuple[str, int]]:
    """The prepositions below a noun, and those below what they lead to, outermost first."""
    found = prepositions(tree, token)
    for _, item in found[:12]:
        found += prepositions(tree, item)
    return found


def in_front(tree: Analysis, token: int) -> list[int]:
    """What something is in front of."""
    return [
        item
        for name, middle in prepositions(tree, token)
        if name == "in" and tree.lemmas[middle] == "front"
        for _, item in prepositions(tree, middle)
    ]


def holders(whose: Whose, token: int, but: Iterable[str]) -> tuple[str, ...]:
    """Who holds a place: "the rebel-held town"."""
    tree = whose.passage.tree
    return tuple(
        code
        for child in tree.having(token, "amod")
        if tree.lemmas[child] in ("hold", "control", "occupy")
        for item in tree.having(child, "npadvmod")
        for code in whose.named(item)
        if code not in set(but)
    )


def border(whose: Whose, token: int, but: Iterable[str]) -> tuple[str, ...]:
    """Toward whose border or coast: "to the Colombian border", "waters off Taiwan"."""
    tree, others = whose.passage.tree, tuple(but)
    for item in tree.subtree(token):
        if tree.lemmas[item] not in _EDGES:
            continue
        near = [i for name, i in prepositions(tree, item) if name in _AROUND]
        codes = whose.affected(item, others) or _each(whose, near, others)
        if codes:
            return codes
    return ()


def left(whose: Whose, tokens: Iterable[int], but: Iterable[str]) -> tuple[str, ...]:
    """Whose land is left: "out of Lebanon", "from the Chadian capital"."""
    tree, lists, others = whose.passage.tree, whose.lexicon.lists, tuple(but)
    for token in tokens:
        for name, item in prepositions(tree, token):
            if name not in _AWAY:
                continue
            lemma = tree.lemmas[item]
            if lemma in lists["places"] or lemma in lists["sites"] or lemma in _EDGES:
                codes = whose.affected(item, others) or within(whose, (item,), others)
            else:
                codes = (*whose.actors([item]), *whose.located(item))
            codes = tuple(dict.fromkeys(code for code in codes if code not in others))
            if codes:
                return codes
    return ()


def within(whose: Whose, tokens: Iterable[int], but: Iterable[str]) -> tuple[str, ...]:
    """The states in which it happens: "its mission in Lagos", "its Beijing embassy"."""
    return tuple(dict.fromkeys(c for c in _places(whose, tokens) if c not in set(but)))


def sited(whose: Whose, hit: Iterable[int], but: Iterable[str]) -> tuple[str, ...]:
    """In whose country the place lies that was hit: "Mariupol", "a factory in Sudan"."""
    tree, sites = whose.passage.tree, whose.lexicon.lists["sites"]
    codes: list[str] = []
    for token in hit:
        codes += whose.located(token)
        if tree.lemmas[token] in sites:
            places = [i for name, i in nested(tree, token) if name in ("in", "of", "near")]
            codes += [c for item in (*places, *tree.children[token]) for c in whose.located(item)]
    return tuple(dict.fromkeys(code for code in codes if code not in set(but)))


def struck(whose: Whose, clause: Clause, but: Iterable[str]) -> tuple[str, ...]:
    """Who is hit by an attack on a place, on people in a place, or one in which others died."""
    tree, others = whose.passage.tree, tuple(but)
    hit = [*clause.objects, *(t for n, t in clause.preps if n in ("at", "on", "against"))]
    codes = sited(whose, hit, others)
    aims = {tree.lemmas[token] for token in clause.objects}
    if not codes and aims & (whose.lexicon.lists["sites"] | _PEOPLE):
        codes = within(whose, (clause.verb, *clause.objects), others)
    return codes or _victims(whose, clause, others)


def _victims(whose: Whose, clause: Clause, but: tuple[str, ...]) -> tuple[str, ...]:
    """Who died by it: "two Turks were killed when Syrian guns opened up"."""
    tree = whose.passage.tree
    above = whose.passage.clauses.get(tree.heads[clause.verb])
    if above is None or tree.deps[clause.verb] != "advcl" or not clause.marks & {"when", "after"}:
        return ()
    if above.lemma in ("die", "perish"):
        return _each(whose, above.subjects, but)
    killed = above.passive and above.lemma in ("kill", "wound", "injure", "hurt", "slay")
    return _each(whose, above.objects, but) if killed else ()


def crowd(whose: Whose, clause: Clause, but: Iterable[str]) -> tuple[str, ...]:
    """Whose people a crowd is: by nationality, else by the town or country it gathers in."""
    tree = whose.passage.tree
    people = [token for token in clause.subjects if tree.lemmas[token] in _CROWD]
    if not people:
        return ()
    own = _each(whose, people, tuple(but)) or tuple(c for t in people for c in whose.named(t))
    return own or within(whose, (clause.verb, *people, *clause.objects), but)


def _places(whose: Whose, tokens: Iterable[int]) -> Iterator[str]:
    tree = whose.passage.tree
    for token in tokens:
        found = [item for name, item in nested(tree, token) if name in _WHERE]
        for item in (*found, *tree.having(token, "compound")):
            if tree.pos[item] == "PROPN":
                yield from whose.located(item)


def _each(whose: Whose, tokens: Iterable[int], but: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for item in tokens for c in whose.affected(item, but)))
