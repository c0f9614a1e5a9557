"""GDELT's event files: real rows, and made ones for each of their oddities."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter

import pytest

from stances.errors import InvalidArgument
from stances.events import EventType, Merge, Precision, StanceEvent
from stances.interchange import Left, Reason, Told, read_gdelt
from tests.interchange.made import DATA, faults_of, gdelt, only


def told(*lines: str) -> list[Told]:
    return list(read_gdelt(io.BytesIO("\n".join(lines).encode())).rows())


def event_of(line: str) -> StanceEvent:
    ((event,),) = [row.events for row in told(line)]
    return event


def test_real_rows_of_two_point_nought() -> None:
    rows = {row.row: row for row in read_gdelt(DATA / "gdelt2.tsv").rows()}
    assert len(rows) == 24
    assert Counter(left.reason for row in rows.values() for left in row.left) == {
        Reason.ACTOR: 8,
        Reason.ACT: 3,
        Reason.SAME: 2,
        Reason.NO_ACTOR: 1,
    }
    (event,) = rows["881990836"].events
    assert (event.actor, event.event_type, event.recipient) == ("CAN", EventType.THREATEN, "AUS")
    assert (event.date, event.date_precision) == (dt.date(2018, 1, 1), Precision.YEAR)
    assert event.published == dt.date(2019, 10, 24)
    assert event.source_score == -7.0
    assert event.publisher == "timescolonist.com"
    assert str(event.evidence).startswith("Row(dataset='GDELT 2.0', version=None, row='881990836'")


def test_real_rows_of_one_point_nought_of_both_widths() -> None:
    rows = list(read_gdelt(DATA / "gdelt1.tsv").rows())
    assert {row.dataset for row in rows} == {"GDELT 1.0"}
    assert sum(len(row.events) for row in rows) == 6
    assert sum(row.merge is not None for row in rows) == 1


@pytest.mark.parametrize(("width", "dataset"), [(57, "1.0"), (58, "1.0"), (61, "2.0")])
def test_the_vintage_is_told_by_the_columns(width: int, dataset: str) -> None:
    event = event_of(gdelt(width, url="" if width == 57 else "https://www.a.example/x"))
    assert event.evidence.said.startswith(f'"row","GDELT {dataset}"')
    assert event.url == (None if width == 57 else "https://www.a.example/x")
    assert event.publisher == (None if width == 57 else "a.example")


def test_before_april_2013_the_day_of_loading_is_no_day_of_a_report() -> None:
    event = event_of(gdelt(57, day="19790101", added="20130203"))
    assert event.published == event.date == dt.date(1979, 1, 1)


@pytest.mark.parametrize(
    ("day", "date", "precision"),
    [
        ("20191024", dt.date(2019, 10, 24), Precision.DAY),
        ("20191023", dt.date(2019, 10, 23), Precision.DAY),
        ("20191017", dt.date(2019, 10, 14), Precision.WEEK),
        ("20190924", dt.date(2019, 9, 1), Precision.MONTH),
        ("20181024", dt.date(2018, 1, 1), Precision.YEAR),
        ("20091026", dt.date(2009, 1, 1), Precision.YEAR),
        ("20191016", dt.date(2019, 10, 16), Precision.DAY),
        ("20191025", dt.date(2019, 10, 25), Precision.DAY),
    ],
)
def test_relative_dates_are_no_more_exact_than_they_were_said(
    day: str, date: dt.date, precision: Precision
) -> None:
    event = event_of(gdelt(day=day))
    assert (event.date, event.date_precision) == (date, precision)
    assert event.published == dt.date(2019, 10, 24)


def test_codes_are_text() -> None:
    assert event_of(gdelt(code="043")).event_type is EventType.CONSULT
    (fault,) = faults_of(read_gdelt(io.BytesIO(gdelt(code="43").encode())))
    assert fault == "line 1: EventCode: expected a code of CAMEO such as 043, not '43'"


def test_countries_of_places_are_not_those_of_actors() -> None:
    """FIPS has AS for Australia and SZ for Switzerland, and AU for Austria: none is read."""
    fields = gdelt(actor="CHE", country="CHE", recipient="AUS", to_country="AUS").split("\t")
    fields[37], fields[45], fields[53] = "SZ", "AS", "AU"
    event = event_of("\t".join(fields))
    assert (event.actor, event.recipient) == ("CHE", "AUS")


def test_what_one_sentence_tells_again_is_merged_with_what_it_told_first() -> None:
    url = "https://a.example/1"
    rows = told(
        gdelt(id="1", url=url),
        gdelt(id="2", url=url),
        gdelt(id="3", url=url),
        gdelt(id="4", url=f"{url}0"),
        gdelt(id="5", url=url, code="112"),
        gdelt(id="6"),
        gdelt(id="7"),
    )
    first = rows[0].events[0].id
    merges = {row.row: row.merge for row in rows if row.merge is not None}
    assert set(merges) == {"2", "3"}
    assert all(first in merge.ids for merge in merges.values())
    assert all(row.events for row in rows)


def test_a_row_that_stands_there_twice_is_one_event_and_no_merge() -> None:
    records = list(read_gdelt(io.BytesIO("\n".join([gdelt(url="x://y")] * 2).encode())))
    assert len({record.id for record in records}) == 1
    assert not [record for record in records if isinstance(record, Merge)]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({"actor": "", "country": ""}, Left(Reason.NO_ACTOR, "")),
        ({"actor": " ", "country": ""}, Left(Reason.NO_ACTOR, "")),
        ({"actor": "kur", "country": "", "ethnic": "kur"}, Left(Reason.ACTOR, "kur")),
        ({"recipient": "RUSCVL", "to_role": "CVL"}, Left(Reason.RECIPIENT, "RUSCVL")),
        ({"recipient": "TURGOV", "to_country": "TUR", "to_role": "GOV"}, Left(Reason.SAME, "TUR")),
        ({"code": "0256"}, Left(Reason.ACT, "0256")),
    ],
)
def test_why_a_row_tells_no_event(said: dict[str, str], left: Left) -> None:
    assert only(read_gdelt(io.BytesIO(gdelt(61, **said).encode()))) == Told(
        "GDELT 2.0", "881990832", (), (left,)
    )


def test_an_act_toward_nobody_has_no_recipient() -> None:
    assert event_of(gdelt(recipient="", to_country="")).recipient is None


def test_a_score_may_be_missing() -> None:
    assert event_of(gdelt(score="")).source_score is None


def test_every_fault_of_every_line_is_listed() -> None:
    lines = [
        gdelt(),
        gdelt(id="x1", day="20190230", code="99", score="nan", added="2019"),
        gdelt(60),
        "",
        "only this",
    ]
    assert faults_of(read_gdelt(io.BytesIO("\n".join(lines).encode()))) == [
        "line 2: GlobalEventID: expected digits, not 'x1'",
        "line 2: SQLDATE: expected a date such as 20200218, not '20190230'",
        "line 2: EventCode: expected a code of CAMEO such as 043, not '99'",
        "line 2: GoldsteinScale: expected a number, not 'nan'",
        "line 2: DATEADDED: expected a date such as 20200218, not '2019'",
        "line 3: expected 57, 58 or 61 columns parted by tabs, not 60",
        "line 5: expected 57, 58 or 61 columns parted by tabs, not 1",
    ]


def test_an_impossible_time_of_day_is_a_fault() -> None:
    (fault,) = faults_of(read_gdelt(io.BytesIO(gdelt(added="20191024256099").encode())))
    assert "DATEADDED" in fault


def test_a_url_that_no_event_can_hold_is_a_fault() -> None:
    (fault,) = faults_of(read_gdelt(io.BytesIO(gdelt(url=f"http://a.b/{'x' * 2_000}").encode())))
    assert fault.startswith("line 1: Row.url is")


def test_a_users_codes() -> None:
    line = gdelt(actor="USACVL", country="USA", role="CVL").encode()
    (event,) = only(read_gdelt(io.BytesIO(line), codes={"USACVL": "USA"})).events
    assert event.actor == "USA"
    with pytest.raises(InvalidArgument, match="no actor has the code USACIV"):
        read_gdelt(io.BytesIO(line), codes={"USACVL": "USACIV"})
