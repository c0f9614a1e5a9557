"""``code`` and ``track``: the coder's work is tested elsewhere, here what is done with it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import stances as st
from stances import wire
from tests.cli.running import ROOT, Run

pytest.importorskip("spacy")

THREAT = "Turkey threatened to attack Syria on Monday, officials in Ankara said."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    (made / "good.txt").write_text(f"---\npublished: 2020-02-18\n---\n{THREAT}\n")
    (made / "undated.txt").write_text(THREAT)
    (made / "list.jsonl").write_text(
        json.dumps({"id": "told", "text": THREAT, "published": "2020-02-18"}) + "\n{}\n"
    )
    return made


def test_code_writes_events_and_nothing_else_to_standard_output(stances: Run) -> None:
    ran = stances("code", ROOT / "seeds")
    assert ran.code == 0
    records = list(wire.read_jsonl(ran.out.splitlines()))
    assert records == list(st.code(st.read_articles(ROOT / "seeds")))
    assert "passed over" in ran.err
    assert stances("code", ROOT / "seeds", "--quiet").err == ""


def test_code_as_text_is_a_line_an_event(stances: Run, folder: Path) -> None:
    ran = stances("code", folder / "good.txt", "--format", "text")
    assert len(ran.out.splitlines()) == 1
    assert 'TUR threaten SYR "Turkey threatened to attack Syria' in ran.out


def test_faults_are_all_listed_while_the_rest_is_coded(stances: Run, folder: Path) -> None:
    ran = stances("code", folder)
    assert ran.code == 1
    assert {record["article"] for record in ran.objects} == {"good", "told"}
    assert "undated.txt" in ran.err
    assert "--published DATE" in ran.err
    assert "list.jsonl:2" in ran.err


def test_dates_may_be_told_for_all_or_one_by_one(
    stances: Run, folder: Path, tmp_path: Path
) -> None:
    undated = folder / "undated.txt"
    (told,) = stances("code", undated, "--published", "2021-05-05").objects
    assert told["published"] == "2021-05-05"
    dates = tmp_path / "dates.csv"
    dates.write_text("id,published\nundated,2021-06-06\n")
    (told,) = stances("code", undated, "--dates", dates).objects
    assert told["published"] == "2021-06-06"


def test_track_adds_what_is_new_and_says_when_nothing_is(stances: Run, tmp_path: Path) -> None:
    log = tmp_path / "idlib.db"
    first = stances("track", ROOT / "seeds", "--log", log)
    assert first.code == 0
    assert "5 articles coded" in first.out
    assert "passed over" in first.out
    assert "TUR" in first.out
    with st.open(log) as opened:
        head = opened.head.position
        events = {record for record in opened.records() if isinstance(record, st.StanceEvent)}
        merges = st.corroborate(opened)
    assert events == set(st.code(st.read_articles(ROOT / "seeds")))
    assert merges == ()
    again = stances("track", ROOT / "seeds", "--log", log)
    assert again.code == 0
    assert f"nothing new: all {len(events)} events were in the log" in again.out
    with st.open(log) as opened:
        assert opened.head.position == head


def test_track_keeps_what_is_good_and_fails_for_the_rest(
    stances: Run, folder: Path, tmp_path: Path
) -> None:
    ran = stances("track", folder, "--quiet", "--log", tmp_path / "some.db")
    assert ran.code == 1
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 2
    with st.open(tmp_path / "some.db") as log:
        assert {report.article for report in log.view().reports} == {"good", "told"}


LEAD = "Turkey condemned the shelling of its posts in northern Syria. " + " ".join(
    f"Sentence {number} of the story went on as it had begun." for number in range(30)
)


def test_track_tells_copies_from_independent_sources(stances: Run, tmp_path: Path) -> None:
    pytest.importorskip("datasketch")
    folder = tmp_path / "copies"
    folder.mkdir()
    for name in ("wire", "paper"):
        text = f"{LEAD} {THREAT} The {name} has more."
        (folder / f"{name}.txt").write_text(f"---\npublished: 2020-02-18\n---\n{text}\n")
    ran = stances("track", folder, "--log", tmp_path / "copies.db")
    assert ran.code == 0
    assert "Sources" in ran.out
    asked = ("dyads", "--articles", folder, "--json", "--log", tmp_path / "copies.db")
    row = next(row for row in stances(*asked).objects if row["THREATEN"])
    assert row["THREATEN"] == 1
    assert row["reports"] > row["sources"] == 1


def test_track_says_nothing_of_copies_that_nobody_asked_about(
    stances: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "datasketch", None)
    ran = stances("track", folder / "good.txt", "--log", tmp_path / "some.db")
    assert ran.code == 0
    assert "opies" not in ran.out + ran.err
    assert "Sources" not in ran.out


def test_track_that_must_tell_copies_fails_before_it_codes(
    stances: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("track", "--copies", folder / "good.txt", "--log", tmp_path / "some.db")
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "datasketch", None)
        ran = stances(*asked)
    assert ran.code == 1
    assert "pip install 'stances[corroborate]'" in ran.err
    assert not (tmp_path / "some.db").exists()
    pytest.importorskip("datasketch")
    assert "Sources" in stances(*asked).out


def test_a_path_that_is_not_there_is_a_fault(stances: Run, tmp_path: Path) -> None:
    ran = stances("track", tmp_path / "typo", "--log", tmp_path / "some.db")
    assert ran.code == 1
    assert "typo" in ran.err


def test_track_shows_a_comparison_that_a_reader_understands(stances: Run, tmp_path: Path) -> None:
    log = tmp_path / "idlib.db"
    stances("track", ROOT / "seeds", "--quiet", "--log", log)
    told = stances("compare", "2020-02-04", "2020-02-21", "--log", log).out
    for dyad in ("TUR→SYR", "TUR→RUS", "USA→RUS", "SYR→TUR"):
        assert dyad in told
    assert "threatened to" in told
    assert "deadline 2020-02-29" in told


def test_evaluation_says_how_well_the_seeds_are_coded(stances: Run) -> None:
    gold = ROOT / "fixtures" / "seeds.gold.jsonl"
    shown = stances("evaluate", gold, ROOT / "seeds", "--diff")
    assert shown.code == 0
    assert "5 articles" in shown.out
    assert "missed" in shown.out
    told = stances("evaluate", gold, ROOT / "seeds", "--format", "jsonl").objects
    (event,) = (row for row in told if row.get("name") == "event")
    assert event["set"] == "all"
    assert event["precision"] > 0.5


def test_sets_are_measured_apart(stances: Run, tmp_path: Path) -> None:
    sets = tmp_path / "sets.csv"
    ids = sorted(path.stem for path in (ROOT / "seeds").glob("*.txt"))
    sets.write_text("id,set\n" + "".join(f"{id},{'ab'[n % 2]}\n" for n, id in enumerate(ids)))
    told = stances(
        *("evaluate", ROOT / "fixtures" / "seeds.gold.jsonl", ROOT / "seeds"),
        *("--sets", sets, "--format", "jsonl"),
    )
    assert {row["set"] for row in told.objects} == {"all", "a", "b"}
