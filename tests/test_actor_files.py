from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.actors import Actors, AliasKind
from stances.errors import Fault, FileFaults

IDLIB = dt.date(2020, 2, 18)


class Read(Protocol):
    def __call__(self, *lines: object, onto: Actors | None = None) -> Actors: ...


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def load(*lines: object, onto: Actors | None = None) -> Actors:
        return Actors.load(write(tmp_path / "actors.jsonl", *lines), onto=onto)

    return load


def test_a_user_adds_actors_and_names_to_the_known_ones(read: Read) -> None:
    known = Actors.default()
    both = read(
        {"note": "ours"},
        {"actor": "KIRA", "name": "Kira Front", "kind": "armed group", "part_of": ["SDF"]},
        {"actor": "TUR", "names": ["Anatolia"], "dated": {"Anatolia": "2001/2002-02"}},
        {"person": "Ida Ames", "actor": "KIRA", "also": ["Ames"], "offices": ["leader 2019/.."]},
        {
            "person": "Joe Erdogan",
            "actor": "KIRA",
            "also": ["Erdogan"],
            "offices": ["aide 2019/.."],
        },
        onto=known,
    )
    assert both.find("Ames", on=IDLIB) == both["KIRA"]
    assert both.roll_up("KIRA") == ("SDF",)
    assert both.find("Anatolia", on=dt.date(2002, 2, 28)).code == "TUR"
    assert both.find("Turkey").code == "TUR"
    assert both.find("Erdogan", on=IDLIB).code == "KIRA", "what is added stands alone"
    assert known.find("Erdogan", on=IDLIB).code == "TUR", "and changes nothing elsewhere"


def test_of_two_tables_the_later_wins(read: Read) -> None:
    one = read({"actor": "XX", "name": "Old", "kind": "state", "names": ["Shared", "Mine"]})
    two = read(
        {"actor": "XX", "name": "New", "kind": "movement"},
        {"actor": "YY", "name": "Shared", "kind": "state"},
    )
    assert (one | two)["XX"].name == "New"
    assert (one | two).find("Shared").code == "YY"
    assert (one | two).find("Mine").code == "XX"
    assert (two | one)["XX"].name == "Old"
    assert (two | one).find("Shared").code == "XX"


def test_marks_of_a_line_are_those_of_its_aliases(read: Read) -> None:
    table = read(
        {
            "actor": "XX",
            "name": "Chad Front",
            "kind": "armed group",
            "during": "1990/2000",
            "names": ["CF", "Front"],
            "adjectives": ["Frontist"],
            "seats": ["Front House"],
            "exact": ["Front"],
            "ambiguous": ["Front"],
            "dated": {"CF": "1995/.."},
        },
        {
            "person": "Ida May",
            "actor": "XX",
            "also": ["Ida M."],
            "after_title": ["May"],
            "offices": ["leader 1990/.."],
        },
    )
    aliases = {alias.text: alias for group in table.aliases.values() for alias in group}
    assert {text for text, alias in aliases.items() if not alias.exact} == {
        "Chad Front",
        "Frontist",
    }
    assert {text for text, alias in aliases.items() if alias.ambiguous} == {"Front"}
    assert {text for text, alias in aliases.items() if alias.title_needed} == {"May"}
    assert {alias.person for alias in aliases.values()} == {"Ida May", None}
    assert aliases["Frontist"].kind is AliasKind.ADJECTIVE
    assert aliases["Front House"].kind is AliasKind.SEAT
    assert (aliases["Front"].since, aliases["Front"].until) == (
        table["XX"].since,
        table["XX"].until,
    )
    assert (aliases["CF"].since, aliases["CF"].until) == (dt.date(1995, 1, 1), None)


BAD = {
    "[1]": "expected a JSON object",
    "{": "is no JSON",
    '{"actor": "X"}': "expected an upper-case code",
    '{"name": "X"}': "actor is missing",
    '{"actor": "XX", "name": "X"}': "a name goes with a kind",
    '{"actor": "XX", "name": "X", "kind": "planet"}': "expected one of state",
    '{"actor": "XX", "name": "X", "kind": "state", "colour": 1}': "'colour' is no field",
    '{"actor": "XX", "name": "X", "kind": "state", "names": "X"}': "expected a list",
    '{"actor": "XX", "name": "X", "kind": "state", "names": [7]}': "expected text, not 7",
    '{"actor": "XX", "name": "X", "kind": "state", "names": ["…"]}': "a letter or digit",
    '{"actor": "XX", "name": "X", "kind": "state", "exact": ["Y"]}': "no alias of this line: Y",
    '{"actor": "XX", "name": "X", "kind": "state", "dated": []}': "an object of alias and dates",
    '{"actor": "XX", "name": "X", "kind": "state", "during": "2001"}': "expected dates such as",
    '{"actor": "XX", "name": "X", "kind": "state", "during": "2001/2000"}': "ends before",
    '{"actor": "XX", "name": "X", "kind": "state", "during": "2001-13/.."}': "is no date",
    '{"actor": "XX", "name": "X", "kind": "state", "during": "0000/.."}': "is no date",
    '{"person": "A B", "actor": "TUR"}': "offices is missing",
    '{"person": "A B", "actor": "TUR", "offices": []}': "at least one office",
    '{"person": "A B", "actor": "TUR", "offices": ["2001/.."]}': "an office and its dates",
    '{"person": "A\\u0000B", "actor": "TUR", "offices": ["x 2001/.."]}': "control characters",
    '{"person": "A\\ud800B", "actor": "TUR", "offices": ["x 2001/.."]}': "control characters",
    '{"person": "A B", "actor": "QQQ", "offices": ["x 2001/.."]}': "no line defines the actor QQQ",
    '{"note": 1}': "note: expected text",
}


def test_every_bad_line_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    good = '{"actor": "OK", "name": "Fine", "kind": "state"}'
    one, other, absent = tmp_path / "1.jsonl", tmp_path / "2.jsonl", tmp_path / "absent.jsonl"
    one.write_text("\n".join([good, "", *BAD]), encoding="utf-8")
    other.write_text(f"{good}\n", encoding="utf-8")
    with pytest.raises(FileFaults) as caught:
        Actors.load(one, other, absent, onto=Actors.default())
    told = {fault.where: fault.problem for fault in caught.value.faults}
    for number, expected in enumerate(BAD.values(), 3):
        assert expected in told[f"{one}:{number}"]
    assert "OK is defined a second time" in told[f"{other}:1"]
    assert "cannot be read" in told[str(absent)]
    assert len(told) == len(BAD) + 2


def faults_of(*paths: Path) -> tuple[Fault, ...]:
    try:
        Actors.load(*paths)
    except FileFaults as error:
        return error.faults
    return ()


def test_every_fault_of_a_line_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"actor": "x", "kind": "planet", "colour": 1, "names": 5})
    assert [fault.where for fault in faults_of(path)] == [f"{path}:1"] * 4


FIELDS = st.sampled_from(
    ["note", "person", "actor", "name", "kind", "names", "exact", "dated", "during", "offices"]
)
JSON = st.recursive(
    st.none() | st.integers() | st.text() | st.sampled_from(["XX", "state", "1990/..", "x ../.."]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.lists(st.dictionaries(FIELDS, JSON)).map(lambda lines: "\n".join(map(json.dumps, lines))))
def test_any_lines_are_read_or_refused_by_line(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_text(text, encoding="utf-8")
    lines = len(text.split("\n"))
    assert {fault.where for fault in faults_of(path)} <= {f"{path}:{n + 1}" for n in range(lines)}


@given(st.binary(max_size=100))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_bytes(raw)
    assert all(fault.where.startswith(str(path)) for fault in faults_of(path))


def test_touching_offices_are_one_span(read: Read) -> None:
    offices = ["minister 2001/2002", "leader 2003-01/..", "aide 1990/1991-06"]
    table = read(
        {"actor": "XX", "name": "X", "kind": "state"},
        {"person": "Ida Ames", "actor": "XX", "offices": offices},
    )
    spans = [(alias.since, alias.until) for alias in table.aliases[("ida", "ames")]]
    assert spans == [
        (dt.date(1990, 1, 1), dt.date(1991, 6, 30)),
        (dt.date(2001, 1, 1), None),
    ]
