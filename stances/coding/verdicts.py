"""What somebody calls a deed or its doer: "called it piracy", "the regime's atrocities".

A word that finds fault accuses whoever is behind what it is said of, a word of praise supports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from stances.coding.candidates import Candidate
from stances.coding.lexicon import Lexicon
from stances.coding.parties import Parties
from stances.coding.passages import Passage
from stances.coding.speech import Speech, Voice
from stances.events import EventType

_SPOKEN = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN})


@attrs.frozen(eq=False)
class Verdicts:
    """The blame and the praise that lie in one passage's words."""

    passage: Passage
    speech: Speech
    parties: Parties
    lexicon: Lexicon

    def find(self) -> Iterator[Candidate]:
        """Every such act: what is called by a bad name, then what a verb gives a name."""
        yield from self._blaming()
        yield from self._naming()

    def _naming(self) -> Iterator[Candidate]:
        """Blame or praise of whoever is behind what is "called an act of piracy"."""
        tree = self.passage.tree
        for clause in self.passage.clauses.values():
            if not self.lexicon.is_a(clause.lemma, "name") or clause.negated or clause.modals:
                continue
            actors = self.parties.acting(clause.subjects)
            places = (clause.verb, *clause.objects)
            names = [i for t in places for i in tree.having(t, "oprd", "attr", "acomp")]
            names += [item for name, item in clause.preps if name == "as"]
            names += [i for c in clause.complements for i in tree.having(c, "attr", "acomp")]
            bare = [c for c in clause.complements if c not in self.passage.clauses]
            names += [item for c in bare for item in (c, *tree.having(c, "dobj"))]
            kind = self.verdict(names)
            if not actors or kind is None:
                continue
            named = [
                *clause.objects,
                *(s for c in clause.complements for s in tree.having(c, "nsubj")),
            ]
            judged = [c for item in named for c in self.parties.affected(item, actors)]
            if judged or kind is EventType.ACCUSE:
                yield Candidate(
                    unaddressed=not judged,
                    rule=f"named:{clause.lemma}",
                    event_type=kind,
                    anchor=clause.verb,
                    actors=actors,
                    recipients=tuple(dict.fromkeys(judged)),
                    tokens=(*clause.subjects, clause.verb, *clause.objects, *names),
                    person=self.parties.person(clause.subjects),
                    told_at=clause.verb,
                )

    def verdict(self, names: Iterable[int]) -> EventType | None:
        """What it is to call something these names: blame, praise, a denial or neither."""
        tree = self.passage.tree
        words = [
            tree.lemmas[item]
            for name in names
            for item in (name, *tree.having(name, "amod", "compound", "conj", "nmod"))
        ]
        if any(self.lexicon.is_a(w, "falsehood") for w in words):
            return EventType.REJECT
        if any(self.lexicon.is_a(w, "fault") or self.lexicon.is_a(w, "blame") for w in words):
            return EventType.ACCUSE
        if any(self.lexicon.is_a(w, "merit") for w in words):
            return EventType.SUPPORT
        return None

    def _blaming(self) -> Iterator[Candidate]:
        """Deeds that a speaker calls by a name of blame: "the regime's atrocities"."""
        tree, blame = self.passage.tree, self.lexicon.classes["blame"]
        for token, lemma in enumerate(tree.lemmas):
            if lemma not in blame or tree.deps[token] in ("compound", "amod"):
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
