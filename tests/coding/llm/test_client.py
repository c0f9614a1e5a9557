"""An endpoint that misbehaves in every way: no exception, no hanging, a reason for each article."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from stances.coding.llm import Endpoint, LanguageModelCoder, Tokens
from stances.coding.llm.completions import reply_of
from stances.coding.llm.conversation import NoReply
from stances.coding.llm.transfer import MOST_BYTES
from stances.errors import EndpointRefused
from tests.coding.llm.conftest import KEY, Coders, article, articles
from tests.coding.llm.server import (
    Answers,
    Server,
    completion,
    continuing,
    cut_off,
    dripping,
    dripping_headers,
    dropped,
    huge,
    says,
    serving,
    slow,
    status,
    well,
)


def test_what_is_sent(server: Server, made: Coders) -> None:
    (coded,) = made().code([article()])
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.body["model"] == "m"
    assert request.body["temperature"] == 0
    assert request.body["response_format"]["json_schema"]["strict"] is True
    assert not {"tools", "functions", "tool_choice"} & request.body.keys()
    assert len(coded.events) == 1


def test_no_variable_adds_headers(
    server: Server, made: Coders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client library would send these along, to any endpoint."""
    monkeypatch.delenv("STANCES_LLM_KEY")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-vendor")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-private")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-private")
    monkeypatch.setenv("OPENAI_ADMIN_KEY", "sk-admin")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "Authorization: Bearer sk-other\nX-Own: private")
    list(made().code([article()]))
    (request,) = server.requests
    assert "authorization" not in request.headers
    assert not any(
        private in f"{name} {value}"
        for name, value in request.headers.items()
        for private in ("sk-", "private", "stainless")
    )


@pytest.mark.parametrize("code", [429, 500, 502, 503, 408])
def test_it_asks_again(code: int, server: Server, made: Coders, waits: list[float]) -> None:
    server.script = [status(code), status(code), well()]
    (coded,) = made(retries=2).code([article()])
    assert len(coded.events) == 1
    assert len(server.requests) == 3
    assert len(waits) == 2
    assert 0 < waits[0] < waits[1]


def test_it_waits_as_long_as_it_is_told(server: Server, made: Coders, waits: list[float]) -> None:
    server.script = [status(429, retry_after="17"), well()]
    (coded,) = made().code([article()])
    assert waits == [17.0]
    assert len(coded.events) == 1


def test_it_does_not_come_back_before_it_is_told(
    server: Server, made: Coders, waits: list[float]
) -> None:
    server.script = [status(429, retry_after="86400"), well()]
    coder = made()
    (coded,) = coder.code([article()])
    assert waits == []
    assert len(server.requests) == 1
    assert [s.reason for s in coded.skipped] == [
        "the endpoint answers 429 and asks to be left alone for 86,400 seconds"
    ]
    assert coder.spent.tokens == Tokens()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (status(500), "the endpoint answers 500"),
        (status(429), "the endpoint answers 429"),
        (cut_off, "the connection failed (RemoteProtocolError)"),
        (dropped, "the connection failed (ReadError)"),
        (slow(0.6, well()), "no answer within 0.2 seconds"),
        (dripping(2), "no answer within 0.2 seconds"),
        (dripping_headers(2), "no answer within 0.2 seconds"),
        (continuing(2), "no answer within 0.2 seconds"),
        (huge, f"the answer is longer than {MOST_BYTES:,} bytes"),
        (status(200, b"<html>busy</html>", content_type="text/html"), "no chat completion"),
        (status(200, b"{"), "no chat completion"),
        (status(200, b"[" * 100_000), "no chat completion"),
        (status(200, b"\xff\xfe"), "no chat completion"),
        (status(200, b"null"), "no chat completion"),
        (status(200, b'{"choices": []}'), "no chat completion"),
        (status(200, b'{"choices": [{"message": 5}]}'), "no chat completion"),
        (status(200, b"x", content_encoding="gzip"), "compressed"),
        (says("{}", ended="length"), "cut off"),
        (says(None), "declined"),
        (says(None, refusal="I will not"), "declined"),
        (says("no JSON"), "not JSON"),
        (says('{"articles": 5}'), "no list of articles"),
        (says('{"articles": []}'), "leaves the article out"),
        (says('{"articles": [{"article": 2, "events": []}]}'), "numbers the articles otherwise"),
        (says('{"articles": [{"article": 1, "events": 5}]}'), "without a number or a list"),
        (
            says(None, ended="tool_calls", tool_calls=[{"function": {"name": "rm"}}]),
            "calls a tool, and none was offered",
        ),
    ],
    ids=lambda value: None if callable(value) else value,
)
def test_an_article_without_a_usable_answer_is_passed_over_and_not_kept(
    answer: Answers, reason: str, server: Server, made: Coders, waits: list[float]
) -> None:
    server.script = [answer]
    text = article().text
    timeout = 0.2 if "0.2 seconds" in reason else 20.0
    (coded,) = made(timeout=timeout, retries=1).code([article()])
    assert coded.events == ()
    (skipped,) = coded.skipped
    assert reason in skipped.reason
    assert (skipped.text, skipped.end - skipped.start) == (text, len(text))
    server.script = [well()]
    (again,) = made().code([article()])
    assert len(again.events) == 1


def test_an_article_that_fails_is_not_the_end(
    server: Server, made: Coders, waits: list[float]
) -> None:
    server.script = [well(), status(500), status(500), well()]
    coded = list(made(retries=1).code(articles(3)))
    assert [len(one.events) for one in coded] == [1, 0, 1]


@pytest.mark.parametrize(
    "answer", [huge, status(200, b"x", content_encoding="gzip"), status(200, KEY.encode())]
)
def test_an_endpoint_whose_answers_cannot_be_read_is_not_asked_for_ever(
    answer: Answers, server: Server, made: Coders
) -> None:
    server.script = [answer]
    with pytest.raises(EndpointRefused, match="failed 3 times in a row, at last: the answer "):
        list(made().code(articles(50)))
    assert len(server.requests) <= 6


def test_an_endpoint_that_is_down_is(server: Server, made: Coders, waits: list[float]) -> None:
    server.script = [well(), status(503)]
    coding = made(retries=0).code(articles(50))
    done = [next(coding), next(coding), next(coding)]
    assert [len(one.events) for one in done] == [1, 0, 0]
    with pytest.raises(EndpointRefused, match=r"failed 3 times in a row.*503"):
        next(coding)
    assert len(server.requests) <= 6


@pytest.mark.parametrize("code", [400, 401, 403, 404])
def test_a_refusal_is_told_at_once(code: int, server: Server, made: Coders) -> None:
    server.script = [status(code)]
    with pytest.raises(EndpointRefused, match=f"answers {code} for the model m: "):
        list(made().code(articles(3)))
    assert len(server.requests) <= 3


def test_a_redirect_is_not_followed(server: Server, made: Coders) -> None:
    server.script = [status(307, location="http://127.0.0.1:9/steal")]
    with pytest.raises(EndpointRefused, match="answers 307"):
        list(made().code([article()]))
    assert len(server.requests) == 1


def test_nobody_there(waits: list[float]) -> None:
    lonely = LanguageModelCoder(
        endpoint=Endpoint(model="m", base_url="http://127.0.0.1:1/v1", retries=1)
    )
    (coded,) = lonely.code([article()])
    assert [s.reason for s in coded.skipped] == ["the connection failed (ConnectError)"]
    assert len(waits) == 1


@pytest.mark.parametrize("drip", [dripping, dripping_headers, continuing])
def test_whatever_comes_slowly_ends_long_before_the_endpoint_does(
    drip: Callable[[float], Answers], server: Server, made: Coders
) -> None:
    """The one who stops is the client: the server is still at it when the run has ended."""
    server.script = [drip(60)]
    (coded,) = made(timeout=0.3, retries=1).code([article()])
    assert [s.reason for s in coded.skipped] == ["no answer within 0.3 seconds"]
    assert len(server.requests) == 2
    assert server.finished == 0


def test_a_body_without_end_is_read_no_further_than_its_bound(server: Server, made: Coders) -> None:
    server.script = [huge]
    (coded,) = made().code([article()])
    assert "longer than 8,000,000 bytes" in coded.skipped[0].reason
    assert len(server.requests) == 1
    assert server.taken < 50_000_000  # what was sent beyond lies in the system's buffers


def test_a_redirect_carries_the_key_nowhere(server: Server, made: Coders) -> None:
    with serving(well()) as other:
        for code in (301, 302, 303, 307, 308):
            server.script = [status(code, location=f"{other.url}/chat/completions")]
            with pytest.raises(EndpointRefused, match=f"answers {code}"):
                list(made().code([article()]))
        assert other.requests == []


@pytest.mark.parametrize(
    ("said", "waited"),
    [("0", None), ("-5", None), ("nan", None), ("soon", None), ("119.5", 119.5), ("120", 120.0)],
)
def test_how_long_it_waits_is_bounded(
    said: str, waited: float | None, server: Server, made: Coders, waits: list[float]
) -> None:
    server.script = [status(503, retry_after=said), well()]
    (coded,) = made().code([article()])
    assert len(coded.events) == 1
    assert len(waits) == 1
    assert waits[0] == waited if waited is not None else 0 < waits[0] <= 8


def test_an_endpoint_that_wants_to_be_asked_again_is_not(
    server: Server, made: Coders, waits: list[float]
) -> None:
    """The client library would obey this header, whatever the status."""
    server.script = [status(400, x_should_retry="true")]
    with pytest.raises(EndpointRefused, match="answers 400"):
        list(made().code([article()]))
    assert len(server.requests) == 1


@pytest.mark.parametrize("usage", [None, 5, {}, {"prompt_tokens": -1, "completion_tokens": 2}])
def test_a_use_that_cannot_be_is_no_figure(usage: object) -> None:
    body = completion("{}") | {"usage": usage}
    assert reply_of(json.dumps(body).encode()).used is None


def test_a_reply_is_read() -> None:
    reply = reply_of(json.dumps(completion("{}")).encode())
    assert (reply.text, reply.used) == ("{}", Tokens(1000, 100))


@pytest.mark.parametrize(
    "content", [b"", b"nul", b'{"choices": {}}', b'{"choices": [[]]}', b"1e999"]
)
def test_what_is_no_completion_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(NoReply, match="no chat completion"):
        reply_of(content)
