"""ICEWS, Phoenix, POLECAT and ACLED: rows made up as theirs are, one for each oddity."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from stances.events import EventType, Precision, Row, StanceEvent
from stances.interchange import (
    Left,
    Reading,
    Reason,
    read_acled,
    read_icews,
    read_phoenix,
    read_polecat,
)
from tests.interchange.made import (
    ACLED,
    ICEWS,
    POLECAT,
    acled,
    csv_text,
    faults_of,
    icews,
    only,
    phoenix,
    polecat,
    tab_text,
)


def of_icews(*lines: str, header: tuple[str, ...] = ICEWS, release: str | None = None) -> Reading:
    return read_icews(io.BytesIO(tab_text(*lines, header=header).encode()), release=release)


def of_polecat(*lines: str, header: tuple[str, ...] = POLECAT) -> Reading:
    return read_polecat(io.BytesIO(tab_text(*lines, header=header).encode()))


def of_phoenix(*lines: str) -> Reading:
    return read_phoenix(io.BytesIO("\n".join(lines).encode()))


def of_acled(*rows: list[str], header: tuple[str, ...] = ACLED) -> Reading:
    return read_acled(io.BytesIO(csv_text(*rows, header=header).encode()))


def event_of(reading: Reading) -> StanceEvent:
    (event,) = only(reading).events
    return event


class TestIcews:
    def test_a_row(self) -> None:
        event = event_of(of_icews(icews(), release="2018-06"))
        assert str(event) == "2018-06-01 TUR request RUS  [ICEWS 32889836/2018-06-01]"
        assert event.evidence == Row(dataset="ICEWS", version="2018-06", row="32889836/2018-06-01")
        assert (event.source_score, event.publisher) == (-5.0, "Anadolu Agency")
        assert event.published == event.date

    def test_an_id_on_two_days_is_two_rows(self) -> None:
        rows = of_icews(icews(), icews(Event_Date="2018-06-02")).rows()
        assert len({row.row for row in rows}) == 2

    def test_the_month_may_stand_first(self) -> None:
        event = event_of(of_icews(icews(Event_Date="6/1/2018")))
        assert event.id == event_of(of_icews(icews())).id

    def test_sectors_come_in_any_order_and_perhaps_in_quotation_marks(self) -> None:
        said = icews(Source_Sectors='"Government,Foreign Ministry,Executive"')
        assert event_of(of_icews(said)).id == event_of(of_icews(icews())).id

    def test_an_act_of_both_is_told_by_each(self) -> None:
        russia = icews(Event_ID="2", Source_Name="Russia", Source_Sectors="NA",
                       Source_Country="Russian Federation", Target_Name="Turkey",
                       Target_Country="Turkey", CAMEO_Code="040")  # fmt: skip
        turkey = icews(Event_ID="1", CAMEO_Code="040")
        events = [row.events[0] for row in of_icews(turkey, russia).rows()]
        assert [(e.actor, e.recipient) for e in events] == [("TUR", "RUS"), ("RUS", "TUR")]

    @pytest.mark.parametrize(
        ("name", "sectors", "country", "ours"),
        [
            ("Donald Trump", "Government,Executive Office,Executive", "United States", "USA"),
            ("Congo", "NA", "Congo", "COG"),
            ("Occupied Palestinian Territory", "NA", "Occupied Palestinian Territory", "PSE"),
            ("European Union", "Regional,International Government Organization", "NA", "EUU"),
            ("Hamas", "Dissident,Insurgents", "Occupied Palestinian Territory", "HAM"),
            ("Sergey Lavrov", "Parties", "Russian Federation", "RUS"),
            ("Citizen (Turkey)", "General Population / Civilian / Social", "Turkey", None),
            ("Mayor (Turkey)", "Government,Local", "Turkey", None),
            ("Opposition", "Government,Opposition Major Party (Out Of Government)", "Turkey", None),
            ("Unspecified Actor", "Unspecified", "NA", None),
            ("Ankara", "NA", "Turkey", None),
        ],
    )
    def test_who(self, name: str, sectors: str, country: str, ours: str | None) -> None:
        row = only(of_icews(icews(Source_Name=name, Source_Sectors=sectors, Source_Country=country,
                                  Target_Name="Iran", Target_Country="Iran")))  # fmt: skip
        assert [event.actor for event in row.events] == ([] if ours is None else [ours])
        assert row.left == (() if ours else (Left(Reason.ACTOR, name),))

    def test_within_one_country(self) -> None:
        row = only(of_icews(icews(Target_Name="Turkey", Target_Country="Turkey")))
        assert row.left == (Left(Reason.SAME, "TUR"),)

    def test_faults(self) -> None:
        said = icews(Event_Date="2018/06/01", CAMEO_Code="40", Intensity="high", Source_Name="NA")
        assert faults_of(of_icews(icews(), said, "too\tfew")) == [
            "line 3: Event Date: expected a date such as 2020-02-18 or 2/18/2020, not '2018/06/01'",
            "line 3: CAMEO Code: expected a code of CAMEO such as 043, not '40'",
            "line 3: Intensity: expected a number, not 'high'",
            "line 3: Source Name: expected something to stand here",
            "line 4: expected 20 columns as in the header, not 2",
        ]

    def test_a_header_that_lacks_columns(self) -> None:
        assert faults_of(of_icews(icews(), header=("Event ID", "Event Date"))) == [
            "line 1: the header lacks Source Name, Source Sectors, Source Country, CAMEO Code,"
            " Intensity, Target Name, Target Sectors, Target Country, Publisher"
        ]
        assert faults_of(read_icews(io.BytesIO(b"")))[0].startswith("line 1: the header lacks")


class TestPhoenix:
    def test_a_row(self) -> None:
        event = event_of(of_phoenix(phoenix()))
        assert str(event) == "2016-07-24 TUR request RUS  [Phoenix 1234567_v0.4.0]"
        assert event.evidence == Row(
            dataset="Phoenix", version="v0.4.0", row="1234567_v0.4.0", url="http://a.example/1"
        )
        assert event.publisher is None
        assert event.source_score == -5.0

    def test_one_publisher(self) -> None:
        assert event_of(of_phoenix(phoenix(sources="bbc"))).publisher == "bbc"

    def test_groups_and_others(self) -> None:
        said = phoenix(source="IGOUNO", source_root="IGO", source_agent="UNO")
        assert event_of(of_phoenix(said)).actor == "UNO"
        said = phoenix(source="TURREB", source_root="TUR", source_agent="", source_others="REB")
        assert only(of_phoenix(said)).left == (Left(Reason.ACTOR, "TURREB"),)

    def test_quad_class_nought_is_no_event(self) -> None:
        said = phoenix(code="010", root="01", quad="0")
        assert only(of_phoenix(said)).left == (Left(Reason.ACT, "010"),)

    def test_nobody(self) -> None:
        assert only(of_phoenix(phoenix(source=""))).left == (Left(Reason.NO_ACTOR, ""),)

    def test_faults(self) -> None:
        assert faults_of(of_phoenix(phoenix(date="2016-07-24", score="x"), "x\ty")) == [
            "line 1: Date: expected a date such as 20200218, not '2016-07-24'",
            "line 1: Goldstein: expected a number, not 'x'",
            "line 2: expected 26 columns parted by tabs, not 2",
        ]


class TestPolecat:
    def test_a_row(self) -> None:
        event = event_of(of_polecat(polecat()))
        assert str(event) == "2020-02-18 TUR request RUS  [POLECAT 20200218-17-abc-REQUEST]"
        assert event.published == dt.date(2020, 2, 19)
        assert event.evidence == Row(
            dataset="POLECAT",
            version="NGEC_coder-Vers001-Run-001",
            row="20200218-17-abc-REQUEST",
        )
        assert (event.source_score, event.publisher) == (0.0, "Anadolu")

    def test_tabs_at_the_end_of_lines(self) -> None:
        text = tab_text(polecat() + "\t\t", header=POLECAT)
        assert only(read_polecat(io.BytesIO(text.encode()))).events
        text = tab_text(polecat(), header=(*POLECAT, "", ""))
        assert only(read_polecat(io.BytesIO(text.encode()))).events

    def test_the_other_name_of_the_score(self) -> None:
        header = tuple("Event Intensity" if name == "Intensity" else name for name in POLECAT)
        assert event_of(of_polecat(polecat(), header=header)).source_score == 0.0

    def test_an_older_encoding_is_told_by_the_user(self) -> None:
        text = tab_text(polecat(Source="El País"), header=POLECAT).encode("latin-1")
        (fault,) = faults_of(read_polecat(io.BytesIO(text)))
        assert fault == ("line 2: expected utf-8, not the byte 0xed: say which encoding it is,"
                         " such as latin-1")  # fmt: skip
        assert event_of(read_polecat(io.BytesIO(text), encoding="latin-1")).publisher == "El País"

    def test_nobody_to_and_nobody_of_ours(self) -> None:
        alone = polecat(Recipient_Name="None", Recipient_Country="None")
        assert event_of(of_polecat(alone)).recipient is None
        crowd = polecat(Actor_Name="Protesters", Primary_Actor_Sector="CVL")
        assert only(of_polecat(crowd)).left == (Left(Reason.ACTOR, "Protesters (TUR)"),)
        rebels = polecat(Actor_Name="Taliban", Actor_Country="AFG", Primary_Actor_Sector="REB")
        assert event_of(of_polecat(rebels)).actor == "TAL"
        nobody = polecat(Actor_Name="None", Actor_Country="None")
        assert only(of_polecat(nobody)).left == (Left(Reason.NO_ACTOR, ""),)

    def test_faults(self) -> None:
        assert faults_of(of_polecat(polecat(Event_Type="FIGHTING", Publication_Date="soon"))) == [
            "line 2: Publication Date: expected a date such as 2020-02-18, not 'soon'",
            "line 2: Event Type: expected an event type of PLOVER such as ACCUSE, not 'FIGHTING'",
        ]


class TestAcled:
    def test_a_battle_is_of_each_with_the_other(self) -> None:
        row = only(of_acled(acled()))
        assert row.row == "SYR1234"
        assert [str(event) for event in row.events] == [
            "2020-02-18 SYR assault HTS  [ACLED SYR1234]",
            "2020-02-18 HTS assault SYR  [ACLED SYR1234]",
        ]
        assert {event.evidence for event in row.events} == {
            Row(dataset="ACLED", version="1582156800", row="SYR1234")
        }
        assert {event.source_score for event in row.events} == {None}

    def test_where_one_side_alone_acts_the_first_does(self) -> None:
        said = acled(event_type="Explosions/Remote violence", sub_event_type="Air/drone strike",
                     actor1="Military Forces of Russia (2000-)")  # fmt: skip
        (event,) = only(of_acled(said)).events
        assert (event.actor, event.recipient) == ("RUS", "HTS")

    def test_of_both_vintages(self) -> None:
        newer = acled(event_date="18 February 2020", inter1="State Forces", inter2="Rebel group")
        assert only(of_acled(newer)).events == only(of_acled(acled())).events

    @pytest.mark.parametrize(
        ("precision", "date", "told"),
        [
            ("1", dt.date(2020, 2, 18), Precision.DAY),
            ("2", dt.date(2020, 2, 17), Precision.WEEK),
            ("3", dt.date(2020, 2, 1), Precision.MONTH),
        ],
    )
    def test_dates_as_exactly_as_they_are_known(
        self, precision: str, date: dt.date, told: Precision
    ) -> None:
        event = only(of_acled(acled(time_precision=precision))).events[0]
        assert (event.date, event.date_precision) == (date, told)
        assert event.published == dt.date(2020, 2, 18)

    @pytest.mark.parametrize(
        ("name", "ours"),
        [
            ("Police Forces of Turkey (2016-) Gendarmerie", "TUR"),
            ("Government of Democratic Republic of Congo (2019-)", "COD"),
            ("Islamic State (Syria)", "ISI"),
            ("QSD: Syrian Democratic Forces", "SDF"),
            ("Protesters (Turkey)", None),
            ("Civilians (Turkey)", None),
            ("Unidentified Military Forces", None),
            ("Military Forces of Turkey", None),
            ("Turkey", None),
        ],
    )
    def test_who(self, name: str, ours: str | None) -> None:
        row = only(of_acled(acled(actor1=name)))
        assert {event.actor for event in row.events} == ({ours, "HTS"} if ours else set())

    @pytest.mark.parametrize(
        ("event", "sub_event", "kind"),
        [
            ("Strategic developments", "Agreement", EventType.AGREE),
            ("Strategic developments", "Arrests", EventType.COERCE),
            ("Violence against civilians", "Attack", EventType.ASSAULT),
            ("Riots", "Mob violence", EventType.PROTEST),
        ],
    )
    def test_acts(self, event: str, sub_event: str, kind: EventType) -> None:
        row = only(of_acled(acled(event_type=event, sub_event_type=sub_event)))
        assert {event.event_type for event in row.events} == {kind}

    def test_a_development_is_no_act(self) -> None:
        said = acled(event_type="Strategic developments", sub_event_type="Change to group/activity")
        assert only(of_acled(said)).left == (Left(Reason.ACT, "Change to group/activity"),)

    def test_faults_have_the_lines_where_rows_begin(self) -> None:
        rows = (acled(), acled(event_date="2020-18-02", time_precision="9"), acled(timestamp="x"))
        assert faults_of(of_acled(*rows)) == [
            "line 4: event_date: expected a date such as 2020-02-18, not '2020-18-02'",
            "line 4: time_precision: expected 1, 2 or 3, not '9'",
            "line 6: timestamp: expected digits, not 'x'",
        ]

    def test_a_quotation_mark_left_open(self) -> None:
        text = csv_text(acled()) + '"never closed'
        (fault,) = faults_of(read_acled(io.BytesIO(text.encode())))
        assert fault.startswith("line 4: no CSV from here on:")
