"""Whom each noun and pronoun of an article stands for.

First what the words themselves say: a name, "the Turkish army", "Moscow's envoy", "president of
Egypt". Then, in reading order, what only the article can say: "he", "its forces", "the regime",
"the two leaders". Whom nothing tells is nobody: no actor is ever guessed from what is usual.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from stances.actors import ActorKind, Actors, AliasKind
from stances.coding.analysis import Analysis
from stances.coding.antecedents import DEALS, SUBJECTS, Antecedents
from stances.coding.descriptions import Descriptions
from stances.coding.discourse import Discourse, Mention
from stances.coding.lexicon import NounClasses
from stances.coding.names import Name
from stances.coding.people import People
from stances.coding.phrases import Grade, Phrases, Reference, References

_QUANTITIES = frozenset(
    (
        "dozen hundred thousand number series group pair couple some most many several "
        "all both each part member ten score handful remnant rest majority one two three "
        "four bulk wave string"
    ).split()
)
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "DET", "PRON"})
_ARTICLES = frozenset({"the", "a", "an"})
_BODIES = frozenset({"front", "league", "fund", "bank", "congress", "assembly", "tribunal"})
_FIGHTERS = frozenset({"rebel", "insurgent", "guerrilla", "separatist", "partisan", "rebellion"})


def find_references(
    trees: Sequence[Analysis], names: Sequence[Sequence[Name]], actors: Actors
) -> tuple[References, ...]:
    """For each parse of one article, the tokens that stand for an actor."""
    states = {name.alias.code for found in names for name in found}
    people = People.of(trees, names)
    discourse = Discourse.of(names, people, actors)
    found: list[References] = []
    for tree, own in zip(trees, names, strict=True):
        reader = _Reader(tree, own, actors, discourse, states, people)
        found.append(reader.read())
        discourse.sentence += len(tree.sentences)
    return tuple(found)


@attrs.define
class _Reader:
    tree: Analysis
    names: Sequence[Name]
    actors: Actors
    discourse: Discourse
    states: set[str]
    people: People
    nouns: NounClasses = attrs.field(factory=NounClasses.default)
    references: References = attrs.Factory(dict)
    heads: dict[int, Name] = attrs.Factory(dict)
    inside: set[int] = attrs.Factory(set)
    phrases: Phrases = attrs.field(init=False)
    antecedents: Antecedents = attrs.field(init=False)
    descriptions: Descriptions = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.phrases = Phrases(
            self.tree, self.heads, self.actors, self.nouns, self.people, self.references
        )
        self.antecedents = Antecedents(
            self.tree, self.nouns, self.phrases, self.references, self.discourse
        )
        self.descriptions = Descriptions(self.tree, self.references, self.discourse, self.states)

    def read(self) -> References:
        for name in self.names:
            self.heads[name.head] = name
            self.inside.update(t for t in range(name.first, name.last + 1) if t != name.head)
        tree = self.tree
        for token, (pos, lemma) in enumerate(zip(tree.pos, tree.lemmas, strict=True)):
            if (pos not in _NOMINAL and token not in self.heads) or token in self.inside:
                continue
            if lemma in _ARTICLES and not tree.children[token]:
                continue
            reference = self._reference(token)
            if reference is not None:
                self.references[token] = reference
                self._note(token, reference)
        return self.references

    def _reference(self, token: int) -> Reference | None:
        if (name := self.heads.get(token)) is not None:
            return self.phrases.named(token, name)
        if self.tree.tags[token] in ("PRP", "PRP$"):
            return self.antecedents.pronoun(token)
        return self._noun(token)

    def _noun(self, token: int) -> Reference | None:
        tree = self.tree
        lemma = tree.lemmas[token]
        if lemma in self.nouns.offices and self.phrases.partisan(token):
            return None
        if lemma in _QUANTITIES or tree.pos[token] in ("NUM", "DET", "PRON"):
            return self.phrases.quantity(token) or self.antecedents.definite(token, lemma)
        if tree.pos[token] == "ADJ":
            return None
        counted = self.antecedents.counted(token, lemma) or self.descriptions.read(token, lemma)
        if counted is not None:
            return counted
        person = self.phrases.person(token) if tree.pos[token] == "PROPN" else None
        if lemma in self.nouns.bystanders and lemma not in self.nouns.groups:
            owners = self.phrases.owners(token)
            return Reference(owners, Grade.THING) if owners else None
        if self.phrases.former(token):
            return None
        acting = lemma in self.nouns.offices or lemma in self.nouns.parts
        group = lemma in self.nouns.groups
        if (acting or group) and lemma not in self.nouns.offices:
            called = self.phrases.called(token)
            if called is not None:
                return called
        if lemma in self.nouns.parts:
            kind = self.phrases.kind_of_group(token)
            lemma, group = (kind, True) if kind is not None else (lemma, group)
        owners = self.phrases.owners(token)
        if not owners and (acting or group):
            owners = self.phrases.behind(token, "of") or self.phrases.behind(token, "from")
            owners = owners or self.phrases.seated(token)
        if group:
            return self._group(token, lemma, owners)
        if owners:
            if not acting and not (person is not None and self.phrases.titled(token)):
                if lemma in self.nouns.deeds:
                    self.discourse.roles[lemma] = owners
                appositive = self.phrases.appositive(token)
                return appositive or Reference(owners, Grade.THING)
            if acting and self.phrases.partisan(token):
                return None
            self.discourse.roles[lemma] = owners
            office = self.phrases.office(token)
            holder = self.people.holder(owners[0], lemma) if len(owners) == 1 else None
            office = self.phrases.appositive_person(token) or (office and (holder or office))
            learned = Reference(owners, Grade.ACTOR, person or office)
            if person is not None:
                self._learn(token, person, learned)
            elif lemma in self.nouns.offices:
                self._learn_appositive(token, learned)
            return learned
        if person is not None and lemma not in self.discourse.roles:
            known = self._known_person(token) or self._introduced(token, person)
            if known is None and tree.deps[token] in SUBJECTS and self.phrases.titled(token):
                unknown = Reference((), Grade.ACTOR, person)
                here = self.discourse.sentence + tree.sentence_of[token]
                self.discourse.note(Mention(unknown, here, subject=True, several=False))
            return known
        told = lemma in self.nouns.deeds or lemma in DEALS or lemma in self.discourse.roles
        if acting or told:
            return self.antecedents.definite(token, lemma)
        return None

    def _group(self, token: int, lemma: str, owners: tuple[str, ...]) -> Reference | None:
        """Rebels are nobody's state: a named group's own code, or a code made for the country's."""
        bodies = tuple(code for code in owners if self.phrases.is_group(code))
        if bodies:
            self.discourse.roles[lemma] = bodies
            return Reference(bodies, Grade.ACTOR)
        appositive = self.phrases.appositive(token)
        if appositive is not None and all(map(self.phrases.is_group, appositive.codes)):
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
        if len(known) == 1:
            return Reference((known[0],), Grade.ACTOR)
        before = {self.tree.lemmas[c] for c in self.tree.children[token] if c < token}
        if lemma in _FIGHTERS or before & {"the", "these", "those"}:
            return self.discourse.last_of(ActorKind.ARMED_GROUP)
        return None

    def _learn(self, token: int, person: str, reference: Reference) -> None:
        if self.phrases.titled(token):
            self.discourse.surnames[self.tree.lemmas[token]] = reference

    def _learn_appositive(self, token: int, reference: Reference) -> None:
        for child in self.tree.having(token, "appos"):
            person = self.phrases.person(child)
            if person is not None and child not in self.heads:
                learned = attrs.evolve(reference, person=person)
                self.discourse.surnames[self.tree.lemmas[child]] = learned

    def _introduced(self, token: int, person: str) -> Reference | None:
        """Who an apposition introduces: "Nikos Dendias, the Greek foreign minister"."""
        reference = self.phrases.appositive(token)
        if reference is not None and reference.person == person:
            self.discourse.surnames[self.tree.lemmas[token]] = reference
        return reference

    def _known_person(self, token: int) -> Reference | None:
        return self.discourse.surnames.get(self.tree.lemmas[token])

    def _is_body(self, name: Name) -> bool:
        """Whether the last word of a name will do for it later: "the Council", "the Front"."""
        last = self.tree.lemmas[name.last]
        body = last in self.nouns.parts or last in self.nouns.groups or last in _BODIES
        return body and last != "government" and name.alias.kind in (AliasKind.NAME, AliasKind.SEAT)

    def _note(self, token: int, reference: Reference) -> None:
        """Remember what later words may refer to."""
        discourse, tree = self.discourse, self.tree
        if reference.grade is Grade.PLACE:
            return
        if len(reference.codes) == 1 and not self.phrases.place(token):
            actor = self.actors.get(reference.codes[0])
            if actor is not None and actor.kind is ActorKind.STATE:
                discourse.state = Reference(reference.codes, Grade.ACTOR)
        if reference.grade is not Grade.ACTOR or tree.tags[token] in ("PRP", "PRP$"):
            return
        for child in tree.having(token, "compound"):
            if tree.lemmas[child] in self.nouns.titles or tree.lemmas[child] in self.nouns.parts:
                discourse.roles[tree.lemmas[child]] = reference.codes
        subject = tree.deps[token] in SUBJECTS
        name = self.heads.get(token)
        if name is not None and name.last > name.first and self._is_body(name):
            discourse.roles[tree.lemmas[name.last]] = reference.codes
        named = name is not None and name.alias.kind in (AliasKind.NAME, AliasKind.PERSON)
        several = tree.tags[token] in ("NNS", "NNPS") and not named
        joined = [self.phrases.ahead(t) for t in tree.conjuncts(token)[1:]]
        codes = tuple(
            dict.fromkeys([c for r in (reference, *joined) if r is not None for c in r.codes])
        )
        if subject and tree.deps[tree.heads[token]] == "ROOT":
            discourse.topics.append(reference.codes)
        title = reference.person is not None and tree.deps[token] in ("compound", "nmod", "amod")
        if title or self.phrases.place(token):
            return
        sentence = discourse.sentence + tree.sentence_of[token]
        discourse.note(Mention(reference, sentence, subject, several=several or len(codes) > 1))
        if len(codes) > len(reference.codes):
            discourse.note(Mention(Reference(codes, Grade.ACTOR), sentence, subject, several=True))
