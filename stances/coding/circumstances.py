"""Whether what a clause tells took place: done, to come, denied, or only thought of."""

from __future__ import annotations

import enum

import attrs

from stances.coding.branches import joined_to
from stances.coding.clauses import Clause
from stances.coding.lexicon import Lexicon
from stances.coding.passages import Passage
from stances.events import EventType


class Status(enum.Enum):
    """How real the act of a clause is."""

    DONE = "done"
    FUTURE = "future"
    DENIED = "denied"
    UNREAL = "unreal"


@attrs.frozen
class Circumstance:
    """The status of a clause; ``reason`` says what makes it unreal."""

    status: Status
    reason: str = ""


_CONDITIONS = frozenset({"if", "unless", "whether", "lest", "provided"})
_WEAK = frozenset({"could", "may", "might", "can", "should", "must", "ought"})
_SPOKEN = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.SUPPORT})
_HELP = frozenset({EventType.COOPERATE, EventType.CONCEDE, EventType.AID})
_MEASURES = frozenset({EventType.SANCTION})
_VOTED = frozenset({*_MEASURES, EventType.AGREE, EventType.REJECT, EventType.SUPPORT})
_DONE = Circumstance(Status.DONE)


def circumstance(passage: Passage, verb: int, lexicon: Lexicon) -> Circumstance:
    """Walk up from a clause through all that governs it."""
    tree, clauses = passage.tree, passage.clauses
    status = Status.DONE
    current, own = verb, True
    if tree.words[tree.sentence_range(tree.sentence_of[verb])[-1]] == "?":
        return Circumstance(Status.UNREAL, "only asked")
    for _ in range(len(tree)):
        clause = clauses.get(current)
        if clause is not None:
            verdict = _own(clause, top=own)
            if verdict is not None and verdict.status is not Status.FUTURE:
                return verdict
            if verdict is not None:
                status = Status.FUTURE
        head, dep = tree.heads[current], tree.deps[current]
        if dep == "conj" and clause is not None:
            head = joined_to(tree, current)
        if head == current:
            if clause is not None and _infinitive(passage, current):
                status = Status.FUTURE
            break
        if dep == "conj":
            own = tree.tags[verb] == "VB" and own
            current = head
            if clause is not None and head in clauses:
                above = _own(clauses[head], top=False) if own else None
                if above is not None and above.status is Status.UNREAL:
                    return above
                current = head
                dep, head = tree.deps[current], tree.heads[current]
                if head == current:
                    break
                if dep == "conj":
                    continue
            else:
                break
        own = False
        step = _above(passage, current, head, dep, lexicon)
        if isinstance(step, Circumstance):
            if step.status is Status.DONE:
                return Circumstance(status)
            if step.status is not Status.FUTURE:
                return step
            status = Status.FUTURE
            current = head
            continue
        current = step
    return Circumstance(status)


def _infinitive(passage: Passage, verb: int) -> bool:
    tree = passage.tree
    return any(tree.lemmas[c] == "to" for c in tree.having(verb, "aux"))


def _own(clause: Clause, *, top: bool) -> Circumstance | None:
    if clause.marks & _CONDITIONS:
        return Circumstance(Status.UNREAL, "only a condition")
    if clause.modals & _WEAK:
        return Circumstance(Status.UNREAL, "only possible or called for")
    if not top and clause.negated:
        return Circumstance(Status.UNREAL, "negated")
    if clause.modals & {"will", "shall", "would", "'ll", "wo"}:
        return Circumstance(Status.FUTURE)
    return None


def _above(
    passage: Passage, current: int, head: int, dep: str, lexicon: Lexicon
) -> Circumstance | int:
    """What the word above makes of a clause: a verdict, or the clause to go on from."""
    tree = passage.tree
    lemma = tree.lemmas[head]
    infinitive = _infinitive(passage, current)
    if dep == "pcomp":
        return _behind_preposition(passage, head, lexicon)
    if dep in ("acl", "relcl"):
        if lexicon.is_a(lemma, "hearsay") and tree.child(current, "mark") is not None:
            return Circumstance(Status.UNREAL, f"only a {lemma}")
        if infinitive and not lexicon.is_a(lemma, "deed"):
            return Circumstance(Status.UNREAL, f"only a {lemma} to")
        return _DONE
    if dep == "advcl":
        if infinitive and _said_by_the_way(tree.lemmas[current], lemma, lexicon):
            return _DONE
        if infinitive and _followed(passage, current, head, lexicon):
            return head
        if infinitive:
            return Circumstance(Status.UNREAL, "only a purpose")
        above = passage.clauses.get(head)
        if tree.tags[current] == "VBG" and above and lexicon.is_a(above.lemma, "refuse"):
            return Circumstance(Status.UNREAL, f"only something to {above.lemma}")
        return _DONE
    beside = dep == "ccomp" and current < head and not lexicon.is_a(lemma, "report")
    if beside and tree.child(current, "mark") is None:
        return _DONE
    if dep in ("ccomp", "xcomp", "acomp", "parataxis"):
        if infinitive and dep == "xcomp" and _said_by_the_way(tree.lemmas[current], lemma, lexicon):
            return _DONE
        asking = any(
            frame.event_type is EventType.REQUEST for frame in lexicon.verb(tree.lemmas[current])
        )
        if infinitive and _followed(passage, current, head, lexicon):
            return head
        if asking and lexicon.is_a(lemma, "attempt"):
            return head
        if infinitive and lemma == "agree" and _friendly(tree.lemmas[current], lexicon):
            return Circumstance(Status.UNREAL, "only agreed on")
        return _complement(passage, head, lemma, dep, infinitive=infinitive, lexicon=lexicon)
    return _DONE


def _followed(passage: Passage, current: int, head: int, lexicon: Lexicon) -> bool:
    """Whether the infinitive tells what came of it: "went on to blame", "flew in to meet"."""
    tree = passage.tree
    clause = passage.clauses.get(head)
    below = passage.clauses.get(current)
    if clause is None or below is None:
        return False
    types = {frame.event_type for frame in lexicon.verb(tree.lemmas[current])}
    if lexicon.is_a(clause.lemma, "onward"):
        return True
    if lexicon.is_a(clause.lemma, "resolve"):
        return bool(types & (_VOTED if clause.lemma != "agree" else _MEASURES))
    return EventType.CONSULT in types and lexicon.is_a(tree.lemmas[head], "travel")


def _friendly(lemma: str, lexicon: Lexicon) -> bool:
    """Whether a verb tells of help or yielding: to agree to it is the agreement alone."""
    types = {frame.event_type for frame in lexicon.verb(lemma)}
    return bool(types & _HELP) and EventType.MOBILIZE not in types


def _said_by_the_way(said: str, lemma: str, lexicon: Lexicon) -> bool:
    """Whether an occasion was taken to say it, as in "used the visit to thank"."""
    types = {frame.event_type for frame in lexicon.verb(said)}
    return bool(types & _SPOKEN) and lexicon.is_a(lemma, "occasion")


def _complement(
    passage: Passage, head: int, lemma: str, dep: str, *, infinitive: bool, lexicon: Lexicon
) -> Circumstance | int:
    if lexicon.is_a(lemma, "deny"):
        return Circumstance(Status.DENIED, "denied")
    clause = passage.clauses.get(head)
    passive = clause is not None and clause.passive
    if passive and infinitive and lemma in ("expect", "forecast", "tip"):
        return Circumstance(Status.FUTURE)
    if lexicon.is_a(lemma, "opinion"):
        return _DONE if passive else Circumstance(Status.UNREAL, "only an opinion")
    if lexicon.is_a(lemma, "commit") and lemma != "warn":
        return Circumstance(Status.UNREAL, f"only something to {lemma}")
    reported = dep == "ccomp" or passive
    if lexicon.is_a(lemma, "report") and reported:
        return _DONE
    if dep == "xcomp" and lexicon.is_a(lemma, "plan"):
        return Circumstance(Status.FUTURE)
    if lexicon.is_a(lemma, "real"):
        return head
    if lexicon.is_a(lemma, "unreal"):
        return Circumstance(Status.UNREAL, f"only something to {lemma}")
    if lexicon.is_a(lemma, "stop"):
        return Circumstance(Status.UNREAL, "ended")
    if passage.tree.pos[head] == "ADJ" and infinitive:
        due = lexicon.is_a(lemma, "plan")
        return Circumstance(Status.FUTURE if due else Status.UNREAL, "only ready to")
    if dep == "xcomp" and infinitive:
        return Circumstance(Status.UNREAL, "only a purpose")
    return _DONE if head not in passage.clauses else head


def _behind_preposition(passage: Passage, prep: int, lexicon: Lexicon) -> Circumstance | int:
    tree = passage.tree
    name, above = tree.lemmas[prep], tree.heads[prep]
    if name in ("without", "instead", "against", "rather"):
        return Circumstance(Status.UNREAL, f"behind {name!r}")
    lemma = tree.lemmas[above]
    if name in ("after", "since", "by", "while", "following", "before", "when", "as"):
        return _DONE
    if above in passage.clauses and lexicon.is_a(lemma, "deny"):
        return Circumstance(Status.DENIED, "denied")
    return Circumstance(Status.UNREAL, f"only behind {lemma!r} {name}")
