"""``stances warehouse sync``: what it says and where it ends."""

from __future__ import annotations

from pathlib import Path

import stances as st
from tests.cli.running import Run


def test_a_log_becomes_files_once(stances: Run, log: str, tmp_path: Path) -> None:
    folder = tmp_path / "parquet"
    first = stances("warehouse", "sync", "--log", log, folder, "--json")
    with st.open(log) as opened:
        assert first.objects[0]["head"]["hash"] == opened.head.hash
    assert (first.code, first.objects[0]["read"], first.objects[0]["acts"]) == (0, 8, 6)
    again = stances("warehouse", "sync", "--log", log, folder)
    assert (again.code, again.out) == (0, "")
    assert "0 records read; 6 rows up to position 8" in again.err


def test_a_torn_file_is_told_of(stances: Run, log: str, tmp_path: Path) -> None:
    folder = tmp_path / "parquet"
    stances("warehouse", "sync", "--log", log, folder)
    next(folder.glob("acts/**/*.parquet")).write_bytes(b"")
    done = stances("warehouse", "sync", "--log", log, folder)
    assert done.code == 0
    assert "made anew, as acts/year=2020/" in done.err


def test_a_folder_of_something_else_is_wrong_usage(stances: Run, log: str, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    done = stances("warehouse", "sync", "--log", log, tmp_path)
    assert done.code == 2
    assert "holds something else" in done.err


def test_a_log_that_is_not_there_is_not_made(stances: Run, tmp_path: Path) -> None:
    done = stances("warehouse", "sync", "--log", tmp_path / "no.db", tmp_path / "parquet")
    assert done.code != 0
    assert not (tmp_path / "no.db").exists()
