"""Who does what to whom: each verb of a parse with its subjects, objects and prepositions.

Subjects that the grammar leaves out are filled in: through control ("urged Russia to stop"),
conjunction, relative and participle clauses. A passive's agent is its "by".
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import attrs

from stances.coding.analysis import Analysis

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
        objects = [o for d in tree.having(verb, "dobj", "dative", "attr") for o in self._real(d)]
        preps = list(prepositions(tree, verb))
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
        particle = tree.child(verb, "prt")
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
                if tree.deps[above] not in ("conj", "xcomp", "ccomp", "prep", "pobj"):
                    break
            return []
        joined = tree.conjuncts(token)
        for named in tree.having(token, "appos"):
            joined += tree.conjuncts(named)[1:]
        return joined

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
        own = tree.having(verb, *_SUBJECTS)
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

    def _named_beside(self, verb: int) -> list[int]:
        """A name right before its verb that the parser took for an adverb."""
        tree = self.tree
        return [
            token
            for token in tree.having(verb, "npadvmod", "dep")
            if token == verb - 1 and tree.tags[token] in ("NNP", "NNPS")
        ]

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


def joined_to(tree: Analysis, verb: int) -> int:
    """The verb that a conjoined verb goes on from.

    Parsers hang "accused" in "urged Turks to stay away and accused Washington" below "stay"; a
    finite verb goes on from a finite one, so it is looked for further up.
    """
    head = tree.heads[verb]
    if tree.tags[verb] not in ("VBD", "VBZ", "VBP"):
        return head
    for above in (head, *tree.ancestors(head)):
        if tree.tags[above] in ("VBD", "VBZ", "VBP", "VBN", "MD"):
            return above
        if not tree.tags[above].startswith("VB"):
            break
    return head


def prepositions(tree: Analysis, token: int) -> list[tuple[str, int]]:
    """The prepositions below a verb or noun, each with what it leads to, conjuncts spelled out."""
    found: list[tuple[str, int]] = []
    for prep in tree.having(token, "prep", "agent", "dative"):
        name = tree.lemmas[prep]
        for child in tree.children[prep]:
            if tree.deps[child] in ("pobj", "pcomp"):
                found.extend((name, item) for item in tree.conjuncts(child))
            elif tree.deps[child] == "prep":
                found.extend((name, t) for _, t in _direct(tree, child))
    return found


def _direct(tree: Analysis, prep: int) -> list[tuple[str, int]]:
    name = tree.lemmas[prep]
    return [(name, item) for child in tree.having(prep, "pobj") for item in tree.conjuncts(child)]
