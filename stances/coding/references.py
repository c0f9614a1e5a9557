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
_BODIES = frozenset(
    "country nation side state government capital neighbour neighbor army power".split()
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
        "minister state ally rival man woman power capital foe army delegation counterpart "
        "official diplomat"
    ).split()
)
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
    joint: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    roles: dict[str, tuple[str, ...]] = attrs.Factory(dict)
    surnames: dict[str, Reference] = attrs.Factory(dict)


def find_references(
    trees: Sequence[Analysis], names: Sequence[Sequence[Name]], actors: Actors
) -> tuple[References, ...]:
    """For each parse of one article, the tokens that stand for an actor."""
    discourse = _Discourse()
    states = {name.alias.code for found in names for name in found}
    people = People.of(trees, names)
    found: list[References] = []
    for tree, own in zip(trees, names, strict=True):
        reader = _Reader(tree, own, actors, discourse, states, people)
        found.append(reader.read())
    return tuple(found)


@attrs.define
class _Reader:
    tree: Analysis
    names: Sequence[Name]
    actors: Actors
    discourse: _Discourse
    states: set[str]
    people: People
    nouns: NounClasses = attrs.field(factory=NounClasses.default)
    references: References = attrs.Factory(dict)
    heads: dict[int, Name] = attrs.Factory(dict)
    inside: set[int] = attrs.Factory(set)
    phrases: Phrases = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.phrases = Phrases(
            self.tree, self.heads, self.actors, self.nouns, self.people, self.references
        )

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
            return self.phrases.named(token, name)
        if tree.pos[token] in ("NOUN", "PROPN", "NUM", "ADJ", "DET", "PRON"):
            if tree.tags[token] in ("PRP", "PRP$"):
                return self._pronoun(token)
            return self._noun(token)
        return None

    def _noun(self, token: int) -> Reference | None:
        tree = self.tree
        lemma = tree.lemmas[token]
        if self.phrases.partisan(token) and lemma in self.nouns.offices:
            return None
        if lemma in _QUANTITIES or tree.pos[token] in ("NUM", "DET", "PRON"):
            return self.phrases.quantity(token) or self._definite(token, lemma)
        if tree.pos[token] == "ADJ":
            return None
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
        if group:
            return self._group(token, lemma, owners)
        if owners:
            if not acting and not (person is not None and self.phrases.titled(token)):
                appositive = self.phrases.appositive(token)
                return appositive or Reference(owners, Grade.THING)
            if acting and self.phrases.partisan(token):
                return None
            self.discourse.roles[lemma] = owners
            office = self.phrases.office(token) if lemma in self.nouns.offices else None
            holder = self.people.holder(owners[0], lemma) if len(owners) == 1 else None
            office = self.phrases.appositive_person(token) or (office and (holder or office))
            learned = Reference(owners, Grade.ACTOR, person or office)
            if person is not None:
                self._learn(token, person, learned)
            elif lemma in self.nouns.offices:
                self._learn_appositive(token, learned)
            return learned
        if person is not None:
            return self._known_person(token) or self.phrases.appositive(token)
        if acting or lemma in self.nouns.deeds:
            return self._definite(token, lemma)
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
        return Reference((known[0],), Grade.ACTOR) if len(known) == 1 else None

    def _learn(self, token: int, person: str, reference: Reference) -> None:
        if self.phrases.titled(token):
            self.discourse.surnames[self.tree.lemmas[token]] = reference

    def _learn_appositive(self, token: int, reference: Reference) -> None:
        for child in self.tree.having(token, "appos"):
            person = self.phrases.person(child)
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
            if word == "it" and tree.deps[token] in ("dobj", "dative"):
                return self._other_than(subject)
            if word == "its" and self._on_account_of(token):
                return self._other_than(subject) or subject
            return subject or self.discourse.body
        if word in _THEY:
            return self.discourse.plural
        if word in _WE:
            return Reference((), Grade.SPEAKER)
        return None

    def _on_account_of(self, token: int) -> bool:
        """Whether it tells what somebody was blamed or asked for: "sanctions for its incursion"."""
        tree = self.tree
        noun = tree.heads[token]
        prep = tree.heads[noun]
        return tree.deps[noun] == "pobj" and tree.lemmas[prep] in ("for", "over")

    def _other_than(self, subject: Reference | None) -> Reference | None:
        """Whom an object pronoun means: the last one told of who is not the subject."""
        own = () if subject is None else subject.codes
        told = (*self.discourse.subject, *self.discourse.recent)
        others = tuple(code for code in told if code not in own)
        return Reference(others[:1], Grade.ACTOR) if others else None

    def _subject_before(self, token: int) -> Reference | None:
        """The nearest body that is a subject earlier in the sentence."""
        tree = self.tree
        start = tree.sentences[tree.sentence_of[token]]
        for item in range(token - 1, start - 1, -1):
            if tree.deps[item] not in _SUBJECTS:
                continue
            reference = self.references.get(item)
            if reference is None or reference.grade is not Grade.ACTOR:
                continue
            if len(reference.codes) == 1:
                return attrs.evolve(reference, person=None)
        return None

    def _definite(self, token: int, lemma: str) -> Reference | None:
        tree = self.tree
        before = [tree.lemmas[c] for c in tree.children[token] if c < token]
        if lemma in ("each", "both", "neither") and tree.deps[token] in ("dobj", "pobj", "nsubj"):
            return Reference(self.discourse.pair, Grade.ACTOR) if self.discourse.pair else None
        if lemma in ("two", "pair", "duo") and "the" in before and self.discourse.pair:
            return Reference(self.discourse.pair, Grade.ACTOR)
        if lemma in _BODIES and ("two" in before or "both" in before) and self.discourse.joint:
            return Reference(self.discourse.joint, Grade.ACTOR)
        paired = lemma == "both" or (lemma in _PAIR and ("two" in before or "both" in before))
        if paired and self.discourse.pair:
            return Reference(self.discourse.pair, Grade.ACTOR)
        if lemma == "counterpart":
            return self.phrases.appositive(token)
        if lemma in self.nouns.deeds and {"the", "this", "that"} & set(before):
            return self._deed(token)
        definite = bool({"the", "that", "this", "these", "those"} & set(before))
        if not definite and tree.tags[token] not in ("NNS", "NNPS"):
            return None
        for word in (lemma, *(tree.lemmas[c] for c in tree.having(token, "compound"))):
            if word in self.discourse.roles:
                grade = Grade.ACTOR
                office = self.phrases.office(token) if lemma in self.nouns.offices else None
                return Reference(self.discourse.roles[word], grade, office)
        if not definite or tree.tags[token] in ("NNS", "NNPS"):
            return None
        if lemma in self.nouns.offices:
            return self.discourse.person
        return self.discourse.state if lemma in _WHOLE_STATE else None

    def _deed(self, token: int) -> Reference | None:
        """Whose deed "the attack" or "this decision" is: that of the last one told to act."""
        tree = self.tree
        if tree.deps[token] not in ("dobj", "pobj", "nsubj"):
            return None
        if tree.child(token, "prep", "acl", "relcl") is not None:
            return None
        doer = self._other_than(self._subject_before(token))
        return None if doer is None else attrs.evolve(doer, grade=Grade.DEED)

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
        subject = tree.deps[token] in _SUBJECTS
        if reference.person is not None and tree.deps[token] != "poss":
            if subject or discourse.person is None:
                discourse.person = reference
        elif subject:
            discourse.body = reference
        name = self.heads.get(token)
        named = name is not None and name.alias.kind in (AliasKind.NAME, AliasKind.PERSON)
        several = tree.tags[token] in ("NNS", "NNPS") and not named
        plural = several or len(reference.codes) > 1
        if plural or tree.having(token, "conj"):
            joined = [self.phrases.ahead(t) for t in tree.conjuncts(token)]
            codes = [c for r in (reference, *joined) if r is not None for c in r.codes]
            discourse.plural = Reference(tuple(dict.fromkeys(codes)), Grade.ACTOR)
        elif subject:
            discourse.plural = attrs.evolve(reference, person=None)
            if len(discourse.plural.codes) == 2:
                discourse.joint = discourse.plural.codes
        if subject and tree.deps[tree.heads[token]] == "ROOT":
            discourse.subject = reference.codes
        if not self.phrases.place(token):
            self._pair(reference.codes)

    def _pair(self, codes: tuple[str, ...]) -> None:
        recent = (*codes, *(c for c in self.discourse.recent if c not in codes))
        self.discourse.recent = recent[:4]
        if len(recent) >= 2:
            self.discourse.pair = tuple(sorted(recent[:2]))
