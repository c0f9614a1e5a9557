"""The records of the log, which are made of ``words``, ``evidence`` and plain values.

Every record is a frozen value whose ``id`` is a hash of what it says, so that equal statements
are one record wherever and whenever they were made. Nothing here reads, writes or decides: a
record is checked when it is made, and never again.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any, TypeAlias, assert_never

import attrs

from stances import checks
from stances.canonical import day_text, digest, part, text_part
from stances.canonical import text_sha256 as text_sha256
from stances.evidence import ErasedSpan as ErasedSpan
from stances.evidence import Evidence as Evidence
from stances.evidence import Row as Row
from stances.evidence import Span as Span
from stances.words import EventType as EventType
from stances.words import Modality as Modality
from stances.words import Precision as Precision
from stances.words import Status as Status


def _first_half(record: Record) -> str:
    """The first half of the digest, as 32 hexadecimal digits: what the record is known by."""
    return record.digest.hex()[:32]


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
    evidence: Evidence = attrs.field(
        validator=attrs.validators.instance_of((Span, ErasedSpan, Row))
    )
    source_score: float | None = attrs.field(
        default=None, converter=checks.as_float, validator=checks.optional_number
    )
    coder: str = attrs.field(default="hand", validator=checks.text)
    confidence: float | None = attrs.field(
        default=None, converter=checks.as_float, validator=checks.confidence
    )

    @functools.cached_property
    def digest(self) -> bytes:
        """SHA-256 over all that the event says; the text quoted enters by its own SHA-256."""
        # Codes and words of a vocabulary hold nothing that JSON would escape. With !s a word is
        # written as the text that it is, and not asked for its own way of being formatted.
        deadline = "null" if self.deadline is None else f'"{day_text(self.deadline)}"'
        score = "null" if self.source_score is None else part(self.source_score)
        return digest(
            f'"stance","{day_text(self.date)}","{self.date_precision!s}","{self.actor}",'
            f'"{self.event_type!s}",{text_part(self.recipient)},{text_part(self.about)},'
            f'"{self.modality!s}",{text_part(self.speaker)},{text_part(self.claimed_by)},'
            f'{text_part(self.condition)},{deadline},"{day_text(self.published)}",'
            f"{text_part(self.publisher)},{text_part(self.url)},{score},{self.evidence.said}"
        )

    @functools.cached_property
    def id(self) -> str:
        """The first 128 bits of the digest, as 32 hexadecimal digits."""
        return _first_half(self)

    @property
    def article(self) -> str | None:
        """Id of the article the event was coded from; None for imported rows."""
        return None if isinstance(self.evidence, Row) else self.evidence.article

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
        match self.evidence:
            case Span(text=text):
                return f'{line}  "{" ".join(text.split())}"'
            case ErasedSpan():
                return f"{line}  [text erased]"
            case Row(dataset=dataset, row=row):
                return f"{line}  [{dataset} {row}]"
            case _:
                assert_never(self.evidence)


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

    @functools.cached_property
    def digest(self) -> bytes:
        """SHA-256 over reason and ids."""
        return digest(*map(part, ("merge", self.reason, *self.ids)))

    @functools.cached_property
    def id(self) -> str:
        """The first 128 bits of the digest, as 32 hexadecimal digits."""
        return _first_half(self)

    def __str__(self) -> str:
        return f"merge {' + '.join(item[:8] for item in self.ids)}: {self.reason or 'no reason'}"


@attrs.frozen(kw_only=True)
class Correction:
    """``event`` replaces the event with the id ``of`` (as appended, or as corrected before)."""

    of: str = attrs.field(validator=checks.record_id)
    event: StanceEvent = attrs.field(validator=attrs.validators.instance_of(StanceEvent))
    reason: str = attrs.field(validator=checks.text)

    @functools.cached_property
    def digest(self) -> bytes:
        """SHA-256 over the old id, the reason, and the new event with its coder."""
        event = self.event
        said = (self.of, self.reason, event.digest.hex(), event.coder, event.confidence)
        return digest(*map(part, ("correction", *said)))

    @functools.cached_property
    def id(self) -> str:
        """The first 128 bits of the digest, as 32 hexadecimal digits."""
        return _first_half(self)

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

    @functools.cached_property
    def digest(self) -> bytes:
        """SHA-256 over the retracted id, the reason and the number."""
        return digest(*map(part, ("retraction", self.of, self.reason, self.number)))

    @functools.cached_property
    def id(self) -> str:
        """The first 128 bits of the digest, as 32 hexadecimal digits."""
        return _first_half(self)

    def __str__(self) -> str:
        return f"retract {self.of[:8]}: {self.reason}"


@attrs.frozen(kw_only=True)
class Erasure:
    """The texts that these events quote were blanked: for a copyright, at a person's request.

    ``of`` are sorted and distinct ids of events, at least one; events in corrections have ids
    too. What the events say still counts. Texts do not come back, so retracting it does nothing.
    """

    of: tuple[str, ...] = attrs.field(converter=_sorted_ids, validator=checks.erased_ids)
    reason: str = attrs.field(validator=checks.text)

    @functools.cached_property
    def digest(self) -> bytes:
        """SHA-256 over reason and ids."""
        return digest(*map(part, ("erasure", self.reason, *self.of)))

    @functools.cached_property
    def id(self) -> str:
        """The first 128 bits of the digest, as 32 hexadecimal digits."""
        return _first_half(self)

    def __str__(self) -> str:
        return f"erase the text of {' + '.join(item[:8] for item in self.of)}: {self.reason}"


@attrs.frozen(kw_only=True)
class Ruling:
    """What became of a demand, a threat or an agreement, as a reader decided against the rules.

    It holds from the day ``since``; if none is given, from that of the act that settled it, or
    from the beginning if none did. Of several that hold the last in the log counts.

    Attributes:
        of: id of an event that reports the demand, the threat or either half of the agreement.
        status: what became of it.
        settled_by: id of an event that reports the act that settled it; None if none did.
        since: the day from which that holds.
        reason: why, for whoever asks.
        author: who decided.

    """

    of: str = attrs.field(validator=checks.record_id)
    status: Status = attrs.field(validator=checks.member(Status))
    settled_by: str | None = attrs.field(default=None, validator=checks.optional_record_id)
    since: dt.date | None = attrs.field(default=None, validator=checks.optional_date)
    reason: str = attrs.field(validator=checks.text)
    author: str | None = attrs.field(default=None, validator=checks.optional_text)

    @functools.cached_property
    def digest(self) -> bytes:
        """SHA-256 over all that it says."""
        since = None if self.since is None else day_text(self.since)
        said = (self.of, self.status.value, self.settled_by, since, self.reason, self.author)
        return digest(*map(part, ("ruling", *said)))

    @functools.cached_property
    def id(self) -> str:
        """The first 128 bits of the digest, as 32 hexadecimal digits."""
        return _first_half(self)

    def __str__(self) -> str:
        by = "" if self.settled_by is None else f" by {self.settled_by[:8]}"
        since = "" if self.since is None else f" since {self.since}"
        author = "" if self.author is None else f" ({self.author})"
        return f"rule {self.of[:8]} {self.status.value}{by}{since}: {self.reason}{author}"


Record: TypeAlias = StanceEvent | Merge | Correction | Retraction | Erasure | Ruling


def replay_order(event: StanceEvent) -> tuple[dt.date, dt.date, str]:
    """The one total order of replay: date, then published, then id.

    What happened first comes first; of two acts on one day the one known first; the id only
    settles what the world leaves open, so that no order of arrival changes an answer.
    """
    return (event.date, event.published, event.id)
