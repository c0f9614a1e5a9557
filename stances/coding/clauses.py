"""Who does what to whom: each verb of a parse with its subjects, objects and prepositions.

Subjects that the grammar leaves out are filled in: through control ("urged Russia to stop"),
conjunction, relative and participle clauses. A passive's agent is its "by".
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import attrs

from stances.coding.analysis import Analysis
from stances.coding.branches import joined_to, prepositions, so_called

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_OBJECT_CONTROL = frozenset(
    (
        "urge press ask request implore exhort beg order tell force allow help permit "
        "enable persuade convince encourage invite warn pressure push require oblige "
        "instruct advise compel lead get cause expect want challenge authorise authorize "
        "remind call appeal direct accuse"
    ).split()
)

_WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_DIRECTIONS = frozenset("away back ahead alongside together home forward down up out".split())


@attrs.frozen(kw_only=True)
class Clause:
    """One verb with its arguments, all as token numbers; conjoined arguments are spelled out.

    In a passive ``objects`` holds the grammatical subject and ``subjects`` the agent behind "by":
    the fields say who does and who undergoes. ``lemma`` includes the particle ("pull back").
    """

    verb: int
    lemma: str
    passive: bool
    subjects: tuple[int, ...]
    objects: tuple[int, ...]
    preps: tuple[tuple[str, int], ...]
    complements: tuple[int, ...]
    modals: frozenset[str]
    negated: bool
    marks: frozenset[str]


@attrs.frozen
class Clauses:
    """The clauses of one parse."""

    tree: Analysis

    @cached_property
    def by_verb(self) -> Mapping[int, Clause]:
        """Every clause, by the token number of its verb, in text order."""
        tree = self.tree
        verbs = (
            token
            for token, tag in enumerate(tree.tags)
            if tag.startswith("VB") and tree.deps[token] not in ("aux", "auxpass", "amod", "case")
        )
        return {verb: self._clause(verb) for verb in verbs}

    def _clause(self, verb: int) -> Clause:
        tree = self.tree
        passive = self._passive(verb)
        grammatical = self._subjects(verb, passive, depth=0)
        particle = tree.child(verb, "prt")
        direct = tree.having(verb, "dobj", "dative", "attr")
        direct += [] if particle is None or direct else tree.having(particle, "pobj")
        objects = [o for d in direct for o in self._real(d)]
        preps = self._led_to(verb)
        objects += [o for c in tree.having(verb, "ccomp", "dobj") for o in self._so_called(c)]
        if passive:
            agents = [t for name, t in preps if name == "by"]
            subjects, objects = agents, [*grammatical, *objects]
        else:
            subjects = grammatical
            if tree.deps[verb] == "relcl" and not objects:
                objects = self._relative_object(verb)
        if passive and not subjects:
            subjects = [
                t for _, item in preps for name, t in prepositions(tree, item) if name == "by"
            ]
        if particle is None and tree.lemmas[verb] == "set":
            free = [c for c in tree.children[verb] if tree.lemmas[c] == "free"]
            particle = free[0] if free else None
        lemma = tree.lemmas[verb]
        return Clause(
            verb=verb,
            lemma=lemma if particle is None else f"{lemma} {tree.lemmas[particle]}",
            passive=passive,
            subjects=tuple(subjects),
            objects=tuple(objects),
            preps=tuple(preps),
            complements=tuple(tree.having(verb, "ccomp", "xcomp")),
            modals=self._modals(verb),
            negated=self._negated(verb),
            marks=frozenset(
                tree.lemmas[c] for c in tree.children[verb] if tree.deps[c] in ("mark", "advmod")
            ),
        )

    def _led_to(self, verb: int) -> list[tuple[str, int]]:
        """The prepositions of a verb, of its adverb too: "walk away from" leads by both words."""
        tree = self.tree
        found = prepositions(tree, verb)
        for adverb in tree.having(verb, "advmod"):
            if adverb > verb and tree.lemmas[adverb] in _DIRECTIONS:
                behind = prepositions(tree, adverb)
                found += [*behind, *((tree.lemmas[adverb], item) for _, item in behind)]
        called = [(name, o) for name, item in found for o in self._so_called(item)]
        return [*found, *called]

    def _so_called(self, token: int) -> list[int]:
        """What somebody names: "attack" in "condemned what it called an attack"."""
        tree = self.tree
        if not so_called(tree, token):
            return []
        named = tree.having(token, "oprd", "attr", "dobj", "ccomp")
        named += [i for p in tree.having(token, "prep") for i in tree.having(p, "pobj")]
        nouns = [i for i in named if tree.pos[i] in ("NOUN", "PROPN")]
        return [item for noun in nouns[:1] for item in tree.conjuncts(noun)]

    def _passive(self, verb: int) -> bool:
        tree = self.tree
        if tree.child(verb, "nsubjpass", "auxpass", "agent") is not None:
            return True
        reduced = tree.tags[verb] == "VBN" and tree.deps[verb] in ("acl", "advcl")
        if reduced:
            return tree.child(verb, "aux", "dobj") is None
        return (
            tree.deps[verb] == "conj"
            and tree.tags[verb] == "VBN"
            and tree.child(verb, "aux", *_SUBJECTS) is None
            and tree.heads[verb] != verb
            and self._passive_head(verb)
        )

    def _passive_head(self, verb: int) -> bool:
        head = self.tree.heads[verb]
        return self.tree.child(head, "nsubjpass", "auxpass", "agent") is not None

    def _real(self, token: int) -> list[int]:
        """An argument and what is joined to it, a relative pronoun being what it stands for."""
        tree = self.tree
        if tree.lemmas[token] in _RELATIVE and tree.tags[token] in ("WDT", "WP", "IN", "DT"):
            for above in tree.ancestors(token):
                if tree.deps[above] == "relcl":
                    return self._antecedents(above)
                stressed = self._stressed(above)
                if stressed:
                    return stressed
                if tree.deps[above] not in ("conj", "xcomp", "ccomp", "prep", "pobj"):
                    break
            return []
        joined = tree.conjuncts(token)
        for named in tree.having(token, "appos"):
            joined += tree.conjuncts(named)[1:]
        return joined

    def _stressed(self, verb: int) -> list[int]:
        """What "it was X that" stresses, where the verb hangs below that "was"."""
        tree = self.tree
        head = tree.heads[verb]
        if tree.lemmas[head] != "be" or tree.deps[verb] not in ("ccomp", "advcl", "acl"):
            return []
        it = any(tree.lemmas[c] == "it" for c in tree.having(head, "nsubj", "expl"))
        return [item for a in tree.having(head, "attr") for item in tree.conjuncts(a)] if it else []

    def _antecedents(self, verb: int) -> list[int]:
        """What a relative clause speaks of: a whole list, where its verb is a plural's."""
        tree = self.tree
        head = tree.heads[verb]
        forms = [tree.words[t].lower() for t in (verb, *tree.having(verb, "aux", "auxpass"))]
        if tree.deps[head] != "conj" or not {"have", "are", "were"} & set(forms):
            return [head]
        while tree.deps[head] == "conj" and tree.heads[head] != head:
            head = tree.heads[head]
        return tree.conjuncts(head)

    def _relative_object(self, verb: int) -> list[int]:
        tree = self.tree
        words = [tree.lemmas[c] for c in tree.having(verb, *_SUBJECTS)]
        return [] if not words or words[0] in _RELATIVE else [tree.heads[verb]]

    def _subjects(self, verb: int, passive: bool, depth: int) -> list[int]:
        tree = self.tree
        own = [s for s in tree.having(verb, *_SUBJECTS) if s not in self._interrupted(verb)]
        own = own or [s for c in tree.having(verb, "parataxis") for s in self._interrupted(c)]
        if own:
            return [token for subject in own for token in self._real(subject)]
        mistaken = self._named_beside(verb)
        if mistaken:
            return mistaken
        head, dep = tree.heads[verb], tree.deps[verb]
        if head == verb or depth > 12:
            return []
        if dep in ("acl", "relcl"):
            infinitive = any(tree.lemmas[c] == "to" for c in tree.having(verb, "aux"))
            return [] if infinitive else [head]
        if dep == "pcomp":
            above = tree.heads[head]
            return self._above(above, depth, control=tree.lemmas[above] in _OBJECT_CONTROL)
        if dep == "conj":
            return self._above(joined_to(tree, verb), depth, control=False)
        if dep in ("advcl", "ccomp", "xcomp"):
            control = dep in ("xcomp", "ccomp") and tree.lemmas[head] in _OBJECT_CONTROL
            return self._above(head, depth, control=control)
        return []

    def _interrupted(self, verb: int) -> list[int]:
        """The subject that "said" breaks off from its verb: "China, said Pompeo, must"."""
        tree = self.tree
        found = tree.having(verb, "nsubj")
        inserted = tree.deps[verb] == "parataxis" and verb < tree.heads[verb]
        return found[:1] if inserted and len(found) > 1 and found[0] < verb < found[1] else []

    def _named_beside(self, verb: int) -> list[int]:
        """A name right before its verb that the parser took for something else.

        It is taken for an adverb, or for one name with a weekday: "On Sunday Sudan severed".
        """
        tree = self.tree
        before = tree.having(verb, "npadvmod", "dep")
        led = [p for p in tree.having(verb, "prep") if tree.lemmas[p] == "on"]
        dated = [item for prep in led for item in tree.having(prep, "pobj")]
        before += [item for item in dated if tree.words[item - 1] in _WEEKDAYS]
        return [t for t in before if t == verb - 1 and tree.tags[t] in ("NNP", "NNPS")]

    def _above(self, head: int, depth: int, *, control: bool) -> list[int]:
        """The subject that a clause takes over from the verb or noun above it."""
        tree = self.tree
        if control:
            objects = [o for d in tree.having(head, "dobj", "dative") for o in self._real(d)]
            objects += [t for name, t in prepositions(tree, head) if name in ("on", "upon", "to")]
            if objects:
                return objects
        if tree.pos[head] == "ADJ" and tree.deps[head] == "acomp":
            head = tree.heads[head]
        if not tree.tags[head].startswith("VB"):
            return []
        return self._subjects(head, self._passive(head), depth + 1)

    def _modals(self, verb: int) -> frozenset[str]:
        tree = self.tree
        found = {tree.lemmas[a] for a in tree.having(verb, "aux") if tree.tags[a] == "MD"}
        if not found and tree.deps[verb] == "conj" and tree.tags[verb] == "VB":
            head = joined_to(tree, verb)
            found = {tree.lemmas[a] for a in tree.having(head, "aux") if tree.tags[a] == "MD"}
        return frozenset(found)

    def _negated(self, verb: int) -> bool:
        tree = self.tree
        if tree.child(verb, "neg") is not None:
            return True
        return any(
            tree.lemmas[c] in ("never", "no", "neither", "nobody")
            for part in (verb, *tree.having(verb, "nsubj", "nsubjpass", "dobj", "attr"))
            for c in tree.children[part]
            if tree.deps[c] in ("neg", "det", "advmod", "preconj")
        )
