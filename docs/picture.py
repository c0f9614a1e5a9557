"""Draws docs/img/compare.svg, the picture in the README: python docs/picture.py"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
WIDTH, LINES = 100, 34


def stances(*arguments: str) -> str:
    terminal = {"FORCE_COLOR": "1", "COLUMNS": str(WIDTH), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "stances", *arguments]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | terminal,
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ).stdout


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = str(Path(folder) / "idlib.db")
        stances("track", "seeds/", "--quiet", "--log", log)
        told = stances("compare", "2020-02-04", "2020-02-21", "--log", log)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    for line in told.splitlines()[:LINES]:
        console.print(Text.from_ansi(line))
    console.save_svg(
        str(ROOT / "docs" / "img" / "compare.svg"),
        title=f"stances compare 2020-02-04 2020-02-21 --log idlib.db | head -{LINES}",
        unique_id="compare",
    )


if __name__ == "__main__":
    main()
