from __future__ import annotations

import io
from pathlib import Path

import pytest

import stances as st
from stances import wire
from tests.cli.running import Run


@pytest.fixture
def file(tmp_path: Path, events: tuple[st.StanceEvent, ...]) -> Path:
    path = tmp_path / "events.jsonl"
    wire.write_jsonl(events, path)
    return path


def acts(place: object) -> list[st.Act]:
    with st.open(str(place)) as log:
        return list(log.view())


def test_append_takes_a_file_and_takes_it_once(stances: Run, file: Path, tmp_path: Path) -> None:
    log = tmp_path / "new.db"
    first = stances("append", file, "--log", log)
    assert (first.code, first.out) == (0, "")
    assert "7 records added" in first.err
    again = stances("append", file, "--log", log)
    assert again.err == "nothing new: all 7 records were in the log.\n"
    assert len(acts(log)) == 7


def test_append_takes_standard_input(
    stances: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))
    assert stances("append", "-", "--log", tmp_path / "new.db").code == 0
    assert len(acts(tmp_path / "new.db")) == 7


def test_append_lists_every_fault_and_then_takes_nothing(
    stances: Run, file: Path, tmp_path: Path
) -> None:
    lines = file.read_text().splitlines()
    lines[2] = lines[2].replace('"REQUEST"', '"ASK"').replace('"2020-02-16"', '"16 Feb"')
    lines[4] = "{"
    file.write_text("\n".join(lines))
    ran = stances("append", file, "--log", tmp_path / "new.db")
    assert ran.code == 1
    assert f"{file}:5" in ran.err
    assert not acts(tmp_path / "new.db")


def test_quiet_says_nothing_but_faults(stances: Run, file: Path, tmp_path: Path) -> None:
    assert stances("append", file, "--quiet", "--log", tmp_path / "new.db").err == ""
    file.write_text("{")
    assert stances("append", file, "--quiet", "--log", tmp_path / "new.db").err != ""


def test_what_is_retracted_no_longer_counts_and_can_be_undone(stances: Run, log: str) -> None:
    before = acts(log)
    strike = next(act for act in before if act.event.event_type is st.EventType.MOBILIZE)
    ran = stances("retract", strike.id[:8], "--reason", "another country", "--log", log)
    assert ran.code == 0
    assert strike not in acts(log)
    assert stances("retract", strike.id, "--reason", "again", "--log", log).code == 1
    undo = ran.err.split()[-1]
    assert stances("retract", undo, "--reason", "it was Iran", "--log", log).code == 0
    assert acts(log) == before


def test_a_correction_takes_the_place_of_an_event(stances: Run, log: str) -> None:
    (threat,) = (act for act in acts(log) if act.event.event_type is st.EventType.THREATEN)
    ran = stances(
        "correct",
        threat.id[:8],
        *("--set", "event_type=REQUEST", "--set", "deadline=", "--set", "date=2020-02-17"),
        *("--set", "speaker=Hulusi = Akar", "--set", "confidence=1"),
        *("--reason", "read again", "--log", log),
    )
    assert ran.code == 0
    (changed,) = (act.event for act in acts(log) if act.event.speaker == "Hulusi = Akar")
    assert changed.event_type is st.EventType.REQUEST
    assert changed.deadline is None
    assert str(changed.date) == "2020-02-17"
    assert changed.confidence == 1.0
    assert len(acts(log)) == 6
    assert changed.id in ran.err


def test_a_ruling_is_in_the_log_and_can_be_undone(stances: Run, log: str) -> None:
    asked = ("demands", "--json", "--log", log)
    (demand,) = stances(*asked).objects
    assert demand["status"] == "refused"
    of = demand["act"]["event"]["id"]
    ruled = ("rule", of[:8], "met", "--reason", "they did stop", "--log", log)
    ran = stances(*ruled, "--author", "A. Reader", "--since", "2020-02-20")
    assert ran.code == 0
    (after,) = stances(*asked).objects
    assert (after["status"], after["rule"]) == ("met", "ruled: they did stop")
    (before,) = stances(*asked, "--until", "2020-02-19").objects
    assert before == demand
    with st.open(log) as opened:
        *_, record = opened.records()
    assert isinstance(record, st.Ruling)
    assert record.author == "A. Reader"
    assert stances("rule", of[:8], "carried-out", "--reason", "x", "--log", log).code == 2
    assert stances("rule", of[:8], "won", "--reason", "x", "--log", log).code == 2
    undo = ran.err.split()[-1]
    assert stances("retract", undo, "--reason", "they went on", "--log", log).code == 0
    assert stances(*asked).objects == [demand]


@pytest.mark.parametrize(
    ("setting", "way_out"),
    [
        ("actor", "field=value"),
        ("colour=red", "event_type"),
        ("evidence=other", "event_type"),
        ("event_type=DEMAND", "REQUEST"),
        ("modality=perhaps", "denied"),
        ("date=17 Feb", "2020-02-18"),
        ("confidence=high", "0.5"),
        ("confidence=7", "0 to 1"),
        ("actor=turkey", "'TUR'"),
        ("actor=", "'TUR'"),
    ],
)
def test_an_impossible_correction_is_wrong_usage_and_names_the_way_out(
    stances: Run, log: str, setting: str, way_out: str
) -> None:
    before = acts(log)
    ran = stances("correct", before[0].id, "--set", setting, "--reason", "a slip", "--log", log)
    assert ran.code == 2
    assert way_out in ran.err
    assert acts(log) == before


@pytest.mark.parametrize("record", ["0123", "not an id", ""])
def test_an_id_that_no_record_has_is_wrong_usage(stances: Run, log: str, record: str) -> None:
    assert stances("retract", record, "--reason", "gone", "--log", log).code == 2
    assert stances("correct", record, "--set", "actor=IRN", "--reason", "x", "--log", log).code == 2


def test_changing_a_log_that_is_not_there_is_wrong_usage(stances: Run, tmp_path: Path) -> None:
    assert stances("retract", "ab", "--reason", "x", "--log", tmp_path / "typo.db").code == 2
    assert not list(tmp_path.iterdir())
