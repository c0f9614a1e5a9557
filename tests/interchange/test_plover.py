"""PLOVER's JSON: others' records, by the manual and its drafts, and ours."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from stances.events import EventType, Modality, Precision, Row, StanceEvent
from stances.interchange import Left, Reading, Reason, read_plover, write_plover
from stances.interchange.plover_written import to_plover
from stances.notation import event
from tests.interchange.made import faults_of, only

SIMPLEST: dict[str, Any] = {
    "id": "X-20160724-0042",
    "date": "2016-07-24",
    "source": [{"code": "USA"}],
    "recipient": [{"code": "CAN"}],
    "event": ["CONSULT"],
}


def reading(*records: dict[str, Any], **options: Any) -> Reading:
    text = "\n".join(json.dumps(record) for record in records)
    return read_plover(io.BytesIO(text.encode()), **options)


def events(**said: Any) -> tuple[StanceEvent, ...]:
    return only(reading(SIMPLEST | said)).events


def test_the_simplest_record() -> None:
    (made,) = events()
    assert str(made) == "2016-07-24 USA consult CAN  [PLOVER X-20160724-0042]"


def test_where_it_is_from_and_its_own_score() -> None:
    cited = {
        "corpus": "Ours", "version": "3", "url": "http://a.example", "publication": "The Herald",
    }  # fmt: skip
    (made,) = events(cite_info=cited, event_scale=-2)
    assert made.evidence == Row(
        dataset="Ours", version="3", row="X-20160724-0042", url="http://a.example"
    )
    assert (made.publisher, made.source_score) == ("The Herald", -2.0)
    (made,) = only(reading(SIMPLEST, release="2024")).events
    assert made.evidence == Row(dataset="PLOVER", version="2024", row="X-20160724-0042")


def test_several_actors_and_types_are_events_from_each_to_each() -> None:
    made = events(
        source=[{"code": "HUN", "sector": "GOV"}, {"code": "ROU"}],
        recipient=[{"code": "POL"}, {"code": "HUN"}],
        event=["AGREE", "CONSULT"],
    )
    assert [(e.actor, e.event_type.value, e.recipient) for e in made] == [
        ("HUN", "AGREE", "POL"), ("ROU", "AGREE", "POL"), ("ROU", "AGREE", "HUN"),
        ("HUN", "CONSULT", "POL"), ("ROU", "CONSULT", "POL"), ("ROU", "CONSULT", "HUN"),
    ]  # fmt: skip


def test_of_the_drafts() -> None:
    draft = {key: SIMPLEST[key] for key in ("id", "date", "source")}
    draft |= {"target": "", "event": "DEMAND", "mode": "", "context": ""}
    (made,) = only(reading(draft)).events
    assert (made.event_type, made.recipient) == (EventType.REQUEST, None)
    assert only(reading(draft | {"event": "CRIME"})).left == (Left(Reason.ACT, "CRIME"),)


@pytest.mark.parametrize(
    ("context", "modality", "precision"),
    [
        ("future", Modality.FUTURE, Precision.DAY),
        ("negation", Modality.DENIED, Precision.DAY),
        ("historical", Modality.ASSERTED, Precision.UNKNOWN),
        ("military", Modality.ASSERTED, Precision.DAY),
    ],
)
def test_special_contexts(context: str, modality: Modality, precision: Precision) -> None:
    (made,) = events(context=[context])
    assert (made.modality, made.date_precision) == (modality, precision)


def test_what_is_hypothetical_is_no_event() -> None:
    assert only(reading(SIMPLEST | {"context": ["hypothetical"]})).left == (
        Left(Reason.ACT, "hypothetical"),
    )


def test_who() -> None:
    (made,) = events(source=[{"code": "IGO", "actor_text": "United Nations"}])
    assert made.actor == "UNO"
    row = only(reading(SIMPLEST | {"source": [{"code": "TUR", "sector": "CVL"}]}))
    assert row.left == (Left(Reason.ACTOR, "TUR CVL"),)
    row = only(reading(SIMPLEST | {"source": []}))
    assert row.left == (Left(Reason.NO_ACTOR, ""),)


def test_faults() -> None:
    bad = {"id": "", "date": "24 July", "source": "USA", "event": ["CONSLT"], "event_scale": "x"}
    assert faults_of(reading(SIMPLEST, bad, {})) == [
        "line 2: expected text, not '' @ $.id",
        "line 2: expected a date such as 2020-02-18, not '24 July' @ $.date",
        "line 2: expected a list of actor objects with texts, not 'USA' @ $.source",
        "line 2: expected a number, not 'x' @ $.event_scale",
        "line 2: expected an event type of PLOVER such as ACCUSE, not 'CONSLT' @ $.event",
        "line 3: expected text, not None @ $.id",
        "line 3: expected text, not None @ $.date",
        "line 3: expected one event type or more @ $.event",
    ]
    (fault,) = faults_of(read_plover(io.BytesIO(b'{"id": 1,}')))
    assert fault.startswith("line 1: expected JSON")


OURS = event('2020-02-16 USA REQUEST RUS future about SYR by 2020-03-01 "to end its support"')


def test_ours_has_plovers_fields() -> None:
    said = to_plover(OURS)
    assert said["source"] == [{"code": "USA"}]
    assert (said["event"], said["context"]) == (["REQUEST"], ["future"])
    assert (said["quad_code"], said["event_scale"]) == (3, 0.0)
    assert said["text"] == "to end its support"


def test_ours_that_was_edited_is_a_fault(tmp_path: Path) -> None:
    assert write_plover([OURS], tmp_path / "a.jsonl") == 1
    assert list(read_plover(tmp_path / "a.jsonl")) == [OURS]
    for edited in ({"source": [{"code": "CHN"}]}, {"text": "other words"}, {"context": None}):
        assert faults_of(reading(to_plover(OURS) | edited))
    said = to_plover(OURS)
    said["stances"] = said["stances"] | {"about": "IRQ"}
    assert faults_of(reading(said))
