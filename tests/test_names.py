from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.names import GRACE_DAYS, Alias, AliasKind, fold, words


@given(st.text(), st.text())
def test_folding_twice_is_folding_once_and_joins_no_words(one: str, other: str) -> None:
    assert fold(fold(one)) == fold(one)
    assert words(fold(one)) == words(one)
    assert words(f"{one} {other}") == (*words(one), *words(other))


@given(st.text(st.characters(codec="ascii")))
def test_letter_case_changes_no_words(text: str) -> None:
    assert words(text.upper()) == words(text) == words(text.lower())


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Mevlüt Çavuşoğlu", "mevlut cavusoglu"),
        ("Ankara’nın Kılıç", "ankara'nin kilic"),
        ("İSTANBUL", "istanbul"),
        ("Støre, Wałęsa, Đukanović", "store, walesa, dukanovic"),
        ("Əliyev", "aliyev"),
        ("Weißrußland", "weissrussland"),
        ("N`Djamena", "n'djamena"),
    ],
)
def test_folding_writes_names_as_english_newsrooms_do(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_words_are_runs_of_letters_and_digits() -> None:
    assert words("U.S.") == ("u", "s")
    assert words("People's al-Assad M23") == ("people", "s", "al", "assad", "m23")
    assert words(" … ") == ()


@pytest.mark.parametrize(
    ("text", "written", "fits"),
    [
        ("US", "US", True),
        ("US", "U.S.", True),
        ("US", "us", False),
        ("US", "Us", False),
        ("IS", "Is", False),
        ("Polish", "Polish", True),
        ("Polish", "POLISH", True),
        ("Polish", "polish", False),
        ("Kim Jong-un", "Kim Jong Un", True),
        ("Çavuşoğlu", "Cavusoglu", True),
    ],
)
def test_an_exact_alias_has_its_capitals(text: str, written: str, fits: bool) -> None:
    alias = Alias(code="XX", text=text, kind=AliasKind.NAME, exact=True)
    assert alias.fits(written) is fits
    assert Alias(code="XX", text=text, kind=AliasKind.NAME).fits(written)


@given(st.dates(), st.dates(), st.dates())
def test_an_alias_holds_from_first_to_last_day_and_a_grace(
    one: dt.date, other: dt.date, on: dt.date
) -> None:
    since, until = min(one, other), max(one, other)
    alias = Alias(code="XX", text="X", kind=AliasKind.NAME, since=since, until=until)
    outside = max((since - on).days, (on - until).days, 0)
    assert alias.holds(on, grace=0) is (outside == 0)
    assert alias.holds(on) is (outside <= GRACE_DAYS)
    assert Alias(code="XX", text="X", kind=AliasKind.NAME).holds(on)
