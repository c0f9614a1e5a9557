"""What a page holds is what the log says, on every day, now and then."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import importlib.resources
import json
import re
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as hs

import stances as st
from stances.report import report_page
from stances.report.content import content
from stances.report.knowledge import versions
from stances.report.page import SCRIPTS, inert
from stances.report.standing import Standing, standings, standings_asked
from stances.testing import event, logs, record_lists, stance_events, texts
from tests.plot.scenes import CRISIS

BOUNDS = hs.none() | hs.dates(dt.date(2020, 1, 1), dt.date(2020, 3, 1))
NEAR_DAYS = hs.dates(dt.date(2020, 2, 1), dt.date(2020, 2, 20))
DAYS = [dt.date(2020, 2, 1) + dt.timedelta(days=number) for number in range(40)]
SETTLING_LOGS = logs(
    records=record_lists(
        events=stance_events(
            actors=("TUR", "RUS"),
            event_types=[
                *(st.EventType.REQUEST, st.EventType.THREATEN, st.EventType.AGREE),
                *(st.EventType.REJECT, st.EventType.CONCEDE, st.EventType.ASSAULT),
            ],
            modalities=[st.Modality.ASSERTED],
            dates=NEAR_DAYS,
        ),
        max_size=24,
    )
)
NEAR_LOGS = logs(records=record_lists(events=stance_events(dates=NEAR_DAYS)))


def embedded(page: str) -> Any:
    found = re.findall(r'<script type="application/json" id="content">(.*?)</script>', page, re.S)
    assert len(found) == 1
    return json.loads(found[0])


@given(NEAR_LOGS, NEAR_DAYS, BOUNDS)
def test_versions_are_what_was_known_on_every_day(
    log: st.Log, day: dt.date, since: dt.date | None
) -> None:
    view = log.view(since=since)
    known = {
        (version.act.id, version.act.reports)
        for version in versions(view)
        if version.since <= day and (version.until is None or day < version.until)
    }
    assert known == {(act.id, act.reports) for act in view.view(as_of=day)}


@given(NEAR_LOGS, BOUNDS)
def test_the_last_versions_are_what_is_known_now(log: st.Log, as_of: dt.date | None) -> None:
    view = log.view(as_of=as_of).where(event_types=[st.EventType.REQUEST, st.EventType.AID])
    last = [version.act for version in versions(view) if version.until is None]
    assert {act.id for act in last} == {act.id for act in view}


def told_on(found: list[Standing], day: dt.date) -> Counter[tuple[str, ...]]:
    return Counter(
        told(standing.outcome)
        for standing in found
        if standing.since <= day and (standing.until is None or day < standing.until)
    )


def told(outcome: st.Outcome) -> tuple[str, ...]:
    others = (outcome.counterpart, outcome.settled_by)
    ids = (outcome.act.id, *("" if act is None else act.id for act in others))
    return (*ids, outcome.status.value, outcome.rule)


def answered(log: st.Log, day: dt.date, *, then: bool) -> Counter[tuple[str, ...]]:
    as_of = day if then else None
    return Counter(
        told(outcome)
        for question in (st.demands, st.threats, st.agreements)
        for outcome in question(log, at=day, as_of=as_of)
    )


@given(SETTLING_LOGS, hs.booleans())
def test_standings_are_what_is_answered_on_every_day(log: st.Log, then: bool) -> None:
    log = st.Log(record for record in log.records if not isinstance(record, st.Ruling))
    found = standings(versions(log), as_known_then=then)
    for day in DAYS:
        assert told_on(found, day) == answered(log, day, then=then), day


@given(hs.data(), NEAR_LOGS, hs.booleans())
def test_rulings_are_heeded_by_asking_anew(data: hs.DataObject, log: st.Log, then: bool) -> None:
    ruled = with_rulings(data, log)
    found = standings_asked(ruled, DAYS, as_known_then=then)
    for day in DAYS:
        assert told_on(found, day) == answered(ruled, day, then=then), day


def with_rulings(data: hs.DataObject, log: st.Log) -> st.Log:
    """The log, and a ruling on each of its demands, from some day on."""
    ids = [act.id for act in log if act.event.event_type is st.EventType.REQUEST]
    rulings = [
        st.Ruling(of=id_, status=st.Status.MET, reason="read", since=data.draw(NEAR_DAYS))
        for id_ in ids
    ]
    return st.Log([*log.records, *rulings])


def test_a_ruling_holds_from_its_own_day_on_though_nothing_happens_then() -> None:
    demand, later = event("2020-02-01 TUR REQUEST SYR"), event("2020-02-20 TUR AID RUS")
    day = dt.date(2020, 2, 10)
    ruling = st.Ruling(of=demand.id, status=st.Status.MET, reason="read", since=day)
    held = content(st.Log([demand, later, ruling]), half_life=30)
    assert [row[2:5] for row in held["standings"]["now"]] == [[0, 9, "open"], [9, None, "met"]]
    assert 9 in held["asked"]


OPEN = {st.Status.OPEN, st.Status.STANDING, st.Status.IN_FORCE}


@given(hs.data(), SETTLING_LOGS, BOUNDS, hs.booleans())
def test_on_every_day_of_the_page_what_stands_is_what_outcomes_tell(
    data: hs.DataObject, log: st.Log, since: dt.date | None, ruled: bool
) -> None:
    view = (with_rulings(data, log) if ruled else log).view(since=since)
    held = content(view, half_life=30)
    ids = [version.act.id for version in versions(view)]
    first = dt.date.fromisoformat(held["first"])
    for (name, then), number in product((("now", False), ("then", True)), range(held["last"] + 1)):
        shown = Counter(
            (ids[row[0]], row[4])
            for row in held["standings"][name]
            if row[4] in OPEN and row[2] <= number and (row[3] is None or number < row[3])
        )
        day = first + dt.timedelta(days=number)
        told = Counter({(one[0], one[3]): n for one, n in answered(view, day, then=then).items()})
        assert shown == Counter({key: n for key, n in told.items() if key[1] in OPEN}), (name, day)


@given(NEAR_LOGS)
def test_every_log_makes_a_page_whose_rows_point_at_what_is_there(log: st.Log) -> None:
    held = embedded(report_page(log))
    actors, rows = len(held["actors"]), held["versions"]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    for row in rows:
        assert all(-1 <= number < actors for number in row[3:6])
    for standing in [*held["standings"]["now"], *held["standings"]["then"]]:
        assert all(n is None or n < len(rows) for n in (standing[0], standing[1], standing[6]))


def test_an_empty_log_makes_a_page() -> None:
    assert embedded(report_page(st.Log()))["versions"] == []


def test_days_go_on_while_reports_come_in_but_not_for_years() -> None:
    early = event("2020-02-01 TUR AID SYR", published=dt.date(2020, 2, 9))
    late = event("2020-02-02 TUR AID SYR", published=dt.date(2026, 2, 9))
    assert content(st.Log([early]), half_life=30)["last"] == 8
    assert content(st.Log([early, late]), half_life=30)["last"] == 31


def test_reports_count_one_by_one_unless_merged_and_the_page_says_so() -> None:
    one, other = event("2020-02-01 TUR AID SYR"), event("2020-02-01 TUR AID SYR", article="b")
    merge = st.Merge(ids=(one.id, other.id))
    assert len(embedded(report_page(st.Log([one, other])))["versions"]) == 2
    page = report_page(st.Log([one, other, merge]))
    assert [row[8] for row in embedded(page)["versions"]] == [2]
    (footer,) = re.findall(r"<footer>(.*?)</footer>", page, re.S)
    assert "did not merge are counted one by one" in footer


@given(texts())
def test_content_is_inert_and_comes_back(text: str) -> None:
    said = inert({"a": text})
    assert not set("<>&\u2028\u2029") & set(said)
    assert json.loads(said) == {"a": text}


def test_a_title_is_text() -> None:
    page = report_page(CRISIS, title="</title><script>alert(1)</script>")
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") == 2


def test_the_policy_allows_the_one_script_and_style_and_nothing_else() -> None:
    page = report_page(CRISIS)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.S)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.S)
    assert policy.replace("&#x27;", "'").split("; ") == [
        "default-src 'none'",
        f"script-src '{hashed(script)}'",
        f"style-src '{hashed(style)}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def hashed(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_makes_markup_or_code_of_a_text(name: str) -> None:
    file = importlib.resources.files("stances") / "data" / "report" / name
    way = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(|fetch\("
    assert not re.search(way, file.read_text(encoding="utf-8"))


def test_the_same_log_makes_the_same_page() -> None:
    assert report_page(CRISIS) == report_page(st.Log(reversed(CRISIS.records)))


def test_a_page_is_written_as_one_file(tmp_path: Path) -> None:
    st.write_report(CRISIS, tmp_path / "report.html", title="Winter")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page == report_page(CRISIS, title="Winter")
    assert len(list(tmp_path.iterdir())) == 1
