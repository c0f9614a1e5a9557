"""``stances import`` of other people's data."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import stances as st
from tests.cli.running import Run
from tests.interchange.made import (
    DATA,
    ICEWS,
    POLECAT,
    acled,
    csv_text,
    gdelt,
    icews,
    phoenix,
    polecat,
    tab_text,
)

FILES = {
    "gdelt": gdelt(),
    "icews": tab_text(icews(), header=ICEWS),
    "polecat": tab_text(polecat(), header=POLECAT),
    "phoenix": phoenix(),
    "acled": csv_text(acled()),
    "plover": '{"id":"1","date":"2020-02-18","source":[{"code":"TUR"}],"event":["AGREE"]}',
}


@pytest.mark.parametrize("name", FILES)
def test_each_format_into_a_new_log_and_again(stances: Run, tmp_path: Path, name: str) -> None:
    file, log = tmp_path / "data", tmp_path / "new.db"
    file.write_text(FILES[name], encoding="utf-8")
    ran = stances("import", name, file, "--log", log)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("1 row read; ")
    assert " added" in ran.err
    end = stances("head", log).out
    again = stances("import", name, file, "--log", log)
    assert again.err.startswith("1 row read; ")
    assert " as they were" in again.err
    assert stances("head", log).out == end


def test_what_was_left_out_is_told(stances: Run, tmp_path: Path) -> None:
    log = tmp_path / "new.db"
    ran = stances("import", "gdelt", DATA / "gdelt2.tsv", "--log", log)
    assert ran.err.splitlines()[:3] == [
        "24 rows read; 10 added",
        "1 told an act again, and are merged with the first",
        "left out, an actor without a code of ours: 8: AFR 3, GBRCVL 2, BUS 2, cor 1…",
    ]
    (told,) = stances("import", "gdelt", DATA / "gdelt2.tsv", "--log", log, "--json", "-q").objects
    assert (told["rows"], told["added"], told["kept"]) == (24, 0, 10)
    assert told["left_out"]["within one actor"] == 2
    assert ["an actor without a code of ours", "AFR"] in [left for left, _ in told["values"]]


def test_a_newer_release_over_an_older_one(stances: Run, tmp_path: Path) -> None:
    file, log = tmp_path / "a.csv", tmp_path / "new.db"
    file.write_text(csv_text(acled(), acled(event_id_cnty="SYR2")), encoding="utf-8")
    stances("import", "acled", file, "--log", log)
    file.write_text(csv_text(acled(event_date="2020-02-19")), encoding="utf-8")
    ran = stances("import", "acled", file, "--log", log, "--complete", "--until", "2020-02-28")
    assert ran.err == "1 row read; 2 corrected, 2 retracted\n"
    assert stances("import", "acled", file, "--log", log, "--since", "2020-02-18").code == 2


def test_our_codes_for_theirs(stances: Run, tmp_path: Path) -> None:
    file, codes, log = tmp_path / "a.csv", tmp_path / "codes.toml", tmp_path / "new.db"
    file.write_text(csv_text(acled(actor2="Civilians (Syria)")), encoding="utf-8")
    codes.write_text('"Civilians (Syria)" = "SYRREB"\n')
    ran = stances("import", "acled", file, "--log", log, "--codes", codes)
    assert ran.err == "1 row read; 2 added\n"
    for wrong in ('x = "NOBODY"', "x = 1", "x ="):
        codes.write_text(wrong)
        assert stances("import", "acled", file, "--log", log, "--codes", codes).code == 2


def test_the_release_is_kept(stances: Run, tmp_path: Path) -> None:
    file, log = tmp_path / "a.tab", tmp_path / "new.db"
    file.write_text(FILES["icews"])
    stances("import", "icews", file, "--log", log, "--release", "2018-06")
    with st.open(str(log)) as opened:
        (report,) = opened.view().reports
    assert report.evidence == st.Row(dataset="ICEWS", version="2018-06", row="32889836/2018-06-01")
    assert stances("import", "gdelt", file, "--log", log, "--release", "1").code == 2


def test_of_a_file_with_faults_nothing_is_imported(stances: Run, tmp_path: Path) -> None:
    file, log = tmp_path / "a.csv", tmp_path / "new.db"
    file.write_text(f"{gdelt()}\nbad\n")
    ran = stances("import", "gdelt", file, "--log", log)
    assert (ran.code, ran.out) == (1, "")
    assert f"{file}:2: expected 57, 58 or 61 columns" in ran.err
    assert stances("head", log, "--json").objects[0]["position"] == 0


def test_from_standard_input(stances: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gdelt().encode())))
    assert stances("import", "gdelt", "-", "--log", tmp_path / "new.db").code == 0


def test_the_plain_form_is_that_of_a_log(stances: Run, log: str, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    stances("export", log, file)
    for form in ((), ("log",)):
        new = tmp_path / f"new{len(form)}.db"
        assert stances("import", *form, "-q", new, file).code == 0
        assert stances("head", new).out == stances("head", log).out
