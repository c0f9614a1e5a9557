from __future__ import annotations

from pathlib import Path

from tests.cli.running import Run


def test_a_page_is_written(stances: Run, log: str, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    ran = stances("report", "--log", log, "-o", path, "--title", "A winter")
    assert ran.code == 0
    assert ran.out == ""
    assert ran.err == f"6 acts in {path}; open it in a browser\n"
    assert "<h1>A winter</h1>" in path.read_text(encoding="utf-8")


def test_without_a_file_it_goes_to_standard_output(stances: Run, log: str) -> None:
    ran = stances("report", "--log", log)
    assert ran.out.startswith("<!doctype html>")
    assert ran.out.endswith("</html>\n")


def test_bounds_hold_for_the_page(stances: Run, log: str) -> None:
    whole = stances("report", "--log", log).out
    part = stances("report", "--log", log, "--since", "2020-02-18").out
    assert "Turkey struck Syrian posts" in whole
    assert "Turkey struck Syrian posts" not in part
