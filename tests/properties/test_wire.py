from __future__ import annotations

import io
import json
import pathlib
import sys
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from stances import wire
from stances.checks import MAX_EVIDENCE, MAX_TEXT
from stances.decode import SCHEMA, Undecodable, lifted
from stances.errors import FileFaults
from stances.events import (
    Correction,
    Erasure,
    EventType,
    Merge,
    Modality,
    Precision,
    Record,
    Retraction,
    Row,
    Ruling,
    Span,
    Status,
    text_sha256,
)
from stances.testing import event, records

SAID = event(
    '2020-02-18 TUR THREATEN SYR "would use force"', article="H1", coder="rules-1", confidence=0.5
)
LINE = wire.dumps(SAID)
CORRECTION = Correction(of="0" * 32, event=SAID, reason="misread")
assert isinstance(SAID.evidence, Span)
RULING = Ruling(of="0" * 32, status=Status.MET, reason="they did")
ERASED = attrs.evolve(SAID, evidence=SAID.evidence.erased())
IMPORTED = event("2020-02-18 TUR AID SYR", evidence=Row(dataset="GDELT", row="1"), source_score=7)

VALIDATOR = Draft202012Validator(
    wire.json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def faults(*lines: str | bytes) -> list[str]:
    with pytest.raises(FileFaults) as caught:
        list(wire.read_jsonl(lines))
    return [str(fault) for fault in caught.value.faults]


def changed(record: Record, **values: object) -> str:
    """The line of a record with other values; those of ``evidence__text`` lie deeper."""
    said = wire.to_dict(record)
    for name, value in values.items():
        *path, key = name.split("__")
        inner = said
        for step in path:
            inner = inner[step]
        inner[key] = value
    return json.dumps(said)


@given(records())
def test_a_line_reads_back(record: Record) -> None:
    line = wire.dumps(record)
    assert line.splitlines() == [line]
    again = wire.loads(line)
    assert again == record
    assert wire.dumps(again) == line
    assert wire.loads(line.encode()) == record


@given(st.lists(records(), max_size=5))
def test_a_file_reads_back(written: list[Record]) -> None:
    file = io.StringIO()
    assert wire.write_jsonl(written, file) == len(written)
    text = file.getvalue()
    assert list(wire.read_jsonl(text.splitlines())) == written
    assert list(wire.read_jsonl(io.StringIO(text))) == written
    assert list(wire.read_jsonl(io.BytesIO(text.encode()))) == written


def test_a_path_is_written_and_read(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "events.jsonl"
    assert wire.write_jsonl([SAID, CORRECTION], path) == 2
    assert list(wire.read_jsonl(path)) == [SAID, CORRECTION]
    assert list(wire.read_jsonl(str(path))) == [SAID, CORRECTION]
    path.write_bytes(b"\xff\n")
    with pytest.raises(FileFaults, match=r"events\.jsonl:1: expected UTF-8, not the byte 0xff"):
        list(wire.read_jsonl(path))


@given(records())
def test_every_line_satisfies_the_schema(record: Record) -> None:
    VALIDATOR.validate(json.loads(wire.dumps(record)))


@given(records(), st.data())
def test_no_other_value_passes_unnoticed(record: Record, data: st.DataObject) -> None:
    said = wire.to_dict(record)
    key = data.draw(st.sampled_from([key for key in said if key not in ("coder", "confidence")]))
    said[key] = data.draw(json_values | st.sampled_from(list(said.values())))
    line = json.dumps(said)
    try:
        again = wire.loads(line)
    except FileFaults:
        assert wire.dumps(record) != line
    else:
        assert again == record


@given(records(), st.data())
def test_what_the_schema_refuses_is_refused(record: Record, data: st.DataObject) -> None:
    said = wire.to_dict(record)
    said[data.draw(st.sampled_from(list(said)))] = data.draw(json_values)
    if not VALIDATOR.is_valid(said):
        assert faults(json.dumps(said))


@given(records(), st.data())
def test_every_key_is_needed_and_no_other(record: Record, data: st.DataObject) -> None:
    said = wire.to_dict(record)
    key = data.draw(st.sampled_from(list(said)))
    without = {name: value for name, value in said.items() if name != key}
    assert any(key in fault for fault in faults(json.dumps(without)))
    assert faults(json.dumps({**said, "mode": 1})) == ["line 1: unknown key 'mode' @ $"]


line_parts = st.sampled_from(
    [LINE, LINE[:40], "{", "}", "[", '"', ":", ",", "null", "NaN", "-1e999", "\\ud800", "\ufeff"]
)


@given(st.lists(st.lists(line_parts | st.text(max_size=5)).map("".join), max_size=4))
def test_any_text_is_records_or_faults(lines: list[str]) -> None:
    try:
        read = list(wire.read_jsonl(lines))
    except FileFaults:
        return
    assert len(read) == sum(bool(line.replace("\ufeff", "").strip()) for line in lines)


@given(st.lists(st.binary() | st.binary().map(LINE.encode().__add__), max_size=4))
def test_any_bytes_are_records_or_faults(lines: list[bytes]) -> None:
    try:
        read = list(wire.read_jsonl(lines))
    except FileFaults as error:
        numbers = {int(fault.where.removeprefix("line ")) for fault in error.faults}
        assert numbers <= set(range(1, len(lines) + 1))
    else:
        assert all(record == SAID for record in read)


def test_a_line_says_everything_in_one_order() -> None:
    start, end = LINE.split(SAID.id)
    assert start == '{"kind":"stance","schema":1,"id":"'
    assert end.replace(text_sha256("would use force"), "HASH") == (
        '","article":"H1","actor":"TUR","event_type":"THREATEN","recipient":"SYR","about":null,'
        '"date":"2020-02-18","date_precision":"day","published":"2020-02-18","publisher":null,'
        '"url":null,"modality":"asserted","speaker":null,"claimed_by":null,"condition":null,'
        '"deadline":null,"evidence":{"start":0,"end":15,"text":"would use force","sha256":"HASH"},'
        '"source_score":null,"coder":"rules-1","confidence":0.5}'
    )
    assert list(wire.to_dict(CORRECTION)) == ["kind", "schema", "id", "of", "event", "reason"]
    merge = Merge(ids=("0" * 32, "f" * 32))
    assert list(wire.to_dict(merge)) == ["kind", "schema", "id", "ids", "reason"]
    retraction = Retraction(of="0" * 32, reason="a drill")
    assert list(wire.to_dict(retraction)) == ["kind", "schema", "id", "of", "reason", "number"]
    erasure = Erasure(of=("0" * 32,), reason="a request")
    assert list(wire.to_dict(erasure)) == ["kind", "schema", "id", "of", "reason"]
    assert list(wire.to_dict(RULING)) == [
        *("kind", "schema", "id", "of", "status", "settled_by", "since", "reason", "author")
    ]
    assert wire.to_dict(ERASED)["id"] == SAID.id
    assert list(wire.to_dict(ERASED)["evidence"]) == ["start", "end", "text_sha256", "sha256"]
    assert wire.to_dict(IMPORTED)["article"] is None
    assert list(wire.to_dict(IMPORTED)["evidence"]) == ["dataset", "version", "row", "url"]


def test_the_schema_has_the_keys_words_and_limits_of_the_records() -> None:
    schema = wire.json_schema()
    Draft202012Validator.check_schema(schema)
    definitions: dict[str, Any] = schema["$defs"]
    examples: list[Record] = [
        SAID,
        Merge(ids=("0" * 32, "f" * 32)),
        CORRECTION,
        Retraction(of="0" * 32, reason="x"),
        Erasure(of=("0" * 32,), reason="x"),
        RULING,
    ]
    for record in examples:
        said = wire.to_dict(record)
        properties = definitions[said["kind"]]["properties"]
        assert list(properties) == list(said)
        assert properties["schema"] == {"const": SCHEMA}
    words = definitions["stance"]["properties"]
    assert words["event_type"]["enum"] == list(EventType)
    assert words["modality"]["enum"] == list(Modality)
    assert words["date_precision"]["enum"] == list(Precision)
    assert definitions["ruling"]["properties"]["status"]["enum"] == list(Status)
    assert definitions["text"]["maxLength"] == MAX_TEXT
    assert definitions["span"]["properties"]["text"]["maxLength"] == MAX_EVIDENCE


def test_every_bad_line_and_every_fault_in_it_is_listed() -> None:
    bad = changed(SAID, date="18.2.2020", actor="tur", evidence__start=-1, speaker=" ", extra=1)
    found = faults(LINE, bad, "", "[]", LINE)
    assert [fault.rpartition(" @ ")[2] for fault in found] == [
        "$.date",
        "$",
        "$.evidence.start",
        "$.actor",
        "$.speaker",
        "$",
    ]
    assert found[0] == "line 2: expected a date such as 2020-02-18, not '18.2.2020' @ $.date"
    assert found[1] == "line 2: unknown key 'extra' @ $"
    assert found[5] == "line 4: expected an object, not [] @ $"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (changed(SAID, kind="event"), "expected stance or merge .*, not 'event' @ $.kind"),
        (changed(SAID, kind=["stance"]), "@ $.kind"),
        (changed(SAID, schema=2), "is schema 2, and this version reads up to 1: upgrade .*schema"),
        (changed(SAID, schema=0), "expected the number of a schema, not 0 @ $.schema"),
        (changed(SAID, schema=True), "not True @ $.schema"),
        (changed(SAID, id="0" * 32), f"expected {SAID.id}, the id of what the record says"),
        (changed(SAID, recipient="RUS"), "the id of what the record says, not"),
        (changed(SAID, event_type="FOO"), "expected one of AGREE, .* not 'FOO' @ $.event_type"),
        (changed(SAID, event_type=[]), "not \\[\\] @ $.event_type"),
        (changed(SAID, date=None), "expected a date .* not None @ $.date"),
        (changed(SAID, date="2020-02-30"), "@ $.date"),
        (changed(SAID, date="20200218"), "@ $.date"),
        (changed(SAID, deadline=20200218), "@ $.deadline"),
        (changed(SAID, article=None), "Span.article is None: .* @ $.article"),
        (changed(SAID, evidence__end=3), "plus the 15 characters quoted @ $.evidence"),
        (changed(SAID, evidence__start=0.0), "a count from 0 @ $.evidence.start"),
        (changed(SAID, evidence__sha256="0"), "64 hexadecimal digits @ $.evidence.sha256"),
        (changed(SAID, evidence__text_sha256="0" * 64), "unknown key 'text' @ $.evidence"),
        (changed(ERASED, evidence__end=0), "more than the start, 0 @ $.evidence"),
        (changed(ERASED, evidence__text_sha256="0" * 64), "the id of what the record says"),
        (changed(Erasure(of=("0" * 32,), reason="x"), of=[]), "at least one event id @ $.of"),
        (changed(RULING, status="won"), "expected one of open, .* not 'won' @ $.status"),
        (changed(RULING, settled_by="ff"), "32 hexadecimal digits @ $.settled_by"),
        (changed(RULING, since="18 Feb"), "expected a date .* @ $.since"),
        (changed(SAID, evidence__row="1"), "unknown key 'row' @ $.evidence"),
        (changed(SAID, evidence="x"), "expected an object, not 'x' @ $.evidence"),
        (changed(IMPORTED, article="H1"), "expected null, .* @ $.article"),
        (changed(IMPORTED, evidence__row=None), "@ $.evidence.row"),
        (changed(IMPORTED, source_score="7"), "a finite float, or None @ $.source_score"),
        (changed(IMPORTED, source_score=10**400), "that a float can hold, .*@ $.source_score"),
        (changed(SAID, confidence=2), "from 0 to 1, or None @ $.confidence"),
        (changed(SAID, speaker="\ud800"), "lone surrogates @ $.speaker"),
        (changed(SAID, speaker="a\0"), "without NUL .*@ $.speaker"),
        (changed(SAID, speaker="a" * 2_001), "at most 2,000 characters @ $.speaker"),
        (changed(CORRECTION, event=None), "of the kind 'stance', not None @ $.event"),
        (changed(CORRECTION, event=wire.to_dict(CORRECTION)), "of the kind 'stance'"),
        (changed(CORRECTION, event__date="x"), "expected a date .*@ $.event.date"),
        (changed(CORRECTION, event__id="x"), "@ $.event.id"),
        (changed(CORRECTION, event__evidence__start=None), "@ $.event.evidence"),
        (changed(CORRECTION, of="x"), "32 hexadecimal digits @ $.of"),
        (changed(Merge(ids=("0" * 32, "f" * 32)), ids=["0" * 32, 1]), "not 1 @ $.ids\\[1\\]"),
        (changed(Merge(ids=("0" * 32, "f" * 32)), ids="0" * 32), "an array of ids"),
        (changed(Merge(ids=("0" * 32, "f" * 32)), ids=2 * ["0" * 32]), "two different"),
        (changed(Retraction(of="0" * 32, reason="x"), number=-1), "from 0 @ $.number"),
        (LINE.replace('"TUR"', "NaN"), "expected JSON: NaN is no number of JSON @ $"),
        (LINE.replace("0.5", "-Infinity"), "-Infinity is no number"),
        (LINE.replace("0.5", "1e999"), "@ $.confidence"),
        (LINE.replace("0.5", "9" * 5_000), "expected JSON"),
        (LINE.replace('"about"', '"actor"'), "the key 'actor' stands twice in one object"),
        (LINE[:-1], "expected JSON: "),
        (LINE + LINE, "expected JSON: Extra data"),
        ("[" * 100_000, "nested too deep @ $"),
        ('{"a":' * 100_000, "nested too deep @ $"),
        (LINE.replace("null", "[" * 900 + "]" * 900, 1), "@ $"),
        (LINE.encode().replace(b"TUR", b"T\xc3R"), "expected UTF-8, not the byte 0xc3 @ $"),
        (LINE.encode("utf-16"), "expected UTF-8, not the byte 0xff @ $"),
        ("\ufeff\ufeff" + LINE, "expected JSON"),
    ],
)
def test_a_fault_says_what_was_expected_and_where(line: str | bytes, expected: str) -> None:
    with pytest.raises(FileFaults, match="line 1: .*" + expected.replace("$", r"\$")):
        wire.loads(line)


def test_values_as_deep_as_they_can_be_read_are_faults() -> None:
    limit = sys.getrecursionlimit()
    for depth in range(limit - 150, limit, 5):
        assert faults(LINE.replace("null", "[" * depth + "]" * depth, 1))


def test_blank_lines_and_one_byte_order_mark_are_passed_over() -> None:
    lines = ["\ufeff" + LINE + "\r\n", "\n", " \t\n", LINE]
    assert list(wire.read_jsonl(lines)) == [SAID, SAID]
    assert list(wire.read_jsonl(line.encode() for line in lines)) == [SAID, SAID]
    assert list(wire.read_jsonl([])) == []
    assert faults(LINE, "\ufeff" + LINE)[0].startswith("line 2: expected JSON")
    with pytest.raises(FileFaults, match="a blank line"):
        wire.loads(" \n")


def test_a_whole_number_is_a_number() -> None:
    assert wire.loads(wire.dumps(IMPORTED).replace("7.0", "7")) == IMPORTED


def test_records_come_until_the_first_bad_line_and_faults_at_the_end() -> None:
    read = wire.read_jsonl([LINE, "{}", LINE, "{"])
    assert next(read) == SAID
    with pytest.raises(FileFaults) as caught:
        next(read)
    assert [fault.where for fault in caught.value.faults] == ["line 2", "line 4"]


def test_a_file_of_something_else_is_not_read_to_its_end() -> None:
    lines = iter(["x"] * 5_000)
    with pytest.raises(FileFaults) as caught:
        list(wire.read_jsonl(lines))
    assert len(caught.value.faults) == wire.MAX_FAULTS + 1
    assert len(list(lines)) == 5_000 - wire.MAX_FAULTS


def test_old_objects_are_lifted_one_schema_after_the_other() -> None:
    def second(value: dict[str, Any]) -> dict[str, Any]:
        return {**value, "seen": [2]}

    def third(value: dict[str, Any]) -> dict[str, Any]:
        return {**value, "seen": [*value["seen"], 3]}

    upcasts = (second, third)
    assert lifted({"schema": 1}, upcasts)["seen"] == [2, 3]
    assert lifted({"schema": 2, "seen": []}, upcasts)["seen"] == [3]
    assert lifted({"schema": 3}, upcasts) == {"schema": 3}
    with pytest.raises(Undecodable):
        lifted({"schema": 4}, upcasts)
