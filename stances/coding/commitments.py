"""Acts toward acts: to vow, warn, refuse, begin to end what stands below the verb."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from stances.coding.branches import prepositions
from stances.coding.candidates import Candidate
from stances.coding.circumstances import Status, circumstance
from stances.coding.clauses import Clause
from stances.coding.lexicon import Frame, Lexicon
from stances.coding.parties import Parties
from stances.coding.passages import Passage
from stances.coding.speech import Speech
from stances.events import EventType, Modality

_HOSTILE = frozenset(
    {
        EventType.ASSAULT,
        EventType.COERCE,
        EventType.SANCTION,
        EventType.MOBILIZE,
        EventType.THREATEN,
        EventType.REJECT,
    }
)
_GRANTED = frozenset({EventType.AGREE, EventType.SUPPORT, EventType.CONCEDE})
_UNBOUND = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.PROTEST})


@attrs.frozen(eq=False)
class Commitments:
    """The acts of one passage whose verb takes another act as its object."""

    passage: Passage
    speech: Speech
    parties: Parties
    lexicon: Lexicon

    def find(self) -> Iterator[Candidate]:
        """Every such act, in text order."""
        for clause in self.passage.clauses.values():
            tree = self.passage.tree
            lemma = tree.lemmas[clause.verb]
            actors = self.parties.acting(clause.subjects)
            if not actors:
                continue
            case = circumstance(self.passage, clause.verb, self.lexicon)
            if case.status is Status.UNREAL:
                if clause.negated and clause.modals & {"can", "could"}:
                    yield from self._unable(clause, actors)
                continue
            future = case.status is Status.FUTURE
            if lemma == "warn":
                yield from self._warned(clause, actors)
            elif clause.passive:
                continue
            elif self.lexicon.is_a(clause.lemma, "stop") and not clause.negated:
                yield from self._ended(clause, actors, future=future)
            elif self.lexicon.is_a(lemma, "deny") and (clause.complements or clause.preps):
                yield self._candidate(clause, EventType.REJECT, actors, ())
            elif self.lexicon.is_a(clause.lemma, "refuse"):
                yield from self._refused(clause, actors)
            elif (mood := tree.child(clause.verb, "acomp")) is not None:
                yield from self._minded(clause, mood, actors)
            elif self.lexicon.is_a(lemma, "commit") and lemma != "threaten":
                yield from self._vowed(clause, actors)

    def _unable(self, clause: Clause, actors: tuple[str, ...]) -> Iterator[Candidate]:
        """A refusal by whoever "cannot accept" something of somebody."""
        frames = self._frames(clause.verb)
        if not frames or clause.passive or frames[0].event_type not in _GRANTED:
            return
        recipients = tuple(c for o in clause.objects for c in self.parties.affected(o, actors))
        if recipients:
            yield self._candidate(clause, EventType.REJECT, actors, recipients)

    def _ended(
        self, clause: Clause, actors: tuple[str, ...], *, future: bool
    ) -> Iterator[Candidate]:
        tree = self.passage.tree
        for token in (*clause.objects, *clause.complements):
            frames = self.lexicon.noun(tree.lemmas[token])
            if not frames and token in self.passage.clauses:
                frames = self.lexicon.verb(tree.lemmas[token])
            for frame in frames[:1]:
                if frame.event_type not in self.lexicon.ended:
                    continue
                recipients = self.parties.affected(token, actors)
                if not recipients:
                    for name in ("with", "on", "against", "to", "from", "in"):
                        recipients = self.parties.slot(clause, name, actors)
                        if recipients:
                            break
                if not recipients and frame.event_type is EventType.CONSULT:
                    recipients = self._places(token, actors)
                if recipients:
                    ended = self.lexicon.ended[frame.event_type]
                    modality = Modality.FUTURE if future else Modality.ASSERTED
                    yield self._candidate(clause, ended, actors, recipients, modality)

    def _places(self, token: int, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Whose town a visit goes to."""
        behind = prepositions(self.passage.tree, token)
        codes = [c for name, item in behind if name == "to" for c in self.parties.located(item)]
        return tuple(code for code in codes if code not in actors)

    def _minded(self, clause: Clause, mood: int, actors: tuple[str, ...]) -> Iterator[Candidate]:
        """An offer by whoever is ready to help or meet, a threat by whoever is ready to strike."""
        tree = self.passage.tree
        unwilling = self.lexicon.is_a(tree.lemmas[mood], "unwilling")
        if not unwilling and not self.lexicon.is_a(tree.lemmas[mood], "ready"):
            return
        for token in tree.having(mood, "xcomp", "pcomp"):
            below = self.passage.clauses.get(token)
            types = {frame.event_type for frame in self._frames(token)[:1]}
            hostile = bool(types & _HOSTILE) or self.lexicon.is_a(tree.lemmas[token], "strike_back")
            recipients = self.parties.affected(token, actors)
            if below is not None and not recipients:
                inside = (*below.objects, *(item for _, item in below.preps))
                recipients = tuple(c for t in inside for c in self.parties.affected(t, actors))
            friendly = bool(types) and not types & (_HOSTILE | _UNBOUND)
            if not recipients or not (friendly or hostile):
                continue
            if unwilling or clause.negated:
                if friendly:
                    yield self._candidate(clause, EventType.REJECT, actors, recipients)
                continue
            kind = EventType.THREATEN if hostile else EventType.AGREE
            yield self._candidate(clause, kind, actors, tuple(dict.fromkeys(recipients)))

    def _refused(self, clause: Clause, actors: tuple[str, ...]) -> Iterator[Candidate]:
        tree = self.passage.tree
        behind = [item for _, item in clause.preps if item in self.passage.clauses]
        behind += [item for item in tree.having(clause.verb, "advcl") if tree.tags[item] == "VBG"]
        for token in (*clause.complements, *behind):
            if self.lexicon.is_a(tree.lemmas[token], "silence"):
                continue
            types = {frame.event_type for frame in self._frames(token)}
            spared = bool(types & _HOSTILE) or EventType.ACCUSE in types
            recipients = self._demanders(clause.verb, token, actors)
            if not recipients and not spared:
                recipients = self.parties.complement(clause, actors)
                recipients = recipients or self.parties.affected(token, actors)
            if recipients or spared:
                yield self._candidate(clause, EventType.REJECT, actors, recipients)
            else:
                yield self._unaddressed(clause, EventType.REJECT, actors)
            return
        if not clause.objects:
            yield self._unaddressed(clause, EventType.REJECT, actors)

    def _demanders(self, verb: int, token: int, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Who wanted what is refused: "as the Security Council had demanded"."""
        tree = self.passage.tree
        for child in (*tree.having(verb, "advcl"), *tree.having(token, "advcl")):
            clause = self.passage.clauses.get(child)
            if clause is None or "as" not in clause.marks:
                continue
            if any(f.event_type is EventType.REQUEST for f in self.lexicon.verb(clause.lemma)):
                return tuple(c for c in self.parties.acting(clause.subjects) if c not in actors)
        return ()

    def _warned(self, clause: Clause, actors: tuple[str, ...]) -> Iterator[Candidate]:
        tree = self.passage.tree
        warned = self.parties.slot(clause, "obj", actors)
        beside = (*clause.complements, *tree.having(clause.verb, "advcl"))
        infinitive = any(
            tree.lemmas[c] == "to" for item in beside for c in tree.having(item, "aux")
        )
        if warned and (infinitive or any(name == "against" for name, _ in clause.preps)):
            yield self._candidate(clause, EventType.REQUEST, actors, warned)
        elif warned:
            yield self._candidate(clause, EventType.THREATEN, actors, warned)
        elif any(
            self.lexicon.is_a(tree.lemmas[i], "consequence") for n, i in clause.preps if n == "of"
        ):
            threatened = self.parties.conditional(clause.verb, actors)
            found = self._candidate(clause, EventType.THREATEN, actors, threatened)
            yield attrs.evolve(found, unaddressed=not threatened)
        else:
            for token in clause.complements:
                below = self.passage.clauses.get(token)
                if below is None or not below.modals & {"will", "would"}:
                    continue
                if set(self.parties.acting(below.subjects)) & set(actors):
                    threatened = self.parties.complement(clause, actors)
                    threatened = threatened or self.parties.conditional(clause.verb, actors)
                    if threatened:
                        yield self._candidate(clause, EventType.THREATEN, actors, threatened)
                    elif self._hostile(token):
                        yield self._unaddressed(clause, EventType.THREATEN, actors)

    def _vowed(self, clause: Clause, actors: tuple[str, ...]) -> Iterator[Candidate]:
        tree = self.passage.tree
        for token in (*clause.complements, *clause.objects):
            lemma = tree.lemmas[token]
            types = {frame.event_type for frame in self._frames(token)[:1]}
            hostile = bool(types & _HOSTILE) or self.lexicon.is_a(lemma, "strike_back")
            foretold = self.lexicon.is_a(lemma, "consequence") or self.lexicon.is_a(lemma, "reply")
            hostile = hostile or (foretold and token in clause.objects)
            hostile = hostile or any(
                self.lexicon.is_a(tree.lemmas[item], "suffer")
                for item in tree.having(token, "ccomp", "xcomp")
            )
            recipients: tuple[str, ...] = ()
            if token in clause.complements:
                recipients = self.parties.slot(clause, "obj", actors, actors_only=True)
            hostile = hostile and not (recipients and self.lexicon.is_a(clause.lemma, "word"))
            recipients = recipients or self.parties.affected(token, actors)
            if not recipients and token in clause.objects:
                recipients = self.parties.slot(clause, "to", actors)
            below = self.passage.clauses.get(token)
            if not recipients and below is not None:
                recipients = self.parties.complement(clause, actors)
            if not recipients and hostile:
                third = self.parties.third(token, actors)
                recipients = () if third is None else (third,)
            joint = len(actors) > 1 and token in clause.complements and not hostile
            if not recipients and hostile:
                yield self._unaddressed(clause, EventType.THREATEN, actors)
                return
            if not recipients and not joint:
                continue
            kind = EventType.THREATEN if hostile else EventType.AGREE
            if EventType.SUPPORT in types:
                kind = EventType.SUPPORT
            found = self._candidate(clause, kind, actors, recipients)
            yield attrs.evolve(found, mutual=not recipients)
            return

    def _hostile(self, token: int) -> bool:
        types = {frame.event_type for frame in self._frames(token)[:1]}
        lemma = self.passage.tree.lemmas[token]
        return bool(types & _HOSTILE) or self.lexicon.is_a(lemma, "strike_back")

    def _unaddressed(
        self, clause: Clause, event_type: EventType, actors: tuple[str, ...]
    ) -> Candidate:
        return attrs.evolve(self._candidate(clause, event_type, actors, ()), unaddressed=True)

    def _frames(self, token: int) -> tuple[Frame, ...]:
        """The frames of the act below, those whose object fits first."""
        tree = self.passage.tree
        lemma = tree.lemmas[token]
        below = self.passage.clauses.get(token)
        if below is None:
            return self.lexicon.noun(lemma)
        objects = {tree.lemmas[item] for item in below.objects}
        return tuple(
            frame
            for frame in self.lexicon.verb(below.lemma)
            if frame.objects is None or frame.objects & objects
        )

    def _candidate(
        self,
        clause: Clause,
        event_type: EventType,
        actors: tuple[str, ...],
        recipients: tuple[str, ...],
        modality: Modality = Modality.ASSERTED,
    ) -> Candidate:
        voice = self.speech.voice(self.passage, clause.verb)
        told = voice is not None and bool(voice.codes) and not set(voice.codes) & set(actors)
        return Candidate(
            rule=f"commitment:{clause.lemma}",
            event_type=event_type,
            anchor=clause.verb,
            actors=actors,
            recipients=recipients,
            tokens=(*clause.subjects, clause.verb, *clause.objects, *clause.complements),
            modality=modality,
            person=self.parties.person(clause.subjects),
            claimed_by=voice.codes[0] if told and voice is not None else None,
            about=self.parties.third(clause.verb, (*actors, *recipients)),
        )
