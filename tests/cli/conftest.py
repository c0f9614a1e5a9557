from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import stances as st
from stances.cli.app import run
from stances.testing import event
from tests.cli.running import Ran

LINES = {
    "gazette": (
        '2020-02-03 TUR ASSAULT SYR "Turkey struck Syrian posts"',
        '2020-02-16 USA REQUEST RUS about SYR speaker "Donald Trump" "urged Russia to stop"',
        '2020-02-18 TUR THREATEN SYR if "unless they leave" by 2020-02-29 "would use force"',
        '2020-02-19 RUS REJECT USA "refused the call"',
        '2020-02-20 TUR CONSULT RUS future "will talk"',
        '2020-02-20 IRN MOBILIZE - "sent troops"',
    ),
    "courier": ('2020-02-03 TUR ASSAULT SYR "strikes on Syrian posts by Turkey"',),
}


@pytest.fixture
def events() -> tuple[st.StanceEvent, ...]:
    return tuple(
        event(line, publisher=publisher, article=f"{publisher}-{number}")
        for publisher, lines in LINES.items()
        for number, line in enumerate(lines)
    )


@pytest.fixture
def log(tmp_path: Path, events: tuple[st.StanceEvent, ...]) -> str:
    """A log of the events, the two reports of one strike merged."""
    place = str(tmp_path / "made by hand.db")
    with st.open(place) as opened:
        opened.append(events)
        opened.append([st.Merge(ids=(events[0].id, events[-1].id))])
    return place


@pytest.fixture
def stances(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs one command line in this process."""

    def called(*arguments: object) -> Ran:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return called
