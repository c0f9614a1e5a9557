"""Acts that a verb tells of: its frame, who does it, to whom, and whether it is so."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from stances.coding import grounds
from stances.coding.again import same_again
from stances.coding.candidates import Candidate, Left
from stances.coding.circumstances import Circumstance, Status, circumstance
from stances.coding.clauses import Clause, prepositions
from stances.coding.lexicon import Frame, Lexicon
from stances.coding.parties import BEHIND, DOERS, Parties
from stances.coding.passages import Passage
from stances.coding.speech import Speech
from stances.events import EventType, Modality

_HOSTILE = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.MOBILIZE})
_BLOWS = frozenset({EventType.ASSAULT, EventType.COERCE})
SPOKEN = frozenset(
    {
        EventType.REQUEST,
        EventType.ACCUSE,
        EventType.REJECT,
        EventType.THREATEN,
        EventType.SUPPORT,
        EventType.AGREE,
        EventType.CONCEDE,
    }
)
_TOWARD_DOERS = frozenset({EventType.SUPPORT, EventType.COOPERATE, EventType.AID})
_OMITTED = frozenset({EventType.AGREE, EventType.CONCEDE, EventType.RETREAT, EventType.SUPPORT})
_PARTICLES = frozenset("in out up down off over away back around through".split())
_NEVER_FUTURE = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.THREATEN})


@attrs.frozen(eq=False)
class VerbActs:
    """The acts of one passage's verbs."""

    passage: Passage
    speech: Speech
    parties: Parties
    lexicon: Lexicon

    def find(self) -> Iterator[Candidate | Left]:
        """Every act that a verb tells of, in text order, and what was left with its reason."""
        told: dict[int, Candidate] = {}
        for clause in self.passage.clauses.values():
            found = self._act(clause) or same_again(self.parties, clause, told)
            if isinstance(found, Candidate):
                told[clause.verb] = found
            if found is not None:
                yield found

    def _act(self, clause: Clause) -> Candidate | Left | None:
        phrases = self._phrases(clause)
        if not any(frames for _, frames in phrases):
            return None
        case = circumstance(self.passage, clause.verb, self.lexicon)
        for behind, frames in phrases:
            for frame in frames:
                if frame.objects is not None and not self._has_object(clause, frame, behind):
                    continue
                found = self._apply(clause, frame, case)
                if found is not None:
                    return found
        return None

    def _phrases(self, clause: Clause) -> list[tuple[str, tuple[Frame, ...]]]:
        """The frames of the verb with each word that makes another of it, then of it alone.

        Such are prepositions, "lean on", adverbs, "bring home", and "free" in "set free". What
        may be a particle must stand right behind: "gave in", and not "gave it in Paris".
        """
        tree = self.passage.tree
        apart = {
            tree.lemmas[token]
            for token in tree.having(clause.verb, "prep")
            if tree.lemmas[token] in _PARTICLES and token != clause.verb + 1
        }
        led = [name for name, _ in clause.preps if name not in apart]
        free = tree.tags[clause.verb + 1 : clause.verb + 2] == ("JJ",)
        beside = [*clause.marks, *([tree.lemmas[clause.verb + 1]] if free else [])]
        names = dict.fromkeys((*led, *beside))
        phrases = [(name, self.lexicon.verb(f"{clause.lemma} {name}")) for name in names]
        return [*phrases, ("", self.lexicon.verb(clause.lemma))]

    def _has_object(self, clause: Clause, frame: Frame, behind: str) -> bool:
        """Whether an object, or what the preposition of a phrase leads to, is one of the frame's.

        A title counts with the name it stands before: "saw Prime Minister Netanyahu".
        """
        tree = self.passage.tree
        lemmas = frame.objects or frozenset()
        heads = [token for name, token in clause.preps if name == behind]
        heads = heads or [*clause.objects, *self._measured(clause)]
        names = [token for token in heads if tree.pos[token] == "PROPN"]
        heads += [title for token in names for title in tree.having(token, "compound")]
        if frame.own and not heads:
            heads = list(clause.subjects)
        for token in clause.objects:
            heads += [item for name, item in prepositions(tree, token) if name == "of"]
        towns = lemmas is self.lexicon.lists["places"]
        people = lemmas is self.lexicon.lists["persons"]
        return any(
            tree.lemmas[token] in lemmas
            or (towns and self.parties.placed(token))
            or (people and self.parties.a_people(token))
            for token in heads
        )

    def _measured(self, clause: Clause) -> list[int]:
        """How much of something, where the parser took it for an adverb: "gave them 48 hours"."""
        tree = self.passage.tree
        return [t for t in tree.having(clause.verb, "npadvmod") if tree.child(t, "nummod")]

    def _apply(self, clause: Clause, frame: Frame, case: Circumstance) -> Candidate | Left | None:
        actors = self.parties.acting(clause.subjects)
        if frame.by_persons and not self._sent(clause):
            return None
        if not actors and frame.own and clause.passive:
            actors = tuple(dict.fromkeys(c for o in clause.objects for c in self.parties.named(o)))
        event_type = frame.event_type
        if not actors and event_type is EventType.PROTEST:
            actors = grounds.crowd(self.parties, clause, ())
        if event_type is EventType.SUPPORT and self._by_force(clause):
            event_type = EventType.COOPERATE
        behind_it = DOERS if event_type in _TOWARD_DOERS else BEHIND
        recipients: tuple[str, ...] = ()
        together = frame.mutual and len(actors) > 1
        slot = ""
        for name in frame.recipient:
            if (clause.passive and name == "by") or (together and name != "with"):
                continue
            if name == "comp" and not self._fits_below(clause, event_type):
                continue
            recipients = self.parties.slot(
                clause, name, actors, actors_only=frame.actors_only, behind_it=behind_it
            )
            if recipients:
                slot = name
                break
        if event_type is EventType.AID and self.parties.border(clause.verb, actors):
            return None
        if not recipients and event_type is EventType.ASSAULT:
            recipients = grounds.struck(self.parties, clause, actors)
        if not recipients and event_type is EventType.REQUEST:
            recipients = self._as_demanded(clause, actors)
        if not recipients and frame.objects is not None and not frame.mutual:
            recipients = self._meant(clause, actors)
        mutual = frame.mutual and slot != "comp" and (bool(recipients) or len(actors) > 1)
        if not recipients and not frame.alone and not mutual:
            return None
        if not actors:
            if not recipients:
                return None
            missing = "a passive without an agent" if clause.passive else "no actor is named"
            return Left(clause.verb, missing)
        found = self._judge(clause, frame, event_type, case, actors, recipients)
        if isinstance(found, Candidate) and not mutual:
            return attrs.evolve(found, mutual=False)
        return found

    def _fits_below(self, clause: Clause, event_type: EventType) -> bool:
        """Whether the complement can say whom it is toward.

        What is agreed on and is done to somebody is no agreement with them; what is told as a
        fact was not asked for.
        """
        tree = self.passage.tree
        if event_type is EventType.REQUEST:
            return not any(
                tree.tags[t] in ("VBD", "VBZ") and tree.words[t].lower() != tree.lemmas[t]
                for t in clause.complements
            )
        hostile = any(
            frame.event_type in _HOSTILE
            for token in clause.complements
            if (below := self.passage.clauses.get(token)) is not None
            for frame in self.lexicon.verb(below.lemma)
            if frame.objects is None or self._has_object(below, frame, "")
        )
        return not (event_type is EventType.AGREE and hostile)

    def _meant(self, clause: Clause, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Who is to do it: "set a deadline for Iran to", "gave approval for Taiwan to"."""
        tree = self.passage.tree
        below = [c for item in clause.objects for c in tree.having(item, "acl", "advcl", "relcl")]
        marked = [c for c in below if any(tree.lemmas[m] == "for" for m in tree.having(c, "mark"))]
        subjects = [item for token in marked for item in tree.having(token, "nsubj")]
        return tuple(c for c in self.parties.acting(subjects) if c not in actors)

    def _as_demanded(self, clause: Clause, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Of whom it was demanded: "Iran stopped, as France had demanded"."""
        tree = self.passage.tree
        above = self.passage.clauses.get(tree.heads[clause.verb])
        if above is None or tree.deps[clause.verb] != "advcl" or "as" not in clause.marks:
            return ()
        return tuple(c for c in self.parties.acting(above.subjects) if c not in actors)

    def _sent(self, clause: Clause) -> bool:
        """Whether a person, an office or a delegation does it."""
        tree = self.passage.tree
        references = [self.parties.reference(token) for token in clause.subjects]
        person = any(r is not None and r.person is not None for r in references)
        return person or any(
            tree.lemmas[token] in ("delegation", "team", "mission", "negotiator")
            for token in clause.subjects
        )

    def _by_force(self, clause: Clause) -> bool:
        """Whether what backs or supports is a force or a strike: then it takes part."""
        tree = self.passage.tree
        if clause.lemma not in ("back", "support"):
            return False
        forces = self.lexicon.lists["forces"]
        deeds = {f.event_type for t in clause.subjects for f in self.lexicon.noun(tree.lemmas[t])}
        power = any(tree.lemmas[t] in (*forces, "power", "firepower") for t in clause.subjects)
        return EventType.ASSAULT in deeds or power

    def _judge(
        self,
        clause: Clause,
        frame: Frame,
        event_type: EventType,
        case: Circumstance,
        actors: tuple[str, ...],
        recipients: tuple[str, ...],
    ) -> Candidate | Left | None:
        modality = Modality.ASSERTED
        mutual = frame.mutual
        voice = self.speech.voice(self.passage, clause.verb)
        own_word = voice is not None and set(actors) & set(voice.codes)
        if case.status is Status.UNREAL:
            return Left(clause.verb, case.reason)
        if case.status is Status.DENIED:
            modality = Modality.DENIED
        elif case.status is Status.FUTURE:
            if clause.negated:
                if event_type not in self.lexicon.refused:
                    return Left(clause.verb, "said not to come")
                event_type, mutual = self.lexicon.refused[event_type], False
            elif voice is None and "would" in clause.modals:
                return Left(clause.verb, "only thought of")
            elif own_word and event_type in _BLOWS:
                event_type, mutual = EventType.THREATEN, False
            elif event_type not in _NEVER_FUTURE and event_type is not EventType.SUPPORT:
                modality = Modality.FUTURE
        elif clause.negated:
            if event_type in _OMITTED:
                event_type, mutual = EventType.REJECT, False
            else:
                modality = Modality.DENIED
        claimed = None
        if (voice is not None and voice.codes and not own_word) or (
            voice is not None and voice.codes and event_type in _HOSTILE
        ):
            claimed = voice.codes[0]
        spoken = event_type in SPOKEN
        person = self.parties.person(clause.subjects) if spoken and not mutual else None
        about = self.parties.third(clause.verb, (*actors, *recipients)) if spoken else None
        return Candidate(
            rule=f"verb:{clause.lemma}",
            event_type=event_type,
            anchor=clause.verb,
            actors=actors,
            recipients=recipients,
            tokens=(
                *clause.subjects,
                clause.verb,
                *clause.objects,
                *self.parties.complements(clause),
            ),
            modality=modality,
            person=person,
            claimed_by=claimed,
            about=about,
            mutual=mutual,
            told_at=voice.verb if voice is not None and own_word else None,
        )
