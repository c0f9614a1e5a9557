"""Whom the words mean that say it only in their article: "he", "its", "the two sides", "the bloc".

Whom nothing tells is nobody: no actor is ever guessed from what is usual.
"""

from __future__ import annotations

import attrs

from stances.actors import ActorKind
from stances.coding.analysis import Analysis
from stances.coding.branches import joined_to
from stances.coding.discourse import Discourse
from stances.coding.lexicon import NounClasses
from stances.coding.phrases import Grade, Phrases, Reference, References

_HE = frozenset({"he", "him", "his"})
_SHE = frozenset({"she", "her", "hers"})
_IT = frozenset({"it", "its"})
_THEY = frozenset({"they", "them", "their", "theirs"})
_SELF = frozenset({"himself", "herself", "itself", "themselves"})
_WE = frozenset({"we", "us", "our", "i", "my", "me", "ourselves", "ours", "myself"})
_WHOLE_STATE = frozenset(
    "government regime army military ministry administration country authority junta".split()
)
_PAIR = frozenset(
    (
        "leader side country president nation party neighbour neighbor government "
        "minister state ally rival man woman power capital foe army delegation counterpart "
        "official diplomat belligerent adversary force enemy navy military premier statesman "
        "general emir king ruler envoy commander negotiator team camp faction ambassador "
        "delegate chief monarch sultan prince chancellor warlord people"
    ).split()
)
_PERSONS = frozenset(
    (
        "leader president minister man woman official diplomat premier statesman counterpart "
        "general emir king ruler envoy commander negotiator ambassador delegate chief monarch "
        "sultan prince chancellor"
    ).split()
)
_EACH = frozenset({"both", "each", "either", "neither"})
_COUNTED = frozenset({"both", "each", "neither", "two", "pair", "duo"})
_NUMBERS = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
DEALS = frozenset(
    (
        "agreement deal accord pact treaty truce ceasefire settlement reconciliation rapprochement"
    ).split()
)
_BLOC = frozenset(
    "bloc alliance union organisation organization body agency grouping club forum".split()
)
_GROUP = frozenset("group movement faction organisation organization militia outfit".split())
SUBJECTS = ("nsubj", "nsubjpass")
_ARGUMENTS = (*SUBJECTS, "dobj", "pobj", "dative")


@attrs.frozen(eq=False)
class Antecedents:
    """Answers for one parse; ``references`` grows as it is read, and is only looked at here."""

    tree: Analysis
    nouns: NounClasses
    phrases: Phrases
    references: References
    discourse: Discourse

    def pronoun(self, token: int) -> Reference | None:
        """Whom a personal or possessive pronoun means."""
        tree = self.tree
        word = tree.words[token].lower()
        if word in _SELF:
            return self._own_subject(token)
        if word in _HE or word in _SHE:
            own = None if tree.tags[token] == "PRP$" else self._own_subject(token)
            if own is None or word in ("he", "she"):
                return self.discourse.person(woman=word in _SHE)
            return self.discourse.person(
                woman=word in _SHE, but=own.person or "", here=self._here(token)
            )
        if word in _IT:
            subject = self._subject_before(token)
            if word == "it" and tree.deps[token] in ("dobj", "dative"):
                return self.other_than(subject, token)
            if word == "its" and self._on_account_of(token):
                return self.other_than(subject, token) or subject
            return subject or self.discourse.body()
        if word in _THEY:
            return self._they(token)
        if word in _WE:
            return Reference((), Grade.SPEAKER)
        return None

    def _here(self, token: int) -> int:
        return self.discourse.sentence + self.tree.sentence_of[token]

    def _they(self, token: int) -> Reference | None:
        tree = self.tree
        if self._strangers(token):
            return None
        if tree.words[token].lower() == "them":
            own = self._own_subject(token)
            return self.discourse.several(() if own is None else own.codes)
        return self.discourse.several()

    def _strangers(self, token: int) -> bool:
        """Whether the nearest people told of in the sentence are nobody's: "students ... they"."""
        tree, people = self.tree, self.nouns.people
        start = tree.sentences[tree.sentence_of[token]]
        for item in range(token - 1, start - 1, -1):
            told = self.references.get(item)
            if told is not None and told.grade is Grade.ACTOR:
                return False
            if tree.tags[item] == "NNS" and tree.lemmas[item] in people:
                return True
        return False

    def definite(self, token: int, lemma: str) -> Reference | None:
        """Whom a noun means that has an article or a number, and no owner."""
        tree = self.tree
        counted = self.counted(token, lemma)
        if counted is not None:
            return counted
        before = {tree.lemmas[c] for c in tree.children[token] if c < token}
        if lemma in ("this", "that") and tree.tags[token] == "DT" and tree.deps[token] == "dobj":
            return self._deed(token)
        if lemma == "counterpart":
            return self.phrases.appositive(token)
        told = lemma in self.nouns.deeds or lemma in DEALS
        if told and {"the", "this", "that"} & before:
            return self._deed(token)
        definite = bool({"the", "that", "this", "these", "those"} & before)
        if not definite and tree.tags[token] not in ("NNS", "NNPS"):
            return None
        for word in (lemma, *(tree.lemmas[c] for c in tree.having(token, "compound"))):
            if word in self.discourse.roles:
                codes, office = self.discourse.roles[word], self.phrases.office(token)
                holder = self.discourse.people.holder(codes[0], lemma) if len(codes) == 1 else None
                return Reference(codes, Grade.ACTOR, office and (holder or office))
        if not definite or tree.tags[token] in ("NNS", "NNPS"):
            return None
        if lemma in self.nouns.offices:
            return self.discourse.person()
        if lemma in _GROUP or lemma in _BLOC:
            kinds = (ActorKind.ARMED_GROUP, ActorKind.MOVEMENT) if lemma in _GROUP else ()
            return self.discourse.last_of(
                *kinds, *((ActorKind.ORGANISATION,) if lemma in _BLOC else ())
            )
        return self.discourse.state if lemma in _WHOLE_STATE else None

    def counted(self, token: int, lemma: str) -> Reference | None:
        """The parties of "both", "the two", "each side", "both presidents", "the five states"."""
        if lemma not in _PAIR and lemma not in _COUNTED and lemma not in _NUMBERS:
            return None
        tree = self.tree
        before = {tree.lemmas[c] for c in tree.children[token] if c < token}
        size = next((n for word, n in _NUMBERS.items() if word in before), 0)
        if lemma in _NUMBERS and tree.deps[token] in _ARGUMENTS and not tree.having(token, "prep"):
            size = _NUMBERS[lemma]
        if size and before & {"the", "all"} and (lemma in _PAIR or lemma in _NUMBERS):
            listed = self.discourse.listed(size, self._here(token))
            return Reference(listed, Grade.ACTOR) if listed else None
        alone = lemma in ("each", "both", "neither") and tree.deps[token] in _ARGUMENTS
        number = lemma in ("two", "pair", "duo") and "the" in before
        pair = lemma in _PAIR and (_EACH & before or {"two", "the"} <= before)
        if not (alone or number or pair) or self.phrases.owners(token):
            return None
        listed = self._apposed(token)
        if len(listed) < 2:
            own = None if tree.deps[token] in SUBJECTS else self._own_subject(token)
            but = () if own is None else own.codes
            listed = self.discourse.pair(but, persons=lemma in _PERSONS)
        return Reference(listed, Grade.ACTOR) if listed else None

    def _apposed(self, token: int) -> tuple[str, ...]:
        """Who is named right behind: "the two ministers, Lavrov and Fidan"."""
        tree = self.tree
        told = [
            self.phrases.ahead(item)
            for child in tree.having(token, "appos")
            for item in tree.conjuncts(child)
        ]
        return tuple(dict.fromkeys(c for r in told if r is not None for c in r.codes))

    def _deed(self, token: int) -> Reference | None:
        """Whose deed "the attack" or "this decision" is: that of the last one told to act."""
        tree = self.tree
        if tree.deps[token] not in ("dobj", "pobj", "nsubj"):
            return None
        if tree.child(token, "acl", "relcl") is not None:
            return None
        if any(tree.lemmas[prep] != "as" for prep in tree.having(token, "prep")):
            return None
        subject = self._subject_before(token)
        if tree.lemmas[token] in DEALS:
            parties = self.discourse.joined(() if subject is None else subject.codes)
            return Reference(parties, Grade.DEED) if parties else None
        own = () if subject is None else subject.codes
        known = self.discourse.roles.get(tree.lemmas[token], ())
        if known and not set(known) & set(own):
            return Reference(known, Grade.DEED)
        doer = self.other_than(subject, token)
        return None if doer is None else attrs.evolve(doer, grade=Grade.DEED)

    def other_than(self, subject: Reference | None, token: int) -> Reference | None:
        """Whom an object pronoun means: the last one told of who is not the subject."""
        own = {*self._subjects(token), *(() if subject is None else subject.codes)}
        discourse = self.discourse
        told = (*discourse.lately(self._here(token)), *discourse.topic(own), *discourse.recent())
        others = tuple(code for code in told if code not in own)
        return Reference(others[:1], Grade.ACTOR) if others else None

    def _subjects(self, token: int) -> tuple[str, ...]:
        """Codes of all that the nearest subject before a token joins."""
        tree = self.tree
        start = tree.sentences[tree.sentence_of[token]]
        for item in range(token - 1, start - 1, -1):
            if tree.deps[item] in SUBJECTS and item in self.references:
                joined = (self.references.get(i) for i in tree.conjuncts(item))
                return tuple(c for r in joined if r is not None for c in r.codes)
        return ()

    def _on_account_of(self, token: int) -> bool:
        """Whether it tells what somebody was blamed or asked for: "sanctions for its incursion"."""
        tree = self.tree
        noun = tree.heads[token]
        prep = tree.heads[noun]
        return tree.deps[noun] == "pobj" and tree.lemmas[prep] in ("for", "over")

    def _own_subject(self, token: int) -> Reference | None:
        """The subject of the nearest clause above a token that tells one."""
        tree = self.tree
        above = token
        for _ in range(len(tree)):
            up = joined_to(tree, above) if tree.deps[above] == "conj" else tree.heads[above]
            if up == above:
                return None
            above = up
            for child in tree.having(above, *SUBJECTS):
                if child < token:
                    return self.references.get(child)
        return None

    def _subject_before(self, token: int) -> Reference | None:
        """The nearest body that is a subject earlier in the sentence."""
        tree = self.tree
        start = tree.sentences[tree.sentence_of[token]]
        for item in range(token - 1, start - 1, -1):
            if tree.deps[item] not in SUBJECTS:
                continue
            reference = self.references.get(item)
            if reference is None or reference.grade is not Grade.ACTOR:
                continue
            if len(reference.codes) == 1:
                return attrs.evolve(reference, person=None)
        return None
