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
import re
from functools import cached_property
from typing import Any, TypeAlias

import attrs

from stances.errors import InvalidRecord


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


MAX_EVIDENCE = 20_000
MAX_TEXT = 2_000
_COUNTS = range(2**53)  # what every reader of JSON and every database keeps exactly

_CODE = re.compile(r"[A-Z][A-Z0-9_.:\-]{1,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{32}")


def _fail(record: object, field: str, value: object, expected: str) -> InvalidRecord:
    shown = repr(value)
    if len(shown) > 80:
        shown = f"{shown[:60]}… ({len(shown):,} characters)"
    return InvalidRecord(f"{type(record).__name__}.{field} is {shown}: expected {expected}")


def _check_text(record: object, field: str, value: object, limit: int = MAX_TEXT) -> None:
    if not isinstance(value, str):
        raise _fail(record, field, value, "text")
    if not value.strip():
        raise _fail(record, field, value, "text that is not blank, or None")
    if len(value) > limit:
        raise _fail(record, field, value, f"at most {limit:,} characters")
    if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise _fail(record, field, value, "text without NUL and without lone surrogates")


def _text(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    _check_text(record, attribute.name, value)


def _optional_text(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is not None:
        _check_text(record, attribute.name, value)


def _evidence_text(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    _check_text(record, attribute.name, value, MAX_EVIDENCE)


def _code(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise _fail(
            record, attribute.name, value, "an upper-case actor code such as 'TUR', 'UNO' or 'HTS'"
        )


def _optional_code(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is not None:
        _code(record, attribute, value)


def _date(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise _fail(record, attribute.name, value, "a datetime.date (without a time)")


def _optional_date(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is not None:
        _date(record, attribute, value)


def _record_id(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise _fail(record, attribute.name, value, "a record id of 32 hexadecimal digits")


def _record_ids(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, tuple) or len(value) < 2:
        raise _fail(record, attribute.name, value, "at least two different event ids")
    for item in value:
        _record_id(record, attribute, item)


def _sha256(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        raise _fail(record, attribute.name, value, "64 hexadecimal digits")


def _count(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if type(value) is not int or value not in _COUNTS:
        raise _fail(record, attribute.name, value, "a count from 0")


def _optional_number(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is None:
        return
    finite = isinstance(value, float) and -1e308 < value < 1e308
    if not finite:
        raise _fail(record, attribute.name, value, "a finite float, or None")


def _confidence(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is not None and not (isinstance(value, float) and 0.0 <= value <= 1.0):
        raise _fail(record, attribute.name, value, "a float from 0 to 1, or None")


def _member(enum_type: type[enum.StrEnum]) -> Any:
    def check(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
        if not isinstance(value, enum_type):
            names = ", ".join(member.value for member in enum_type)
            raise _fail(record, attribute.name, value, f"one of {enum_type.__name__}: {names}")

    return check


def _as_float(value: Any) -> Any:
    """A number as a plain float; never -0.0, which equals 0.0 and would have another id."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    try:
        return float(value) + 0.0
    except OverflowError:
        return value


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

    article: str = attrs.field(validator=_text)
    sha256: str = attrs.field(validator=_sha256)
    start: int = attrs.field()
    end: int = attrs.field()
    text: str = attrs.field(validator=_evidence_text)

    def __attrs_post_init__(self) -> None:
        if not all(type(offset) is int and offset in _COUNTS for offset in (self.start, self.end)):
            raise _fail(self, "start", (self.start, self.end), "offsets counted from 0")
        if self.end - self.start != len(self.text):
            raise _fail(self, "end", self.end, f"start plus the {len(self.text)} characters quoted")


@attrs.frozen(kw_only=True)
class Row:
    """The row of a data set that an imported event rests on."""

    dataset: str = attrs.field(validator=_text)
    version: str | None = attrs.field(default=None, validator=_optional_text)
    row: str = attrs.field(validator=_text)
    url: str | None = attrs.field(default=None, validator=_optional_text)


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

    date: dt.date = attrs.field(validator=_date)
    date_precision: Precision = attrs.field(default=Precision.DAY, validator=_member(Precision))
    actor: str = attrs.field(validator=_code)
    event_type: EventType = attrs.field(validator=_member(EventType))
    recipient: str | None = attrs.field(default=None, validator=_optional_code)
    about: str | None = attrs.field(default=None, validator=_optional_code)
    modality: Modality = attrs.field(default=Modality.ASSERTED, validator=_member(Modality))
    speaker: str | None = attrs.field(default=None, validator=_optional_text)
    claimed_by: str | None = attrs.field(default=None, validator=_optional_code)
    condition: str | None = attrs.field(default=None, validator=_optional_text)
    deadline: dt.date | None = attrs.field(default=None, validator=_optional_date)
    published: dt.date = attrs.field(validator=_date)
    publisher: str | None = attrs.field(default=None, validator=_optional_text)
    url: str | None = attrs.field(default=None, validator=_optional_text)
    evidence: Evidence = attrs.field(validator=attrs.validators.instance_of((Span, Row)))
    source_score: float | None = attrs.field(
        default=None, converter=_as_float, validator=_optional_number
    )
    coder: str = attrs.field(default="hand", validator=_text)
    confidence: float | None = attrs.field(default=None, converter=_as_float, validator=_confidence)

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

    ids: tuple[str, ...] = attrs.field(converter=_sorted_ids, validator=_record_ids)
    reason: str | None = attrs.field(default=None, validator=_optional_text)

    @cached_property
    def id(self) -> str:
        """32 hexadecimal digits over ids and reason."""
        return _digest("merge", self.ids, self.reason)

    def __str__(self) -> str:
        return f"merge {' + '.join(item[:8] for item in self.ids)}: {self.reason or 'no reason'}"


@attrs.frozen(kw_only=True)
class Correction:
    """``event`` replaces the event with the id ``of`` (as appended, or as corrected before)."""

    of: str = attrs.field(validator=_record_id)
    event: StanceEvent = attrs.field(validator=attrs.validators.instance_of(StanceEvent))
    reason: str = attrs.field(validator=_text)

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

    of: str = attrs.field(validator=_record_id)
    reason: str = attrs.field(validator=_text)
    number: int = attrs.field(default=0, validator=_count)

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
