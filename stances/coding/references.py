"""Whom each noun and pronoun of an article stands for.

First what the words themselves say: a name, "the Turkish army", "Moscow's envoy", "president of
Egypt". Then, in reading order, what only the article can say: "he", "its forces", "the regime",
"the two leaders". Whom nothing tells is nobody: no actor is ever guessed from what is usual.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import TypeAlias

import attrs

from stances.actors import ActorKind, Actors, AliasKind
from stances.coding.analysis import Analysis
from stances.coding.lexicon import NounClasses
from stances.coding.names import Name


class Grade(enum.Enum):
    """What a noun is to its actor: the actor itself, or only something of it."""

    ACTOR = "actor"
    THING = "thing"
    SPEAKER = "speaker"


@attrs.frozen
class Reference:
    """A token and the codes it stands for; ``person`` is the name or office it gives a speaker.

    ``SPEAKER`` is "we" and "I" before it is known who speaks.
    """

    codes: tuple[str, ...]
    grade: Grade
    person: str | None = None


References: TypeAlias = dict[int, Reference]

_MODIFIERS = ("amod", "compound", "nmod", "poss")
_QUANTITIES = frozenset(
    (
        "dozen hundred thousand number series group pair couple some most many several "
        "all both each part member ten score handful remnant rest majority one two three "
        "four bulk wave string"
    ).split()
)
_HE = frozenset({"he", "him", "his", "she", "her", "himself", "herself", "hers"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "themselves", "theirs"})
_WE = frozenset({"we", "us", "our", "i", "my", "me", "ourselves", "ours", "myself"})
_WHOLE_STATE = frozenset(
    "government regime army military ministry administration country authority junta".split()
)
_PAIR = frozenset(
    (
        "leader side country president nation party neighbour neighbor government "
        "minister state ally rival power capital foe army delegation counterpart official "
        "diplomat"
    ).split()
)
_OF_SOMEBODY_ELSE = frozenset({"counterpart", "ally", "neighbour", "neighbor", "rival", "foe"})
_GROUP_KINDS = (ActorKind.ARMED_GROUP, ActorKind.MOVEMENT)
_SUBJECTS = ("nsubj", "nsubjpass")


@attrs.define
class _Discourse:
    """What the article has told so far."""

    person: Reference | None = None
    body: Reference | None = None
    state: Reference | None = None
    plural: Reference | None = None
    pair: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    roles: dict[str, tuple[str, ...]] = attrs.Factory(dict)
    surnames: dict[str, Reference] = attrs.Factory(dict)


def find_references(
    trees: Sequence[Analysis], names: Sequence[Sequence[Name]], actors: Actors
) -> tuple[References, ...]:
    """For each parse of one article, the tokens that stand for an actor."""
    discourse = _Discourse()
    states = {name.alias.code for found in names for name in found}
    found: list[References] = []
    for tree, own in zip(trees, names, strict=True):
        reader = _Reader(tree, own, actors, discourse, states)
        found.append(reader.read())
    return tuple(found)


@attrs.define
class _Reader:
    tree: Analysis
    names: Sequence[Name]
    actors: Actors
    discourse: _Discourse
    states: set[str]
    nouns: NounClasses = attrs.field(factory=NounClasses.default)
    references: References = attrs.Factory(dict)
    heads: dict[int, Name] = attrs.Factory(dict)
    inside: set[int] = attrs.Factory(set)

    def read(self) -> References:
        for name in self.names:
            self.heads[name.head] = name
            self.inside.update(t for t in range(name.first, name.last + 1) if t != name.head)
        for token in range(len(self.tree)):
            if token in self.inside:
                continue
            reference = self._reference(token)
            if reference is not None:
                self.references[token] = reference
                self._note(token, reference)
        return self.references

    def _reference(self, token: int) -> Reference | None:
        tree = self.tree
        if (name := self.heads.get(token)) is not None:
            return self._named(token, name)
        if tree.pos[token] in ("NOUN", "PROPN", "NUM", "ADJ", "DET", "PRON"):
            if tree.tags[token] in ("PRP", "PRP$"):
                return self._pronoun(token)
            return self._noun(token)
        return None

    def _named(self, token: int, name: Name) -> Reference | None:
        tree, alias = self.tree, name.alias
        if alias.kind is AliasKind.PERSON:
            if self._former(token):
                return None
            person = alias.person or alias.text
            return Reference((alias.code,), Grade.ACTOR, person)
        modifier = tree.deps[token] in ("amod", "compound", "nmod", "npadvmod")
        thing = alias.kind is AliasKind.ADJECTIVE and (modifier or tree.pos[token] == "ADJ")
        seat = alias.text if alias.kind is AliasKind.SEAT and not modifier else None
        return Reference((alias.code,), Grade.THING if thing else Grade.ACTOR, seat)

    def _former(self, token: int) -> bool:
        tree = self.tree
        return any(
            tree.lemmas[item] in self.nouns.former
            for child in (token, *tree.having(token, "compound", "nmod"))
            for item in tree.children[child]
            if tree.deps[item] in ("amod", "advmod", "compound")
        )

    # ── what the words themselves say ────────────────────────────────────────────────────

    def _noun(self, token: int) -> Reference | None:
        tree = self.tree
        lemma = tree.lemmas[token]
        if lemma in _QUANTITIES or tree.pos[token] in ("NUM", "DET", "PRON"):
            return self._quantity(token) or self._definite(token, lemma)
        if tree.pos[token] == "ADJ":
            return None
        person = self._person(token) if tree.pos[token] == "PROPN" else None
        if lemma in self.nouns.bystanders and lemma not in self.nouns.groups:
            owners = self._owners(token)
            return Reference(owners, Grade.THING) if owners else None
        if self._former(token):
            return None
        acting = lemma in self.nouns.offices or lemma in self.nouns.parts
        group = lemma in self.nouns.groups
        if (acting or group) and lemma not in self.nouns.offices:
            called = self._called(token)
            if called is not None:
                return called
        if lemma in self.nouns.parts:
            kind = self._kind_of_group(token)
            lemma, group = (kind, True) if kind is not None else (lemma, group)
        owners = self._owners(token)
        if not owners and (acting or group):
            owners = self._behind(token, "of") or self._behind(token, "from")
        if group:
            return self._group(token, lemma, owners)
        if owners:
            if not acting and not (person is not None and self._titled(token)):
                appositive = self._appositive(token)
                return appositive or Reference(owners, Grade.THING)
            if acting and self._partisan(token):
                return None
            self.discourse.roles[lemma] = owners
            office = self._office(token) if lemma in self.nouns.offices else None
            learned = Reference(owners, Grade.ACTOR, person or office)
            if person is not None:
                self._learn(token, person, learned)
            elif lemma in self.nouns.offices:
                self._learn_appositive(token, learned)
            return learned
        if person is not None:
            return self._known_person(token) or self._appositive(token)
        if acting:
            return self._definite(token, lemma)
        return None

    def _called(self, token: int) -> Reference | None:
        """The named body behind a common noun: "the Lebanese movement Hezbollah"."""
        tree = self.tree
        for child in tree.having(token, "appos", "compound", "nmod"):
            name = self.heads.get(child)
            if name is not None and self._is_group(name.alias.code):
                return Reference((name.alias.code,), Grade.ACTOR)
        return None

    def _kind_of_group(self, token: int) -> str | None:
        """What "forces" or "groups" are said to be: "rebel forces", "extremist groups"."""
        tree = self.tree
        for child in tree.children[token]:
            if tree.deps[child] in ("amod", "compound", "nmod") and child < token:
                if tree.lemmas[child] in self.nouns.groups:
                    return tree.lemmas[child]
        return None

    def _owners(self, token: int) -> tuple[str, ...]:
        """Codes of what stands before a noun as adjective, compound or possessive."""
        tree = self.tree
        told: list[str] = []
        possessed: list[str] = []
        for child in tree.children[token]:
            if child > token or tree.deps[child] not in _MODIFIERS:
                continue
            for item in tree.conjuncts(child):
                reference = self.references.get(item)
                if reference is not None and item < token:
                    (possessed if tree.deps[child] == "poss" else told).extend(reference.codes)
        if tree.lemmas[token] in _OF_SOMEBODY_ELSE:
            return tuple(dict.fromkeys(told))
        return tuple(dict.fromkeys(told or possessed))

    def _behind(self, token: int, preposition: str) -> tuple[str, ...]:
        tree = self.tree
        codes: list[str] = []
        for prep in tree.having(token, "prep"):
            if tree.lemmas[prep] == preposition:
                for first in tree.having(prep, "pobj"):
                    for item in tree.conjuncts(first):
                        reference = self._ahead(item)
                        codes.extend(() if reference is None else reference.codes)
        return tuple(dict.fromkeys(codes))

    def _ahead(self, token: int) -> Reference | None:
        """What a token further right stands for, by its own words only."""
        if token in self.references:
            return self.references[token]
        if (name := self.heads.get(token)) is not None:
            return self._named(token, name)
        tree = self.tree
        codes = [
            self.heads[item].alias.code
            for child in tree.children[token]
            if tree.deps[child] in _MODIFIERS
            for item in tree.conjuncts(child)
            if item in self.heads
        ]
        if not codes:
            return None
        lemma = tree.lemmas[token]
        if lemma in self.nouns.groups and not all(map(self._is_group, codes)):
            codes = [self.nouns.rebels.get(code, f"{code}REB") for code in codes]
        acting = {lemma} & (self.nouns.groups | self.nouns.parts | self.nouns.offices)
        grade = Grade.ACTOR if acting else Grade.THING
        return Reference(tuple(dict.fromkeys(codes)), grade)

    def _quantity(self, token: int) -> Reference | None:
        tree = self.tree
        for prep in tree.having(token, "prep"):
            if tree.lemmas[prep] == "of":
                for item in tree.having(prep, "pobj"):
                    reference = self._ahead(item)
                    if reference is not None:
                        return attrs.evolve(reference, person=None)
        owners = self._owners(token)
        return Reference(owners, Grade.THING) if owners else None

    def _group(self, token: int, lemma: str, owners: tuple[str, ...]) -> Reference | None:
        """Rebels are nobody's state: a named group's own code, or a code made for the country's."""
        bodies = tuple(code for code in owners if self._is_group(code))
        if bodies:
            self.discourse.roles[lemma] = bodies
            return Reference(bodies, Grade.ACTOR)
        appositive = self._appositive(token)
        if appositive is not None and all(map(self._is_group, appositive.codes)):
            return appositive
        if owners:
            if lemma == "opposition" and owners[0] not in self.nouns.rebels:
                return None
            made = tuple(self.nouns.rebels.get(code, f"{code}REB") for code in owners)
            self.discourse.roles[lemma] = made
            return Reference(made, Grade.ACTOR)
        if lemma in self.discourse.roles:
            return Reference(self.discourse.roles[lemma], Grade.ACTOR)
        known = [code for state, code in self.nouns.rebels.items() if state in self.states]
        return Reference((known[0],), Grade.ACTOR) if len(known) == 1 else None

    def _is_group(self, code: str) -> bool:
        actor = self.actors.get(code)
        return actor is not None and actor.kind in _GROUP_KINDS

    def _partisan(self, token: int) -> bool:
        """An opposition's or a party's leader speaks for no state."""
        tree = self.tree
        return any(
            tree.lemmas[child] in ("opposition", "party", "business", "community", "union", "trade")
            for child in tree.children[token]
            if tree.deps[child] in _MODIFIERS
        )

    def _person(self, token: int) -> str | None:
        """A proper name of at least a surname that is not itself an office or institution."""
        tree = self.tree
        lemma = tree.lemmas[token]
        if not tree.words[token][:1].isupper() or lemma in self.nouns.offices:
            return None
        if lemma in self.nouns.parts:
            return None
        parts = [
            tree.words[child]
            for child in tree.children[token]
            if tree.deps[child] == "compound"
            and tree.pos[child] == "PROPN"
            and child not in self.heads
            and tree.lemmas[child] not in self.nouns.titles
            and tree.lemmas[child] not in self.nouns.offices
        ]
        return " ".join([*parts, tree.words[token]])

    def _office(self, token: int) -> str:
        """The office as written, without what stands behind it: "Turkish foreign minister"."""
        tree = self.tree
        first = min(
            (c for c in tree.children[token] if tree.deps[c] in (*_MODIFIERS, "nmod")),
            default=token,
        )
        return tree.text[tree.starts[min(first, token)] : tree.ends[token]]

    def _appositive(self, token: int) -> Reference | None:
        tree = self.tree
        for child in tree.having(token, "appos"):
            reference = self._ahead(child)
            if reference is None:
                continue
            lemma = tree.lemmas[child]
            if child in self.heads or lemma in self.nouns.offices or lemma in self.nouns.parts:
                person = self._person(token) if tree.pos[token] == "PROPN" else None
                return Reference(reference.codes, Grade.ACTOR, person or reference.person)
        return None

    def _titled(self, token: int) -> bool:
        tree = self.tree
        return any(
            tree.lemmas[child] in self.nouns.titles or tree.lemmas[child] in self.nouns.offices
            for child in tree.children[token]
            if tree.deps[child] == "compound"
        )

    def _learn(self, token: int, person: str, reference: Reference) -> None:
        if self._titled(token):
            self.discourse.surnames[self.tree.lemmas[token]] = reference

    def _learn_appositive(self, token: int, reference: Reference) -> None:
        for child in self.tree.having(token, "appos"):
            person = self._person(child)
            if person is not None and child not in self.heads:
                learned = attrs.evolve(reference, person=person)
                self.discourse.surnames[self.tree.lemmas[child]] = learned

    def _known_person(self, token: int) -> Reference | None:
        return self.discourse.surnames.get(self.tree.lemmas[token])

    # ── what only the article can say ────────────────────────────────────────────────────

    def _pronoun(self, token: int) -> Reference | None:
        tree = self.tree
        word = tree.words[token].lower()
        if word in _HE:
            return self.discourse.person
        if word in _IT:
            subject = self._subject_before(token)
            if word == "it" and tree.deps[token] in ("dobj", "pobj", "dative"):
                return self._other_than(subject)
            return subject or self.discourse.body
        if word in _THEY:
            return self.discourse.plural
        if word in _WE:
            return Reference((), Grade.SPEAKER)
        return None

    def _other_than(self, subject: Reference | None) -> Reference | None:
        """Whom an object pronoun means: the last one told of who is not the subject."""
        own = () if subject is None else subject.codes
        others = tuple(code for code in self.discourse.recent if code not in own)
        return Reference(others[:1], Grade.ACTOR) if others else None

    def _subject_before(self, token: int) -> Reference | None:
        """The nearest body that is a subject earlier in the sentence."""
        tree = self.tree
        start = tree.sentences[tree.sentence_of[token]]
        for item in range(token - 1, start - 1, -1):
            if tree.deps[item] in _SUBJECTS:
                reference = self.references.get(item)
                if reference is not None and reference.grade is Grade.ACTOR:
                    if len(reference.codes) == 1:
                        return attrs.evolve(reference, person=None)
        return None

    def _definite(self, token: int, lemma: str) -> Reference | None:
        tree = self.tree
        before = [tree.lemmas[c] for c in tree.children[token] if c < token]
        if lemma in ("two", "pair", "duo") and "the" in before and self.discourse.pair:
            return Reference(self.discourse.pair, Grade.ACTOR)
        paired = lemma == "both" or (lemma in _PAIR and ("two" in before or "both" in before))
        if paired and self.discourse.pair:
            return Reference(self.discourse.pair, Grade.ACTOR)
        if lemma == "counterpart":
            return self._appositive(token)
        definite = bool({"the", "that", "this", "these", "those"} & set(before))
        if not definite and tree.tags[token] not in ("NNS", "NNPS"):
            return None
        for word in (lemma, *(tree.lemmas[c] for c in tree.having(token, "compound"))):
            if word in self.discourse.roles:
                grade = Grade.ACTOR
                office = self._office(token) if lemma in self.nouns.offices else None
                return Reference(self.discourse.roles[word], grade, office)
        if not definite or tree.tags[token] in ("NNS", "NNPS"):
            return None
        if lemma in self.nouns.offices:
            return self.discourse.person
        return self.discourse.state if lemma in _WHOLE_STATE else None

    def _note(self, token: int, reference: Reference) -> None:
        """Remember what later words may refer to."""
        discourse, tree = self.discourse, self.tree
        if len(reference.codes) == 1 and not self._place(token):
            actor = self.actors.get(reference.codes[0])
            if actor is not None and actor.kind is ActorKind.STATE:
                discourse.state = Reference(reference.codes, Grade.ACTOR)
        if reference.grade is not Grade.ACTOR or tree.tags[token] in ("PRP", "PRP$"):
            return
        for child in tree.having(token, "compound"):
            if tree.lemmas[child] in self.nouns.titles or tree.lemmas[child] in self.nouns.parts:
                discourse.roles[tree.lemmas[child]] = reference.codes
        subject = tree.deps[token] in _SUBJECTS
        if reference.person is not None and tree.deps[token] != "poss":
            if subject or discourse.person is None:
                discourse.person = reference
        elif subject:
            discourse.body = reference
        plural = tree.tags[token] in ("NNS", "NNPS") or len(reference.codes) > 1
        if plural or tree.having(token, "conj"):
            joined = [self._ahead(t) for t in tree.conjuncts(token)]
            codes = [c for r in (reference, *joined) if r is not None for c in r.codes]
            discourse.plural = Reference(tuple(dict.fromkeys(codes)), Grade.ACTOR)
        elif subject:
            discourse.plural = attrs.evolve(reference, person=None)
        if not self._place(token):
            self._pair(reference.codes)

    def _place(self, token: int) -> bool:
        """Whether a name only tells where: "in Algiers"."""
        tree = self.tree
        prep = tree.heads[token]
        return tree.deps[token] == "pobj" and tree.lemmas[prep] in ("in", "at", "near", "around")

    def _pair(self, codes: tuple[str, ...]) -> None:
        recent = (*codes, *(c for c in self.discourse.recent if c not in codes))
        self.discourse.recent = recent[:2]
        if len(recent) >= 2:
            self.discourse.pair = tuple(sorted(recent[:2]))
