"""Models that refuse a parameter are asked without it, once; all else that is wrong stays wrong."""

from __future__ import annotations

import itertools
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as hs

from stances.coding.llm import Form
from stances.coding.llm.refusals import Refused, refused_by
from stances.errors import EndpointRefused
from tests.coding.llm.conftest import KEY, Coders, article, articles
from tests.coding.llm.server import Body, Server, choosy, status


def error(message: str, **more: object) -> Body:
    return {"error": {"message": message, "type": "invalid_request_error", **more}}


TEMPERATURE = error(
    "Unsupported value: 'temperature' does not support 0 with this model.",
    param="temperature",
    code="unsupported_value",
)
FORM = error(
    "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
    param="response_format",
)
LENGTH = error(
    "Unsupported parameter: 'max_tokens' is not supported with this model."
    " Use 'max_completion_tokens' instead.",
    param="max_tokens",
)
ALL: dict[str, Body] = {"temperature": TEMPERATURE, "response_format": FORM, "max_tokens": LENGTH}


def warned(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("name", ALL)
def test_what_is_refused_is_left_out_for_the_rest_of_the_run_which_says_so_once(
    name: str, server: Server, made: Coders, caplog: pytest.LogCaptureFixture
) -> None:
    server.script = [choosy({name: ALL[name]})]
    coder = made()
    coded = list(coder.code(articles(4)))
    assert [len(one.events) for one in coded] == [1] * 4
    sent = [name in request.body for request in server.requests]
    assert sent == [True, False, False, False, False]
    assert warned(caplog) == [
        f"{server.url} refuses {name} for the model m: it is asked without from here on"
    ]
    assert coder.spent.requests == 4


def test_a_model_may_refuse_them_all(
    server: Server, made: Coders, caplog: pytest.LogCaptureFixture
) -> None:
    server.script = [choosy(ALL)]
    (coded,) = made(endpoint={"reply_tokens": 77}).code([article()])
    assert len(coded.events) == 1
    assert len(server.requests) == 4
    assert len(warned(caplog)) == 3
    body = server.requests[-1].body
    assert not ALL.keys() & body.keys()
    assert body["max_completion_tokens"] == 77


def test_a_form_that_is_refused_is_asked_for_in_words(server: Server, made: Coders) -> None:
    server.script = [choosy({"response_format": FORM})]
    for form in (Form.JSON_SCHEMA, Form.JSON_OBJECT):
        (coded,) = made(endpoint={"form": form}, cache=None).code([article()])
        assert len(coded.events) == 1
        system = server.requests[-1].body["messages"][0]["content"]
        assert "JSON Schema of the reply" in system


def test_many_at_once_say_it_once(
    server: Server, made: Coders, caplog: pytest.LogCaptureFixture
) -> None:
    server.script = [choosy({"temperature": TEMPERATURE})]
    coded = list(made(at_once=4).code(articles(12)))
    assert [len(one.events) for one in coded] == [1] * 12
    assert len(warned(caplog)) == 1
    assert 13 <= len(server.requests) <= 16


@pytest.mark.parametrize(
    "content",
    [
        error("This model's maximum context length is 8192 tokens, max_tokens is 8192 of them."),
        error("max_tokens is too large", param="max_tokens"),
        error("the model is not supported"),
        error("temperature", param=None),
        error("Unsupported parameter: 'messages'", param="messages"),
        error("", param=["temperature"]),
        {"error": "no"},
        {"error": 5},
        {},
    ],
)
def test_nothing_else_is_asked_again(
    content: Body, server: Server, made: Coders, caplog: pytest.LogCaptureFixture
) -> None:
    server.script = [choosy({"model": content})]
    with pytest.raises(EndpointRefused, match="answers 400"):
        list(made().code([article()]))
    assert len(server.requests) == 1
    assert warned(caplog) == []


def test_an_endpoint_that_refuses_what_was_not_sent_is_asked_no_more(
    server: Server, made: Coders
) -> None:
    server.script = [choosy({"model": TEMPERATURE})]
    with pytest.raises(EndpointRefused, match="answers 400"):
        list(made().code([article()]))
    assert len(server.requests) == 2


@pytest.mark.parametrize("code", [401, 403, 404])
def test_another_status_is_no_such_refusal(code: int, server: Server, made: Coders) -> None:
    server.script = [status(code, b'{"error": {"message": "x", "param": "temperature"}}')]
    with pytest.raises(EndpointRefused, match=f"answers {code}"):
        list(made().code([article()]))
    assert len(server.requests) == 1


def test_a_refusal_that_says_the_key_is_told_without_it(
    server: Server, made: Coders, caplog: pytest.LogCaptureFixture
) -> None:
    server.script = [
        choosy({"temperature": error(f"{KEY} temperature unsupported", param="temperature")})
    ]
    list(made().code([article()]))
    assert len(warned(caplog)) == 1
    assert KEY not in caplog.text


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("`temperature` is deprecated for this model.", Refused.TEMPERATURE),
        ("temperature: Extra inputs are not permitted", Refused.TEMPERATURE),
        ("This response_format type is unavailable now", Refused.FORM),
        ("json_schema is not supported by this backend", Refused.FORM),
        ("unknown field max_tokens, did you mean max_completion_tokens?", Refused.LENGTH),
        ("the temperature of the ocean was unusual", None),
        ("unsupported parameter: temperatures", None),
    ],
)
def test_errors_that_only_speak_of_it(said: str, refused: Refused | None) -> None:
    sent = dict.fromkeys(ALL, 1)
    assert refused_by({"message": said}, sent) is refused
    assert refused_by(said, sent) is refused


_json = hs.recursive(
    hs.none() | hs.integers() | hs.text() | hs.sampled_from([*ALL, "message", "param"]),
    lambda inner: hs.lists(inner, max_size=3) | hs.dictionaries(hs.text(), inner, max_size=3),
    max_leaves=5,
)


@given(hs.dictionaries(hs.sampled_from(["message", "param", "x"]), _json) | _json)
def test_any_error_refuses_something_that_was_sent_or_nothing(body: object) -> None:
    for count in range(len(ALL) + 1):
        for sent in itertools.combinations(ALL, count):
            assert refused_by(body, dict.fromkeys(sent)) in {None, *sent}
