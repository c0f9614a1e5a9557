"""Which sense of a verb is meant: by the words that stand with it, and by its object.

"Lean on" is not "lean", "seize a town" not "seize a tanker".
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from stances.coding.branches import prepositions
from stances.coding.clauses import Clause
from stances.coding.lexicon import Frame, Lexicon
from stances.coding.parties import Parties
from stances.coding.passages import Passage
from stances.events import EventType

_PARTICLES = frozenset("in over around through".split())


@attrs.frozen(eq=False)
class Senses:
    """The senses of one passage's verbs."""

    passage: Passage
    parties: Parties
    lexicon: Lexicon

    def phrases(self, clause: Clause) -> list[tuple[str, tuple[Frame, ...]]]:
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
        led += [name for item in clause.objects for name, _ in prepositions(tree, item)]
        free = tree.tags[clause.verb + 1 : clause.verb + 2] == ("JJ",)
        made = [c for c in tree.having(clause.verb, "oprd", "xcomp", "acomp") if c > clause.verb]
        become = [tree.lemmas[c] for c in made if c not in self.passage.clauses]
        beside = [*clause.marks, *([tree.lemmas[clause.verb + 1]] if free else []), *become]
        names = dict.fromkeys((*led, *beside))
        phrases = [(name, self.lexicon.verb(f"{clause.lemma} {name}")) for name in names]
        return [*phrases, ("", self.lexicon.verb(clause.lemma))]

    def objects(self, clause: Clause, behind: str) -> tuple[Sequence[int], Sequence[int]]:
        """The objects, or what the preposition of a phrase leads to; then what they are "of".

        A title counts with the name it stands before: "saw Prime Minister Netanyahu".
        """
        tree = self.passage.tree
        led = [*clause.preps, *(pair for o in clause.objects for pair in prepositions(tree, o))]
        heads = [token for name, token in led if name == behind]
        heads = heads or [*clause.objects, *self._measured(clause)]
        names = [token for token in heads if tree.pos[token] == "PROPN"]
        heads += [title for token in names for title in tree.having(token, "compound")]
        inside = [prepositions(tree, token) for token in clause.objects]
        return heads, [item for pairs in inside for name, item in pairs if name == "of"]

    def fits(self, clause: Clause, frame: Frame, told: tuple[Sequence[int], Sequence[int]]) -> bool:
        """Whether one of the objects told is one of the frame's."""
        tree = self.passage.tree
        lemmas = frame.objects or frozenset()
        heads, inside = told
        if frame.own and (not heads or frame.event_type is EventType.RETREAT):
            heads = (*heads, *clause.subjects)
        towns = lemmas is self.lexicon.lists["places"]
        people = lemmas is self.lexicon.lists["persons"]
        return any(
            tree.lemmas[token] in lemmas
            or (towns and self.parties.placed(token))
            or (people and self.parties.a_people(token))
            for token in (*heads, *inside)
        )

    def _measured(self, clause: Clause) -> list[int]:
        """How much of something, where the parser took it for an adverb: "gave them 48 hours"."""
        tree = self.passage.tree
        return [t for t in tree.having(clause.verb, "npadvmod") if tree.child(t, "nummod")]


def by_force(passage: Passage, lexicon: Lexicon, clause: Clause) -> bool:
    """Whether what backs or supports is a force or a strike: then it takes part."""
    tree = passage.tree
    if clause.lemma not in ("back", "support"):
        return False
    forces = lexicon.lists["forces"]
    deeds = {f.event_type for t in clause.subjects for f in lexicon.noun(tree.lemmas[t])}
    power = any(tree.lemmas[t] in (*forces, "power", "firepower") for t in clause.subjects)
    return EventType.ASSAULT in deeds or power
