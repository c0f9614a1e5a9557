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
from tests.coding.llm.server import (
    Answers,
    Body,
    Handler,
    Server,
    claim,
    completion,
    cut_off,
    dropped,
    first_paragraph,
    slow,
    status,
    told,
    well,
)


def echoing(code: int) -> Answers:
    """An endpoint that says the key in what it answers, as some do in their errors."""

    def answer(handler: Handler, body: Body) -> None:
        said = handler.headers["authorization"]
        handler.reply(code, json.dumps({"error": {"message": f"bad key {said}"}}).encode())

    return answer


def in_headers(code: int) -> Answers:
    """An endpoint that says it in a header."""

    def answer(handler: Handler, body: Body) -> None:
        content = json.dumps(completion(told(first_paragraph, body))).encode()
        said = handler.headers["authorization"]
        handler.reply(code, content, x_seen=said, x_request_id=said)

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


def whole(error: BaseException) -> str:
    """All that the most talkative of loggers shows: each error behind it, and every variable."""
    told = [repr(error), str(error), str(vars(error)), str(error.args)]
    told += [whole(behind) for behind in (error.__cause__, error.__context__) if behind]
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    frames = [
        f"{frame.filename}:{frame.name}: {frame.locals}"
        for frame in shown.stack
        if "/tests/" not in frame.filename.replace("\\", "/")
    ]
    assert frames
    return "\n".join([*told, *frames])


FAULTS: dict[str, Answers] = {
    "well": well(),
    "401": echoing(401),
    "400": echoing(400),
    "429": echoing(429),
    "500": echoing(500),
    "echo": echoing(200),
    "echo in headers": in_headers(200),
    "echo in headers of an error": in_headers(503),
    "redirect": status(307, location=f"http://127.0.0.1:9/?key={KEY}"),
    "drops": dropped,
    "cut off": cut_off,
    "slow": slow(0.6, well()),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.filterwarnings("default")
def test_no_log_error_variable_repr_file_or_event_has_it(
    fault: str,
    server: Server,
    made: Coders,
    tmp_path: Path,
    waits: list[float],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    server.script = [FAULTS[fault]]
    said: list[str] = []
    coder = made(retries=1, timeout=0.3 if fault == "slow" else 5.0)
    for name in ("openai", "httpx2", "httpcore2", "asyncio", "stances"):
        caplog.set_level(logging.DEBUG, logger=name)
    with caplog.at_level(logging.DEBUG):
        try:
            for coded in coder.code(articles(5)):
                said += [repr(coded), *(s.reason for s in coded.skipped)]
                said += [str(event.coder) for event in coded.events]
        except StancesError as error:
            said.append(whole(error))
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    said += [repr(coder), repr(coder.endpoint), str(attrs.asdict(coder.endpoint)), str(coder.spent)]
    said += [coder.name, caplog.text, *capfd.readouterr()]
    for record in caplog.records:
        said += [record.getMessage(), str(vars(record))]
    logged = {record.name.partition(".")[0] for record in caplog.records}
    assert logged >= {"openai", "httpcore2"}
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not [text for text in said if KEY in text]
    assert not any(KEY.encode() in content for content in files)


def test_logs_are_left_as_they_were(
    server: Server, made: Coders, caplog: pytest.LogCaptureFixture
) -> None:
    server.script = [in_headers(200)]
    list(made().code([article()]))
    for name in list(logging.root.manager.loggerDict):
        assert not [one for one in logging.getLogger(name).filters if "Key" in repr(one)], name
    with caplog.at_level(logging.INFO):
        logging.getLogger("httpx2").info("a word of %s", KEY)
    assert KEY in caplog.text


def test_an_answer_that_tells_the_key_is_not_read(
    server: Server, made: Coders, tmp_path: Path
) -> None:
    """A model cannot know it, but an endpoint does; else it would be kept with the answer."""

    def model(shown: Body) -> list[object]:
        return [claim(shown["paragraphs"][0], speaker=KEY, condition=KEY), claim(KEY * 2)]

    server.script = [well(model)]
    (coded,) = made().code([article()])
    assert coded.events == ()
    assert [s.reason for s in coded.skipped] == ["the answer tells the key, and is not read"]


def test_a_key_that_is_none_stands_in_no_answer_s_way(
    server: Server, made: Coders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Servers of one's own are given any word."""
    monkeypatch.setenv("STANCES_LLM_KEY", "none")
    server.script = [
        well(lambda shown: [claim(shown["paragraphs"][0]), claim("none of this was said")])
    ]
    (coded,) = made().code([article()])
    assert (len(coded.events), len(coded.skipped)) == (1, 1)


def test_a_key_that_cannot_be_sent_is_not_shown(
    made: Coders, monkeypatch: pytest.MonkeyPatch
) -> None:
    for bad in (f"{KEY}\nX: y", f"{KEY}\x1b", f"{KEY}é"):
        monkeypatch.setenv("STANCES_LLM_KEY", bad)
        with pytest.raises(InvalidArgument, match="has a letter that no key has") as raised:
            list(made().code([article()]))
        assert KEY not in whole(raised.value)


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
