"""From candidates to events: dates, conditions, deadlines and evidence, one record an act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterable, Iterator
from typing import TypeAlias

import attrs

from stances.articles import Article, BlockKind
from stances.coding.addressees import Story
from stances.coding.candidates import Candidate, Left
from stances.coding.coder import Coded, Skipped
from stances.coding.concern import governed, third_party
from stances.coding.confidence import confidence
from stances.coding.lexicon import Lexicon
from stances.coding.parties import Parties
from stances.coding.passages import Passage
from stances.coding.reader import Reading
from stances.coding.timing import BINDING, carried_over, date_of, deadline_of
from stances.errors import InvalidRecord
from stances.events import EventType, Precision, Span, StanceEvent

_CONDITIONAL = frozenset({"if", "unless", "until", "provided"})


Propose: TypeAlias = Callable[[int], Iterable[Candidate | Left]]
"""What a coder finds in the passage of this number."""


def assemble(reading: Reading, lexicon: Lexicon, coder: str, *, propose: Propose) -> Coded:
    """Make events of what was found in an article; headlines are left out."""
    article, passages, speech = reading.article, reading.passages, reading.speech
    events: list[tuple[int, StanceEvent]] = []
    skipped = list(reading.foreign)
    story = Story.of(passages, speech)
    skipped += (_skip(article, passages[d.passage], d.token, d.reason) for d in reading.doubts)
    for number, (passage, voices) in enumerate(zip(passages, speech, strict=True)):
        if passage.kind is BlockKind.TITLE:
            continue
        for found in sorted(propose(number), key=lambda f: f.anchor):
            if isinstance(found, Left):
                skipped.append(_skip(article, passage, found.anchor, found.reason))
                continue
            sentence = story.starts[number] + passage.tree.sentence_of[found.anchor]
            parties = Parties(passage, voices, lexicon)
            found = _answered(found, (event for _, event in events))
            if found.unaddressed and not found.recipients:
                meant = story.addressee(found, sentence, governed(found, parties))
                found = attrs.evolve(found, recipients=meant)
            if not found.recipients and (found.unaddressed or story.unclear(found)):
                skipped.append(_skip(article, passage, found.anchor, "not told toward whom"))
                continue
            if not found.standing:
                story.note(sentence, found.event_type, _directions(found))
            try:
                found = attrs.evolve(found, about=third_party(found, parties))
                told = _events(article, passage, found, voices.reporters, coder)
                events.extend((number, event) for event in told)
            except InvalidRecord as error:
                skipped.append(_skip(article, passage, found.anchor, str(error)))
    return Coded(article, tuple(distinct(carried_over(events))), tuple(skipped))


def _skip(article: Article, passage: Passage, token: int, reason: str) -> Skipped:
    tree = passage.tree
    sentence = tree.sentence_range(tree.sentence_of[token])
    start, end = passage.offsets(sentence[0], sentence[-1])
    return Skipped(
        article=article.id, start=start, end=end, text=article.text[start:end], reason=reason
    )


def _events(
    article: Article,
    passage: Passage,
    found: Candidate,
    reporters: Container[int],
    coder: str,
) -> Iterator[StanceEvent]:
    date, precision = date_of(article, passage, found, reporters)
    deadline = deadline_of(passage, found)
    span = _span(article, passage, found)
    condition = _condition(article, passage, found)
    for actor, recipient in _directions(found):
        yield StanceEvent(
            date=date,
            date_precision=precision,
            actor=actor,
            event_type=found.event_type,
            recipient=recipient,
            about=found.about if found.about not in (actor, recipient) else None,
            modality=found.modality,
            speaker=found.person,
            claimed_by=found.claimed_by,
            condition=condition,
            deadline=deadline,
            published=article.published,
            publisher=article.publisher,
            url=article.url,
            evidence=span,
            coder=f"{coder} {found.rule}",
            confidence=confidence(found.rule, found.event_type),
        )


def _answered(found: Candidate, before: Iterable[StanceEvent]) -> Candidate:
    """A denial without an addressee answers the last one who accused the denier."""
    if found.event_type is not EventType.REJECT or found.recipients:
        return found
    accusers = [
        accuser
        for event in before
        for accuser in (event.actor if event.event_type is EventType.ACCUSE else event.claimed_by,)
        if accuser is not None
        and accuser not in found.actors
        and (event.recipient if event.event_type is EventType.ACCUSE else event.actor)
        in found.actors
    ]
    return attrs.evolve(found, recipients=tuple(accusers[-1:]))


def _directions(found: Candidate) -> Iterator[tuple[str, str | None]]:
    pairs: dict[tuple[str, str | None], None] = {}
    if found.mutual and not found.recipients:
        for one in found.actors:
            pairs |= {(one, other): None for other in found.actors if other != one}
    for actor in found.actors:
        for recipient in found.recipients or (() if found.mutual else (None,)):
            if recipient == actor:
                continue
            pairs[actor, recipient] = None
            if found.mutual and recipient is not None:
                pairs[recipient, actor] = None
    yield from pairs


def distinct(events: Iterable[StanceEvent]) -> Iterator[StanceEvent]:
    """One record an act: of two that differ only in knowing the date, the one that knows it."""
    acts: dict[tuple[object, ...], dict[dt.date, StanceEvent]] = {}
    for event in events:
        key = (event.actor, event.event_type, event.recipient, event.modality)
        dated = acts.setdefault(key, {})
        if event.date_precision is not Precision.UNKNOWN:
            undated = dated.get(event.published)
            if undated is not None and undated.date_precision is Precision.UNKNOWN:
                del dated[event.published]
            dated.setdefault(event.date, event)
        elif not dated:
            dated[event.published] = event
    for dated in acts.values():
        yield from dated.values()


def _condition(article: Article, passage: Passage, found: Candidate) -> str | None:
    if found.event_type not in BINDING:
        return None
    tree = passage.tree
    for token in tree.subtree(found.anchor):
        clause = passage.clauses.get(token)
        if clause is not None and clause.marks & _CONDITIONAL and tree.deps[token] == "advcl":
            inside = tree.subtree(token)
            start, end = passage.offsets(inside[0], inside[-1])
            return article.text[start:end][:500]
    return None


def _span(article: Article, passage: Passage, found: Candidate) -> Span:
    """The shortest stretch from the first to the last token that carries the act."""
    tree = passage.tree
    sentence = tree.sentence_of[found.anchor]
    tokens = {found.anchor}
    for token in found.tokens:
        if tree.sentence_of[token] == sentence:
            tokens.update(_phrase(passage, token))
    tokens.update(_phrase(passage, found.anchor))
    start, end = passage.offsets(min(tokens), max(tokens))
    return Span(
        article=article.id,
        sha256=article.sha256,
        start=start,
        end=end,
        text=article.text[start:end],
    )


def _phrase(passage: Passage, token: int) -> list[int]:
    """A token with what belongs to it, relative and adverbial clauses left out."""
    tree = passage.tree
    found = [token]
    for item in found:
        found.extend(
            child
            for child in tree.children[item]
            if tree.deps[child] not in ("relcl", "advcl", "parataxis", "conj", "cc", "punct")
        )
    return found
