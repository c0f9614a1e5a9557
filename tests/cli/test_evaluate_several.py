"""``evaluate`` with several coders: one table each of what they do, differ by, agree on, cost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.running import Ran
from tests.coding.llm.server import Body, Server, claim, serving, well

TEXTS = {
    "a": "Turkey called on Russia on Monday to stop.",
    "b": "Russia accused Turkey on Monday of lying.",
}


def model(shown: Body) -> list[object]:
    """Finds the first article's event, and takes the second for another."""
    return [claim(shown["paragraphs"][0].rstrip("."))]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    with serving(well(model)) as served:
        monkeypatch.setenv("STANCES_LLM_URL", served.url)
        monkeypatch.setenv("STANCES_LLM_CACHE", str(tmp_path / "replies.db"))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield served


@pytest.fixture
def arguments(tmp_path: Path) -> tuple[object, ...]:
    rows = [
        {"article": "a", "actor": "TUR", "recipient": "RUS", "event_type": "REQUEST",
         "date": "2020-02-17", "evidence": "Turkey called on Russia on Monday to stop"},
        {"article": "b", "actor": "RUS", "recipient": "TUR", "event_type": "ACCUSE",
         "date": "2020-02-17", "evidence": "Russia accused Turkey on Monday of lying"},
    ]  # fmt: skip
    gold = tmp_path / "gold.jsonl"
    gold.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text)
    return ("evaluate", gold, folder, "--published", "2020-02-18")


COMPARED = ("--coder", "rules", "--coder", "llm:m", "--price", 2, 8)


def test_coders_stand_side_by_side(
    server: Server, arguments: tuple[object, ...], stances: Callable[..., Ran]
) -> None:
    ran = stances(*arguments, *COMPARED)
    assert ran.code == 0
    assert len(server.requests) == 2
    lines = [line.split() for line in ran.out.splitlines() if line]
    rules, asked = [line for line in lines if line[0] in ("rules", "llm:m")][:2]
    assert rules[:5] == ["rules", "2", "2", "2", "1.00"]
    assert asked[:5] == ["llm:m", "2", "2", "1", "0.50"]
    (paired,) = [line for line in ran.out.splitlines() if line.startswith("llm:m − rules")]
    assert "-0.50 (-1.00 to +0.00)" in paired
    kappa = ran.out.partition("Cohen's kappa")[2]
    assert "rules, llm:m" in kappa
    assert "rules, hand" in kappa
    assert "ordered pairs of an article that anybody coded" in kappa
    assert "0.0056" in ran.out, "2,000 tokens asked at 2 and 200 answered at 8 a million"


def test_as_records(
    server: Server, arguments: tuple[object, ...], stances: Callable[..., Ran]
) -> None:
    records = stances(*arguments, *COMPARED, "--json").objects
    tables = {record["table"] for record in records}
    assert tables == {"measure", "type", "accuracy", "error", "difference", "agreement", "run"}
    (same,) = [
        r for r in records
        if r["table"] == "agreement" and r["name"] == "REQUEST"
        and (r["first"], r["second"]) == ("rules", "hand")
    ]  # fmt: skip
    assert (same["both"], same["kappa"]) == (1, 1.0)
    runs = {r["coder"]: r for r in records if r["table"] == "run"}
    assert runs["llm:m"]["cost"] == pytest.approx(0.0056)
    assert runs["rules"]["cost"] == 0
    assert runs["rules"]["words"] == sum(len(text.split()) for text in TEXTS.values())


def test_one_coder_is_shown_as_ever(
    server: Server, arguments: tuple[object, ...], stances: Callable[..., Ran]
) -> None:
    ran = stances(*arguments)
    assert ran.out.startswith("all: 2 articles, 95 % intervals over articles\n\nmeasure")
    assert "kappa" not in ran.out
    assert server.requests == []


def test_a_list_of_errors_is_of_one_coder(
    server: Server, arguments: tuple[object, ...], stances: Callable[..., Ran]
) -> None:
    ran = stances(*arguments, *COMPARED, "--diff")
    assert ran.code == 2
    assert "--diff lists the errors of one coder" in ran.err
