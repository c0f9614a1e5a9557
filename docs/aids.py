"""What the pages that are run begin with, out of the reader's sight.

Importing it goes to a new folder with the ``seeds/`` and ``fixtures/`` of the clone, so that pages
write what a reader in a clone would write, and leave nothing behind.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import attrs
import matplotlib
from matplotlib_inline.backend_inline import set_matplotlib_formats
from myst_nb import glue

import stances as st
from stances.gold import GoldRow, read_gold

ROOT = Path(__file__).resolve().parents[1]
_FOLDER = Path(tempfile.mkdtemp(prefix="stances-docs-"))

atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
for _name in ("seeds", "fixtures", "tests"):
    (_FOLDER / _name).symlink_to(ROOT / _name)
os.chdir(_FOLDER)
set_matplotlib_formats("svg")
matplotlib.rcParams["svg.hashsalt"] = "stances"


def say(**facts: object) -> None:
    """Keep what the prose of this page says in numbers and names."""
    for name, fact in facts.items():
        glue(name, f"{fact}", display=False)


def hand_coded(gold: str, *texts: str) -> list[st.StanceEvent]:
    """The events of a file of hand-coded rows, each resting on its place in one of these texts."""
    articles = {article.id: article for article in st.read_articles(*texts)}
    rows = [row for row in read_gold(gold) if row.article in articles]
    return [_event(row, articles[row.article]) for row in rows]


def _event(row: GoldRow, article: st.Article) -> st.StanceEvent:
    said = attrs.asdict(row, recurse=False)
    for told_elsewhere in ("article", "core", "evidence", "start", "end"):
        del said[told_elsewhere]
    span = st.Span(
        article=article.id,
        sha256=article.sha256,
        start=row.start,
        end=row.end,
        text=row.evidence,
    )
    return st.StanceEvent(
        **said, published=article.published, publisher=article.publisher, evidence=span
    )
