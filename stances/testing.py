"""Hypothesis strategies for everything that goes into a log, for your tests and ours.

Dates lie within three years and often on the same few days, and there are few actors, so that
dyads and dates collide. The one-line notation and the files of cases are here too, because tests
are where they are used.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, assert_never

import attrs

from stances.articles import Article
from stances.cases import Case, read_cases
from stances.errors import MissingExtra
from stances.events import (
    Correction,
    ErasedSpan,
    Erasure,
    EventType,
    Evidence,
    Merge,
    Modality,
    Precision,
    Record,
    Retraction,
    Row,
    Ruling,
    Span,
    StanceEvent,
    Status,
    text_sha256,
)
from stances.log import Log
from stances.notation import event, notation

try:
    from hypothesis import strategies as st
except ImportError as _missing:
    raise MissingExtra("stances.testing", "testing") from _missing

__all__ = [
    "ACTORS",
    "Case",
    "articles",
    "corrections",
    "days",
    "erased_spans",
    "erasures",
    "event",
    "logs",
    "merges",
    "notation",
    "read_cases",
    "record_lists",
    "records",
    "retractions",
    "rows",
    "rulings",
    "spans",
    "stance_events",
    "texts",
]

ACTORS = ("TUR", "RUS", "SYR", "USA", "UNO")
"""Codes that the strategies draw from unless told otherwise."""

_FIRST, _LAST = dt.date(2019, 1, 1), dt.date(2021, 12, 31)
_BUSY_DAYS = tuple(dt.date(2020, 2, day) for day in range(1, 6))
_REASONS = ("misread", "another date", "one act")
_WORDS = (
    *("Turkey", "Ankara", "Russia", "the Kremlin", "Syria", "Damascus", "the United States"),
    *("Erdogan", "Assad", "rebels", "the foreign minister", "he", "it", "they", "which"),
    *("said", "demanded", "warned", "agreed", "denied", "was urged", "accused", "not", "will"),
    *("to withdraw", "of attacking", "that", "by", "and", "on Monday", "last week", "in Idlib"),
    *(",", ".", "“", "”", '"', "’s", "—", "\n", "\n\n", "\r\n", "\u00a0", "2020"),
)
_QUOTABLE = re.compile("[^\x00\ud800-\udfff]+")


def texts(*, max_size: int = 40) -> st.SearchStrategy[str]:
    """Text as a record may hold it: not blank, without NUL and lone surrogates."""
    alphabet = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
    return st.text(alphabet, min_size=1, max_size=max_size).filter(str.strip)


def days() -> st.SearchStrategy[dt.date]:
    """Days of three years, every other time one of the same five."""
    return st.sampled_from(_BUSY_DAYS) | st.dates(_FIRST, _LAST)


def articles() -> st.SearchStrategy[Article]:
    """Articles with any text whatsoever, or with words in a row that look like news."""
    news = st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join)
    return st.builds(
        Article,
        id=texts(),
        text=news | st.text(st.characters()),
        published=days(),
        title=st.none() | texts(),
        publisher=st.none() | texts(),
        url=st.none() | texts(),
    )


def spans(of: Article | None = None) -> st.SearchStrategy[Span]:
    """Quotations: anywhere in this article, or in articles that nobody has.

    Raises:
        ValueError: the article has nothing that can be quoted.

    """
    return _loose_spans() if of is None else _spans_of(of)


def erased_spans() -> st.SearchStrategy[ErasedSpan]:
    """Places in articles that nobody has, whose text was blanked."""
    return _loose_spans().map(Span.erased)


def rows() -> st.SearchStrategy[Row]:
    """Rows of data sets."""
    return st.builds(
        Row,
        dataset=st.sampled_from(["GDELT", "POLECAT"]) | texts(),
        version=st.none() | texts(),
        row=st.integers(0, 99).map(str) | texts(),
        url=st.none() | texts(),
    )


def stance_events(
    *,
    actors: Sequence[str] = ACTORS,
    event_types: Sequence[EventType] = tuple(EventType),
    modalities: Sequence[Modality] = tuple(Modality),
    dates: st.SearchStrategy[dt.date] | None = None,
    evidence: st.SearchStrategy[Evidence] | None = None,
) -> st.SearchStrategy[StanceEvent]:
    """Events between these actors; most are published within two months after their date."""
    codes = st.sampled_from(actors)
    when = days() if dates is None else dates
    some_text = st.none() | texts()
    return st.builds(
        _event,
        date=when,
        precision=st.sampled_from(Precision),
        lag=(st.integers(0, 60) | st.integers(-30, 400)).map(dt.timedelta),
        actor=codes,
        event_type=st.sampled_from(event_types),
        recipient=st.none() | codes,
        about=st.none() | codes,
        modality=st.sampled_from(modalities),
        speaker=some_text,
        claimed_by=st.none() | codes,
        condition=some_text,
        deadline=st.none() | when,
        publisher=st.sampled_from([None, "The Herald", "Channel 9"]) | texts(),
        url=some_text,
        evidence=_loose_spans() | erased_spans() | rows() if evidence is None else evidence,
        source_score=st.none() | st.floats(-10, 10),
        coder=st.sampled_from(["hand", "rules-1"]) | texts(),
        confidence=st.none() | st.floats(0, 1),
    )


def merges(ids: Sequence[str] | None = None) -> st.SearchStrategy[Merge]:
    """Merges of two to four of these ids (there must be two), or of any."""
    named = st.lists(_ids(ids), min_size=2, max_size=4, unique=True)
    return st.builds(Merge, ids=named, reason=st.none() | _reasons())


def corrections(
    of: Sequence[str] | None = None, *, events: st.SearchStrategy[StanceEvent] | None = None
) -> st.SearchStrategy[Correction]:
    """Corrections of one of these ids, or of any, to one of these events."""
    return st.builds(
        Correction,
        of=_ids(of),
        event=stance_events() if events is None else events,
        reason=_reasons(),
    )


def retractions(of: Sequence[str] | None = None) -> st.SearchStrategy[Retraction]:
    """Retractions of one of these ids, or of any."""
    return st.builds(Retraction, of=_ids(of), reason=_reasons(), number=st.integers(0, 3))


def erasures(of: Sequence[str] | None = None) -> st.SearchStrategy[Erasure]:
    """Erasures of the texts of one to three of these events, or of any."""
    named = st.lists(_ids(of), min_size=1, max_size=3, unique=True)
    return st.builds(Erasure, of=named, reason=_reasons())


def rulings(
    of: Sequence[str] | None = None, *, statuses: Sequence[Status] = tuple(Status)
) -> st.SearchStrategy[Ruling]:
    """Rulings on one of these ids, settled by another of them or by none, or on any."""
    return st.builds(
        Ruling,
        of=_ids(of),
        status=st.sampled_from(statuses),
        settled_by=st.none() | _ids(of),
        since=st.none() | days(),
        reason=_reasons(),
        author=st.none() | texts(),
    )


def records() -> st.SearchStrategy[Record]:
    """Single records of every kind; the ids they name are of nothing."""
    return st.one_of(stance_events(), merges(), corrections(), retractions(), erasures(), rulings())


def record_lists(
    *,
    events: st.SearchStrategy[StanceEvent] | None = None,
    min_size: int = 0,
    max_size: int = 12,
) -> st.SearchStrategy[list[Record]]:
    """Records in any order that name each other: chains and rings of corrections, retractions of
    everything and of each other, merges that overlap. About half of them are events.
    """
    half = (max_size + 1) // 2
    fresh = stance_events() if events is None else events
    drafts = st.lists(_drafts(), min_size=max(0, min_size - half), max_size=max_size - half)
    appended = st.lists(fresh, min_size=min(min_size, half), max_size=half)
    return st.builds(_linked, appended, drafts)


def logs(*, records: st.SearchStrategy[list[Record]] | None = None) -> st.SearchStrategy[Log]:
    """Logs of such lists, without bounds."""
    return st.builds(Log, record_lists() if records is None else records)


@attrs.frozen(kw_only=True)
class _Draft:
    """A record to be made, with its place: below 0 before the events, else after them.

    The records that it names are picked by any two numbers.
    """

    kind: type[Record]
    place: int
    first: int
    second: int
    url: str | None
    confidence: float | None
    reason: str
    number: int


def _drafts() -> st.SearchStrategy[_Draft]:
    return st.builds(
        _Draft,
        kind=st.sampled_from(
            3 * [Correction] + 2 * [Merge] + 2 * [Retraction] + [StanceEvent, Erasure, Ruling]
        ),
        place=st.integers(-10, 20),
        first=st.integers(0, 20),
        second=st.integers(0, 20),
        url=st.sampled_from([None, None, None, "https://example.org/1"]),
        confidence=st.sampled_from([None, 0.5]),
        reason=_reasons(),
        number=st.integers(0, 2),
    )


def _linked(events: list[StanceEvent], drafts: list[_Draft]) -> list[Record]:
    """The events, and what the drafts say when their numbers pick from all that came before."""
    if not events:
        return []
    made: list[Record] = list(events)
    versions = {version.id: version for version in events}
    for draft in drafts:
        record = _made(draft, list(versions.values()), made)
        made.append(record)
        if isinstance(record, (StanceEvent, Correction)):
            version = record.event if isinstance(record, Correction) else record
            versions[version.id] = version
    places = [0] * len(events) + [draft.place for draft in drafts]
    return [record for _, record in sorted(zip(places, made, strict=True), key=lambda p: p[0])]


def _made(draft: _Draft, versions: list[StanceEvent], before: list[Record]) -> Record:
    one, other = (versions[number % len(versions)] for number in (draft.first, draft.second))
    url = other.url if draft.url is None else draft.url
    again = attrs.evolve(other, url=url, confidence=draft.confidence)
    if draft.kind is Correction:
        return Correction(of=one.id, event=again, reason=draft.reason)
    if draft.kind is Retraction:
        ids = list(dict.fromkeys(record.id for record in [*versions, *before]))
        of = ids[draft.first % len(ids)]
        return Retraction(of=of, reason=draft.reason, number=draft.number)
    if draft.kind is Erasure:
        return Erasure(of=(one.id, other.id), reason=draft.reason)
    if draft.kind is Ruling:
        status = tuple(Status)[draft.second % len(Status)]
        settled_by = None if draft.confidence is None else other.id
        since = None if draft.url is None else other.date
        return Ruling(
            of=one.id, status=status, settled_by=settled_by, since=since, reason=draft.reason
        )
    if draft.kind is Merge and one.id != other.id:
        return Merge(ids=(one.id, other.id), reason=draft.reason)
    return again


def _reasons() -> st.SearchStrategy[str]:
    return st.sampled_from(_REASONS) | texts()


def _ids(ids: Sequence[str] | None) -> st.SearchStrategy[str]:
    return (
        st.binary(min_size=16, max_size=16).map(bytes.hex) if ids is None else st.sampled_from(ids)
    )


def _event(*, date: dt.date, precision: Precision, lag: dt.timedelta, **said: Any) -> StanceEvent:
    date = _first_day(date, precision)
    return StanceEvent(date=date, date_precision=precision, published=date + lag, **said)


def _first_day(date: dt.date, precision: Precision) -> dt.date:
    match precision:
        case Precision.WEEK:
            return date - dt.timedelta(days=date.weekday())
        case Precision.MONTH:
            return date.replace(day=1)
        case Precision.YEAR:
            return date.replace(month=1, day=1)
        case Precision.DAY | Precision.UNKNOWN:
            return date
        case _:
            assert_never(precision)


def _loose_spans() -> st.SearchStrategy[Span]:
    return st.builds(
        _span,
        article=st.sampled_from(["A1", "A2"]) | texts(),
        start=st.integers(0, 5_000),
        text=texts(),
    )


def _span(article: str, start: int, text: str) -> Span:
    return Span(
        article=article,
        sha256=text_sha256(article),
        start=start,
        end=start + len(text),
        text=text,
    )


def _spans_of(article: Article) -> st.SearchStrategy[Span]:
    runs = [run.span() for run in _QUOTABLE.finditer(article.text) if run.group().strip()]
    if not runs:
        raise ValueError(f"nothing can be quoted from the article {article.id!r}")
    return _spans_within(article, runs)


@st.composite
def _spans_within(draw: st.DrawFn, article: Article, runs: list[tuple[int, int]]) -> Span:
    first, last = draw(st.sampled_from(runs))
    visible = [index for index in range(first, last) if not article.text[index].isspace()]
    index = draw(st.sampled_from(visible))
    start = draw(st.integers(max(first, index - 200), index))
    end = draw(st.integers(index + 1, min(last, index + 200)))
    return Span(
        article=article.id,
        sha256=article.sha256,
        start=start,
        end=end,
        text=article.text[start:end],
    )
