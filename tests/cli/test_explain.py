"""``explain`` shows why, on the screen and as a page that holds no live text of an article."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Run

pytest.importorskip("spacy")

HOSTILE = "Turkey urged Russia on Monday to stop. \x1b[31m<img src=x onerror=alert(1)>"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "one.txt"
    path.write_text(f"---\ntitle: <b>one\npublished: 2020-02-18\n---\n{HOSTILE}\n")
    return path


def test_each_event_comes_with_its_sentence_and_rule(stances: Run, article: Path) -> None:
    ran = stances("explain", article)
    assert ran.code == 0
    assert "2020-02-17 TUR request RUS" in ran.out
    assert "[actor: Turkey]" in ran.out
    assert "verb:urge" in ran.out
    assert "\x1b" not in ran.out


def test_a_page_shows_markup_as_text(stances: Run, article: Path, tmp_path: Path) -> None:
    page = tmp_path / "why.html"
    assert stances("explain", article, "--html", page).code == 0
    written = page.read_text("utf-8")
    assert "<img" not in written
    assert "<h2>&lt;b&gt;one</h2>" in written
    assert "default-src 'none'" in written
    assert '<mark class="recipient" title="recipient">Russia</mark>' in written


def test_undated_articles_are_faults_here_too(stances: Run, tmp_path: Path) -> None:
    (tmp_path / "undated.txt").write_text("Turkey urged Russia to stop.")
    ran = stances("explain", tmp_path / "undated.txt")
    assert ran.code == 1
    assert "--published" in ran.err
