"""A language model on the command line: its price before, its cost after, a budget between."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.running import Ran
from tests.coding.llm.server import Answers, Server, choosy, dropped, serving, status, well

MODEL = ("--coder", "llm:m")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    with serving(well()) as served:
        monkeypatch.setenv("STANCES_LLM_URL", served.url)
        monkeypatch.setenv("STANCES_LLM_CACHE", str(tmp_path / "replies.db"))
        monkeypatch.setenv("STANCES_LLM_KEY", "sk-SECRET")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield served


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    for number in range(3):
        text = f"Turkey on Monday called on Russia to rein in its ally. It was call {number}.\n"
        (place / f"a{number}.txt").write_text(text)
    return place


def test_a_dry_run_asks_nobody(
    server: Server, folder: Path, stances: Callable[..., Ran], tmp_path: Path
) -> None:
    told = (*MODEL, "--dry-run", "--price", 2, 8, "--published", "2020-02-18")
    ran = stances("code", *told, folder)
    assert (ran.code, server.requests) == (0, [])
    assert "requests to make: 3" in ran.out
    assert "about 0." in ran.out
    assert not (tmp_path / "replies.db").exists()


def test_events_are_written_and_then_what_they_cost(
    server: Server, folder: Path, stances: Callable[..., Ran]
) -> None:
    command = ("code", *MODEL, "--price", 2, 8, "--published", "2020-02-18", "--workers", 2, folder)
    ran = stances(*command)
    assert ran.code == 0
    assert [event["coder"] for event in ran.objects] == ["llm-1+m+prompt-1 quoted"] * 3
    assert "requests: 3; tokens asked: 3,000, answered: 300; cost: 0.0084." in ran.err
    again = stances(*command)
    assert again.objects == ran.objects
    assert "requests: 0;" in again.err
    assert len(server.requests) == 3
    assert "sk-SECRET" not in ran.out + ran.err


def test_a_budget_stops_it_and_says_how_to_go_on(
    server: Server, folder: Path, stances: Callable[..., Ran]
) -> None:
    command = ("code", *MODEL, "--published", "2020-02-18", folder)
    ran = stances(*command, "--token-budget", 12_000)
    assert ran.code == 1
    assert 0 < len(ran.objects) < 3
    assert "run it again with a larger budget" in ran.err
    assert len(stances(*command).objects) == 3
    assert len(server.requests) == 3


def test_money_needs_a_price(server: Server, folder: Path, stances: Callable[..., Ran]) -> None:
    ran = stances("code", *MODEL, "--budget", 1, "--published", "2020-02-18", folder)
    assert (ran.code, ran.out) == (2, "")
    assert "needs the price of a million tokens" in ran.err


def test_track_and_recode_take_it_too(
    server: Server, folder: Path, stances: Callable[..., Ran], tmp_path: Path
) -> None:
    log = tmp_path / "log.db"
    told = (*MODEL, "--published", "2020-02-18", folder)
    ran = stances("track", "--log", log, *told)
    assert ran.code == 0
    assert "3 articles coded: 3 events." in ran.err + ran.out
    plan = stances("recode", log, "--json", "--yes", *told)
    assert plan.code == 0
    assert len(json.loads(plan.out)["kept"]) == 3
    assert len(server.requests) == 3


def test_an_endpoint_that_refuses_is_told_of(
    server: Server, folder: Path, stances: Callable[..., Ran]
) -> None:
    server.script = [status(401, b'{"error": {"message": "bad key sk-SECRET"}}')]
    ran = stances("code", *MODEL, "--published", "2020-02-18", folder)
    assert ran.code == 1
    assert "answers 401 for the model m: set STANCES_LLM_KEY" in ran.err
    assert "sk-SECRET" not in ran.err


FAULTS: dict[str, Answers] = {
    "401": status(401, b'{"error": {"message": "bad key sk-SECRET"}}'),
    "429": status(429, b"sk-SECRET", retry_after="86400", x_seen="sk-SECRET"),
    "200": status(200, b'{"choices": "sk-SECRET"}'),
    "dropped": dropped,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_run_that_fails_ends_with_a_reason_and_without_the_key(
    fault: str, server: Server, folder: Path, tmp_path: Path
) -> None:
    """In a process of its own, with all logs on: what a user sees, and may send to others."""
    server.script = [FAULTS[fault]]
    noisy = (
        "import logging, openai._base_client as base, stances.cli.app as app, sys;"
        " logging.basicConfig(level=logging.DEBUG); base.INITIAL_RETRY_DELAY = 0.01;"
        " sys.exit(app.run(sys.argv[1:]))"
    )
    command = ["code", *MODEL, "--published", "2020-02-18", str(folder)]
    ran = subprocess.run(
        [sys.executable, "-c", noisy, *command], capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 1, ran.stderr
    assert server.url in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "DEBUG:httpcore2" in ran.stderr
    assert server.requests[0].headers["authorization"] == "Bearer sk-SECRET"
    assert "sk-SECRET" not in ran.stdout + ran.stderr
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"sk-SECRET" in content for content in kept)


@pytest.mark.parametrize(
    "url", ["http://me:sk-SECRET@127.0.0.1/v1", "http://127.0.0.1/v1?key=sk-SECRET"]
)
def test_an_address_with_a_secret_is_refused_and_not_shown(
    url: str, server: Server, folder: Path, stances: Callable[..., Ran]
) -> None:
    ran = stances("code", *MODEL, "--base-url", url, "--published", "2020-02-18", folder)
    assert (ran.code, ran.out) == (2, "")
    assert "may be secret" in ran.err
    assert "sk-SECRET" not in ran.err


def test_an_address_where_nobody_is(
    server: Server, folder: Path, stances: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.001)
    url = "http://127.0.0.1:1/v1"
    ran = stances("code", *MODEL, "--base-url", url, "--published", "2020-02-18", folder)
    assert ran.code == 1
    assert f"{url} failed 3 times in a row, at last: the connection failed" in ran.err
    assert "sk-SECRET" not in ran.err


def test_what_a_model_refuses_is_told_of_once(server: Server, folder: Path) -> None:
    refusal = {"error": {"message": "temperature is not supported", "param": "temperature"}}
    server.script = [choosy({"temperature": refusal})]
    command = ["-m", "stances", "code", *MODEL, "--published", "2020-02-18", str(folder)]
    ran = subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, timeout=120, check=True
    )
    assert len(ran.stdout.splitlines()) == 3
    assert ran.stderr.count("refuses temperature for the model m") == 1


@pytest.mark.parametrize("name", ["rule", "llm:", "llm", "LLM:m"])
def test_a_coder_that_is_none(name: str, folder: Path, stances: Callable[..., Ran]) -> None:
    ran = stances("code", "--coder", name, folder)
    assert ran.code == 2
    assert f"'{name}' is none of learned, rules, llm:MODEL." in ran.err


def test_a_dry_run_is_for_a_model(folder: Path, stances: Callable[..., Ran]) -> None:
    ran = stances("code", "--dry-run", "--published", "2020-02-18", folder)
    assert ran.code == 2
    assert "learned costs nothing" in ran.err


def test_another_address_by_option(
    server: Server, folder: Path, stances: Callable[..., Ran]
) -> None:
    with serving(well()) as other:
        told = ("--base-url", other.url, "--published", "2020-02-18")
        assert len(stances("code", *MODEL, *told, folder).objects) == 3
        assert (len(other.requests), len(server.requests)) == (3, 0)
