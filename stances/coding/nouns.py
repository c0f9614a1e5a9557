"""Acts that a noun tells of: "its condemnation of", "talks between", "launched an attack on".

Below a light verb the verb's subject does it, with the verb's circumstances. Elsewhere the one
who does it stands as possessive, adjective, or behind "by"; a noun in a demand, a threat or a
condition tells of nothing that took place.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from stances.coding.candidates import Candidate, Left
from stances.coding.circumstances import Status, circumstance
from stances.coding.clauses import Clause, prepositions
from stances.coding.lexicon import Frame, Lexicon
from stances.coding.parties import Parties
from stances.coding.passages import Passage
from stances.coding.phrases import Grade
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
_DURING = frozenset({"in", "during", "after", "at", "following", "over", "by"})
_SUFFER = frozenset({"die", "kill", "injure", "wound", "hit", "destroy", "damage", "lose", "hurt"})


@attrs.frozen(eq=False)
class NounActs:
    """The acts of one passage's nouns."""

    passage: Passage
    speech: Speech
    parties: Parties
    lexicon: Lexicon

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
                if frame.together and not self._together(token):
                    continue
                found = self._act(token, frame)
                if found is not None:
                    yield found
                    break

    def _frames(self, token: int) -> tuple[Frame, ...]:
        """The frames of a noun, or of the word before it that it bears: "a protest note"."""
        tree = self.passage.tree
        frames = self.lexicon.noun(tree.lemmas[token])
        if frames or not self.lexicon.is_a(tree.lemmas[token], "bearer"):
            return frames
        before = tree.having(token, "compound")
        return tuple(frame for item in before for frame in self.lexicon.noun(tree.lemmas[item]))

    def _act(self, token: int, frame: Frame) -> Candidate | Left | None:
        carrier = self._carrier(token)
        if carrier is not None:
            return self._carried(token, frame, carrier)
        return self._bare(token, frame)

    def _together(self, token: int) -> bool:
        """Whether it is called joint, or two are behind it."""
        tree = self.passage.tree
        joint = any(tree.lemmas[c] in ("joint", "combined") for c in tree.having(token, "amod"))
        return joint or any(name in ("with", "between") for name, _ in prepositions(tree, token))

    def _carrier(self, token: int) -> Clause | None:
        """The light verb that the noun is the object of."""
        tree = self.passage.tree
        for clause in self._governing(token):
            objects = clause.objects
            chain = [token, tree.heads[token], tree.heads[tree.heads[token]]]
            if any(item in objects for item in chain[:1]) or (
                tree.deps[token] == "pobj"
                and tree.lemmas[tree.heads[token]] in ("of", "out", "to", "in", "into")
                and (chain[2] in objects or clause.verb == chain[2])
            ):
                lemma = tree.lemmas[clause.verb]
                if self.lexicon.is_a(lemma, "light"):
                    return clause
        return None

    def _governing(self, token: int) -> Iterator[Clause]:
        for above in self.passage.tree.ancestors(token):
            clause = self.passage.clauses.get(above)
            if clause is not None:
                yield clause
                return

    def _carried(self, token: int, frame: Frame, clause: Clause) -> Candidate | Left | None:
        actors = self.parties.acting(clause.subjects) or self._doers(token, frame)
        if not actors:
            return None
        recipients = self._recipients(token, frame, actors)
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
        governing = next(self._governing(token), None)
        actors = self._doers(token, frame)
        during = frame.event_type is EventType.CONSULT and governing is not None
        if frame.event_type in _ANSWERABLE and actors and governing is not None:
            answered = self._answers(governing) and token in governing.objects
            if answered and not self._recipients(token, frame, actors):
                return self._judge(token, frame, governing, actors, (), None)
        if not actors and during and governing is not None and self._during(token):
            actors = self.parties.acting(governing.subjects)
        recipients = self._recipients(token, frame, actors)
        told = governing is not None and self.lexicon.is_a(
            self.passage.tree.lemmas[governing.verb], "report"
        )
        if not recipients and during and told and governing is not None and self._during(token):
            recipients = tuple(c for c in self.parties.actors(governing.objects) if c not in actors)
        if not recipients and governing is not None and frame.event_type is EventType.ASSAULT:
            recipients = self._sufferers(token, governing, actors)
        both = frame.mutual and len(actors) > 1
        if not actors or not (recipients or both):
            return None
        return self._judge(token, frame, governing, actors, recipients, None)

    def _during(self, token: int) -> bool:
        """Whether the verb's subject takes part: "in a call with Putin, Erdogan said"."""
        tree = self.passage.tree
        prep = tree.heads[token]
        return (
            tree.deps[token] == "pobj"
            and (tree.lemmas[prep] in _DURING or self._travels_for(prep))
            and tree.heads[prep] in self.passage.clauses
        )

    def _travels_for(self, prep: int) -> bool:
        """Whether one goes there for it: "flew to Moscow for talks with"."""
        tree = self.passage.tree
        return tree.lemmas[prep] == "for" and self.lexicon.is_a(
            tree.lemmas[tree.heads[prep]], "travel"
        )

    def _sufferers(self, token: int, clause: Clause, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Who died in it, or whom it killed."""
        tree = self.passage.tree
        if tree.lemmas[clause.verb] not in _SUFFER:
            return ()
        victims = clause.objects if clause.passive or token in clause.subjects else clause.subjects
        codes = [code for item in victims for code in self.parties.affected(item, actors)]
        return tuple(dict.fromkeys(codes))

    def _doers(self, token: int, frame: Frame) -> tuple[str, ...]:
        tree = self.passage.tree
        own = self.parties.named(token)
        behind = prepositions(tree, token)
        if frame.mutual:
            for child in tree.having(token, "acl"):
                behind += prepositions(tree, child)
        names = ("between", "among") if frame.mutual else ("by", "from")
        codes = [
            code
            for name, item in behind
            if name in names or (name == "of" and not frame.patient and not own)
            for code in self._party(item)
        ]
        return tuple(dict.fromkeys([*codes, *own] if frame.mutual else codes or own))

    def _party(self, token: int) -> tuple[str, ...]:
        reference = self.parties.reference(token)
        if reference is None:
            return ()
        if reference.grade is Grade.ACTOR or self.parties.acting([token]):
            return reference.codes
        return reference.codes if self.passage.tree.deps[token] == "pobj" else ()

    def _recipients(self, token: int, frame: Frame, actors: tuple[str, ...]) -> tuple[str, ...]:
        behind = self.parties.nested(token)
        for wanted in frame.recipient:
            if wanted in ("border", "clause"):
                beyond = self._beyond(token, wanted, actors)
                if beyond:
                    return beyond
                continue
            codes = [
                code
                for name, item in behind
                if name == wanted and name != "between"
                for code in self._received(item, frame, actors)
            ]
            if codes:
                return tuple(dict.fromkeys(codes))
        return ()

    def _beyond(self, token: int, slot: str, actors: tuple[str, ...]) -> tuple[str, ...]:
        if slot == "border":
            return self.parties.border(token, actors)
        tree = self.passage.tree
        for child in tree.having(token, "acl", "relcl", "advcl"):
            codes = self.parties.acting(tree.having(child, "nsubj"))
            if codes:
                return tuple(code for code in codes if code not in actors)
        return ()

    def _received(self, token: int, frame: Frame, actors: tuple[str, ...]) -> tuple[str, ...]:
        if frame.actors_only:
            return tuple(c for c in self.parties.actors([token]) if c not in actors)
        return self.parties.affected(token, actors)

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
        event_type, modality = frame.event_type, Modality.ASSERTED
        before = {tree.lemmas[t] for t in tree.subtree(token) if token - 4 <= t < token}
        beside = () if clause is None else tree.having(clause.verb, "advcl")
        infinitive = any(tree.tags[c] == "VB" for c in (*tree.having(token, "acl"), *beside))
        if tree.lemmas[token] == "warning" and infinitive:
            event_type = EventType.REQUEST
        ruled_out = "no" in before and self._carrier(token) is not None
        if before & _NOT_SO and not ruled_out:
            return Left(token, "not said to have been")
        if before & _NOT_YET:
            modality = Modality.FUTURE
        if clause is not None:
            case = circumstance(self.passage, clause.verb, self.lexicon)
            lemma = tree.lemmas[clause.verb]
            inside = token in tree.subtree(clause.verb)
            if case.status is Status.UNREAL:
                return Left(token, case.reason)
            carried = self._carrier(token) is not None
            if not carried and inside:
                if self.lexicon.is_a(lemma, "stop") and token in clause.objects:
                    return None
                if event_type in _ANSWERABLE and self._answers(clause):
                    answering = self.parties.acting(clause.subjects)
                    recipients = tuple(c for c in answering if c not in actors) or recipients
                elif self.lexicon.is_a(lemma, "unreal") or self._wanted(clause):
                    return Left(token, f"only something to {lemma}")
            if case.status is Status.FUTURE or (
                self.lexicon.is_a(lemma, "plan") and clause.passive
            ):
                modality = Modality.FUTURE
            if case.status is Status.DENIED:
                modality = Modality.DENIED
            elif (clause.negated or ruled_out) and carried:
                modality = Modality.ASSERTED
                if event_type not in self.lexicon.refused:
                    return Left(token, "negated")
                event_type = self.lexicon.refused[event_type]
        if event_type in _SPEECH_NOUNS and modality is Modality.FUTURE:
            modality = Modality.ASSERTED
        voice = self.speech.voice(self.passage, token)
        own_word = voice is not None and bool(set(actors) & set(voice.codes))
        claimed = voice.codes[0] if voice is not None and voice.codes and not own_word else None
        spoken = event_type in _SPEECH_NOUNS
        return Candidate(
            rule=f"noun:{tree.lemmas[token]}",
            event_type=event_type,
            anchor=token,
            actors=actors,
            recipients=recipients,
            tokens=(token, *(clause.subjects if person is not None and clause else ())),
            modality=modality,
            person=person if spoken else None,
            claimed_by=claimed,
            about=self.parties.third(token, (*actors, *recipients)),
            mutual=frame.mutual and event_type is frame.event_type,
        )

    def _answers(self, clause: Clause) -> bool:
        """Whether the verb answers a demand or a charge, so that it was made."""
        types = {frame.event_type for frame in self.lexicon.verb(clause.lemma)}
        return bool(types & {EventType.REJECT, EventType.AGREE}) and not clause.passive

    def _wanted(self, clause: Clause) -> bool:
        """Whether the verb's own frame speaks of the noun: demanded, condemned, rejected."""
        types = {frame.event_type for frame in self.lexicon.verb(clause.lemma)}
        return bool(types & _SPEECH_NOUNS)
