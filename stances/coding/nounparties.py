"""Who does what a noun tells of, and to whom: "Turkey's attack on", "talks between", "under fire".

The noun's own phrase is asked first, then the verb that it stands with.
"""

from __future__ import annotations

import attrs

from stances.coding import grounds
from stances.coding.branches import prepositions
from stances.coding.clauses import Clause
from stances.coding.lexicon import Frame, Lexicon
from stances.coding.parties import Parties
from stances.coding.passages import Passage
from stances.coding.phrases import Grade
from stances.events import EventType

_BESIDE = frozenset(
    {"in", "during", "after", "at", "following", "over", "by", "before", "ahead", "since"}
)
_AFTER = frozenset({"after", "during", "following", "since", "despite", "amid", "over", "in"})
_BEFORE = frozenset({"ahead", "before", "pending"})
_GIVERS = frozenset({"from", "by", "of"})
_AMONG = frozenset({"between", "among"})
_FEARS = frozenset(
    "fear risk danger prospect possibility likelihood chance spectre specter plan event".split()
)
_SUFFER = frozenset(
    "die kill injure wound hit destroy damage lose hurt perish collapse burn topple flee".split()
)
_RESPOND = frozenset({"respond", "retaliate", "reply", "answer", "react", "follow", "counter"})
_VOICED = frozenset(
    {EventType.REQUEST, EventType.ACCUSE, EventType.SUPPORT, EventType.CONCEDE, EventType.REJECT}
)
_EVOKE = frozenset(
    (
        "draw prompt provoke spark trigger elicit attract earn win face meet receive bring "
        "suffer get incur sustain secure obtain enjoy"
    ).split()
)


@attrs.frozen(eq=False)
class NounParties:
    """Answers for the nouns of one passage; codes come distinct, in text order."""

    passage: Passage
    parties: Parties
    lexicon: Lexicon

    def adjunct(self, token: int) -> str | None:
        """The preposition by which a noun tells when or on what occasion the verb's act was."""
        tree = self.passage.tree
        prep = tree.heads[token]
        if tree.deps[token] != "pobj" or prep == token:
            return None
        if tree.lemmas[prep] == "of" and tree.lemmas[tree.heads[prep]] == "ahead":
            return "ahead"
        return tree.lemmas[prep] if tree.lemmas[prep] in _AFTER | _BEFORE else None

    def to_come(self, token: int) -> bool:
        """Whether the noun's act is still ahead: "ahead of talks"."""
        return self.adjunct(token) in ("ahead", "pending")

    def beside(self, token: int, clause: Clause) -> bool:
        """Whether the noun only stands beside what the verb tells: "in a call with", "for an"."""
        tree = self.passage.tree
        beside = self.adjunct(token) is not None and tree.heads[tree.heads[token]] == clause.verb
        return beside or self._owned_up(token, clause)

    def feared(self, token: int) -> bool:
        """Whether the noun is only what is feared, planned or claimed: "fears of an attack"."""
        tree = self.passage.tree
        above = tree.heads[tree.heads[token]]
        if tree.deps[token] != "pobj" or tree.lemmas[tree.heads[token]] not in ("of", "about"):
            return False
        return tree.lemmas[above] in _FEARS or self.lexicon.is_a(tree.lemmas[above], "hearsay")

    def past(self, token: int) -> bool:
        """Whether the noun's act is over whatever the verb says: "after the attack"."""
        return self.adjunct(token) in _AFTER - {"in"}

    def doers(self, token: int, frame: Frame, clause: Clause | None) -> tuple[str, ...]:
        """Who does it, by the noun's own phrase, else by the verb's."""
        tree = self.passage.tree
        own = self.parties.named(token)
        behind = prepositions(tree, token)
        subject = clause is not None and token in clause.subjects
        if frame.mutual:
            for child in tree.having(token, "acl"):
                behind += prepositions(tree, child)
            if subject and clause is not None:
                behind += [(name, item) for name, item in clause.preps if name == "between"]
        else:
            behind += [(name, item) for name, item in self.parties.nested(token) if name == "by"]
        left = frame.event_type is EventType.RETREAT
        names = _AMONG if frame.mutual else frozenset({"by"} if left else {"by", "from"})
        codes = [
            code
            for name, item in behind
            if name in names or (name == "of" and not frame.patient and not own)
            for code in self._party(item)
        ]
        told = tuple(dict.fromkeys([*codes, *own] if frame.mutual else codes or own))
        if told or clause is None:
            return told
        if self.evoked(token, clause) or self._under(token, clause):
            given = [item for name, item in (*behind, *clause.preps) if name in _GIVERS]
            return self.parties.acting(given)
        if self._owned_up(token, clause) or (
            not clause.passive and self._its_own(token, frame, clause)
        ):
            return self.parties.acting(clause.subjects)
        return ()

    def _owned_up(self, token: int, clause: Clause) -> bool:
        """Whether the subject says it did it: "claimed responsibility for the attack"."""
        tree = self.passage.tree
        owned = any(tree.lemmas[item] == "responsibility" for item in clause.objects)
        for_it = tree.deps[token] == "pobj" and tree.lemmas[tree.heads[token]] == "for"
        return owned and for_it and clause.lemma in ("claim", "accept", "take", "assume", "admit")

    def _its_own(self, token: int, frame: Frame, clause: Clause) -> bool:
        """Whether the verb's subject does it: "killed two in a raid", "responded with strikes"."""
        tree = self.passage.tree
        if tree.deps[token] != "pobj" or tree.heads[tree.heads[token]] != clause.verb:
            return False
        name, lemma = tree.lemmas[tree.heads[token]], tree.lemmas[clause.verb]
        if name == "with" and lemma in _RESPOND:
            return True
        if name == "in" and self.lexicon.is_a(lemma, "report"):
            return frame.event_type in _VOICED
        hurts = any(f.event_type is EventType.ASSAULT for f in self.lexicon.verb(clause.lemma))
        return frame.event_type is EventType.ASSAULT and name in ("in", "with", "by") and hurts

    def _party(self, token: int) -> tuple[str, ...]:
        reference = self.parties.reference(token)
        if reference is None:
            return ()
        if reference.grade is Grade.ACTOR or self.parties.acting([token]):
            return reference.codes
        return reference.codes if self.passage.tree.deps[token] == "pobj" else ()

    def recipients(self, token: int, frame: Frame, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Toward whom it is, by the noun's own phrase."""
        tree = self.passage.tree
        behind = self.parties.nested(token)
        for wanted in frame.recipient:
            beyond = self._beyond(token, wanted, actors)
            codes = [
                code
                for name, item in behind
                if name == wanted and name != "between"
                for code in self._received(item, frame, actors)
            ]
            if beyond or codes:
                return beyond or tuple(dict.fromkeys(codes))
        if frame.event_type is EventType.THREATEN:
            below = [o for c in tree.having(token, "acl") for o in tree.having(c, "dobj")]
            return tuple(c for item in below for c in self.parties.affected(item, actors))
        return ()

    def _beyond(self, token: int, slot: str, actors: tuple[str, ...]) -> tuple[str, ...]:
        tree = self.passage.tree
        if slot == "border":
            return self.parties.border(token, actors)
        if slot == "ground":
            inside = [item for name, item in prepositions(tree, token) if name == "of"]
            return grounds.left(self.parties, (token, *inside), actors)
        if slot == "site":
            hit = [i for n, i in prepositions(tree, token) if n in ("on", "at", "against", "of")]
            return grounds.sited(self.parties, hit, actors)
        if slot == "front":
            found = grounds.in_front(tree, token)
            return tuple(c for item in found for c in self.parties.affected(item, actors))
        if slot == "clause":
            for child in tree.having(token, "acl", "relcl", "advcl"):
                codes = self.parties.acting(tree.having(child, "nsubj"))
                if codes:
                    return tuple(code for code in codes if code not in actors)
        return ()

    def _received(self, token: int, frame: Frame, actors: tuple[str, ...]) -> tuple[str, ...]:
        if frame.actors_only:
            return tuple(c for c in self.parties.actors([token]) if c not in actors)
        return self.parties.affected(token, actors)

    def of_clause(self, token: int, clause: Clause, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Toward whom it is, by what the verb does with it: "drew criticism", "came under fire"."""
        if self.evoked(token, clause) or self._under(token, clause):
            codes = [
                code
                for item in clause.subjects
                for code in self.parties.affected(item, actors, behind_it=("by", "from"))
            ]
            return tuple(dict.fromkeys(codes))
        return ()

    def obliging(self, token: int, clause: Clause, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Who did what was asked: "Russia sent troops at the request of Damascus"."""
        tree = self.passage.tree
        asked = tree.deps[token] == "pobj" and tree.lemmas[tree.heads[token]] in ("at", "on", "to")
        if not asked or (tree.lemmas[tree.heads[token]] == "to" and clause.lemma != "respond"):
            return ()
        done_by = clause.objects if clause.passive and not clause.subjects else clause.subjects
        return tuple(code for code in self.parties.acting(done_by) if code not in actors)

    def evoked(self, token: int, clause: Clause) -> bool:
        """Whether the subject brought it on itself, or was given it: "drew criticism from"."""
        tree = self.passage.tree
        if tree.lemmas[clause.verb] not in _EVOKE or token not in clause.objects or clause.passive:
            return False
        behind = (*prepositions(tree, token), *clause.preps)
        return any(name in _GIVERS for name, _ in behind)

    def _under(self, token: int, clause: Clause) -> bool:
        lemma = self.passage.tree.lemmas[clause.verb]
        return lemma in ("come", "be", "remain") and ("under", token) in clause.preps

    def sufferers(self, token: int, clause: Clause, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Who died in it, or whom it killed."""
        tree = self.passage.tree
        if tree.lemmas[clause.verb] not in _SUFFER:
            return ()
        struck = clause.passive or token in clause.subjects or self.parties.acting(clause.subjects)
        hurts = bool(self.lexicon.verb(clause.lemma)) and bool(struck)
        victims = clause.objects if hurts else clause.subjects
        codes = [code for item in victims for code in self.parties.affected(item, actors)]
        return tuple(dict.fromkeys(codes))

    def takes_part(self, token: int) -> bool:
        """Whether the verb's subject takes part: "in a call with Putin, Erdogan said"."""
        tree = self.passage.tree
        prep = tree.heads[token]
        if self.adjunct(token) == "ahead":
            prep = tree.heads[prep]
        return (
            tree.deps[token] == "pobj"
            and (tree.lemmas[prep] in _BESIDE or self._travels_for(prep))
            and tree.heads[prep] in self.passage.clauses
        )

    def _travels_for(self, prep: int) -> bool:
        """Whether one goes there for it: "flew to Moscow for talks with"."""
        tree = self.passage.tree
        return tree.lemmas[prep] == "for" and self.lexicon.is_a(
            tree.lemmas[tree.heads[prep]], "travel"
        )
