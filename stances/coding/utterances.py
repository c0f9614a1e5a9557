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
            found = self._said(clause, voice)
            if found is not None:
                yield found

    def _said(self, clause: Clause, voice: Voice) -> Candidate | None:
        tree = self.passage.tree
        subjects = clause.objects if clause.passive else clause.subjects
        named = [code for token in subjects for code in self.parties.affected(token)]
        others = tuple(dict.fromkeys(code for code in named if code not in voice.codes))
        own = bool(set(named) & set(voice.codes))
        if self._deontic(clause):
            if others:
                return self._candidate(clause, EventType.REQUEST, voice, others)
            return None
        if clause.modals & _WILL:
            return self._announced(clause, voice, others, own=own)
        if clause.modals or not others or own or not subjects:
            return None
        if self._blames(clause, tree.lemmas[clause.verb]):
            return self._candidate(clause, EventType.ACCUSE, voice, others)
        return None

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
        if others and not own and self.lexicon.is_a(lemma, "suffer"):
            return self._candidate(clause, EventType.THREATEN, voice, others)
        if own and self.lexicon.is_a(lemma, "strike_back"):
            targets = self.parties.affected(clause.verb, voice.codes) or self._condition(
                clause, voice
            )
            if targets and not self.lexicon.verb(clause.lemma):
                return self._candidate(clause, EventType.THREATEN, voice, targets)
        return None

    def _condition(self, clause: Clause, voice: Voice) -> tuple[str, ...]:
        """Whom the condition of a threat names: it is meant for them."""
        tree = self.passage.tree
        for child in tree.having(clause.verb, "advcl"):
            below = self.passage.clauses.get(child)
            if below is not None and below.marks & {"if", "unless", "until"}:
                codes = [
                    code
                    for token in (*below.subjects, *below.objects)
                    for code in self.parties.affected(token, voice.codes)
                ]
                if codes:
                    return tuple(dict.fromkeys(codes))
        return ()

    def _blames(self, clause: Clause, lemma: str) -> bool:
        tree = self.passage.tree
        if self.lexicon.is_a(lemma, "duty"):
            return clause.negated
        if self.lexicon.is_a(lemma, "wrong"):
            return not clause.negated and not clause.passive
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
