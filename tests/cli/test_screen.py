"""Text of articles may hold anything; a terminal must be told none of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import stances as st
from stances.testing import event
from tests.cli.running import Run
from tests.cli.test_ask import QUESTIONS

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m [bold]loud[/bold] [/] :smile: [link=file:///]x \u202e\r\n"


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    place = str(tmp_path / "hostile.db")
    made, refused = (
        event(line, publisher=HOSTILE, url=HOSTILE, article=HOSTILE, text=HOSTILE * 2)
        for line in ("2020-02-10 TUR REQUEST SYR", "2020-02-11 SYR REJECT TUR")
    )
    with st.open(place) as log:
        log.append([made, refused])
        log.correct(made.id, {"speaker": HOSTILE, "condition": HOSTILE}, HOSTILE)
    return place


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
@pytest.mark.parametrize("environment", [{}, {"FORCE_COLOR": "1", "COLUMNS": "100"}])
def test_hostile_text_is_shown_and_not_obeyed(
    stances: Run,
    hostile: str,
    question: list[str],
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    ran = stances(*question, "--log", hostile)
    assert ran.code == 0
    printed = COLOURS.sub("", ran.out) if environment else ran.out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", printed)


def test_markup_is_text(stances: Run, hostile: str) -> None:
    told = stances("show", "--log", hostile).out
    assert r"\x1b]0;owned\x07\x1b[2J\x9b31m [bold]loud[/bold] [/] :smile: [link=file:///]x" in told


def test_a_pipe_gets_everything_uncut(stances: Run, tmp_path: Path) -> None:
    words = "and then " * 200 + "the end"
    with st.open(tmp_path / "long.db") as log:
        log.append([event(f'2020-02-10 TUR REQUEST SYR "{words}"')])
    assert words in stances("show", "--log", tmp_path / "long.db").out


def test_a_terminal_gets_colours_and_lines_that_fit(
    stances: Run, log: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "72")
    told = stances("compare", "2020-02-04", "2020-02-21", "--log", log).out
    assert "\x1b[31m-8.8\x1b[0m" in told
    assert max(map(len, COLOURS.sub("", told).splitlines())) <= 72


def test_faults_of_hostile_files_are_shown_and_not_obeyed(stances: Run, tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text(f'{{"kind": "{HOSTILE[:9]}"}}\n["\\u001b[2J"]\n')
    ran = stances("append", file, "--log", tmp_path / "new.db")
    assert ran.code == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", ran.err)
