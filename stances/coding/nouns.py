"""Acts that a noun tells of: "its condemnation of", "talks between", "launched an attack on".

Below a light verb the verb's subject does it, with the verb's circumstances. Elsewhere the one
who does it stands as possessive, adjective, or behind "by"; a noun in a demand, a threat or a
condition tells of nothing that took place.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import attrs

from stances.coding.branches import prepositions, so_called
from stances.coding.candidates import Candidate, Left
from stances.coding.circumstances import Circumstance, Status, circumstance
from stances.coding.clauses import Clause
from stances.coding.lexicon import Frame, Lexicon
from stances.coding.nounparties import NounParties
from stances.coding.parties import Parties
from stances.coding.passages import Passage
from stances.coding.speech import Speech
from stances.events import EventType, Modality

_NOT_YET = frozenset({"planned", "upcoming", "scheduled", "proposed", "imminent", "forthcoming"})
_NOT_SO = frozenset(
    {"no", "any", "possible", "potential", "alleged", "future", "hypothetical", "further", "every"}
)
_SPEECH_NOUNS = frozenset(
    {EventType.REQUEST, EventType.ACCUSE, EventType.THREATEN, EventType.SUPPORT, EventType.REJECT}
)
_ANSWERABLE = frozenset({EventType.REQUEST, EventType.ACCUSE})


@attrs.frozen(eq=False)
class NounActs:
    """The acts of one passage's nouns."""

    passage: Passage
    speech: Speech
    parties: Parties
    lexicon: Lexicon

    @cached_property
    def who(self) -> NounParties:
        """Who does what the nouns tell of."""
        return NounParties(self.passage, self.parties, self.lexicon)

    def find(self) -> Iterator[Candidate | Left]:
        """Every act that a noun tells of, in text order, and what was left with its reason."""
        tree = self.passage.tree
        for token, pos in enumerate(tree.pos):
            if pos not in ("NOUN", "PROPN") and tree.tags[token] != "VBG":
                continue
            if pos == "VERB" and tree.deps[token] not in ("pobj", "dobj", "nsubj"):
                continue
            if tree.deps[token] in ("compound", "amod", "nmod"):
                continue
            for frame in self._frames(token):
                if frame.together and not self._together(token, frame):
                    continue
                found = self._act(token, frame)
                if found is not None:
                    yield found
                    break

    def _frames(self, token: int) -> tuple[Frame, ...]:
        """The frames of a noun, or of the word before it that it bears: "a protest note"."""
        tree = self.passage.tree
        frames = self.lexicon.noun(tree.lemmas[token])
        if not frames and tree.tags[token] == "VBG":
            return self.lexicon.noun(tree.words[token].lower())
        if frames or not self.lexicon.is_a(tree.lemmas[token], "bearer"):
            return frames
        before = tree.having(token, "compound")
        return tuple(frame for item in before for frame in self.lexicon.noun(tree.lemmas[item]))

    def _act(self, token: int, frame: Frame) -> Candidate | Left | None:
        carrier = self._carrier(token)
        if carrier is not None and not self.who.evoked(token, carrier):
            return self._carried(token, frame, carrier)
        return self._bare(token, frame)

    def _together(self, token: int, frame: Frame) -> bool:
        """Whether it is called joint, or two are behind it: "talks with", "drills of A and B"."""
        tree = self.passage.tree
        joint = any(tree.lemmas[c] in ("joint", "combined") for c in tree.having(token, "amod"))
        behind = any(name in ("with", "between") for name, _ in prepositions(tree, token))
        drill = any(
            other.event_type is EventType.MOBILIZE
            for other in self.lexicon.noun(tree.lemmas[token])
        )
        return joint or behind or (drill and len(self.who.doers(token, frame, None)) > 1)

    def _carrier(self, token: int) -> Clause | None:
        """The light verb that the noun is the object of."""
        tree = self.passage.tree
        clause = self._governing(token)
        if clause is None or not self._light(clause, token):
            return None
        above = tree.heads[token]
        behind = tree.deps[token] == "pobj" and tree.lemmas[above] in (
            "of",
            "out",
            "to",
            "in",
            "into",
        )
        if token in clause.objects:
            return clause
        held = tree.heads[above] in clause.objects or clause.verb == tree.heads[above]
        return clause if behind and held else None

    def _light(self, clause: Clause, token: int) -> bool:
        """Whether a verb only carries a noun; "hold up" and "drop" do something to it."""
        lemma = self.passage.tree.lemmas[clause.verb]
        own = clause.lemma != lemma and bool(self._said_of(clause, token))
        ends = self.lexicon.is_a(clause.lemma, "stop")
        return self.lexicon.is_a(lemma, "light") and not own and not ends

    def _governing(self, token: int) -> Clause | None:
        tree = self.passage.tree
        above = (self.passage.clauses.get(a) for a in tree.ancestors(token))
        verbs = (clause for clause in above if clause is not None)
        return next((clause for clause in verbs if not so_called(tree, clause.verb)), None)

    def _carried(self, token: int, frame: Frame, clause: Clause) -> Candidate | Left | None:
        actors = self.parties.acting(clause.subjects) or self.who.doers(token, frame, clause)
        if not actors:
            return None
        recipients = self.who.recipients(token, frame, actors)
        if not recipients:
            recipients = self._of_clause(clause, frame, actors)
        if not recipients and frame.event_type is EventType.ASSAULT:
            recipients = self.parties.slot(clause, "purpose", actors)
        if not recipients and not frame.alone and not (frame.mutual and len(actors) > 1):
            return None
        person = self.parties.person(clause.subjects)
        return self._judge(token, frame, clause, actors, recipients, person)

    def _of_clause(self, clause: Clause, frame: Frame, actors: tuple[str, ...]) -> tuple[str, ...]:
        for name in frame.recipient:
            codes = [
                code
                for preposition, item in clause.preps
                if preposition == name
                for code in self.parties.affected(item, actors)
            ]
            if codes:
                return tuple(dict.fromkeys(codes))
        named = tuple(c for c in self.parties.actors(clause.objects) if c not in actors)
        return named if frame.event_type in _SPEECH_NOUNS else ()

    def _bare(self, token: int, frame: Frame) -> Candidate | Left | None:
        governing = self._governing(token)
        actors = self.who.doers(token, frame, governing)
        recipients = self.who.recipients(token, frame, actors)
        if governing is not None:
            answered = frame.event_type in _ANSWERABLE and self._answers(governing, token)
            if answered and actors and not recipients and token in governing.objects:
                return self._judge(token, frame, governing, actors, (), None)
            if frame.event_type is EventType.CONSULT and self.who.takes_part(token):
                actors = actors or self.parties.acting(governing.subjects)
                recipients = self.who.recipients(token, frame, actors)
                if not recipients and self._reports(governing):
                    told = self.parties.actors(governing.objects)
                    recipients = tuple(code for code in told if code not in actors)
            if not recipients and frame.event_type is EventType.REQUEST:
                recipients = self.who.obliging(token, governing, actors)
            if not recipients:
                recipients = self.who.of_clause(token, governing, actors)
            if not recipients and frame.event_type is EventType.ASSAULT:
                recipients = self.who.sufferers(token, governing, actors)
        both = frame.mutual and len(actors) > 1
        if not actors or not (recipients or both or frame.alone):
            return None
        return self._judge(token, frame, governing, actors, recipients, None)

    def _reports(self, clause: Clause) -> bool:
        return self.lexicon.is_a(self.passage.tree.lemmas[clause.verb], "report")

    def _judge(
        self,
        token: int,
        frame: Frame,
        clause: Clause | None,
        actors: tuple[str, ...],
        recipients: tuple[str, ...],
        person: str | None,
    ) -> Candidate | Left | None:
        tree = self.passage.tree
        before = {tree.lemmas[t] for t in tree.subtree(token) if token - 4 <= t < token}
        carried = self._carrier(token) is not None
        ruled_out = "no" in before and carried
        if (before & _NOT_SO and not ruled_out) or self.who.feared(token):
            return Left(token, "not said to have been")
        event_type, modality = self._kind(token, frame, clause), Modality.ASSERTED
        if before & _NOT_YET or self.who.to_come(token):
            modality = Modality.FUTURE
        if clause is not None and not self.who.past(token):
            case = circumstance(self.passage, clause.verb, self.lexicon)
            if case.status is Status.UNREAL:
                return Left(token, case.reason)
            voice = self.speech.voice(self.passage, clause.verb)
            if not carried and "would" in clause.modals and voice is None:
                return Left(token, "only thought of")
            if not carried and token in tree.subtree(clause.verb):
                if self.lexicon.is_a(tree.lemmas[clause.verb], "stop") and token in clause.objects:
                    return None
                if event_type in _ANSWERABLE and self._answers(clause, token):
                    answering = self.parties.acting(clause.subjects)
                    recipients = tuple(c for c in answering if c not in actors) or recipients
                elif not self.who.beside(token, clause) and self._wanted(clause, token):
                    return Left(token, f"only something to {tree.lemmas[clause.verb]}")
            modality = self._modality(modality, clause, case)
            shown = self.lexicon.is_a(tree.lemmas[clause.verb], "hide") or any(
                tree.lemmas[item] == "secret" for item in clause.objects
            )
            negated = (clause.negated or ruled_out) and not shown
            if carried and negated and modality is not Modality.DENIED:
                modality = Modality.ASSERTED
                if event_type not in self.lexicon.refused:
                    return Left(token, "negated")
                event_type = self.lexicon.refused[event_type]
        if event_type in _SPEECH_NOUNS and modality is Modality.FUTURE:
            modality = Modality.ASSERTED
        voice = self.speech.voice(self.passage, token)
        own_word = voice is not None and bool(set(actors) & set(voice.codes))
        claimed = voice.codes[0] if voice is not None and voice.codes and not own_word else None
        return Candidate(
            rule=f"noun:{tree.lemmas[token]}",
            event_type=event_type,
            anchor=token,
            actors=actors,
            recipients=recipients,
            tokens=(token, *(clause.subjects if person is not None and clause else ())),
            modality=modality,
            person=person if event_type in _SPEECH_NOUNS else None,
            claimed_by=claimed,
            about=self.parties.third(token, (*actors, *recipients)),
            mutual=frame.mutual and event_type is frame.event_type,
        )

    def _kind(self, token: int, frame: Frame, clause: Clause | None) -> EventType:
        """The frame's type; a warning to do something is a request."""
        tree = self.passage.tree
        beside = () if clause is None else tree.having(clause.verb, "advcl")
        infinitive = any(tree.tags[c] == "VB" for c in (*tree.having(token, "acl"), *beside))
        warned = tree.lemmas[token] == "warning" and infinitive
        return EventType.REQUEST if warned else frame.event_type

    def _modality(self, modality: Modality, clause: Clause, case: Circumstance) -> Modality:
        if case.status is Status.DENIED:
            return Modality.DENIED
        planned = self.lexicon.is_a(self.passage.tree.lemmas[clause.verb], "plan")
        if case.status is Status.FUTURE or (planned and clause.passive):
            return Modality.FUTURE
        return modality

    def _answers(self, clause: Clause, token: int) -> bool:
        """Whether the verb answers a demand or a charge, so that it was made."""
        return bool(self._said_of(clause, token) & {EventType.REJECT, EventType.AGREE})

    def _wanted(self, clause: Clause, token: int) -> bool:
        """Whether the verb only speaks of the noun: demanded, condemned, rejected."""
        if token in clause.subjects and not clause.passive:
            return False
        unreal = self.lexicon.is_a(self.passage.tree.lemmas[clause.verb], "unreal")
        return unreal or bool(self._said_of(clause, token) & _SPEECH_NOUNS)

    def _said_of(self, clause: Clause, token: int) -> frozenset[EventType]:
        """The types of the verb's frames that can have the noun as their object."""
        lemma = self.passage.tree.lemmas[token]
        return frozenset(
            frame.event_type
            for frame in self.lexicon.verb(clause.lemma)
            if frame.objects is None or lemma in frame.objects
        )
