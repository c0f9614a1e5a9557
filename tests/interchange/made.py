"""Rows of data sets, made up, in their columns and spellings; what is not said is as usual."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from stances.errors import FileFaults
from stances.interchange import Reading, Told

DATA = Path(__file__).parent / "data"

GDELT = {
    "id": 0, "day": 1, "actor": 5, "country": 7, "group": 8, "ethnic": 9, "religion": 10,
    "role": 12, "recipient": 15, "to_country": 17, "to_role": 22, "code": 26, "score": 30,
}  # fmt: skip

ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
    "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",
    "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
    "Longitude",
)  # fmt: skip

POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors",
    "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude",
    "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date",
    "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip

ACLED = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip


def gdelt(width: int = 61, *, added: str = "20191024143000", url: str = "", **said: str) -> str:
    """A line of GDELT: Turkey makes a demand of Russia, told of on 24 October 2019."""
    fields = [""] * width
    usual = {
        "id": "881990832", "day": "20191024", "actor": "TUR", "country": "TUR",
        "recipient": "RUS", "to_country": "RUS", "code": "1056", "score": "-5.0",
    } | said  # fmt: skip
    for name, value in usual.items():
        fields[GDELT[name]] = value
    if width == 61:
        fields[59:] = [added, url]
    elif width == 58:
        fields[56:] = [added[:8], url]
    else:
        fields[56] = added[:8]
    return "\t".join(fields)


def icews(**said: str) -> str:
    """A line of ICEWS: Turkey's foreign ministry makes a demand of Russia."""
    usual = dict.fromkeys(ICEWS, "NA") | {
        "Event ID": "32889836", "Event Date": "2018-06-01",
        "Source Name": "Foreign Affairs (Turkey)",
        "Source Sectors": "Executive,Foreign Ministry,Government", "Source Country": "Turkey",
        "Event Text": "Demand de-escalation of military engagement", "CAMEO Code": "1056",
        "Intensity": "-5", "Target Name": "Russia", "Target Country": "Russian Federation",
        "Publisher": "Anadolu Agency",
    }  # fmt: skip
    return "\t".join((usual | _keys(said, ICEWS)).values())


def polecat(**said: str) -> str:
    """A line of POLECAT: Turkey's government makes a request to Russia."""
    usual = dict.fromkeys(POLECAT, "None") | {
        "Event ID": "20200218-17-abc-REQUEST", "Event Date": "2020-02-18", "Event Type": "REQUEST",
        "Intensity": "0", "Actor Name": "Ministry of Foreign Affairs (Turkey)",
        "Actor Country": "TUR", "Primary Actor Sector": "GOV", "Recipient Name": "Russia",
        "Recipient Country": "RUS", "Source": "Anadolu", "Publication Date": "2020-02-19",
        "Version": "NGEC_coder-Vers001-Run-001",
    }  # fmt: skip
    return "\t".join((usual | _keys(said, POLECAT)).values())


def phoenix(**said: str) -> str:
    """A line of Phoenix: Turkey's government makes a demand of Russia."""
    names = (
        "id", "date", "year", "month", "day", "source", "source_root", "source_agent",
        "source_others", "target", "target_root", "target_agent", "target_others", "code", "root",
        "quad", "score", "issues", "lat", "lon", "place", "state", "country", "sentences", "urls",
        "sources",
    )  # fmt: skip
    usual = dict.fromkeys(names, "") | {
        "id": "1234567_v0.4.0", "date": "20160724", "source": "TURGOV", "source_root": "TUR",
        "source_agent": "GOV", "target": "RUS", "target_root": "RUS", "code": "1056", "root": "10",
        "quad": "3", "score": "-5.0", "urls": "http://a.example/1;http://b.example/2",
        "sources": "bbc;nyt",
    }  # fmt: skip
    return "\t".join((usual | said).values())


def acled(**said: str) -> list[str]:
    """A row of ACLED: a battle of Syria's forces with Hayat Tahrir al-Sham."""
    usual = dict.fromkeys(ACLED, "") | {
        "event_id_cnty": "SYR1234", "event_date": "2020-02-18", "year": "2020",
        "time_precision": "1", "event_type": "Battles", "sub_event_type": "Armed clash",
        "actor1": "Military Forces of Syria (2000-2024)", "inter1": "1",
        "actor2": "HTS: Hayat Tahrir al-Sham", "inter2": "2", "source": "SOHR",
        "notes": "A note, made up.\nOf two lines.", "timestamp": "1582156800",
    }  # fmt: skip
    return list((usual | said).values())


def csv_text(*rows: list[str], header: tuple[str, ...] = ACLED) -> str:
    """The rows as a file of CSV with a byte order mark."""
    file = io.StringIO()
    csv.writer(file).writerows([header, *rows])
    return f"\ufeff{file.getvalue()}"


def tab_text(*lines: str, header: tuple[str, ...]) -> str:
    """The lines under a header."""
    return "\n".join(["\t".join(header), *lines, ""])


def only(reading: Reading) -> Told:
    """The one row that there is."""
    (told,) = reading.rows()
    return told


def faults_of(reading: Reading) -> list[str]:
    """What is wrong with each place, in order, going through all of it."""
    got: list[Told] = []
    try:
        got.extend(reading.rows())
    except FileFaults as error:
        return [str(fault) for fault in error.faults]
    raise AssertionError(f"no fault in {got}")


def _keys(said: dict[str, str], columns: tuple[str, ...]) -> dict[str, str]:
    """``Event_Date`` for a column ``Event Date``."""
    named = {name.replace("_", " "): value for name, value in said.items()}
    assert named.keys() <= set(columns), named
    return named
