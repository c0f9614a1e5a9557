"""What a model claims, held against the article: nothing gets through that is not borne out."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as hs

from stances.actors import Actors
from stances.articles import Article
from stances.coding.coder import Skipped
from stances.coding.llm import Prompt
from stances.coding.llm.naming import actor_meant, actors_named
from stances.coding.llm.pieces import pieces
from stances.coding.llm.quotations import LONGEST, SHORTEST_LIKE, place_of
from stances.coding.llm.schema import SUPPLIED, claimed_fields, reply_schema
from stances.coding.llm.verification import Verifier
from stances.events import EventType, Modality, Precision, Span, StanceEvent
from tests.coding.llm.server import claim

STORY = (
    "Turkey calls for restraint\n\n"
    "Turkish President Recep Tayyip Erdoğan on Monday called on Russia to “rein in” its ally.\n\n"
    "Ankara will not withdraw unless the shelling ends, Hulusi Akar said. Moscow did not shell"
    " the town of Saraqib, the Russian Defense Ministry said."
)
ACTORS = Actors.default()
PUBLISHED = dt.date(2020, 2, 18)


def article(text: str = STORY) -> Article:
    return Article(id="a", text=text, published=PUBLISHED, publisher="The Gazette", url="u:1")


def verified(*claims: object, text: str = STORY) -> list[StanceEvent | Skipped]:
    told = article(text)
    verifier = Verifier(
        piece=pieces(told)[0], actors=ACTORS, named=actors_named(told, ACTORS), coder="llm-1+m"
    )
    return [result for one in claims for result in verifier.verified(one)]


def only(result: list[StanceEvent | Skipped]) -> StanceEvent:
    (event,) = result
    assert isinstance(event, StanceEvent)
    return event


def reason(result: list[StanceEvent | Skipped]) -> str:
    (skipped,) = result
    assert isinstance(skipped, Skipped)
    return skipped.reason


QUOTE = "on Monday called on Russia to “rein in” its ally"


def test_a_claim_that_is_borne_out_is_an_event() -> None:
    told = only(
        verified(
            claim(QUOTE, speaker="recep tayyip Erdogan", about="Syria"), text=STORY + " Syria."
        )
    )
    start = STORY.index(QUOTE)
    assert told == StanceEvent(
        date=dt.date(2020, 2, 17),
        actor="TUR",
        event_type=EventType.REQUEST,
        recipient="RUS",
        about="SYR",
        speaker="Recep Tayyip Erdoğan",
        published=dt.date(2020, 2, 18),
        publisher="The Gazette",
        url="u:1",
        evidence=Span(
            article="a",
            sha256=article(STORY + " Syria.").sha256,
            start=start,
            end=start + len(QUOTE),
            text=QUOTE,
        ),
        coder="llm-1+m quoted",
    )


@pytest.mark.parametrize(
    "quotation",
    [
        'on Monday called on Russia to "rein in" its ally',
        "on Monday called on Russia to rein in its ally",
        "on Monday called on Russia to “rein in” its allly",
        "on Monday,\ncalled on Russia to “rein in” its ally.",
    ],
)
def test_a_quotation_nearly_right_gives_the_words_of_the_article(quotation: str) -> None:
    told = only(verified(claim(quotation)))
    assert isinstance(told.evidence, Span)
    assert told.evidence.text == STORY[told.evidence.start : told.evidence.end]
    assert "called on Russia to “rein in” its ally" in told.evidence.text
    assert told.coder == "llm-1+m quoted-nearly"


@pytest.mark.parametrize(
    "quotation",
    [
        "Turkey attacked Russia with four hundred tanks on Monday",
        "Moscow did shell the town of Saraqib, the Russian Defense Ministry said",
        "Ankara will withdraw unless the shelling ends, Hulusi Akar said",
        "Turkey calls for restraint",
        "its ally. Ankara will not withdraw",
        "Russia",
        "a",
        "",
        "its ally " * 60,
    ],
    ids=["invented", "turned round", "turned round too", "headline", "joined", "a word", "a letter",
         "nothing", "too long"],
)  # fmt: skip
def test_a_quotation_that_is_none_is_not_believed(quotation: str) -> None:
    assert "the quotation is not in the article" in reason(verified(claim(quotation))) or (
        "evidence is no text" in reason(verified(claim(quotation)))
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"actor": "Atlantis"}, "actor is no one actor of the tables"),
        ({"actor": "CHN"}, "actor is not named in the article: CHN"),
        ({"recipient": "CHN"}, "recipient is not named in the article: CHN"),
        ({"recipient": "the moon"}, "recipient is no one actor of the tables"),
        ({"recipient": "its ally"}, "recipient is no one actor of the tables: 'its ally'"),
        ({"recipient": "TUR"}, "an act of TUR toward itself"),
        ({"claimed_by": "residents"}, "claimed_by is no one actor of the tables"),
        ({"event_type": "MAKE_STATEMENT"}, "event_type is none of AGREE, CONSULT"),
        ({"event_type": "request"}, "event_type is none of"),
        ({"modality": "maybe"}, "modality is none of asserted, future, denied"),
        ({"date_precision": "hour"}, "date_precision is none of"),
        ({"date": "Monday"}, "date is no date such as 2020-02-18: 'Monday'"),
        ({"date": "2020-02-30"}, "date is no date"),
        ({"date": "2020-03-01"}, "it took place after it was published: 2020-03-01"),
        ({"deadline": "soon"}, "deadline is no date"),
        ({"date": None}, "date is no text"),
        ({"actor": 5}, "actor is no text"),
        ({"actor": ["TUR"]}, "actor is no text"),
        ({"confidence": 1.0}, "not an event in the form asked for"),
    ],
)
def test_what_cannot_be_meant_is_passed_over_with_the_reason(
    fields: dict[str, Any], expected: str
) -> None:
    assert expected in reason(verified(claim(QUOTE, **fields)))


@pytest.mark.parametrize("value", [None, 5, "TUR REQUEST RUS", [], {}, {"actor": "TUR"}])
def test_what_is_no_event_is_passed_over(value: object) -> None:
    assert "not an event in the form asked for" in reason(verified(value))


@pytest.mark.parametrize(
    ("fields", "date", "precision"),
    [
        ({"date": "2020-01-15", "date_precision": "month"}, dt.date(2020, 1, 1), Precision.MONTH),
        ({"date": "2019-07-15", "date_precision": "year"}, dt.date(2019, 1, 1), Precision.YEAR),
        ({"date": "2019-07-15", "date_precision": "unknown"}, PUBLISHED, Precision.UNKNOWN),
        ({"date": "2020-02-10", "date_precision": "week"}, dt.date(2020, 2, 10), Precision.WEEK),
        ({"date": "2020-03-01", "modality": "future"}, dt.date(2020, 3, 1), Precision.DAY),
    ],
)  # fmt: skip
def test_dates_have_the_form_that_all_coders_give(
    fields: dict[str, str], date: dt.date, precision: Precision
) -> None:
    told = only(verified(claim(QUOTE, **fields)))
    assert (told.date, told.date_precision) == (date, precision)


@pytest.mark.parametrize(
    ("fields", "left_out"),
    [
        ({"speaker": "Vladimir Putin"}, "the speaker is not in the article"),
        ({"speaker": "Hulusi Ak"}, "the speaker is not in the article: 'Hulusi Ak'"),
        ({"condition": "if it snows on Tuesday"}, "the condition is not in the article"),
        ({"about": "China"}, "about is not named in the article: CHN"),
        ({"about": "somebody"}, "about is no one actor"),
    ],
)
def test_words_that_the_article_has_not_are_left_out_and_told_of(
    fields: dict[str, str], left_out: str
) -> None:
    event, note = verified(claim(QUOTE, **fields))
    assert isinstance(event, StanceEvent)
    assert (event.speaker, event.condition, event.about) == (None, None, None)
    assert isinstance(note, Skipped)
    assert left_out in note.reason


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("hulusi  AKAR", "Hulusi Akar"),
        ("Hulusi\x1b[, \ud800\u202eAkar", "Hulusi Akar"),
        ("Recep-Tayyip Erdogan!", "Recep Tayyip Erdoğan"),
        ("\ud800", None),
        ("Akar said Moscow did", "Akar said. Moscow did"),
        ("Hulusi Akar " * 100, None),
    ],
)
def test_a_speaker_is_written_as_the_article_has_it(said: str, speaker: str | None) -> None:
    event = verified(claim(QUOTE, speaker=said))[0]
    assert isinstance(event, StanceEvent)
    assert event.speaker == speaker


def test_a_condition_is_the_article_s() -> None:
    quote = "Ankara will not withdraw unless the shelling ends"
    threat = claim(quote, event_type="REJECT", recipient=None, condition="unless the shelling ends")
    assert only(verified(threat)).condition == "unless the shelling ends"
    deed = claim(
        quote, event_type="RETREAT", modality="denied", condition="unless the shelling ends"
    )
    told = only(verified(deed))
    assert (told.condition, told.modality) == (None, Modality.DENIED)


def test_a_third_party_that_is_a_party_is_none() -> None:
    assert only(verified(claim(QUOTE, about="RUS"))).about is None


@pytest.mark.parametrize(
    ("said", "code"),
    [("TUR", "TUR"), ("Turkey", "TUR"), ("the Kremlin", "RUS"), ("Ankara", "TUR"),
     ("United States", "USA"), ("the United Nations", "UNO"), ("Saraqib", None), ("", None),
     ("x" * 100_000, None), ("US", "USA"), ("us", None), ("May", None)],
)  # fmt: skip
def test_whom_a_name_means(said: str, code: str | None) -> None:
    assert actor_meant(said, article(), ACTORS) == code


_values = hs.one_of(
    hs.none(), hs.text(max_size=40), hs.integers(), hs.lists(hs.text(max_size=3), max_size=2),
    hs.sampled_from([QUOTE, "TUR", "Russia", "2020-02-17", "day", "asserted", "REQUEST", "\ud800",
                     "\x00", "Hulusi Akar", "unless the shelling ends"]),
)  # fmt: skip
_claims = hs.fixed_dictionaries(dict.fromkeys(claimed_fields(), _values)) | hs.builds(
    lambda fields: claim(QUOTE) | fields,
    hs.dictionaries(hs.sampled_from(sorted(claimed_fields())), _values, max_size=4),
)


@settings(max_examples=200)
@given(_claims)
def test_whatever_is_claimed_only_what_the_article_says_gets_through(told: object) -> None:
    for result in verified(told):
        if isinstance(result, Skipped):
            assert result.reason
            assert result.text == STORY[result.start : result.end]
            continue
        assert isinstance(result.evidence, Span)
        assert result.evidence.text == STORY[result.evidence.start : result.evidence.end]
        named = actors_named(article(), ACTORS)
        assert {result.actor, result.recipient, result.about, result.claimed_by} <= {None, *named}
        assert result.condition is None or result.condition in STORY
        assert result.speaker is None or result.speaker in STORY


@settings(max_examples=100)
@given(hs.data())
def test_every_stretch_of_a_paragraph_is_found_where_it_stands(data: hs.DataObject) -> None:
    told = article()
    block = data.draw(hs.sampled_from(pieces(told)[0].paragraphs))
    text = STORY[block.start : block.end]
    start = data.draw(hs.integers(0, len(text) - 2))
    quote = text[start : data.draw(hs.integers(start + 1, len(text)))]
    place = place_of(quote, told, pieces(told)[0].paragraphs)
    if place is None:
        assert len(quote.split()) < 3 or len(quote) > LONGEST
    else:
        assert place.exact
        assert STORY[place.start : place.end] == quote.strip()


@settings(max_examples=100)
@given(hs.data())
def test_one_letter_wrong_is_still_found_there(data: hs.DataObject) -> None:
    """In a long quotation, and unless it turns the sentence round."""
    told = article()
    quote = "the town of Saraqib, the Russian Defense Ministry said"
    assert len(quote) > 2 * SHORTEST_LIKE
    at = data.draw(hs.integers(0, len(quote) - 1))
    wrong = quote[:at] + data.draw(hs.sampled_from("xyz~")) + quote[at + 1 :]
    place = place_of(wrong, told, pieces(told)[0].paragraphs)
    assert place is not None
    found = STORY[place.start : place.end]
    assert found in STORY
    assert "Saraqib" in found


def test_the_form_of_a_reply_is_made_from_events() -> None:
    """A field that events are given is asked for, or listed as what no model is asked for."""
    fields = {field.name for field in attrs.fields(StanceEvent)}
    assert set(claimed_fields()) == fields - SUPPLIED
    assert fields >= SUPPLIED
    assert set(claimed_fields()) == set(claim("x"))
    event = reply_schema()["properties"]["articles"]["items"]["properties"]["events"]["items"]
    assert event["properties"]["event_type"]["enum"] == [kind.value for kind in EventType]
    assert event["required"] == list(event["properties"])
    assert next(iter(event["properties"])) == "evidence"


def test_the_form_is_json_schema_and_fits_the_example_of_the_prompt() -> None:
    schema = dict(reply_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    example = Prompt.default().text.rstrip().rpartition("\n")[2]
    jsonschema.validate(json.loads(example), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"articles": [{"article": 1, "events": [{"actor": "TUR"}]}]}, schema)
