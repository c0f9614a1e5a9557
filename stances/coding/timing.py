"""When an act took place and until when something is due, of the dates that its sentence tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator

import attrs

from stances.articles import Article
from stances.coding.analysis import Analysis
from stances.coding.candidates import Candidate
from stances.coding.dates import When
from stances.coding.passages import Passage
from stances.coding.verbs import SPOKEN
from stances.events import EventType, Modality, Precision, StanceEvent

BINDING = frozenset(
    {EventType.THREATEN, EventType.REQUEST, EventType.REJECT, EventType.AGREE, EventType.CONCEDE}
)
_TOLD_IN = frozenset({*SPOKEN, EventType.CONSULT})
_BESIDE = ("advcl", "acl")
_WEEK = 7


def verb_above(passage: Passage, token: int) -> int | None:
    """The token itself if it is a verb, else the nearest verb above it."""
    if token in passage.clauses:
        return token
    return next((a for a in passage.tree.ancestors(token) if a in passage.clauses), None)


def date_of(
    article: Article, passage: Passage, found: Candidate, reporters: Container[int]
) -> tuple[dt.date, Precision]:
    """The date told nearest to the act in the grammar; else the article's, marked as unknown.

    ``reporters`` are the verbs of saying: when something was said is not when it was done. The only
    date of a sentence counts from a clause beside the act too ("speaking in Brussels on Monday").
    """
    if found.standing:
        return article.published, Precision.UNKNOWN
    tree = passage.tree
    anchor = found.anchor
    sentence = tree.sentence_of[anchor]
    placed = [(when, passage.token_at(when.start)) for when in passage.dates if not when.deadline]
    near = [(w, t) for w, t in placed if tree.sentence_of[t] == sentence]
    chain = [anchor]
    below = anchor
    for above in tree.ancestors(anchor):
        if above in reporters and found.event_type not in SPOKEN:
            break
        if tree.deps[below] == "relcl" and _of_another_time(tree, below):
            break
        chain.append(above)
        below = above
    if found.told_at is not None:
        chain = [found.told_at, anchor]
    within = set(tree.subtree(anchor)) if anchor not in passage.clauses else set()
    for when, token in near:
        if token in within:
            return _shift(when, found, article)
    for place in chain:
        for when, token in near:
            if verb_above(passage, token) == place or token == place:
                return _shift(when, found, article)
    if len(near) == 1:
        when, token = near[0]
        verb = verb_above(passage, token)
        if verb is not None and tree.deps[verb] in _BESIDE:
            return _shift(when, found, article)
    return article.published, Precision.UNKNOWN


def _of_another_time(tree: Analysis, verb: int) -> bool:
    """Whether a clause is told in the present or as done before, and so not on the same day."""
    auxiliaries = [token for token in tree.children[verb] if tree.deps[token].startswith("aux")]
    if any(tree.tags[token] in ("VBZ", "VBP") for token in (verb, *auxiliaries)):
        return True
    return any(tree.words[token].lower() == "had" for token in auxiliaries)


def _shift(when: When, found: Candidate, article: Article) -> tuple[dt.date, Precision]:
    """A weekday told of what is to come is the next one, not the last."""
    date = when.date
    weekday = when.precision is Precision.DAY and 0 < (article.published - date).days < 7
    if found.modality is Modality.FUTURE and weekday:
        date += dt.timedelta(days=7)
    return date, when.precision


def deadline_of(passage: Passage, found: Candidate) -> dt.date | None:
    """Until when what is demanded, threatened or promised is due."""
    if found.event_type not in BINDING:
        return None
    tree = passage.tree
    below = set(tree.subtree(verb_above(passage, found.anchor) or found.anchor))
    for when in passage.dates:
        if when.deadline and passage.token_at(when.start) in below:
            return when.date
    return None


def carried_over(events: Iterable[tuple[int, StanceEvent]]) -> Iterator[StanceEvent]:
    """Undated words take the date of the meeting or speech that they go on telling of.

    Each event comes with the number of its passage, in text order. What is said in a passage by one
    who was last told of there as meeting or speaking on a day of that week, was said on that day.
    """
    last: tuple[int, StanceEvent] | None = None
    for number, event in events:
        undated = event.date_precision is Precision.UNKNOWN
        asserted = event.modality is Modality.ASSERTED
        if last is not None and undated and asserted and event.event_type in SPOKEN:
            where, told = last
            if number == where and event.actor in (told.actor, told.recipient):
                event = attrs.evolve(event, date=told.date, date_precision=told.date_precision)
        elif asserted and event.event_type in _TOLD_IN and _fresh(event):
            last = (number, event)
        yield event


def _fresh(event: StanceEvent) -> bool:
    """Whether it took place on a day of the week before it was told."""
    day = event.date_precision is Precision.DAY
    return day and (event.published - event.date).days < _WEEK
