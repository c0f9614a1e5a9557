"""Whom else an act concerns: the third party of a demand, of talks, of a deployment.

It stands among what the act itself governs: behind "over" or "about", or in what is demanded. Who
is named in an aside, a reason, a next clause, or as the host of a meeting, is none of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from stances.coding.candidates import Candidate
from stances.coding.parties import Parties
from stances.events import EventType

_ASIDES = frozenset(
    {"nsubjpass", "nsubj", "relcl", "advcl", "parataxis", "cc", "punct", "appos", "poss", "agent"}
)
_PARTS = ("nsubj", "nsubjpass", "poss")
_WHERE = frozenset({"in", "at", "near", "outside"})
_ON = frozenset({"over", "about", "on", "concerning", "regarding"})
_MOVES = frozenset({EventType.MOBILIZE, EventType.RETREAT})
_TALKS = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE})
_SPOKEN = frozenset(
    {
        EventType.REQUEST,
        EventType.ACCUSE,
        EventType.REJECT,
        EventType.THREATEN,
        EventType.SUPPORT,
        EventType.CONCEDE,
    }
)


def third_party(found: Candidate, parties: Parties) -> str | None:
    """The first party that an act governs and that is neither its actor nor its recipient."""
    if found.standing:
        return None
    others = {*found.actors, *found.recipients}
    if found.event_type in _MOVES:
        tokens = _governed(found, parties) if not found.recipients else iter(())
    elif found.event_type in _TALKS:
        tokens = _subject_matter(found, parties)
    elif found.event_type in _SPOKEN:
        tokens = _governed(found, parties, hosts=False)
    else:
        return None
    codes = (code for token in tokens for code in parties.located(token))
    return next((code for code in codes if code not in others), None)


def governed(found: Candidate, parties: Parties) -> tuple[str, ...]:
    """Codes of all that an act governs, places too."""
    return tuple(code for token in _governed(found, parties) for code in parties.located(token))


def _governed(found: Candidate, parties: Parties, *, hosts: bool = True) -> Iterator[int]:
    """The tokens below the predicate, asides left out; ``hosts`` are where it takes place."""
    tree = parties.passage.tree
    waiting = [found.anchor]
    told: list[int] = []
    for token in waiting:
        for child in tree.children[token]:
            dep, top = tree.deps[child], token == found.anchor
            if dep in _ASIDES and (top or dep not in _PARTS):
                continue
            venue = dep == "prep" and tree.lemmas[child] in _WHERE
            if top and (dep == "conj" or (venue and not hosts)):
                continue
            waiting.append(child)
            told.append(child)
    return iter(sorted(told))


def _subject_matter(found: Candidate, parties: Parties) -> Iterator[int]:
    """The tokens below "over" and "about", below what was agreed on or discussed."""
    tree = parties.passage.tree
    for child in tree.children[found.anchor]:
        dep = tree.deps[child]
        told = (
            (dep == "prep" and tree.lemmas[child] in _ON)
            or (dep in ("ccomp", "xcomp") and found.event_type is EventType.AGREE)
            or (dep == "dobj" and tree.lemmas[found.anchor] == "discuss")
        )
        if told:
            yield from tree.subtree(child)
