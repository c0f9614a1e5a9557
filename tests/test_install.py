"""Installed away from this tree and without optional parts, it works and says what it lacks."""

from __future__ import annotations

import os
import subprocess
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.install

WITHOUT_PARTS = """
import datetime as dt
import stances as st

event = st.StanceEvent(
    date=dt.date(2020, 2, 16),
    actor="USA",
    event_type=st.EventType.REQUEST,
    recipient="RUS",
    published=dt.date(2020, 2, 17),
    evidence=st.Row(dataset="by hand", row="1"),
)
with st.open("made.db") as log:
    log.append([event])
    assert st.dyads(log).nodes["RUS"]["name"] == "Russia"
    assert st.demands(log)[0].event == event
article = st.Article(id="a", text="Turkey warned Syria.", published=dt.date(2020, 2, 17))
try:
    list(st.code(article))
except st.MissingExtra as missing:
    print(missing)
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the package and what it cannot do without."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=True, symlinks=True)
    made = place / "bin" / "python"
    subprocess.run([made, "-m", "pip", "install", "--quiet", str(ROOT)], check=True)
    return made


def ran(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True
    )


def test_the_library_works_and_says_what_coding_needs(python: Path, tmp_path: Path) -> None:
    done = ran(python, "-W", "error", "-c", WITHOUT_PARTS, cwd=tmp_path)
    assert done.stderr == ""
    assert "pip install 'stances[text]'" in done.stdout


@pytest.mark.parametrize("command", [["bin/stances"], ["bin/python", "-m", "stances"]])
def test_the_command_says_what_it_needs(python: Path, tmp_path: Path, command: list[str]) -> None:
    program, *arguments = command
    done = ran(python.parents[1] / program, *arguments, "--version", cwd=tmp_path)
    assert done.returncode == 1
    assert "pip install 'stances[cli]'" in done.stderr


def test_the_version_is_one_number(python: Path, tmp_path: Path) -> None:
    program = (
        "import stances, importlib.metadata as metadata;"
        "print(stances.__version__, metadata.version('stances'))"
    )
    told, installed = ran(python, "-c", program, cwd=tmp_path).stdout.split()
    assert told == installed
