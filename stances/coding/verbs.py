"""Acts that a verb tells of: its frame, who does it, to whom, and whether it is so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import attrs

from stances.coding import addressees, grounds
from stances.coding.again import same_again
from stances.coding.candidates import Candidate, Left
from stances.coding.circumstances import Circumstance, Status, circumstance
from stances.coding.clauses import Clause
from stances.coding.lexicon import Frame, Lexicon
from stances.coding.parties import BEHIND, DOERS, Parties
from stances.coding.passages import Passage
from stances.coding.senses import Senses, by_force
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
_NEVER_FUTURE = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.THREATEN})


@attrs.frozen(eq=False)
class VerbActs:
    """The acts of one passage's verbs."""

    passage: Passage
    speech: Speech
    parties: Parties
    lexicon: Lexicon

    @cached_property
    def senses(self) -> Senses:
        """Which sense of each verb is meant."""
        return Senses(self.passage, self.parties, self.lexicon)

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
        if clause.lemma not in self.lexicon.begun:
            return None
        case: Circumstance | None = None
        unaddressed: Candidate | None = None
        for behind, frames in self.senses.phrases(clause):
            told = self.senses.objects(clause, behind) if frames else ((), ())
            for frame in frames:
                if frame.objects is not None and not self.senses.fits(clause, frame, told):
                    continue
                case = case or circumstance(self.passage, clause.verb, self.lexicon)
                found = self._apply(clause, frame, case, behind)
                if isinstance(found, Candidate) and found.unaddressed:
                    unaddressed = unaddressed or found
                elif found is not None:
                    return found
        return unaddressed

    def _apply(
        self, clause: Clause, frame: Frame, case: Circumstance, behind: str
    ) -> Candidate | Left | None:
        actors = self.parties.acting(clause.subjects)
        if frame.by_persons and not self._sent(clause):
            return None
        if not actors and frame.own and clause.passive:
            actors = tuple(dict.fromkeys(c for o in clause.objects for c in self.parties.named(o)))
        event_type = frame.event_type
        if not actors and event_type is EventType.PROTEST:
            actors = grounds.crowd(self.parties, clause, ())
        if event_type is EventType.SUPPORT and by_force(self.passage, self.lexicon, clause):
            event_type = EventType.COOPERATE
        behind_it: tuple[str, ...] = DOERS if event_type in _TOWARD_DOERS else BEHIND
        if event_type is EventType.ACCUSE and self._of_violence(clause):
            behind_it = ("by", "from")
        recipients: tuple[str, ...] = ()
        together = frame.mutual and len(actors) > 1
        slot = ""
        named_last = (behind,) if "obj" in frame.recipient and frame.objects is None else ()
        for name in (*frame.recipient, *named_last):
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
        parting = event_type is EventType.RETREAT and not recipients and bool(actors)
        mutual = mutual or (parting and len(actors) > 1)
        if not recipients and not frame.alone and not mutual:
            return self._unaddressed(clause, frame, case, actors)
        if not actors:
            if not recipients:
                return None
            missing = "a passive without an agent" if clause.passive else "no actor is named"
            return Left(clause.verb, missing)
        found = self._judge(clause, frame, event_type, case, actors, recipients)
        if isinstance(found, Candidate):
            return attrs.evolve(
                found,
                mutual=mutual and (found.mutual or parting),
                unaddressed=parting and not mutual and not self._left(clause),
            )
        return found

    def _left(self, clause: Clause) -> bool:
        """Whether it is told where somebody left from, though not whose place that is."""
        led = [*clause.preps, *(p for o in clause.objects for p in self.parties.nested(o))]
        return "home" in clause.marks or any(name in ("from", "out") for name, _ in led)

    def _unaddressed(
        self, clause: Clause, frame: Frame, case: Circumstance, actors: tuple[str, ...]
    ) -> Candidate | None:
        """An act of its actor that names nobody: whom it is toward, only the article can tell."""
        if not actors or not addressees.left_open(self.parties, clause, frame):
            return None
        found = self._judge(clause, frame, frame.event_type, case, actors, ())
        if not isinstance(found, Candidate) or found.event_type is not frame.event_type:
            return None
        if found.modality is Modality.DENIED:
            return None
        return attrs.evolve(found, unaddressed=True, mutual=False)

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
            if frame.objects is None
            or self.senses.fits(below, frame, self.senses.objects(below, ""))
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

    def _of_violence(self, clause: Clause) -> bool:
        """Whether the object is a blow, to be blamed on who dealt it: "condemned the raid on"."""
        lemmas = [self.passage.tree.lemmas[token] for token in clause.objects]
        return any(f.event_type in _BLOWS for lemma in lemmas for f in self.lexicon.noun(lemma))

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
