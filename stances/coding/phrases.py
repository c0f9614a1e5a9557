"""What the words of a noun phrase say themselves: "the Turkish army", "president of Egypt".

No memory of the article is needed here; what only the article can say is in ``references``.
"""

from __future__ import annotations

import enum
from typing import TypeAlias

import attrs

from stances.actors import ActorKind, Actors, AliasKind
from stances.coding.analysis import Analysis
from stances.coding.lexicon import NounClasses
from stances.coding.names import Name
from stances.coding.people import People


class Grade(enum.Enum):
    """What a noun is to its actor: the actor itself, something of it, a place in it, or
    a deed that the article lately told of.
    """

    ACTOR = "actor"
    THING = "thing"
    SPEAKER = "speaker"
    PLACE = "place"
    DEED = "deed"


@attrs.frozen
class Reference:
    """A token and the codes it stands for; ``person`` is the name or office it gives a speaker.

    ``SPEAKER`` is "we" and "I" before it is known who speaks.
    """

    codes: tuple[str, ...]
    grade: Grade
    person: str | None = None


References: TypeAlias = dict[int, Reference]

MODIFIERS = ("amod", "compound", "nmod", "poss")
_LONGEST_NAME = 60
_OF_SOMEBODY_ELSE = frozenset({"counterpart", "ally", "neighbour", "neighbor", "rival", "foe"})
_SEATED = frozenset(
    (
        "government regime administration authority ministry cabinet parliament court junta "
        "police legislature presidency senate customs"
    ).split()
)
_GROUP_KINDS = (ActorKind.ARMED_GROUP, ActorKind.MOVEMENT)


@attrs.frozen(eq=False)
class Phrases:
    """Reads the noun phrases of one parse.

    ``heads`` are the names by the token that bears their grammar; ``references`` grows while the
    parse is read from left to right, and is only looked at here.
    """

    tree: Analysis
    heads: dict[int, Name]
    actors: Actors
    nouns: NounClasses
    people: People
    references: References

    def named(self, token: int, name: Name) -> Reference | None:
        tree, alias = self.tree, name.alias
        if alias.kind is AliasKind.PERSON:
            if self.former(token):
                return None
            person = self.people.spelled(alias)
            return Reference((alias.code,), Grade.ACTOR, person)
        if alias.kind is AliasKind.PLACE:
            return Reference((alias.code,), Grade.PLACE)
        modifier = tree.deps[token] in ("amod", "compound", "nmod", "npadvmod")
        thing = alias.kind is AliasKind.ADJECTIVE and (modifier or tree.pos[token] == "ADJ")
        seat = alias.text if alias.kind is AliasKind.SEAT and not modifier else None
        return Reference((alias.code,), Grade.THING if thing else Grade.ACTOR, seat)

    def former(self, token: int) -> bool:
        tree = self.tree
        return any(
            tree.lemmas[item] in self.nouns.former
            for child in (token, *tree.having(token, "compound", "nmod"))
            for item in tree.children[child]
            if tree.deps[item] in ("amod", "advmod", "compound")
        )

    def owners(self, token: int) -> tuple[str, ...]:
        """Codes of what stands before a noun as adjective, compound or possessive."""
        tree = self.tree
        told: list[str] = []
        possessed: list[str] = []
        for child in tree.children[token]:
            if child > token or tree.deps[child] not in MODIFIERS:
                continue
            if tree.tags[child] == "WP$":
                possessed.extend(self._whose(child))
            for item in (*tree.conjuncts(child), *tree.having(child, "amod")):
                reference = self.references.get(item)
                if reference is not None and item < token and reference.grade is not Grade.PLACE:
                    (possessed if tree.deps[child] == "poss" else told).extend(reference.codes)
        if tree.lemmas[token] in _OF_SOMEBODY_ELSE:
            return tuple(dict.fromkeys(told))
        return tuple(dict.fromkeys(told or possessed))

    def _whose(self, token: int) -> tuple[str, ...]:
        """Whom "whose" goes back to: "Chad, whose army"."""
        tree = self.tree
        clause = next((a for a in tree.ancestors(token) if tree.deps[a] == "relcl"), None)
        reference = None if clause is None else self.references.get(tree.heads[clause])
        return () if reference is None else reference.codes

    def behind(self, token: int, preposition: str) -> tuple[str, ...]:
        tree = self.tree
        codes: list[str] = []
        for prep in tree.having(token, "prep"):
            if tree.lemmas[prep] == preposition:
                for first in tree.having(prep, "pobj"):
                    for item in tree.conjuncts(first):
                        reference = self.ahead(item)
                        codes.extend(() if reference is None else reference.codes)
        return tuple(dict.fromkeys(codes))

    def ahead(self, token: int) -> Reference | None:
        """What a token further right stands for, by its own words only."""
        if token in self.references:
            return self.references[token]
        if (name := self.heads.get(token)) is not None:
            return self.named(token, name)
        tree = self.tree
        codes = [
            self.heads[item].alias.code
            for child in tree.children[token]
            if tree.deps[child] in MODIFIERS
            for item in tree.conjuncts(child)
            if item in self.heads
        ]
        if not codes:
            return None
        lemma = tree.lemmas[token]
        if lemma in self.nouns.groups and not all(map(self.is_group, codes)):
            codes = [self.nouns.rebels.get(code, f"{code}REB") for code in codes]
        acting = lemma in self.nouns.groups or lemma in self.nouns.parts
        grade = Grade.ACTOR if acting or lemma in self.nouns.offices else Grade.THING
        return Reference(tuple(dict.fromkeys(codes)), grade)

    def seated(self, token: int) -> tuple[str, ...]:
        """Of which state an institution is, by where it is said to sit or to have spoken.

        "The ministry in Tehran", "In Tehran the ministry said": of armies and envoys it tells
        nothing, for they are often abroad.
        """
        tree = self.tree
        if tree.lemmas[token] not in _SEATED:
            return ()
        places = [
            item
            for prep in (*tree.having(token, "prep"), *tree.having(tree.heads[token], "prep"))
            if tree.lemmas[prep] in ("in", "at") and (tree.heads[prep] == token or prep < token)
            for item in tree.having(prep, "pobj")
        ]
        aliases = [self.heads[item].alias for item in places if item in self.heads]
        states = (ActorKind.STATE, ActorKind.TERRITORY)
        for alias in aliases:
            actor = self.actors.get(alias.code)
            if alias.kind is not AliasKind.PERSON and actor is not None and actor.kind in states:
                return (alias.code,)
        return ()

    def quantity(self, token: int) -> Reference | None:
        tree = self.tree
        for prep in tree.having(token, "prep"):
            if tree.lemmas[prep] == "of":
                for item in tree.having(prep, "pobj"):
                    reference = self.ahead(item)
                    if reference is not None:
                        return Reference(reference.codes, reference.grade)
        owners = self.owners(token)
        return Reference(owners, Grade.THING) if owners else None

    def called(self, token: int) -> Reference | None:
        """The named body behind a common noun: "the Lebanese movement Hezbollah"."""
        tree = self.tree
        for child in tree.having(token, "appos", "compound", "nmod"):
            name = self.heads.get(child)
            if name is not None and self.is_group(name.alias.code):
                return Reference((name.alias.code,), Grade.ACTOR)
        return None

    def kind_of_group(self, token: int) -> str | None:
        """What "forces" or "groups" are said to be: "rebel forces", "extremist groups"."""
        tree = self.tree
        for child in tree.children[token]:
            before = tree.deps[child] in ("amod", "compound", "nmod") and child < token
            if before and tree.lemmas[child] in self.nouns.groups:
                return tree.lemmas[child]
        return None

    def is_group(self, code: str) -> bool:
        actor = self.actors.get(code)
        return actor is not None and actor.kind in _GROUP_KINDS

    def partisan(self, token: int) -> bool:
        """An opposition's or a party's leader speaks for no state."""
        tree = self.tree
        of = [p for prep in tree.having(token, "prep") for p in tree.having(prep, "pobj")]
        return any(
            tree.lemmas[item] in ("opposition", "party", "business", "community", "union", "trade")
            for item in (*tree.having(token, *MODIFIERS), *of)
        )

    def person(self, token: int) -> str | None:
        """A proper name of at least a surname that is not itself an office or institution."""
        tree = self.tree
        lemma = tree.lemmas[token]
        if not tree.words[token][:1].isupper() or lemma in self.nouns.offices:
            return None
        if lemma in self.nouns.parts:
            return None
        parts = [
            child
            for child in tree.children[token]
            if tree.deps[child] == "compound"
            and tree.pos[child] == "PROPN"
            and child not in self.heads
            and tree.lemmas[child] not in self.nouns.titles
            and tree.lemmas[child] not in self.nouns.offices
        ]
        first = parts[0] if parts else token
        if tree.ends[token] - tree.starts[first] > _LONGEST_NAME:
            return tree.words[token]
        return tree.text[tree.starts[first] : tree.ends[token]]

    def appositive_person(self, token: int) -> str | None:
        """The name behind an office: "spokeswoman Hua Chunying"."""
        for child in self.tree.having(token, "appos"):
            if child in self.heads:
                return self.people.spelled(self.heads[child].alias)
            person = self.person(child) if self.tree.pos[child] == "PROPN" else None
            if person is not None:
                return person
        return None

    def office(self, token: int) -> str | None:
        """The office as written, without article and possessor: "Turkish foreign minister".

        None for several people: no one of them speaks.
        """
        tree = self.tree
        if tree.lemmas[token] not in self.nouns.offices or tree.tags[token] in ("NNS", "NNPS"):
            return None
        before = [
            item
            for child in tree.children[token]
            if tree.deps[child] in ("amod", "compound", "nmod")
            for item in (child, *tree.having(child, "compound"))
        ]
        return tree.text[tree.starts[min([*before, token])] : tree.ends[token]]

    def appositive(self, token: int) -> Reference | None:
        tree = self.tree
        for child in tree.having(token, "appos"):
            reference = self.ahead(child)
            if reference is None:
                continue
            lemma = tree.lemmas[child]
            if child in self.heads or lemma in self.nouns.offices or lemma in self.nouns.parts:
                person = self.person(token) if tree.pos[token] == "PROPN" else None
                return Reference(reference.codes, Grade.ACTOR, person or reference.person)
        return None

    def titled(self, token: int) -> bool:
        tree = self.tree
        return any(
            tree.lemmas[child] in self.nouns.titles or tree.lemmas[child] in self.nouns.offices
            for child in tree.children[token]
            if tree.deps[child] == "compound"
        )

    def place(self, token: int) -> bool:
        """Whether a name only tells where: "in Algiers"."""
        tree = self.tree
        prep = tree.heads[token]
        return tree.deps[token] == "pobj" and tree.lemmas[prep] in ("in", "at", "near", "around")
