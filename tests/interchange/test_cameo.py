"""CAMEO's codes: what they are as event types, and whom they mean."""

from __future__ import annotations

import pytest

from stances.actors import Actors
from stances.events import EventType
from stances.interchange import cameo
from stances.interchange.parties import Parties
from tests.interchange.made import DATA

PAIRS = [
    line.split()
    for line in (DATA / "cameo_plover.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def test_every_code_is_what_plovers_own_table_says() -> None:
    assert len(PAIRS) == 256
    assert [(code, cameo.act(code)) for code, _ in PAIRS] == [
        (code, EventType(name)) for code, name in PAIRS
    ]


@pytest.mark.parametrize("code", ["010", "0256", "02"])
def test_statements_and_appeals_are_no_event(code: str) -> None:
    assert cameo.act(code) is None


@pytest.mark.parametrize("code", ["43", "1", "", "00", "21", "abc", "04300", "٠٤٣", " 043"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="expected a code of CAMEO"):
        cameo.act(code)


def test_every_actor_of_the_tables_is_one_of_ours() -> None:
    actors = Actors.default()
    said = cameo.table("cameo")
    assert {*said["states"].values(), *said["groups"].values()} <= set(actors)
    for name in ("icews", "acled"):
        assert set(cameo.table(name)["countries"].values()) <= set(actors)


@pytest.mark.parametrize(
    ("code", "country", "role", "others", "ours"),
    [
        ("TUR", "TUR", "", (), "TUR"),
        ("TURGOV", "TUR", "GOV", (), "TUR"),
        ("ROM", "ROM", "", (), "ROU"),
        ("USACVL", "USA", "CVL", (), None),
        ("MNCUSA", "USA", "MNC", (), None),
        ("JPNELIGOV", "JPN", "ELI", (), None),
        ("GOV", "", "GOV", (), None),
        ("EUR", "EUR", "", (), None),
        ("AFR", "AFR", "", (), None),
        ("IGOEUREEC", "EUR", "IGO", (), "EUU"),
        ("IGOUNODEVWBK", "", "IGO", (), "WBK"),
        ("PSEREBHMS", "PSE", "REB", (), "HAM"),
        ("IRC", "", "NGO", (), "CRC"),
        ("kur", "", "", ("kur",), None),
        ("IRQkur", "IRQ", "", ("kur",), None),
        ("ISRJEW", "ISR", "", ("", "JEW"), None),
        ("ASA", "ASA", "", (), None),
        ("SIN", "", "", (), None),
    ],
)
def test_actors_are_looked_up_and_never_guessed(
    code: str, country: str, role: str, others: tuple[str, ...], ours: str | None
) -> None:
    assert Parties().of_cameo(code, country, role, *others) == ours


def test_a_users_own_code_comes_first() -> None:
    parties = Parties.of(None, {"TURGOV": "KRG"})
    assert parties.of_cameo("TURGOV", "TUR", "GOV") == "KRG"
