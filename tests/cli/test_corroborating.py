from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import stances as st
from stances.testing import event
from tests.cli.running import Run

LINES = (
    '2020-02-10 SYR ASSAULT TUR claimed_by TUR "shelled the Taftanaz base, Ankara said"',
    '2020-02-10 SYR ASSAULT TUR claimed_by TUR "fire on the base at Taftanaz, Turkey said"',
    '2020-02-11 SYR ASSAULT TUR denied claimed_by SYR "had hit no base, Damascus said"',
)


@pytest.fixture
def twice_told(tmp_path: Path) -> str:
    place = str(tmp_path / "told.db")
    with st.open(place) as opened:
        opened.append([event(line, article=line, publisher="Gazette") for line in LINES])
    return place


def test_merges_are_listed_and_recorded_only_when_told_so(stances: Run, twice_told: str) -> None:
    listed = stances("merge", "--log", twice_told)
    assert listed.code == 0
    assert "0.97" in listed.out
    assert "1 merge proposed" in listed.err
    with st.open(twice_told) as log:
        assert len(log.view()) == 3
    assert "1 merge recorded" in stances("merge", "--yes", "--log", twice_told).err
    with st.open(twice_told) as log:
        assert len(log.view()) == 2
    assert stances("merge", "--log", twice_told).out == "None.\n"


def test_merges_as_jsonl_can_be_appended(stances: Run, twice_told: str, tmp_path: Path) -> None:
    (tmp_path / "merges.jsonl").write_text(
        stances("merge", "--format", "jsonl", "--log", twice_told).out, "utf-8"
    )
    assert stances("append", tmp_path / "merges.jsonl", "--log", twice_told).code == 0
    with st.open(twice_told) as log:
        assert len(log.view()) == 2


def test_unsure_merges_can_be_left_out(stances: Run, twice_told: str) -> None:
    assert stances("merge", "--min-confidence", "0.98", "--log", twice_told).out == "None.\n"


def test_contested_acts_are_listed(stances: Run, twice_told: str) -> None:
    told = stances("contested", "--until", "2020-02-10", "--log", twice_told)
    assert "told by TUR alone" in told.out
    (first, _) = stances("contested", "--format", "jsonl", "--log", twice_told).objects
    assert first["dispute"] in {"denied", "on one side's word"}


@pytest.fixture
def printed_thrice(tmp_path: Path) -> tuple[str, Path]:
    """A log of three reports in the same words, two of them of one story, and their articles."""
    pytest.importorskip("datasketch")
    body = " ".join(f"word{number} of the story" for number in range(40))
    own = " ".join(f"token{number} in our report" for number in range(40))
    texts = {"wire": body, "paper": f"{body} Our readers know.", "own": own}
    folder = tmp_path / "articles"
    folder.mkdir()
    said = "shelled the base"
    events = []
    for name, text in texts.items():
        whole = f"{text}. Forces {said}."
        (folder / f"{name}.txt").write_text(f"---\npublished: 2020-02-11\n---\n{whole}\n")
        (article,) = st.read_articles(folder / f"{name}.txt")
        line = f'2020-02-10~unknown SYR ASSAULT TUR "{said}"'
        events.append(event(line, article=name, publisher=name, text=article.text, published=WHEN))
    place = str(tmp_path / "thrice.db")
    with st.open(place) as log:
        log.append(events)
    return place, folder


WHEN = dt.date(2020, 2, 11)


def test_copies_among_articles_at_hand_are_one_source(
    stances: Run, printed_thrice: tuple[str, Path]
) -> None:
    log, folder = printed_thrice
    told = stances("merge", "--articles", folder, "--yes", "--log", log)
    assert "same words in copies of one story" in " ".join(told.out.split())
    (row,) = stances("dyads", "--articles", folder, "--json", "--log", log).objects
    assert (row["reports"], row["sources"]) == (3, 2)
    assert "Sources" in stances("dyads", "--articles", folder, "--log", log).out
    assert "Sources" not in stances("dyads", "--log", log).out
    graph = stances("graph", "--format", "json", "--articles", folder, "--log", log)
    assert '"sources": 2' in graph.out or '"sources": 1' in graph.out
    assert stances("dyads", "--articles", folder / "typo", "--log", log).code == 2
