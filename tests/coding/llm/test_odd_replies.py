"""Replies that are JSON in name only, or claim what stands elsewhere; each is read twice over."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as hs

from stances import wire
from stances.coding.coder import Coded, Skipped
from stances.coding.llm import Endpoint, LanguageModelCoder
from stances.coding.llm.replies import Unreadable, read_reply
from stances.events import Span
from tests.coding.llm.conftest import Coders, article
from tests.coding.llm.server import Server, claim, completion, says, serving, status, well

TEXT = article().text
GOOD = json.dumps(claim(TEXT))
DEPTHS = (90, 400, 900, 985, 2_000, 100_000)


def borne_out(coded: Coded) -> bool:
    text = coded.article.text
    said: list[Span | Skipped] = [*coded.skipped]
    said += [e.evidence for e in coded.events if isinstance(e.evidence, Span)]
    return all(one.text == text[one.start : one.end] for one in said)


def claims(*events: str) -> str:
    return f'{{"articles": [{{"article": 1, "events": [{", ".join(events)}]}}]}}'


def with_field(name: str, value: str) -> str:
    fields = {key: json.dumps(said) for key, said in claim(TEXT).items()} | {name: value}
    return "{" + ", ".join(f'"{key}": {said}' for key, said in fields.items()) + "}"


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("brackets", ["[]", '{"a":}'])
def test_a_reply_nested_deeply_is_read_or_is_not(
    depth: int, brackets: str, server: Server, made: Coders
) -> None:
    opening, closing = brackets[:-1], brackets[-1]
    deep = f"{opening * depth}1{closing * depth}"
    server.script = [says(claims(deep, with_field("actor", deep), GOOD))]
    for _ in range(2):
        (coded,) = made().code([article()])
        reasons = [skipped.reason for skipped in coded.skipped]
        if coded.events:
            assert reasons == ["not an event in the form asked for", "actor is no text"]
        else:
            assert reasons == ["the reply is not JSON"]


@pytest.mark.parametrize("depth", DEPTHS)
def test_a_completion_nested_deeply_is_read_or_is_not(
    depth: int, server: Server, made: Coders
) -> None:
    body = json.dumps(completion(claims(GOOD)) | {"more": 5})
    server.script = [status(200, body.replace('"more": 5', f'"more": {"[" * depth + "]" * depth}')
                            .encode())]  # fmt: skip
    (coded,) = made().code([article()])
    reasons = [skipped.reason for skipped in coded.skipped]
    assert (len(coded.events), reasons) in (
        (1, []),
        (0, ["the answer is no chat completion"]),
    )


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999", "-0.0", "true", "7"])
def test_a_number_that_is_none_is_no_text(value: str, server: Server, made: Coders) -> None:
    server.script = [says(claims(with_field("date", value), value, GOOD))]
    for _ in range(2):
        (coded,) = made().code([article()])
        assert len(coded.events) == 1
        assert [s.reason for s in coded.skipped] == [
            "date is no text",
            "not an event in the form asked for",
        ]


@pytest.mark.parametrize("number", ["NaN", "1e0", "1.0", "true", "9" * 5_000, '"1"', "null"])
def test_an_article_s_number_is_a_whole_one(number: str, server: Server, made: Coders) -> None:
    server.script = [says(f'{{"articles": [{{"article": {number}, "events": [{GOOD}]}}]}}')]
    (coded,) = made().code([article()])
    assert coded.events == ()
    assert len(coded.skipped) == 1


def test_of_a_key_said_twice_the_last_holds_and_is_verified(server: Server, made: Coders) -> None:
    twice = GOOD[:-1] + ', "actor": "CHN"}'
    mended = GOOD.replace('"actor": "TUR"', '"actor": "CHN", "actor": "TUR"')
    server.script = [says(claims(twice, mended))]
    for _ in range(2):
        (coded,) = made().code([article()])
        assert [(e.actor, e.recipient) for e in coded.events] == [("TUR", "RUS")]
        assert [s.reason for s in coded.skipped] == ["actor is not named in the article: CHN"]


@pytest.mark.parametrize("field", ["evidence", "actor", "speaker", "condition", "date", "about"])
def test_half_a_letter_gets_into_no_event(field: str, server: Server, made: Coders) -> None:
    """Escaped, a lone surrogate is valid JSON; unlike all else it cannot be written as UTF-8."""
    server.script = [says(claims(with_field(field, '"\\ud800 Turkey \\udfff"'), GOOD))]
    for _ in range(2):
        (coded,) = made().code([article()])
        assert borne_out(coded)
        assert coded.events
        for event in coded.events:
            wire.dumps(event).encode()
        for skipped in coded.skipped:
            skipped.reason.encode()


def test_a_quotation_of_another_article_is_none(server: Server, made: Coders) -> None:
    first = "Turkey on Monday called on Russia to rein in its ally."
    second = "Turkey thanked Russia on Monday for the aid it had sent to the camps."
    crossed = [
        {"article": 1, "events": [claim(second)]},
        {"article": 2, "events": [claim(first), claim(second, event_type="SUPPORT")]},
    ]
    server.script = [says(json.dumps({"articles": crossed}))]
    for _ in range(2):
        one, other = made(together=2).code([article(first, "a"), article(second, "b")])
        assert one.events == ()
        assert [event.article for event in other.events] == ["b"]
        for coded in (one, other):
            assert [s.reason for s in coded.skipped] == ["the quotation is not in the article"]
    assert len(server.requests) == 1


_values = hs.recursive(
    hs.none()
    | hs.booleans()
    | hs.floats()
    | hs.integers()
    | hs.text(hs.characters(exclude_categories=()), max_size=8)
    | hs.sampled_from(["articles", "article", "events", 1, TEXT]),
    lambda inner: (
        hs.lists(inner, max_size=3)
        | hs.dictionaries(hs.sampled_from(["articles", "article", "events", "x"]), inner)
    ),
    max_leaves=12,
)
_replies = (
    hs.text(max_size=60)
    | _values.map(json.dumps)
    | hs.lists(_values, max_size=3).map(
        lambda events: json.dumps({"articles": [{"article": 1, "events": events}]})
    )
)


@given(_replies, hs.integers(1, 3))
def test_any_reply_is_read_or_is_unreadable(text: str, count: int) -> None:
    try:
        read = read_reply(text, count)
    except Unreadable:
        return
    assert set(read) <= set(range(1, count + 1))
    assert all(isinstance(events, tuple) for events in read.values())


@settings(max_examples=60, deadline=None)
@given(hs.data())
def test_any_reply_is_survived(data: hs.DataObject) -> None:
    events = data.draw(hs.lists(_values, max_size=4))
    with serving(well(lambda _: events)) as server:
        coder = LanguageModelCoder(endpoint=Endpoint(model="m", base_url=server.url, retries=0))
        (coded,) = coder.code([article()])
        assert coded.events == ()
        assert len(coded.skipped) == len(events)
        assert borne_out(coded)
