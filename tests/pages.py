"""The code blocks of README and docs, and how they are run.

    python -m tests.pages docs/index.md FOLDER

runs a page in a folder with nothing put in its way: what it says to install is installed.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import attrs

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"

EXAMPLE_URL = "postgresql://user:password@localhost/news"
"""Where a page that is about PostgreSQL has its log."""

_FENCE = re.compile(r"^(`{3,})(\S*)[ ]?([^\n]*)\n(.*?)^\1[ ]*$", re.MULTILINE | re.DOTALL)
_OPTION = re.compile(r":([\w-]+):[ ]*(.*)\n")


@attrs.frozen(kw_only=True)
class Block:
    """A fenced block: its language, what is written over it, and its text.

    ``cell`` says whether the build of the site runs it.
    """

    language: str
    caption: str | None = None
    text: str
    cell: bool = False


def pages() -> list[Path]:
    """Every page of the docs."""
    return sorted(DOCS.rglob("*.md"))


def blocks(page: Path) -> list[Block]:
    """The blocks of code on a page, and those of files that it shows, in order."""
    found: list[Block] = []
    for _, name, argument, body in _FENCE.findall(page.read_text(encoding="utf-8")):
        if not name.startswith("{"):
            found.append(Block(language=name, text=body))
        elif name == "{code-cell}":
            found.append(Block(language=argument, text=body, cell=True))
        elif name == "{code-block}":
            options: dict[str, str] = {}
            while match := _OPTION.match(body):
                options[match[1]] = match[2]
                body = body[match.end() :]
            found.append(
                Block(
                    language=argument,
                    caption=options.get("caption"),
                    text=body.removeprefix("\n"),
                )
            )
    return found


def run(
    page: Path,
    folder: Path,
    *,
    path: str | None = None,
    skip: str | None = None,
    database: str | None = None,
) -> None:
    """Run a page in a folder: write the files that it shows, and run its commands and its Python.

    Cells are left out: the build of the site runs them.

    Args:
        page: the page.
        folder: where.
        path: what is set before ``PATH``.
        skip: commands that begin so are left out.
        database: the URL that stands for ``EXAMPLE_URL``; without one, what needs it is left out.

    Raises:
        RuntimeError: a command fails.

    """
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(page):
        if block.caption is not None:
            (folder / block.caption).write_text(block.text, encoding="utf-8")
        elif block.language == "python" and not block.cell:
            with contextlib.chdir(folder):
                exec(compile(block.text, str(page), "exec"), names)
        elif block.language == "sh" and not (skip and block.text.startswith(skip)):
            if database is not None:
                _shell(block.text.replace(EXAMPLE_URL, database), folder, path)
            elif EXAMPLE_URL not in block.text:
                _shell(block.text, folder, path)


def _shell(command: str, folder: Path, path: str | None) -> None:
    before = [] if path is None else [path]
    environment = os.environ | {
        "PATH": os.pathsep.join([*before, os.environ["PATH"]]),
        "PYTHONUTF8": "1",
        "MPLBACKEND": "Agg",
    }
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"{command}\n{ran.stdout}\n{ran.stderr}")


if __name__ == "__main__":
    run(ROOT / sys.argv[1], Path(sys.argv[2]))
