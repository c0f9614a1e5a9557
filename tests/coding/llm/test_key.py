"""The key goes to its endpoint and nowhere else: into no log, repr, file, error or event."""

from __future__ import annotations

import json
import logging
import traceback
from pathlib import Path

import attrs
import pytest

from stances.coding.llm import Endpoint
from stances.coding.llm.endpoint import OPENAI
from stances.errors import EndpointRefused, InvalidArgument, StancesError
from tests.coding.llm.conftest import KEY, Coders, article, articles
from tests.coding.llm.server import Answers, Body, Handler, Server, claim, status, well


def echoing(code: int) -> Answers:
    """An endpoint that says the key in what it answers, as some do in their errors."""

    def answer(handler: Handler, body: Body) -> None:
        said = handler.headers["authorization"]
        handler.reply(code, json.dumps({"error": {"message": f"bad key {said}"}}).encode())

    return answer


def test_the_key_is_read_from_the_environment_when_it_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    endpoint = Endpoint(model="m", base_url="https://llm.example/v1")
    assert endpoint.key() == KEY
    monkeypatch.setenv("STANCES_LLM_KEY", f" {KEY}2\n")
    assert endpoint.key() == f"{KEY}2"
    monkeypatch.delenv("STANCES_LLM_KEY")
    assert endpoint.key() is None


def test_a_vendor_s_key_goes_to_that_vendor_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STANCES_LLM_KEY")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-vendor")
    assert Endpoint(model="m").key() == "sk-vendor"
    assert Endpoint(model="m", base_url="https://llm.example/v1").key() is None
    assert Endpoint(model="m", base_url="https://api.openai.com.evil.example/v1").key() is None
    monkeypatch.setenv("STANCES_LLM_KEY", "sk-own")
    assert Endpoint(model="m").key() == "sk-own"


@pytest.mark.parametrize("code", [200, 401, 429, 500])
def test_no_log_error_repr_file_or_event_has_it(
    code: int,
    server: Server,
    made: Coders,
    tmp_path: Path,
    waits: list[float],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    server.script = [well() if code == 200 else echoing(code)]
    said: list[str] = []
    coder = made(retries=1)
    with caplog.at_level(logging.DEBUG):
        try:
            for coded in coder.code(articles(5)):
                said += [repr(coded), *(s.reason for s in coded.skipped)]
        except StancesError as error:
            said += traceback.format_exception(error)
            said += [repr(error), str(vars(error))]
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    said += [repr(coder), repr(coder.endpoint), str(attrs.asdict(coder.endpoint)), str(coder.spent)]
    said += [record.getMessage() for record in caplog.records] + [caplog.text, *capfd.readouterr()]
    assert caplog.records
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(KEY in text for text in said)
    assert not any(KEY.encode() in content for content in files)


def test_a_model_that_says_the_key_gets_it_into_no_event(server: Server, made: Coders) -> None:
    """It could know it only from the endpoint, and what it says is held against the article."""

    def model(shown: Body) -> list[object]:
        return [claim(shown["paragraphs"][0], speaker=KEY, condition=KEY)]

    server.script = [well(model)]
    (coded,) = made().code([article()])
    assert len(coded.events) == 1
    assert KEY not in repr(coded.events)


def test_a_key_that_cannot_be_sent_is_not_shown(
    made: Coders, monkeypatch: pytest.MonkeyPatch
) -> None:
    for bad in (f"{KEY}\nX: y", f"{KEY}\x1b", f"{KEY}é"):
        monkeypatch.setenv("STANCES_LLM_KEY", bad)
        with pytest.raises(InvalidArgument, match="has a letter that no key has") as raised:
            list(made().code([article()]))
        assert KEY not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize(
    "url",
    [
        f"https://me:{KEY}@llm.example/v1",
        f"https://{KEY}@llm.example/v1",
        f"https://llm.example/v1?key={KEY}",
        f"https://llm.example/v1#{KEY}",
    ],
)
def test_a_url_with_a_secret_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(InvalidArgument, match="may be secret") as raised:
        Endpoint(model="m", base_url=url)
    assert KEY not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize(
    "url", ["", "llm.example/v1", "ftp://llm.example", "https://", "http://[::1", "http://a:99999/"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidArgument, match="expected a URL such as"):
        Endpoint(model="m", base_url=url)


@pytest.mark.parametrize(
    "setting",
    [{"model": ""}, {"model": "two words"}, {"model": "x" * 201}, {"model": "a\x00b"},
     {"timeout": 0}, {"reply_tokens": 0}],
)  # fmt: skip
def test_settings_that_cannot_be_are_refused(setting: dict[str, str]) -> None:
    with pytest.raises(InvalidArgument):
        Endpoint(**({"model": "m"} | setting))  # type: ignore[arg-type]


def test_the_environment_names_the_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Endpoint.of_environment("m").base_url == OPENAI
    monkeypatch.setenv("STANCES_LLM_URL", "http://127.0.0.1:8080/v1")
    assert Endpoint.of_environment("m").base_url == "http://127.0.0.1:8080/v1"
    assert (
        Endpoint.of_environment("m", "https://llm.example/v1").base_url == "https://llm.example/v1"
    )


def test_a_refusal_names_the_variable_for_the_key(server: Server, made: Coders) -> None:
    server.script = [status(401)]
    with pytest.raises(EndpointRefused, match="set STANCES_LLM_KEY"):
        list(made().code([article()]))
