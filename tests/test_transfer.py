"""Logs as files: whatever way a log takes, it is the same log, or nothing."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import stances.store as store
from stances.errors import FileFaults, LogDamaged
from stances.events import Correction, Merge, Record, Span, StanceEvent
from stances.exported import read_entries
from stances.store import Appended, EventLog
from stances.store.ties import event_of
from stances.testing import record_lists
from stances.transfer import export_log, import_log, without_text
from tests.store.conftest import database as database
from tests.store.conftest import server as server
from tests.store.made import A, B, C, numbered

SECRET = "a sentence that somebody wants gone"


def exported(log: EventLog, **options: Any) -> bytes:
    file = io.StringIO()
    assert export_log(log, file, **options) == log.head
    return file.getvalue().encode("utf-8")


def imported(data: bytes, log: EventLog) -> Appended:
    return import_log(io.BytesIO(data), log)


def memory() -> EventLog:
    return store.open(":memory:")


def filled(records: list[Record], batch: int = 2) -> EventLog:
    log = memory()
    for at in range(0, len(records), batch):
        log.append(records[at : at + batch])
    return log


def faults(data: bytes) -> list[str]:
    """What is wrong in the file, told as importing it tells, which must leave no trace."""
    with memory() as log:
        with pytest.raises(FileFaults) as refused:
            imported(data, log)
        assert log.head == memory().head
    return [str(fault) for fault in refused.value.faults]


@given(record_lists())
def test_an_imported_log_is_the_exported_one(records: list[Record]) -> None:
    with filled(records) as one, memory() as other:
        data = exported(one)
        assert imported(data, other).head == one.head
        assert list(other.entries()) == list(one.entries())
        assert other.verify() == one.head
        assert exported(other) == data
        again = imported(data, other)
        assert (again.added, again.known, again.head) == (0, one.head.position, one.head)


@given(record_lists())
def test_without_texts_it_has_the_same_hashes(records: list[Record]) -> None:
    with filled(records) as one, memory() as other:
        data = exported(one, text=False)
        assert imported(data, other).head == other.verify() == one.head
        quoting = filter(None, map(event_of, other.records()))
        assert not [event for event in quoting if isinstance(event.evidence, Span)]
        assert [r.id for r in other.records()] == [r.id for r in one.records()]
        assert exported(one, text=False) == data
        assert [without_text(r) for r in one.records()] == list(other.records())


@given(record_lists(), record_lists())
def test_merging_is_the_union_and_can_be_done_again(
    ours: list[Record], theirs: list[Record]
) -> None:
    with filled(ours) as one, filled(theirs) as other, filled([*ours, *theirs]) as both:
        before = [(entry.position, entry.recorded_at, entry.hash) for entry in one.entries()]
        data = exported(other)
        merged = imported(data, one)
        after = [(entry.position, entry.recorded_at, entry.hash) for entry in one.entries()]
        if before:  # what theirs erases is blank in ours too, and hashes as before
            assert after[: len(before)] == before
        assert [r.id for r in one.records()] == [r.id for r in both.records()]
        assert [r.id for r in one.view().reports] == [r.id for r in both.view().reports]
        assert one.verify() == merged.head
        assert imported(data, one).added == 0


def test_times_are_kept_in_an_empty_log_and_given_in_another() -> None:
    with filled([A, B], batch=1) as one, filled([C]) as other:
        data = exported(one)
        (own,) = other.entries()
        imported(data, other)
        first, second, third = other.entries()
        assert first == own
        assert [second.record, third.record] == [A, B]
        assert second.recorded_at == third.recorded_at >= own.recorded_at


def test_texts_erased_here_or_there_are_erased() -> None:
    event = attrs.evolve(
        A,
        evidence=Span(article="x", sha256="0" * 64, start=0, end=len(SECRET), text=SECRET),
    )
    with filled([event, B]) as one, filled([event, C]) as other:
        before = exported(one)
        one.erase([event.id], reason="a person's request")
        assert SECRET.encode() not in exported(one)
        imported(exported(one), other)
        assert SECRET.encode() not in exported(other)
        imported(before, one)
        imported(before, other)
        for log in (one, other):
            assert SECRET.encode() not in exported(log)
            assert isinstance(next(iter(log.records())), StanceEvent)
            log.verify()


@pytest.fixture(scope="module")
def data() -> bytes:
    merge = Merge(ids=(A.id, B.id), reason="one act")
    correction = Correction(of=C.id, event=attrs.evolve(C, speaker="é\u2028x"), reason="misread")
    with filled([A, B, C, merge, correction, *numbered(5)]) as log:
        return exported(log)


@given(st.data())
def test_any_altered_byte_is_told_by_its_line(data: bytes, draws: st.DataObject) -> None:
    place = draws.draw(st.integers(0, len(data) - 1))
    byte = draws.draw(st.integers(0, 255).filter(lambda byte: byte != data[place]))
    altered = data[:place] + bytes([byte]) + data[place + 1 :]
    line = data.count(b"\n", 0, place) + 1
    if _means_the_same(altered, data):
        return
    told = faults(altered)
    ends = {line, line + 1, data.count(b"\n")}
    assert {int(fault.split(":")[0].removeprefix("line ")) for fault in told} & ends


def _means_the_same(one: bytes, other: bytes) -> bool:
    try:
        return [json.loads(line) for line in one.splitlines()] == [
            json.loads(line) for line in other.splitlines()
        ]
    except ValueError:
        return False


@given(st.data())
def test_a_file_that_was_cut_off_is_refused(data: bytes, draws: st.DataObject) -> None:
    length = draws.draw(st.integers(0, len(data) - 2))
    assert faults(data[:length])


def changed(data: bytes, line: int, change: Callable[[dict[str, Any]], object]) -> bytes:
    lines = data.splitlines()
    value = json.loads(lines[line - 1])
    change(value)
    lines[line - 1] = json.dumps(value).encode()
    return b"\n".join(lines) + b"\n"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda entry: entry["record"].update(confidence=0.5), "$.hash"),
        (lambda entry: entry["record"].update(actor="RUS"), "$.record.id"),
        (lambda entry: entry.update(position=7), "expected position 3, not 7"),
        (lambda entry: entry.update(position=True), "expected a position from 1, not True"),
        (lambda entry: entry.update(recorded_at="2020-01-01T00:00:00.000000+00:00"), "line above"),
        (lambda entry: entry.update(recorded_at="2020-01-01"), "expected a time such as"),
        (lambda entry: entry.update(recorded_at=5), "expected a time such as"),
        (lambda entry: entry.update(hash="A" * 64), "expected 64 hexadecimal digits"),
        (lambda entry: entry.update(more=1), "keys position, recorded_at, hash, record"),
        (lambda entry: entry["record"].update(schema=99), "upgrade stances"),
    ],
)
def test_what_is_wrong_with_an_entry_is_told(
    data: bytes, change: Callable[[dict[str, Any]], object], told: str
) -> None:
    first, *_ = faults(changed(data, 4, change))
    assert first.startswith("line 4: ")
    assert told in first


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda head: head.update(version=2), "newer version of stances, in version 2"),
        (lambda head: head.update(version="1"), "number of a version"),
        (lambda head: head.update(format="log"), "first line of an exported log"),
        (lambda head: head.update(more=1), "keys format, version and head"),
        (lambda head: head.update(head=[1]), "keys format, version and head"),
        (lambda head: head.update(head={}), "keys position and hash"),
        (lambda head: head["head"].update(position=-1), "position from 0"),
        (lambda head: head["head"].update(hash=""), "64 hexadecimal digits"),
    ],
)
def test_a_wrong_first_line_ends_it(
    data: bytes, change: Callable[[dict[str, Any]], object], told: str
) -> None:
    (only,) = faults(changed(data, 1, change))
    assert only.startswith("line 1: ")
    assert told in only


def test_every_bad_line_is_listed(data: bytes) -> None:
    def rename(entry: dict[str, Any]) -> None:
        entry["record"]["coder"] = "somebody"

    lines = changed(changed(data, 3, rename), 5, rename).splitlines()
    lines[8] = b"{"
    told = faults(b"\n".join([*lines[:-1], b""]))
    assert [fault.split(":")[0] for fault in told] == ["line 3", "line 5", "line 9", "line 10"]
    assert "cut or altered" in told[-1]


def test_plain_records_and_empty_files_are_no_exported_logs(tmp_path: Path) -> None:
    assert "line 1: is empty" in faults(b"")[0]
    assert "first line of an exported log" in faults(b'{"kind":"stance"}\n')[0]
    assert "longer than" in faults(exported(memory()) + b"x" * (2**26 + 1))[0]


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    with filled([A, B]) as log:
        head = export_log(log, file)
        assert import_log(file, log).head == head
        whole = file.read_bytes()
        assert whole == exported(log)

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        log.append(numbered(1_000))
        with pytest.raises(OSError, match=r"No space left on device: '.*log\.jsonl'"):
            export_log(log, file, progress=full)
    assert file.read_bytes() == whole
    assert list(tmp_path.iterdir()) == [file]


def test_progress_is_told() -> None:
    told: list[int] = []
    with filled(list(numbered(2_500)), batch=2_500) as log:
        data = exported(log, progress=told.append)
        import_log(io.BytesIO(data), log, progress=told.append)
    assert told == [1_000, 2_000, 1_000, 2_000]


def test_a_damaged_log_is_not_exported(tmp_path: Path) -> None:
    place = tmp_path / "log.db"
    with store.open(place) as log:
        log.append([A, B, C])
    data = place.read_bytes()
    place.write_bytes(data.replace(B.actor.encode() + b"ACCUSE", b"RUSACCUSE", 2))
    assert place.read_bytes() != data
    with store.open(place, read_only=True) as log, pytest.raises(LogDamaged):
        export_log(log, tmp_path / "log.jsonl")
    assert not (tmp_path / "log.jsonl").exists()


def test_a_file_is_read_line_by_line(data: bytes) -> None:
    lines = data.splitlines()
    read: list[int] = []

    def endless() -> Iterator[bytes]:
        for number, line in enumerate(itertools.chain(lines, itertools.repeat(b"{")), start=1):
            read.append(number)
            yield line

    entries = read_entries(endless(), "line ")
    assert [entry.position for entry in itertools.islice(entries, 5)] == [1, 2, 3, 4, 5]
    assert len(read) == 6
    with pytest.raises(FileFaults, match="line 1011: not read further"):
        list(entries)


@pytest.mark.server
def test_there_and_back_again_is_the_same_log(database: str, tmp_path: Path) -> None:
    there, back = tmp_path / "there.jsonl", tmp_path / "back.jsonl"
    with (
        store.open(tmp_path / "one.db") as one,
        store.open(database) as other,
        store.open(tmp_path / "again.db") as again,
    ):
        for event in itertools.chain([A, B], numbered(50)):
            one.append([event])
        one.erase([A.id], reason="a person's request")
        import_log_from(one, there, other)
        import_log_from(other, back, again)
        assert one.head == other.head == again.head == again.verify()
        assert there.read_bytes() == back.read_bytes()
        assert list(one.entries()) == list(again.entries())


def import_log_from(log: EventLog, file: Path, other: EventLog) -> None:
    export_log(log, file)
    import_log(file, other)
