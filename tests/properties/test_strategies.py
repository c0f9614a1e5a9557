from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from stances import testing
from stances.articles import Article
from stances.events import (
    Correction,
    Erasure,
    EventType,
    Merge,
    Modality,
    Precision,
    Record,
    Retraction,
    Ruling,
    StanceEvent,
)
from stances.testing import articles, event, logs, record_lists, spans, stance_events

unshrunk = settings(
    max_examples=2_000, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


EVERY_KIND = (StanceEvent, Merge, Correction, Retraction, Erasure, Ruling)


def ids(records: list[Record]) -> set[str]:
    versions = {r.event.id for r in records if isinstance(r, Correction)}
    return {record.id for record in records} | versions


@given(record_lists())
def test_records_name_only_what_is_in_their_list(records: list[Record]) -> None:
    there = ids(records)
    for record in records:
        match record:
            case Merge(ids=named) | Erasure(of=named):
                assert there.issuperset(named)
            case Correction(of=of) | Retraction(of=of):
                assert of in there
            case Ruling(of=of, settled_by=settled_by):
                assert {of, settled_by} <= {*there, None}
            case StanceEvent():
                pass


@pytest.mark.parametrize(
    "wanted",
    [
        lambda log: any(len(act.reports) > 2 for act in log),
        lambda log: len(log.records) > 2 and not log.reports,
        lambda log: {type(r) for r in log.records} == set(EVERY_KIND),
        lambda log: any(
            isinstance(a, Retraction) and isinstance(b, Retraction) and a.of == b.id
            for a in log.records
            for b in log.records
        ),
        lambda log: any(
            isinstance(a, Correction) and isinstance(b, Correction) and a.of == b.event.id != b.of
            for a in log.records
            for b in log.records
        ),
    ],
    ids=["merged", "all-gone", "every-kind", "retracted-retraction", "corrected-twice"],
)
def test_logs_reach(wanted: Any) -> None:
    assert wanted(find(logs(), wanted, settings=unshrunk))


@given(
    stance_events(
        actors=["FRA", "DEU"],
        event_types=[EventType.AID],
        modalities=[Modality.DENIED],
        dates=st.just(dt.date(2020, 5, 13)),
    )
)
def test_events_are_as_asked(said: StanceEvent) -> None:
    assert {said.actor, said.recipient, said.about, said.claimed_by} <= {"FRA", "DEU", None}
    assert (said.event_type, said.modality) == (EventType.AID, Modality.DENIED)
    first_days = {
        Precision.WEEK: dt.date(2020, 5, 11),
        Precision.MONTH: dt.date(2020, 5, 1),
        Precision.YEAR: dt.date(2020, 1, 1),
    }
    assert said.date == first_days.get(said.date_precision, dt.date(2020, 5, 13))


@given(articles().filter(lambda article: article.text.strip("\0 \n\r")), st.data())
def test_spans_quote_their_article(article: Article, data: st.DataObject) -> None:
    try:
        strategy = spans(article)
    except ValueError:
        assert not any(char.isalnum() for char in article.text)
        return
    span = data.draw(strategy)
    assert article.text[span.start : span.end] == span.text
    assert (span.article, span.sha256) == (article.id, article.sha256)


def test_nothing_can_be_quoted_from_a_blank_article() -> None:
    blank = Article(id="A1", text=" \n\0", published=dt.date(2020, 2, 18))
    with pytest.raises(ValueError, match="A1"):
        spans(blank)


def test_public_names_are_there() -> None:
    assert sorted(testing.__all__) == testing.__all__
    assert all(hasattr(testing, name) for name in testing.__all__)
    assert testing.event is event
