"""The records of the log, and the words they are made of.

Every record is a frozen value whose ``id`` is a hash of what it says, so that equal statements
are one record wherever and whenever they were made. Nothing here reads, writes or decides: a
record is checked when it is made, and never again.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import json
from functools import cached_property
from typing import Any, TypeAlias

import attrs

from stances import checks


class _Word(enum.StrEnum):
    """A member's ``repr`` rebuilds it, so that a record's does."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"


class EventType(_Word):
    """PLOVER's sixteen event types, cooperative ones first, from mild to strong."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    RETREAT = "RETREAT"
    COOPERATE = "COOPERATE"
    AID = "AID"
    REQUEST = "REQUEST"
    REJECT = "REJECT"
    ACCUSE = "ACCUSE"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    MOBILIZE = "MOBILIZE"
    SANCTION = "SANCTION"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Modality(_Word):
    """Whether the act took place, is announced, or is denied (PLOVER's auxiliary modes)."""

    ASSERTED = "asserted"
    FUTURE = "future"
    DENIED = "denied"


class Precision(_Word):
    """How exactly the date of an act is known; its date is the first day of that span."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


def _plain(value: object) -> object:
    """The form in which a value is hashed: strings, numbers, lists and None only."""
    if isinstance(value, (Span, Row)):
        said = attrs.astuple(value, recurse=False)
        return [type(value).__name__.lower(), *map(_plain, said)]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _digest(kind: str, *said: object) -> str:
    canonical = json.dumps([kind, *map(_plain, said)], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:32]


def text_sha256(text: str) -> str:
    """SHA-256 of a text as 64 hexadecimal digits; lone surrogates are hashed as they stand."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@attrs.frozen(kw_only=True)
class Span:
    """The exact sentence part an event rests on: ``Article.text[start:end] == text``.

    Offsets count code points; ``sha256`` is that of the whole article text.
    """

    article: str = attrs.field(validator=checks.text)
    sha256: str = attrs.field(validator=checks.sha256)
    start: int = attrs.field()
    end: int = attrs.field()
    text: str = attrs.field(validator=checks.evidence_text)

    def __attrs_post_init__(self) -> None:
        if not all(
            type(offset) is int and offset in checks.COUNTS for offset in (self.start, self.end)
        ):
            raise checks.fault(self, "start", (self.start, self.end), "offsets counted from 0")
        if self.end - self.start != len(self.text):
            raise checks.fault(
                self, "end", self.end, f"start plus the {len(self.text)} characters quoted"
            )


@attrs.frozen(kw_only=True)
class Row:
    """The row of a data set that an imported event rests on."""

    dataset: str = attrs.field(validator=checks.text)
    version: str | None = attrs.field(default=None, validator=checks.optional_text)
    row: str = attrs.field(validator=checks.text)
    url: str | None = attrs.field(default=None, validator=checks.optional_text)


Evidence: TypeAlias = Span | Row


@attrs.frozen(kw_only=True)
class StanceEvent:
    """One actor takes one position, or one act that shows a position, toward another, at one time.

    ``date`` is when the act took place (valid time), ``published`` when it was reported.
    ``about`` is a third party the act concerns, ``speaker`` the person or office that voiced it,
    ``claimed_by`` the party on whose word alone it is reported. ``source_score`` is the score an
    imported data set gave, on its own scale. The ``id`` is a hash of every field but ``coder``
    and ``confidence``.

    Raises:
        InvalidRecord: a field holds what it cannot mean; the message names field and value.

    """

    date: dt.date = attrs.field(validator=checks.date)
    date_precision: Precision = attrs.field(
        default=Precision.DAY, validator=checks.member(Precision)
    )
    actor: str = attrs.field(validator=checks.code)
    event_type: EventType = attrs.field(validator=checks.member(EventType))
    recipient: str | None = attrs.field(default=None, validator=checks.optional_code)
    about: str | None = attrs.field(default=None, validator=checks.optional_code)
    modality: Modality = attrs.field(default=Modality.ASSERTED, validator=checks.member(Modality))
    speaker: str | None = attrs.field(default=None, validator=checks.optional_text)
    claimed_by: str | None = attrs.field(default=None, validator=checks.optional_code)
    condition: str | None = attrs.field(default=None, validator=checks.optional_text)
    deadline: dt.date | None = attrs.field(default=None, validator=checks.optional_date)
    published: dt.date = attrs.field(validator=checks.date)
    publisher: str | None = attrs.field(default=None, validator=checks.optional_text)
    url: str | None = attrs.field(default=None, validator=checks.optional_text)
    evidence: Evidence = attrs.field(validator=attrs.validators.instance_of((Span, Row)))
    source_score: float | None = attrs.field(
        default=None, converter=checks.as_float, validator=checks.optional_number
    )
    coder: str = attrs.field(default="hand", validator=checks.text)
    confidence: float | None = attrs.field(
        default=None, converter=checks.as_float, validator=checks.confidence
    )

    @cached_property
    def id(self) -> str:
        """32 hexadecimal digits: a SHA-256 over all that the event says, cut to 128 bits."""
        return _digest(
            "stance",
            self.date,
            self.date_precision,
            self.actor,
            self.event_type,
            self.recipient,
            self.about,
            self.modality,
            self.speaker,
            self.claimed_by,
            self.condition,
            self.deadline,
            self.published,
            self.publisher,
            self.url,
            self.evidence,
            self.source_score,
        )

    @property
    def article(self) -> str | None:
        """Id of the article the event was coded from; None for imported rows."""
        return self.evidence.article if isinstance(self.evidence, Span) else None

    def __str__(self) -> str:
        parts = [date_text(self.date, self.date_precision), self.actor]
        if self.modality is not Modality.ASSERTED:
            parts.append(f"[{self.modality}]")
        parts.append(self.event_type.lower())
        if self.recipient is not None:
            parts.append(self.recipient)
        if self.about is not None:
            parts.append(f"about {self.about}")
        if self.deadline is not None:
            parts.append(f"by {self.deadline}")
        if self.claimed_by is not None:
            parts.append(f"as {self.claimed_by} says")
        line = " ".join(parts)
        if isinstance(self.evidence, Span):
            return f'{line}  "{" ".join(self.evidence.text.split())}"'
        return f"{line}  [{self.evidence.dataset} {self.evidence.row}]"


def date_text(date: dt.date, precision: Precision) -> str:
    """The date said no more exactly than it is known."""
    if precision is Precision.MONTH:
        return f"{date:%Y-%m}"
    if precision is Precision.YEAR:
        return f"{date:%Y}"
    if precision is Precision.WEEK:
        return f"week of {date}"
    return f"by {date}" if precision is Precision.UNKNOWN else str(date)


def _sorted_ids(ids: Any) -> Any:
    if not isinstance(ids, (list, tuple, set, frozenset)):
        return ids
    return tuple(sorted(set(ids))) if all(isinstance(item, str) for item in ids) else tuple(ids)


@attrs.frozen(kw_only=True)
class Merge:
    """These events are reports of one act; made by the corroboration step or by hand.

    ``ids`` are sorted and distinct, at least two. Merges that share an id join.
    """

    ids: tuple[str, ...] = attrs.field(converter=_sorted_ids, validator=checks.record_ids)
    reason: str | None = attrs.field(default=None, validator=checks.optional_text)

    @cached_property
    def id(self) -> str:
        """32 hexadecimal digits over ids and reason."""
        return _digest("merge", self.ids, self.reason)

    def __str__(self) -> str:
        return f"merge {' + '.join(item[:8] for item in self.ids)}: {self.reason or 'no reason'}"


@attrs.frozen(kw_only=True)
class Correction:
    """``event`` replaces the event with the id ``of`` (as appended, or as corrected before)."""

    of: str = attrs.field(validator=checks.record_id)
    event: StanceEvent = attrs.field(validator=attrs.validators.instance_of(StanceEvent))
    reason: str = attrs.field(validator=checks.text)

    @cached_property
    def id(self) -> str:
        """32 hexadecimal digits over the old id, the new event and its coder, and the reason."""
        return _digest(
            "correction",
            self.of,
            self.event.id,
            self.event.coder,
            self.event.confidence,
            self.reason,
        )

    def __str__(self) -> str:
        return f"correct {self.of[:8]}: {self.reason}\n  now {self.event}"


@attrs.frozen(kw_only=True)
class Retraction:
    """The record with the id ``of`` no longer counts; any record may be retracted, this one too.

    ``number`` is how many retractions of the same record came before, so that the second
    undoing of one record is another record than the first.
    """

    of: str = attrs.field(validator=checks.record_id)
    reason: str = attrs.field(validator=checks.text)
    number: int = attrs.field(default=0, validator=checks.count)

    @cached_property
    def id(self) -> str:
        """32 hexadecimal digits over the retracted id, the reason and the number."""
        return _digest("retraction", self.of, self.reason, self.number)

    def __str__(self) -> str:
        return f"retract {self.of[:8]}: {self.reason}"


Record: TypeAlias = StanceEvent | Merge | Correction | Retraction


def replay_order(event: StanceEvent) -> tuple[dt.date, dt.date, str]:
    """The one total order of replay: date, then published, then id.

    What happened first comes first; of two acts on one day the one known first; the id only
    settles what the world leaves open, so that no order of arrival changes an answer.
    """
    return (event.date, event.published, event.id)
