"""What hangs below a word of a parse, where parsers do not hang it straight."""

from __future__ import annotations

from stances.coding.analysis import Analysis

_NAMING = frozenset("call describe term regard see consider brand view label dub".split())


def joined_to(tree: Analysis, verb: int) -> int:
    """The verb that a conjoined verb goes on from.

    Parsers hang "accused" in "urged Turks to stay away and accused Washington" below "stay"; a
    finite verb goes on from a finite one, so it is looked for further up.
    """
    head = tree.heads[verb]
    if tree.tags[verb] not in ("VBD", "VBZ", "VBP"):
        return head
    told = tree.heads[head]
    perfect = tree.tags[verb] == "VBD" and any(
        tree.lemmas[a] == "have" for a in tree.having(head, "aux")
    )
    if perfect and tree.deps[head] == "ccomp" and tree.tags[told] == "VBD":
        return told
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


def so_called(tree: Analysis, token: int) -> bool:
    """Whether a verb only says how somebody names a thing: "what it called"."""
    if tree.lemmas[token] not in _NAMING or not tree.tags[token].startswith("VB"):
        return False
    return any(tree.lemmas[c] == "what" for c in tree.children[token])
