"""How files are opened and read, whatever stands in them."""

from __future__ import annotations

import gzip
import io
import itertools
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any, cast

import pytest

from stances.errors import FileFaults
from stances.interchange import read_gdelt, read_icews
from stances.interchange.files import LONGEST, MAX_FAULTS
from tests.interchange.made import ICEWS, faults_of, gdelt, icews, only, tab_text


def test_plain_zipped_gzipped_with_a_mark_and_with_carriage_returns(tmp_path: Path) -> None:
    line = f"{gdelt()}\n"
    plain, zipped, packed, marked = (tmp_path / n for n in ("a.csv", "a.zip", "a.gz", "b.csv"))
    plain.write_text(line)
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.mkdir("in")
        archive.writestr("in/a.export.CSV", line)
    packed.write_bytes(gzip.compress(line.encode()))
    marked.write_bytes(b"\xef\xbb\xbf" + line.replace("\n", "\r\n").encode())
    (expected,) = read_gdelt(plain)
    for path in (zipped, packed, marked):
        assert list(read_gdelt(path)) == [expected]
    assert len(list(read_gdelt(plain, zipped, packed, str(marked)))) == 4


def test_a_header_behind_a_mark() -> None:
    text = "\ufeff" + tab_text(icews(), header=ICEWS)
    assert only(read_icews(io.BytesIO(text.encode()))).events


def test_a_reading_is_read_anew(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(gdelt())
    reading = read_gdelt(tmp_path / "a.csv")
    assert list(reading) == list(reading) != []


def test_faults_name_file_member_and_line(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x.CSV", f"{gdelt()}\nbad\n")
    (tmp_path / "b.csv").write_text("bad")
    faults = faults_of(read_gdelt(tmp_path / "a.zip", tmp_path / "b.csv"))
    assert [fault.partition(": ")[0] for fault in faults] == [
        f"{tmp_path}/a.zip/x.CSV:2",
        f"{tmp_path}/b.csv:1",
    ]


def test_once_a_line_is_bad_no_more_events_come() -> None:
    text = "\n".join([gdelt(id="1"), "bad", gdelt(id="2")])
    rows = read_gdelt(io.BytesIO(text.encode())).rows()
    assert next(rows).row == "1"
    with pytest.raises(FileFaults):
        next(rows)


def test_a_thousand_bad_lines_are_enough() -> None:
    faults = faults_of(read_gdelt(io.BytesIO(b"bad\n" * (MAX_FAULTS + 10))))
    assert len(faults) == MAX_FAULTS + 1
    assert faults[-1] == f"line {MAX_FAULTS}: that many bad lines: not read further"


def test_bytes_of_another_encoding_are_faults_of_their_lines() -> None:
    raw = gdelt(url="http://a.example/café").encode("latin-1")
    (fault,) = faults_of(read_gdelt(io.BytesIO(b"\n" + raw)))
    assert fault.startswith("line 2: expected utf-8, not the byte 0xe9")


def test_a_line_without_end_is_not_held_in_memory() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            buffer[:] = b"x" * len(buffer)
            return len(buffer)

    (fault,) = faults_of(read_gdelt(io.BufferedReader(cast("Any", Endless()))))
    assert fault == f"line 1: is longer than {LONGEST:,} bytes; not read further"


@pytest.mark.parametrize("name", ["a.zip", "a.gz"])
def test_a_damaged_archive_is_a_fault(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    content = "".join(f"{gdelt(id=str(number))}\n" for number in range(2_000))
    if name == "a.zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("x.CSV", content)
        raw = bytearray(path.read_bytes())
        raw[200:400] = bytes(200)
    else:
        raw = bytearray(gzip.compress(content.encode()))[:-30]
    path.write_bytes(raw)
    assert any("the file is damaged here" in fault for fault in faults_of(read_gdelt(path)))


def test_a_locked_archive_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.CSV", gdelt())
    raw = bytearray(path.read_bytes())
    for at in (6, raw.index(b"PK\x01\x02") + 8):
        raw[at] |= 1
    path.write_bytes(raw)
    (fault,) = faults_of(read_gdelt(path))
    assert "cannot be unpacked" in fault


def test_memory_does_not_grow_with_the_file() -> None:
    class Rows(io.RawIOBase):
        """So many lines, made as they are asked for."""

        def __init__(self, count: int) -> None:
            lines = (f"{gdelt(id=str(n), url=f'http://a.b/{n % 50}')}\n" for n in range(count))
            self._chunks = (line.encode() for line in lines)
            self._left = b""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            taken = self._left or b"".join(itertools.islice(self._chunks, 20))
            size = min(len(buffer), len(taken))
            buffer[:size], self._left = taken[:size], taken[size:]
            return size

    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            source = io.BufferedReader(cast("Any", Rows(count)))
            assert sum(1 for _ in read_gdelt(source).rows()) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    full = peak(24_000)  # tables of what is remembered of single values have their size by now
    assert peak(48_000) < full + 500_000


def test_progress_is_told_every_thousand_rows() -> None:
    told: list[int] = []
    text = f"{gdelt()}\n" * 2_500
    list(read_gdelt(io.BytesIO(text.encode()), progress=told.append))
    assert told == [1_000, 2_000]
