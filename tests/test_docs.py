"""The docs are run, so that they stay true; their cells are run when the site is built."""

from __future__ import annotations

import re
import runpy
import shutil
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import stances
from stances.cli.app import group
from tests.interchange.made import ACLED, DATA, acled, csv_text
from tests.pages import DOCS, ROOT, Block, blocks, pages, run
from tests.plot.scenes import CRISIS
from tests.store.conftest import database as database
from tests.store.conftest import server as server

PAGES = {str(page.relative_to(DOCS)): page for page in pages()}
INSTALLS = "python3 -m venv"
UNAVAILABLE = {
    "language-model.md": "asks a language model",
    "sharding.md": "asks a cluster, as tests/coding/shards do in its stead",
}
"""Pages whose blocks are only looked at here: their commands, options and syntax."""


def no_more(folder: Path) -> None:
    """The page needs no other files than a clone has."""


def data_sets(folder: Path) -> None:
    with zipfile.ZipFile(folder / "20191024143000.export.CSV.zip", "w") as archive:
        archive.write(DATA / "gdelt2.tsv", "20191024143000.export.CSV")
    (folder / "export.csv").write_text(csv_text(acled(), header=ACLED), "utf-8")


def coded_log(folder: Path) -> None:
    with stances.open(folder / "idlib.db") as log:
        log.append(stances.code(stances.read_articles(ROOT / "seeds")))


def own_texts(folder: Path) -> None:
    (folder / "articles").mkdir()
    shutil.copy(ROOT / "seeds" / "idlib-5-exchange-of-fire.txt", folder / "articles")
    rows = (ROOT / "fixtures" / "seeds.gold.jsonl").read_text("utf-8").splitlines(keepends=True)
    (folder / "gold.jsonl").write_text("".join(r for r in rows if '"idlib-5' in r), "utf-8")


NEEDS = {
    "coders.md": own_texts,
    "howto/plot.md": coded_log,
    "interchange.md": data_sets,
    "scale.md": coded_log,
}
RUN_HERE = {
    name: NEEDS.get(name, no_more)
    for name in PAGES
    if name in NEEDS or name == "index.md" or name.startswith("howto/")
}
"""Pages whose blocks are run here, each in a folder of its own, with what they need there."""


def runnable(page: Path) -> list[Block]:
    return [b for b in blocks(page) if b.language in ("python", "sh") and b.caption is None]


@pytest.mark.parametrize("name", PAGES)
def test_a_block_says_what_it_is(name: str) -> None:
    known = {"python", "sh", "text", "toml", "json"}
    assert {block.language for block in blocks(PAGES[name])} <= known


@pytest.mark.parametrize("name", PAGES)
def test_python_is_python(name: str) -> None:
    for block in blocks(PAGES[name]):
        if block.language == "python":
            body = re.sub(r"\A---\n.*?^---\n|\A(:\w.*\n)+", "", block.text, flags=re.M | re.S)
            compile(body, name, "exec")


@pytest.mark.parametrize("name", PAGES)
def test_commands_and_options_are_there(name: str) -> None:
    for block in blocks(PAGES[name]):
        if block.language != "sh":
            continue
        for line in block.text.splitlines():
            for command, rest in re.findall(r"\bstances ([a-z][\w-]*)([^|&>#]*)", line):
                assert command in group.commands, line
                taken = {o for p in group.commands[command].params for o in p.opts}
                options = set(re.findall(r"(?<!\S)(--[\w-]+)", rest))
                if not hasattr(group.commands[command], "commands"):
                    assert options <= taken, line


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_run_in_cells_checks_every_figure(name: str) -> None:
    cells = [block.text for block in blocks(PAGES[name]) if block.cell]
    for number, text in enumerate(cells):
        if "image:" in text:
            assert "alt: " in text
            hidden = next(cell for cell in cells[number:] if "remove-cell" in cell)
            assert "assert " in hidden, text


@pytest.mark.parametrize("name", sorted(PAGES.keys() - RUN_HERE.keys() - UNAVAILABLE.keys()))
def test_what_is_not_run_here_is_a_cell(name: str) -> None:
    assert all(block.cell for block in runnable(PAGES[name]))


def test_every_public_name_has_a_place_in_the_reference() -> None:
    told = "".join(page.read_text("utf-8") for page in (DOCS / "reference").glob("*.md"))
    assert [name for name in stances.__all__ if not re.search(rf"stances\.{name}\b", told)] == []


@pytest.mark.parametrize(
    "package", ["coding.llm", "coding.shards", "interchange", "interchange.graphs", "plot",
                "testing", "warehouse"],
)  # fmt: skip
def test_a_package_beside_the_public_names_has_a_place_in_the_reference(package: str) -> None:
    told = "".join(page.read_text("utf-8") for page in (DOCS / "reference").glob("*.md"))
    assert re.search(rf"automodule:: stances\.{re.escape(package)}\n +:members:", told)


def test_the_front_page_installs_what_exists() -> None:
    install = next(block.text for block in runnable(DOCS / "index.md") if not block.cell)
    assert install.startswith(INSTALLS)
    (extras,) = re.findall(r"'\.\[([\w,]+)\]'", install)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(extras.split(",")) <= set(project["optional-dependencies"])


def test_the_front_page_shows_relations_before_it_asks_for_anything() -> None:
    first = next(b for b in blocks(DOCS / "index.md") if "remove-cell" not in b.text)
    assert first.cell
    assert "st.plot.relations(" in first.text


def test_the_picture_of_the_readme_is_what_stances_draws(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib").use("Agg")
    program = runpy.run_path(str(DOCS / "picture.py"))
    for name in ("one.svg", "other.svg"):
        program["draw"](CRISIS, tmp_path / name)
    drawn = (tmp_path / "one.svg").read_text("utf-8")
    assert drawn == (tmp_path / "other.svg").read_text("utf-8")
    kept = program["PICTURE"].read_text("utf-8")
    for picture in (drawn, kept):
        assert "<!-- What changed from 2020-02-04 to 2020-02-21 -->" in picture
        assert "<!-- TUR→SYR" in picture
        assert 'style="fill: #ffffff"' in picture


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder like a clone in which the front page's install command has been run."""
    for name in ("seeds", "fixtures", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, module in (("python", ""), ("stances", "-m stances ")):
        program = programs / name
        program.write_text(
            f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" {module}"$@"\n', "utf-8"
        )
        program.chmod(0o755)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("name", RUN_HERE)
def test_a_page_runs_as_written(name: str, clone: Path) -> None:
    pytest.importorskip("spacy")
    pytest.importorskip("matplotlib").use("Agg")
    RUN_HERE[name](clone)
    run(PAGES[name], clone, path=str(clone / ".venv" / "bin"), skip=INSTALLS)


@pytest.mark.server
def test_the_page_on_postgresql_runs_on_a_server(clone: Path, database: str) -> None:
    pytest.importorskip("spacy")
    coded_log(clone)
    path = str(clone / ".venv" / "bin")
    run(PAGES["howto/postgresql.md"], clone, path=path, database=database)
    with stances.open(clone / "idlib.db") as log, stances.open(database) as moved:
        assert {record.id for record in moved.records()} >= {record.id for record in log.records()}
