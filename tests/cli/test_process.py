"""What only a process of its own can show: signals, pipes, exit codes, two at once."""

from __future__ import annotations

import datetime as dt
import functools
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import stances as st
from stances import wire
from stances.testing import event
from tests.cli.running import ROOT, process

PATIENCE = 60


def many(count: int) -> list[st.StanceEvent]:
    return [event(f'2020-02-10 TUR REQUEST SYR "demand {number}"') for number in range(count)]


def test_the_version_is_told() -> None:
    out, _ = process("--version").communicate(timeout=PATIENCE)
    assert out.split()[-1] == st.__version__


def test_an_unknown_command_is_wrong_usage() -> None:
    ran = process("frobnicate")
    out, err = ran.communicate(timeout=PATIENCE)
    assert (ran.returncode, out) == (2, "")
    assert "frobnicate" in err


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_without_its_parts_the_command_names_what_installs_them(missing: str) -> None:
    program = (
        f"import sys; sys.modules[{missing!r}] = None\nfrom stances.__main__ import main; main()"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 1
    assert ran.stderr == ("the command line needs an optional part: pip install 'stances[cli]'\n")


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    with st.open(tmp_path / "long.db") as log:
        log.append(many(2_000))
    with process("show", "--format", "jsonl", "--log", tmp_path / "long.db") as ran:
        assert ran.stdout is not None
        assert ran.stderr is not None
        assert ran.stdout.readline().startswith("{")
        ran.stdout.close()
        assert ran.stderr.read() == ""
        assert ran.wait(timeout=PATIENCE) == 141


def test_several_that_append_to_one_log_wait_for_each_other(tmp_path: Path) -> None:
    events = many(3_000)
    running = []
    for number in range(3):
        file = tmp_path / f"{number}.jsonl"
        wire.write_jsonl(events[number * 500 : number * 500 + 2_000], file)
        running.append(process("append", file, "--log", tmp_path / "shared.db"))
    for ran in running:
        _, err = ran.communicate(timeout=PATIENCE)
        assert ran.returncode == 0, err
    with st.open(tmp_path / "shared.db") as log:
        assert log.head.position == 3_000
        assert len(log.view()) == 3_000


ARTICLES = 200


def test_an_interrupted_track_keeps_what_it_appended_and_goes_on(tmp_path: Path) -> None:
    pytest.importorskip("spacy")
    file, place = tmp_path / "articles.jsonl", tmp_path / "new.db"
    day = dt.date(2020, 1, 1)
    with file.open("w") as lines:
        for number in range(ARTICLES):
            published = str(day + dt.timedelta(days=number))
            text = f"Turkey threatened to attack Syria {number + 2} times."
            lines.write(json.dumps({"id": str(number), "text": text, "published": published}))
            lines.write("\n")
    # Who runs the tests in the background may have told them to ignore interrupts.
    heed = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    first = process("track", file, "--log", place, preexec_fn=heed)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and head(place) == 0:
        time.sleep(0.01)
    first.send_signal(signal.SIGINT)
    out, err = first.communicate(timeout=PATIENCE)
    assert (first.returncode, out) == (130, "")
    assert "Run it again to go on." in err
    assert "Traceback" not in err
    kept = head(place)
    assert 0 < kept < ARTICLES

    second = process("track", file, "--log", place)
    out, err = second.communicate(timeout=PATIENCE)
    assert second.returncode == 0, err
    assert f"{ARTICLES - kept:,} events added, {kept:,} were in the log" in out
    with st.open(place) as log:
        assert len(log.view().reports) == ARTICLES


def head(place: Path) -> int:
    try:
        with st.open(place, read_only=True) as log:
            return log.head.position
    except st.LogUnreadable:  # it is not there yet, or is being made
        return 0
