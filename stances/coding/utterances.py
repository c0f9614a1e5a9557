"""Acts done by what is said: "Russia must stop", "you will pay", "they have not honoured it".

The clause is told by a voice; its modal, its subject and its verb make it a demand, a threat, a
refusal or an accusation by that voice.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from stances.coding.candidates import Candidate
from stances.coding.circumstances import Status, circumstance
from stances.coding.clauses import Clause
from stances.coding.lexicon import Lexicon
from stances.coding.parties import Parties
from stances.coding.passages import Passage
from stances.coding.speech import Speech, Voice
from stances.coding.verdicts import Verdicts
from stances.events import EventType

_BLOWS = frozenset({EventType.ASSAULT, EventType.COERCE})
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
            voice = voice or self._made_clear(clause.verb)
            if voice is None or not voice.codes or "if" in clause.marks:
                continue
            found = (
                self._said(clause, voice)
                or self._ruled_out(clause, voice)
                or self._consequences(clause, voice)
                or self._struck(clause, voice)
            )
            if found is not None:
                yield found
        yield from self.verdicts.find()

    @property
    def verdicts(self) -> Verdicts:
        """What the speakers call things."""
        return Verdicts(self.passage, self.speech, self.parties, self.lexicon)

    def _made_clear(self, verb: int) -> Voice | None:
        """The voice of whoever "made it clear that"."""
        tree = self.passage.tree
        for above in tree.ancestors(verb):
            if tree.lemmas[above] in ("clear", "plain"):
                made = self.passage.clauses.get(tree.heads[above])
                if made is None or tree.lemmas[made.verb] != "make":
                    return None
                codes = self.parties.acting(made.subjects)
                return Voice(codes, self.parties.person(made.subjects), made.verb)
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

    def _judged_by_verb(self, clause: Clause) -> bool:
        """Whether the verb tells of an act whatever its object, which is then the one denied."""
        return any(frame.objects is None for frame in self.lexicon.verb(clause.lemma))

    def _consequences(self, clause: Clause, voice: Voice) -> Candidate | None:
        """A threat by whoever says "there will be consequences", "will be met with force"."""
        tree = self.passage.tree
        if not clause.modals & _WILL or clause.negated:
            return None
        if tree.child(clause.verb, "expl") is not None:
            items, foreseen = tree.having(clause.verb, "attr"), "consequence"
        elif clause.passive and clause.lemma in ("meet", "answer"):
            items, foreseen = [item for name, item in clause.preps if name == "with"], "reply"
        else:
            return None
        if not any(self.lexicon.is_a(tree.lemmas[item], foreseen) for item in items):
            return None
        others = self.parties.affected(clause.verb, voice.codes)
        others = others or tuple(
            c for item in clause.objects for c in self.parties.affected(item, voice.codes)
        )
        others = others or self._addressed(voice)
        others = others or self.parties.conditional(clause.verb, voice.codes)
        return self._candidate(clause, EventType.THREATEN, voice, others) if others else None

    def _said(self, clause: Clause, voice: Voice) -> Candidate | None:
        tree = self.passage.tree
        subjects = clause.objects if clause.passive else clause.subjects
        doing = [self.passage.clauses.get(token) for token in subjects]
        subjects = (*subjects, *(item for below in doing if below for item in below.subjects))
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
        kind = self._judged(clause, voice, others)
        return None if kind is None else self._candidate(clause, kind, voice, others)

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
        if own and clause.negated and not self._judged_by_verb(clause):
            refused = self._addressed(voice) or self.parties.affected(clause.verb, voice.codes)
            if refused:
                return self._candidate(clause, EventType.REJECT, voice, refused)
        told = others or (self._addressed(voice) if not own else ())
        if told and not own and self.lexicon.is_a(lemma, "suffer"):
            return self._candidate(clause, EventType.THREATEN, voice, told)
        if others and not own and not clause.negated and self._to_be_struck(clause):
            return self._candidate(clause, EventType.THREATEN, voice, others)
        threatening = self._will_strike(clause)
        restrained = clause.negated and self.lexicon.is_a(lemma, "restraint")
        if own and (restrained or (threatening and not clause.negated)):
            targets = self.parties.affected(clause.verb, voice.codes)
            targets = targets or self.parties.conditional(clause.verb, voice.codes)
            if targets or restrained:
                found = self._candidate(clause, EventType.THREATEN, voice, targets)
                return attrs.evolve(found, unaddressed=not targets)
        return None

    def _will_strike(self, clause: Clause) -> bool:
        """Whether it is to answer blows, or to make somebody pay for them."""
        tree = self.passage.tree
        below = tree.having(clause.verb, "ccomp", "xcomp")
        made = any(self.lexicon.is_a(tree.lemmas[item], "suffer") for item in below)
        return self.lexicon.is_a(tree.lemmas[clause.verb], "strike_back") or (
            made and tree.lemmas[clause.verb] == "make"
        )

    def _to_be_struck(self, clause: Clause) -> bool:
        """Whether it is foretold that somebody will be struck: "will be shot down"."""
        blows = any(f.event_type in _BLOWS for f in self.lexicon.verb(clause.lemma))
        return clause.passive and not clause.subjects and blows

    def _judged(self, clause: Clause, voice: Voice, others: tuple[str, ...]) -> EventType | None:
        """What it is to tell this of others: an accusation, praise or neither."""
        tree = self.passage.tree
        lemma = tree.lemmas[clause.verb]
        if self.lexicon.is_a(lemma, "duty"):
            return EventType.ACCUSE if clause.negated else None
        if clause.negated:
            return None
        if self.lexicon.is_a(lemma, "wrong"):
            return None if clause.passive else EventType.ACCUSE
        if self.lexicon.is_a(lemma, "violence"):
            quoted = clause.verb in self.speech.quoted
            return EventType.ACCUSE if quoted and not clause.passive else None
        if self.lexicon.is_a(lemma, "equate"):
            said = [*tree.having(clause.verb, "attr", "acomp", "dobj")]
            said += [item for name, item in clause.preps if name in ("to", "on", "of", "like")]
            behind = any(name == "behind" for name, _ in clause.preps)
            return EventType.ACCUSE if behind else self.verdicts.verdict(said)
        return None

    def _struck(self, clause: Clause, voice: Voice) -> Candidate | None:
        """An accusation by whoever tells of blows that others dealt them."""
        blows = any(f.event_type in _BLOWS for f in self.lexicon.verb(clause.lemma))
        if not blows or clause.negated:
            return None
        case = circumstance(self.passage, clause.verb, self.lexicon)
        others = tuple(c for c in self.parties.acting(clause.subjects) if c not in voice.codes)
        hurt = {c for item in clause.objects for c in self.parties.affected(item)}
        if case.status is not Status.DONE or not others or not hurt & set(voice.codes):
            return None
        return self._candidate(clause, EventType.ACCUSE, voice, others)

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
