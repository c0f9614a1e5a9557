"""From what a model claims to what is coded: each claim is held against the article.

An event is made only of a claim whose quotation stands in the article, whose actors are in the
tables and in the article, and whose words and dates can be meant. Its evidence is the article's
own text; of the model's words none gets into an event, or into the reason why there is none, but
those that stand in the article too: a model may recite its guidelines, or worse.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

import attrs

from stances.actors import Actors
from stances.articles import Article
from stances.coding.coder import Skipped
from stances.coding.llm.naming import Word, actor_meant, named_at, words_of
from stances.coding.llm.pieces import Piece
from stances.coding.llm.quotations import Place, place_of
from stances.coding.llm.schema import claimed_fields
from stances.coding.timing import BINDING
from stances.errors import InvalidRecord
from stances.events import EventType, Modality, Precision, Span, StanceEvent
from stances.notation import read_day, shown

_Word = TypeVar("_Word", bound=enum.StrEnum)

_EXACT, _LIKE = "quoted", "quoted-nearly"
_ZONES = dt.timedelta(days=1)  # what was done today in Tokyo was printed yesterday in New York
_LONGEST_SPEAKER = 200


class _Doubt(Exception):
    """Why a claim is not believed, and which of the model's words that is about."""

    def __init__(self, reason: str, said: object = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.said = said


@attrs.frozen(kw_only=True)
class Verifier:
    """Holds claims about one article against it.

    Attributes:
        piece: what the model was shown.
        actors: who can act.
        named: the codes of those whom the article names.
        coder: the name of the coder that events are of.

    """

    piece: Piece
    actors: Actors
    named: frozenset[str]
    coder: str

    def verified(self, claim: object) -> Iterator[StanceEvent | Skipped]:
        """The event that a claim comes to, or why it comes to none, with what was left out of it.

        Of an event that is made, a third party, a speaker or a condition may be left out.
        """
        place: Place | None = None
        try:
            told = _checked(claim)
            place = place_of(told["evidence"], self._article, self.piece.paragraphs)
            if place is None:
                raise _Doubt("the quotation is not in the article", told["evidence"])
            event, notes = self._event(told, place)
        except _Doubt as doubt:
            yield self._skipped(place, self._why(doubt))
            return
        except InvalidRecord as error:
            yield self._skipped(place, str(error))
            return
        yield event
        for note in notes:
            yield self._skipped(place, f"left out of an event, as {self._why(note)}")

    def _why(self, doubt: _Doubt) -> str:
        """The reason, with the model's words if they stand in the article letter by letter."""
        said = doubt.said
        if isinstance(said, str) and said and said in self._article.text:
            return f"{doubt.reason}: {shown(said)}"
        return doubt.reason

    @property
    def _article(self) -> Article:
        return self.piece.article

    def _skipped(self, place: Place | None, reason: str) -> Skipped:
        start, end = (0, 0) if place is None else (place.start, place.end)
        text = self._article.text[start:end]
        return Skipped(article=self._article.id, start=start, end=end, text=text, reason=reason)

    def _event(self, told: Mapping[str, Any], place: Place) -> tuple[StanceEvent, list[_Doubt]]:
        article = self._article
        event_type = _word(EventType, "event_type", told)
        modality = _word(Modality, "modality", told)
        date, precision = _dated(told, modality, article.published)
        actor, recipient = self._actor("actor", told), self._actor_or_none("recipient", told)
        if actor == recipient:
            raise _Doubt(f"an act of {actor} toward itself")
        notes: list[_Doubt] = []
        event = StanceEvent(
            date=date,
            date_precision=precision,
            actor=actor,
            event_type=event_type,
            recipient=recipient,
            about=self._about(told, (actor, recipient), notes),
            modality=modality,
            speaker=self._speaker(told["speaker"], notes),
            claimed_by=self._actor_or_none("claimed_by", told),
            condition=self._condition(told["condition"], event_type, notes),
            deadline=None if told["deadline"] is None else _day("deadline", told),
            published=article.published,
            publisher=article.publisher,
            url=article.url,
            evidence=Span(
                article=article.id,
                sha256=article.sha256,
                start=place.start,
                end=place.end,
                text=article.text[place.start : place.end],
            ),
            coder=f"{self.coder} {_EXACT if place.exact else _LIKE}",
        )
        return event, notes

    def _actor(self, field: str, told: Mapping[str, Any]) -> str:
        code = actor_meant(told[field], self._article, self.actors)
        if code is None:
            raise _Doubt(f"{field} is no one actor of the tables", told[field])
        if code not in self.named:
            raise _Doubt(f"{field} is not named in the article: {code}")
        return code

    def _actor_or_none(self, field: str, told: Mapping[str, Any]) -> str | None:
        return None if told[field] is None else self._actor(field, told)

    def _about(
        self, told: Mapping[str, Any], parties: tuple[str, str | None], notes: list[_Doubt]
    ) -> str | None:
        try:
            about = self._actor_or_none("about", told)
        except _Doubt as doubt:
            notes.append(doubt)
            return None
        return None if about in parties else about

    def _speaker(self, said: str | None, notes: list[_Doubt]) -> str | None:
        if said is None:
            return None
        place = named_at(said, self._words) if len(said) <= _LONGEST_SPEAKER else None
        if place is None:
            notes.append(_Doubt("the speaker is not in the article", said))
            return None
        return " ".join(self._article.text[place].split())

    @cached_property
    def _words(self) -> Sequence[Word]:
        return words_of(self._article.text)

    def _condition(
        self, said: str | None, event_type: EventType, notes: list[_Doubt]
    ) -> str | None:
        if said is None or event_type not in BINDING:
            return None
        place = place_of(said, self._article, self.piece.paragraphs)
        if place is None:
            notes.append(_Doubt("the condition is not in the article", said))
            return None
        return self._article.text[place.start : place.end]


def _checked(claim: object) -> Mapping[str, Any]:
    """The claim, if it has every field and no other, and each is a text, or null where it may."""
    fields = claimed_fields()
    if not isinstance(claim, dict) or claim.keys() != fields.keys():
        raise _Doubt("not an event in the form asked for")
    told = {name: None if value == "" else value for name, value in claim.items()}
    for name, optional in fields.items():
        if not isinstance(told[name], str) and not (optional and told[name] is None):
            raise _Doubt(f"{name} is no text")
    return told


def _word(kind: type[_Word], field: str, told: Mapping[str, Any]) -> _Word:
    try:
        return kind(told[field])
    except ValueError:
        raise _Doubt(f"{field} is none of {', '.join(kind)}", told[field]) from None


def _day(field: str, told: Mapping[str, Any]) -> dt.date:
    try:
        return read_day(told[field])
    except ValueError:
        raise _Doubt(f"{field} is no date such as 2020-02-18", told[field]) from None


def _dated(
    told: Mapping[str, Any], modality: Modality, published: dt.date
) -> tuple[dt.date, Precision]:
    """Date and precision in the form that all coders give: a span by its first day."""
    precision = _word(Precision, "date_precision", told)
    date = _day("date", told)
    if precision is Precision.UNKNOWN:
        return published, precision
    if precision is Precision.MONTH:
        date = date.replace(day=1)
    elif precision is Precision.YEAR:
        date = date.replace(month=1, day=1)
    if modality is not Modality.FUTURE and date > published + _ZONES:
        raise _Doubt(f"it took place after it was published: {date}")
    return date, precision
