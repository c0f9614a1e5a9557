from __future__ import annotations

import datetime as dt
from pathlib import Path

import networkx as nx
import pytest

import stances as st
from stances import wire
from stances.interchange.graphs import from_gexf, from_graphml, from_node_link
from tests.cli.running import Run

QUESTIONS = {
    "show": ["show"],
    "dyads": ["dyads"],
    "compare": ["compare", "2020-02-04", "2020-02-21"],
    "series": ["series", "TUR", "SYR"],
    "story": ["story", "TUR", "SYR"],
    "alignment": ["alignment", "--before", "2020-02-10"],
    "siding": ["alignment", "--about", "SYR"],
    "demands": ["demands"],
    "threats": ["threats"],
    "agreements": ["agreements"],
    "graph": ["graph"],
}
asked = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())


@asked
def test_a_question_is_answered_on_standard_output_alone(
    stances: Run, log: str, question: list[str]
) -> None:
    ran = stances(*question, "--log", log)
    assert ran.code == 0
    assert ran.out
    assert not ran.err
    assert "\x1b" not in ran.out


@asked
def test_a_log_that_is_not_there_is_wrong_usage_and_not_made(
    stances: Run, tmp_path: Path, question: list[str]
) -> None:
    ran = stances(*question, "--log", tmp_path / "typo.db")
    assert ran.code == 2
    assert not ran.out
    assert "stances track" in ran.err
    assert "typo.db" in ran.err
    assert list(tmp_path.iterdir()) == []


@asked
def test_what_is_no_log_is_a_fault(stances: Run, tmp_path: Path, question: list[str]) -> None:
    (tmp_path / "notes.db").write_text("these are notes and no log" * 100)
    ran = stances(*question, "--log", tmp_path / "notes.db")
    assert ran.code == 1
    assert not ran.out
    assert "notes.db" in ran.err


@pytest.mark.parametrize("day", ["18.2.2020", "2020-2-18", "20200218", "2020-02-30", "today", ""])
def test_a_date_in_any_other_form_is_wrong_usage(stances: Run, log: str, day: str) -> None:
    for arguments in (["compare", day, "2020-02-21"], ["show", "--until", day]):
        ran = stances(*arguments, "--log", log)
        assert ran.code == 2
        assert "such as 2020-02-18" in ran.err


def test_the_log_may_be_named_by_the_environment(
    stances: Run, log: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stances("show").code == 2
    monkeypatch.setenv("STANCES_LOG", log)
    assert stances("show").code == 0


def test_show_as_jsonl_is_a_log_of_the_same_acts(stances: Run, log: str, tmp_path: Path) -> None:
    shown = stances("show", "--format", "jsonl", "--log", log)
    copied = st.Log(wire.read_jsonl(shown.out.splitlines()))
    with st.open(log) as opened:
        assert copied.acts == opened.view().acts


def test_bounds_are_those_of_a_view(stances: Run, log: str) -> None:
    bounds = ("--since", "2020-02-16", "--until", "2020-02-18", "--as-of", "2020-02-17")
    shown = stances("show", "--format", "jsonl", *bounds, "--log", log)
    assert [record["actor"] for record in shown.objects] == ["USA"]


def test_dyads_say_what_the_library_says(stances: Run, log: str) -> None:
    with st.open(log) as opened:
        graph = st.dyads(opened)
    told = stances("dyads", "--format", "jsonl", "--log", log).objects
    assert {(row["actor"], row["recipient"]): row["balance"] for row in told} == {
        (actor, recipient): sums["balance"] for actor, recipient, sums in graph.edges(data=True)
    }
    assert {row["at"] for row in told} == {"2020-02-20"}


def test_a_comparison_tells_balances_dates_publishers_and_words(stances: Run, log: str) -> None:
    told = stances("compare", "2020-02-04", "2020-02-21", "--log", log).out
    threat = told[told.index("Turkey → Syria") :]
    assert "TUR→SYR" in threat
    assert "-8.8 → -9.2" in threat
    assert "2020-02-18" in threat
    assert "told by gazette" in threat
    assert "“would use force”" in threat
    assert "Donald Trump" in told
    assert "announced" in told
    assert "strikes on Syrian posts" not in told


def test_a_comparison_as_jsonl_has_the_parts_of_each_balance(stances: Run, log: str) -> None:
    told = stances("compare", "2020-02-04", "2020-02-21", "--format", "jsonl", "--log", log)
    assert len(told.objects) == 4
    for change in told.objects:
        terms = sum(term["value"] for term in change["terms"])
        assert change["before"] + change["faded"] + terms == pytest.approx(change["after"])


def test_days_in_the_wrong_order_are_wrong_usage(stances: Run, log: str) -> None:
    ran = stances("compare", "2020-02-21", "2020-02-04", "--log", log)
    assert ran.code == 2
    assert "earlier day first" in ran.err


def test_a_series_has_a_row_a_period(stances: Run, log: str) -> None:
    told = stances("series", "TUR", "SYR", "--by", "day", "--format", "jsonl", "--log", log).objects
    assert len(told) == (dt.date(2020, 2, 20) - dt.date(2020, 2, 3)).days + 1
    assert [row["value"] for row in told if row["acts"]] == pytest.approx([-9.0, -9.864], abs=0.001)


def test_a_series_is_by_measure_and_direction(stances: Run, log: str) -> None:
    asked = ("series", "RUS", "USA", "--by", "day", "--log", log)
    net = stances(*asked, "--measure", "count", "--direction", "net", "--json").objects
    assert [(row["start"], row["value"]) for row in net if row["acts"]] == [
        ("2020-02-16", -1.0),
        ("2020-02-19", 1.0),
    ]
    quads = stances(*asked, "--measure", "quad", "--direction", "both", "--json").objects
    assert sum(row["verbal_conflict"] for row in quads) == 2
    assert "Verbal conflict" in stances(*asked, "--measure", "quad").out
    assert "Score" in stances(*asked, "--measure", "score").out
    nobody = stances("series", "CHN", "IND", "--direction", "net", "--log", log)
    assert "No act of CHN toward IND or of IND toward CHN" in nobody.err
    assert stances(*asked, "--measure", "mood").code == 2


def test_a_series_of_two_who_did_nothing_says_so(stances: Run, log: str) -> None:
    ran = stances("series", "CHN", "IND", "--log", log)
    assert ran.code == 0
    assert "No act of CHN toward IND" in ran.err


def test_demands_name_what_settled_them(stances: Run, log: str) -> None:
    (demand,) = stances("demands", "--of", "RUS", "--format", "jsonl", "--log", log).objects
    assert demand["status"] == "refused"
    assert demand["settled_by"]["event"]["event_type"] == "REJECT"
    told = stances("demands", "--log", log).out
    assert "USA→RUS" in told
    assert "“refused the call”" in told.replace('"', "“", 1).replace('"', "”", 1)
    assert stances("demands", "--by", "IRN", "--log", log).out == "None.\n"


@pytest.mark.parametrize("dyads", [False, True])
@pytest.mark.parametrize(
    ("form", "read"),
    [("graphml", from_graphml), ("gexf", from_gexf), ("json", None)],
)
def test_a_graph_is_the_same_when_read_back(
    stances: Run, log: str, tmp_path: Path, form: str, read: object, dyads: bool
) -> None:
    import json

    with st.open(log) as opened:
        graph = st.dyads(opened) if dyads else st.replay(opened)
    options = ["--dyads"] if dyads else []
    printed = stances("graph", "--format", form, *options, "--log", log).out
    file = tmp_path / "graph"
    assert stances("graph", "--format", form, *options, "-o", file, "--log", log).out == ""
    assert file.read_text(encoding="utf-8") == printed
    again = from_node_link(json.loads(printed)) if form == "json" else read(printed)  # type: ignore[operator]
    assert nx.utils.graphs_equal(again, graph)


def test_a_story_has_the_words_of_each_source(stances: Run, log: str) -> None:
    told = stances("story", "TUR", "SYR", "--log", log).out
    assert told.index("2020-02-03") < told.index("2020-02-18")
    assert "“would use force”" in told
    lines = stances("story", "SYR", "--json", "--log", log).objects
    assert [line["event_type"] for line in lines] == ["ASSAULT", "REQUEST", "THREATEN"]
    assert lines[0]["reports"] == 2
    assert stances("story", "CHN", "IND", "--log", log).out == "No act.\n"


def test_json_is_short_for_a_format(stances: Run, log: str) -> None:
    for question in (["dyads"], ["demands"], ["alignment"]):
        short = stances(*question, "--json", "--log", log)
        assert short.objects == stances(*question, "--format", "jsonl", "--log", log).objects
    assert stances("graph", "--json", "--log", log).code == 2


def test_turning_points_say_how_they_were_found(stances: Run, log: str) -> None:
    asked = ("turning-points", "TUR", "SYR", "--by", "day", "--log", log)
    ran = stances(*asked)
    assert ran.out == "No turning point.\n"
    assert "PELT" in ran.err
    assert "penalty 5.8 over 18 periods of a day" in ran.err
    more = stances(*asked, "--penalty", "0.5", "--json").objects
    assert [turn["date"] for turn in more] == ["2020-02-04", "2020-02-18", "2020-02-19"]
    assert stances(*asked, "--penalty", "0").code == 2


def test_an_alignment_tells_blocs_and_ties(stances: Run, log: str) -> None:
    told = stances("alignment", "--before", "2020-02-10", "--log", log).out
    assert "Bloc 1: " in told
    assert "Changed since 2020-02-10" in told
    rows = stances("alignment", "--json", "--log", log).objects
    assert {row["actor"] for row in rows} == {"RUS", "SYR", "TUR", "USA"}


def test_rulings_of_a_file_decide_against_the_rules(
    stances: Run, log: str, events: tuple[st.StanceEvent, ...], tmp_path: Path
) -> None:
    demand = next(event for event in events if event.event_type == "REQUEST")
    rulings = tmp_path / "rulings.csv"
    rulings.write_text(
        f"of,status,settled_by,since,reason\n{demand.id[:8]},met,,2020-02-18,they did stop\n"
    )
    asked = ("demands", "--rulings", rulings, "--json", "--log", log)
    assert [row["status"] for row in stances(*asked).objects] == ["met"]
    early = stances(*asked, "--until", "2020-02-17").objects
    assert [row["status"] for row in early] == ["open"]
    rulings.write_text("of,status,settled_by,since,reason\n00,met,,,no such act\nab,won,,x,\n")
    assert stances(*asked).code == 1
    assert "rulings.csv:3" in stances(*asked).err
    rulings.write_text("of,status,settled_by,since,reason\nffffffffff,met,,,no such act\n")
    assert stances(*asked).code == 1
    assert "no event has an id that begins with 'ffffffffff'" in stances(*asked).err
