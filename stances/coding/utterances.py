"""Acts done by what is said: "Russia must stop", "you will pay", "they have not honoured it".

The clause is told by a voice; its modal, its subject and its verb make it a demand, a threat, a
refusal or an accusation by that voice.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from stances.coding.candidates import Candidate
from stances.coding.clauses import Clause
from stances.coding.lexicon import Lexicon
from stances.coding.parties import Parties
from stances.coding.passages import Passage
from stances.coding.speech import Speech, Voice
from stances.events import EventType

_SPOKEN = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN})
_MUST = frozenset({"must", "should", "ought", "shall"})
_WILL = frozenset({"will", "would", "wo", "'ll"})


@attrs.frozen(eq=False)
class Utterances:
    """The acts that one passage's speakers do by what they say."""

    passage: Passage
    speech: Speech
    parties: Parties
    lexicon: Lexicon

    def find(self) -> Iterator[Candidate]:
        """Every such act, in text order."""
        for clause in self.passage.clauses.values():
            voice = self.speech.voice(self.passage, clause.verb)
            if voice is None or not voice.codes or "if" in clause.marks:
                continue
            found = self._said(clause, voice) or self._ruled_out(clause, voice)
            if found is not None:
                yield found
        yield from self._blaming()
        yield from self._naming()

    def _naming(self) -> Iterator[Candidate]:
        """An accusation of whoever is behind what is "called an act of piracy"."""
        tree = self.passage.tree
        for clause in self.passage.clauses.values():
            if not self.lexicon.is_a(clause.lemma, "name") or clause.negated or clause.modals:
                continue
            actors = self.parties.acting(clause.subjects)
            names = [*tree.having(clause.verb, "oprd", "attr", "acomp")]
            names += [item for name, item in clause.preps if name == "as"]
            names += [i for c in clause.complements for i in tree.having(c, "attr", "acomp")]
            names += [c for c in clause.complements if c not in self.passage.clauses]
            faulted = any(
                self.lexicon.is_a(tree.lemmas[item], "fault")
                or self.lexicon.is_a(tree.lemmas[item], "blame")
                for name in names
                for item in (name, *tree.children[name])
            )
            if not actors or not faulted:
                continue
            named = [
                *clause.objects,
                *(s for c in clause.complements for s in tree.having(c, "nsubj")),
            ]
            blamed = [c for item in named for c in self.parties.affected(item, actors)]
            if blamed:
                voice = Voice(actors, self.parties.person(clause.subjects), clause.verb)
                yield self._candidate(clause, EventType.ACCUSE, voice, tuple(dict.fromkeys(blamed)))

    def _blaming(self) -> Iterator[Candidate]:
        """Deeds that a speaker calls by a name of blame: "the regime's atrocities"."""
        tree = self.passage.tree
        for token, lemma in enumerate(tree.lemmas):
            if not self.lexicon.is_a(lemma, "blame") or tree.deps[token] in ("compound", "amod"):
                continue
            voice = self.speech.voice(self.passage, token) or self._speaking(token)
            if voice is None or not voice.codes:
                continue
            blamed = self.parties.named(token) or self.parties.affected(
                token, voice.codes, behind_it=("by", "from", "of")
            )
            others = tuple(code for code in blamed if code not in voice.codes)
            others = others or self._to_blame(token, voice)
            if others:
                yield Candidate(
                    rule=f"blame:{lemma}",
                    event_type=EventType.ACCUSE,
                    anchor=token,
                    actors=voice.codes,
                    recipients=others,
                    tokens=(token,),
                    person=voice.person,
                    told_at=voice.verb,
                )

    def _to_blame(self, token: int, voice: Voice) -> tuple[str, ...]:
        """Whose deed it is, where only the demand to end it says so."""
        for above in self.passage.tree.ancestors(token):
            clause = self.passage.clauses.get(above)
            if clause is not None:
                asked = self.lexicon.verb(self.passage.tree.lemmas[self.passage.tree.heads[above]])
                demanded = any(frame.event_type is EventType.REQUEST for frame in asked)
                if not (demanded and self.lexicon.is_a(clause.lemma, "stop")):
                    return ()
                return tuple(
                    c for c in self.parties.actors(clause.subjects) if c not in voice.codes
                )
        return ()

    def _speaking(self, token: int) -> Voice | None:
        """Who demands, condemns or rejects what stands at a token, where nobody reports it."""
        for above in self.passage.tree.ancestors(token):
            clause = self.passage.clauses.get(above)
            if clause is None:
                continue
            types = {frame.event_type for frame in self.lexicon.verb(clause.lemma)}
            if types & _SPOKEN and not clause.passive:
                codes = self.parties.acting(clause.subjects)
                if codes:
                    return Voice(codes, self.parties.person(clause.subjects), above)
        return None

    def _ruled_out(self, clause: Clause, voice: Voice) -> Candidate | None:
        """A refusal by whoever says "there will be no talks with", "no truce unless"."""
        tree = self.passage.tree
        if tree.lemmas[clause.verb] != "be" or tree.child(clause.verb, "expl") is None:
            return None
        for token in tree.having(clause.verb, "attr"):
            negated = clause.negated or any(tree.lemmas[c] == "no" for c in tree.children[token])
            types = {frame.event_type for frame in self.lexicon.noun(tree.lemmas[token])}
            if not negated or not types & frozenset(self.lexicon.refused):
                continue
            others = self.parties.affected(token, voice.codes) or self.parties.conditional(
                clause.verb, voice.codes
            )
            if others:
                return self._candidate(clause, EventType.REJECT, voice, others)
        return None

    def _said(self, clause: Clause, voice: Voice) -> Candidate | None:
        tree = self.passage.tree
        subjects = clause.objects if clause.passive else clause.subjects
        named = [code for token in subjects for code in self.parties.affected(token)]
        others = tuple(dict.fromkeys(code for code in named if code not in voice.codes))
        own = bool(set(named) & set(voice.codes))
        if self._deontic(clause):
            told = self._addressed(voice)
            if told and not self.parties.actors(subjects):
                return self._candidate(clause, EventType.REQUEST, voice, told)
            if others:
                return self._candidate(clause, EventType.REQUEST, voice, others)
            return None
        if clause.modals & _WILL:
            return self._announced(clause, voice, others, own=own)
        if clause.modals or not others or own or not subjects:
            return None
        if voice.verb is not None and self.lexicon.is_a(tree.lemmas[voice.verb], "grievance"):
            return self._candidate(clause, EventType.ACCUSE, voice, others)
        if self._blames(clause, tree.lemmas[clause.verb]):
            return self._candidate(clause, EventType.ACCUSE, voice, others)
        return None

    def _addressed(self, voice: Voice) -> tuple[str, ...]:
        """Whom the speaker told it to: "Erdogan told Putin that"."""
        clause = None if voice.verb is None else self.passage.clauses.get(voice.verb)
        if clause is None or clause.passive:
            return ()
        return tuple(c for c in self.parties.acting(clause.objects) if c not in voice.codes)

    def _deontic(self, clause: Clause) -> bool:
        tree = self.passage.tree
        if clause.modals & _MUST and not clause.negated:
            return True
        if clause.modals & _MUST:
            return True
        lemma = tree.lemmas[clause.verb]
        return (
            self.lexicon.is_a(lemma, "intend")
            and tree.child(clause.verb, "xcomp") is not None
            and not clause.negated
            and not clause.modals
        )

    def _announced(
        self, clause: Clause, voice: Voice, others: tuple[str, ...], *, own: bool
    ) -> Candidate | None:
        lemma = self.passage.tree.lemmas[clause.verb]
        if own and clause.negated and not self.lexicon.verb(clause.lemma):
            refused = self.parties.affected(clause.verb, voice.codes) or self._addressed(voice)
            if refused:
                return self._candidate(clause, EventType.REJECT, voice, refused)
        if others and not own and self.lexicon.is_a(lemma, "suffer"):
            return self._candidate(clause, EventType.THREATEN, voice, others)
        if own and self.lexicon.is_a(lemma, "strike_back"):
            targets = self.parties.affected(clause.verb, voice.codes)
            targets = targets or self.parties.conditional(clause.verb, voice.codes)
            if targets and not clause.negated:
                return self._candidate(clause, EventType.THREATEN, voice, targets)
        return None

    def _blames(self, clause: Clause, lemma: str) -> bool:
        tree = self.passage.tree
        if self.lexicon.is_a(lemma, "duty"):
            return clause.negated
        if self.lexicon.is_a(lemma, "wrong"):
            return not clause.negated and not clause.passive
        if self.lexicon.is_a(lemma, "violence"):
            quoted = clause.verb in self.speech.quoted
            return quoted and not clause.negated and not clause.passive
        if lemma == "be" and not clause.negated:
            said = tree.having(clause.verb, "attr", "acomp")
            return any(
                self.lexicon.is_a(tree.lemmas[item], "fault")
                for token in said
                for item in (token, *tree.having(token, "amod", "compound", "conj"))
            )
        return False

    def _candidate(
        self, clause: Clause, event_type: EventType, voice: Voice, recipients: tuple[str, ...]
    ) -> Candidate:
        return Candidate(
            rule=f"said:{clause.lemma}",
            event_type=event_type,
            anchor=clause.verb,
            actors=voice.codes[:1] if len(voice.codes) == 1 else voice.codes,
            recipients=recipients,
            tokens=(*clause.subjects, clause.verb, *clause.objects),
            person=voice.person,
            about=self.parties.third(clause.verb, (*voice.codes, *recipients)),
            told_at=voice.verb,
        )
