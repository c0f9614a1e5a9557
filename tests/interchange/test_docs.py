"""What the page on interchange says is there, is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stances import interchange
from stances.cli.app import group

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "interchange.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("place", re.findall(r"\]\((?!http)([^)#]+)\)", PAGE))
def test_what_is_linked_to_is_there(place: str) -> None:
    assert (ROOT / "docs" / place).exists()


def test_every_reader_and_writer_is_told_of() -> None:
    functions = {name for name in interchange.__all__ if name[:5] in ("read_", "write", "gdelt")}
    formats = {name.removeprefix("read_") for name in functions if name.startswith("read_")}
    told = set(re.findall(r"\w+", PAGE))
    assert {name for name in functions if not name.startswith("read_")} <= told
    assert formats <= {word.casefold() for word in told}


def test_public_functions_and_classes_say_what_they_are_for() -> None:
    for name in interchange.__all__:
        assert getattr(interchange, name).__doc__, name


def test_the_command_has_every_reader() -> None:
    commands = getattr(group.commands["import"], "commands", {})
    readers = {n.removeprefix("read_") for n in interchange.__all__ if n.startswith("read_")}
    assert set(commands) == (readers - {"parquet"}) | {"log"}
