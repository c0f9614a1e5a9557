"""What another is said to do too: "as did Egypt", "so did", "did the same", "followed suit"."""

from __future__ import annotations

from collections.abc import Container, Mapping

import attrs

from stances.coding.analysis import Analysis
from stances.coding.candidates import Candidate
from stances.coding.circumstances import Status, circumstance
from stances.coding.clauses import Clause
from stances.coding.parties import Parties


def same_again(parties: Parties, clause: Clause, told: Mapping[int, Candidate]) -> Candidate | None:
    """The act told before, by the verb it was told with, done by the subject of this clause."""
    tree = parties.passage.tree
    words = {tree.lemmas[token] for token in clause.objects}
    too = clause.lemma == "do" and (clause.marks & {"so", "as"} or "same" in words)
    if not too and not (clause.lemma == "follow" and "suit" in words):
        return None
    source = _goes_on_from(tree, clause.verb, told)
    before = None if source is None else told.get(source)
    done = circumstance(parties.passage, clause.verb, parties.lexicon).status is Status.DONE
    if before is None or before.mutual or not done or clause.negated:
        return None
    actors = parties.acting(clause.subjects)
    recipients = tuple(code for code in before.recipients if code not in actors)
    if not actors or not recipients or set(actors) & set(before.actors):
        return None
    return attrs.evolve(
        before,
        rule=f"again:{clause.lemma}",
        anchor=clause.verb,
        actors=actors,
        recipients=recipients,
        tokens=(*clause.subjects, clause.verb),
        person=parties.person(clause.subjects),
        about=before.about if before.about not in actors else None,
        told_at=None,
    )


def _goes_on_from(tree: Analysis, verb: int, told: Container[int]) -> int | None:
    """The nearest act above, else the last main verb of the sentence before."""
    above = next((item for item in tree.ancestors(verb) if item in told), None)
    number = tree.sentence_of[verb]
    if above is not None or tree.heads[verb] != verb or number == 0:
        return above
    root = next(t for t in tree.sentence_range(number - 1) if tree.heads[t] == t)
    return tree.conjuncts(root)[-1]
