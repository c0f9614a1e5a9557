"""The README is run, so that it stays true."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

import stances
from stances.cli.app import group

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


def test_the_first_command_tracks_the_seeds_and_the_second_tests() -> None:
    track, test = blocks("sh")
    assert track.rstrip().endswith("stances track seeds/ --log idlib.db")
    assert test.rstrip().endswith("python -m pytest")
    assert "clone" not in track + test


@pytest.mark.parametrize("command", blocks("sh"))
def test_a_block_is_one_command(command: str) -> None:
    lines = command.rstrip().splitlines()
    assert all(line.endswith("&&") for line in lines[:-1])
    assert command.startswith("python3 -m venv .venv")


@pytest.mark.parametrize("command", blocks("sh"))
def test_the_extras_that_are_installed_exist(command: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (extras,) = re.findall(r"'\.\[([\w,]+)\]'", command)
    assert set(extras.split(",")) <= set(project["optional-dependencies"])


def test_the_python_runs_as_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("spacy")
    (program,) = blocks("python")
    assert len(program.splitlines()) <= 13
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(program, "README.md", "exec"), names)
    log = names["log"]
    assert isinstance(log, stances.EventLog)
    log.close()
    printed = capsys.readouterr().out
    assert "MultiDiGraph" in printed
    assert "TUR→SYR" in printed
    assert "request RUS" in printed


def test_every_command_is_told_of() -> None:
    (table,) = re.findall(r"^\|.*?\n(?=\n)", README, re.MULTILINE | re.DOTALL)
    told = set(re.findall(r"`([\w-]+)", table))
    assert told >= set(group.commands)


@pytest.mark.parametrize("place", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_what_is_linked_to_is_there(place: str) -> None:
    assert (ROOT / place).exists()
