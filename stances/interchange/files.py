"""Files of other people's data, line by line: plain, zipped or gzipped, with or without a mark.

Everything is read bit by bit, and every bad line is told of at once, by its number. A line is
what ends in a line feed; a carriage return before it does not count.
"""

from __future__ import annotations

import codecs
import functools
import gzip
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, TypeAlias, cast

from stances.errors import Fault, FileFaults, InvalidRecord
from stances.interchange.told import Progress, Told

Source: TypeAlias = str | os.PathLike[str] | IO[bytes]
"""A path, or a file opened in binary mode."""

Line: TypeAlias = tuple[int, str]
ReadLines: TypeAlias = Callable[[Iterator[Line], "Faults"], Iterator[Told]]
"""Makes the rows of one file of its numbered lines, and says which of them are bad."""

MAX_FAULTS = 1_000
"""A file with so many bad lines is no file of its kind, and is not read further."""

LONGEST = 2**20
"""Bytes of a line that is read; the longest rows that we know have a hundredth of that."""

_TELL_EVERY = 1_000
BROKEN = (zipfile.BadZipFile, zlib.error, gzip.BadGzipFile, EOFError)
"""What packed files that are damaged raise."""


Check: TypeAlias = tuple[str, Callable[[str], object], str]
"""A column's name, what reads it strictly, and what stands there."""


class BadRow(Exception):
    """All that is wrong with a row."""

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems


class Faults:
    """The faults of all files so far; true once there is one."""

    def __init__(self) -> None:
        self._found: list[Fault] = []
        self._bad_lines = 0
        self.where = ""

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, number: int, *problems: str) -> None:
        """A bad line of the file that is being read.

        Raises:
            FileFaults: it is the thousandth.

        """
        place = f"{self.where}{number}"
        self._found += (Fault(place, problem) for problem in problems)
        self._bad_lines += 1
        if self._bad_lines == MAX_FAULTS:
            self._found.append(Fault(place, "that many bad lines: not read further"))
            raise FileFaults(self._found)

    def raise_any(self) -> None:
        """Raise all of them, if there are any."""
        if self._found:
            raise FileFaults(self._found)


def read_files(
    sources: Iterable[Source], read_lines: ReadLines, encoding: str, progress: Progress
) -> Iterator[Told]:
    """The rows of all files, one by one, until a line is bad.

    Raises:
        FileFaults: after everything was looked through, with every bad line.

    """
    faults = Faults()
    count = 0
    for where, file in _opened(sources, faults):
        faults.where = where
        for told in read_lines(_decoded(file, encoding, faults), faults):
            count += 1
            if progress is not None and count % _TELL_EVERY == 0:
                progress(count)
            if not faults:
                yield told
    faults.raise_any()


def each_line(read: Callable[[str], Told]) -> ReadLines:
    """What makes a row of every line that is not blank."""

    def read_lines(lines: Iterator[Line], faults: Faults) -> Iterator[Told]:
        for number, line in lines:
            try:
                if line and not line.isspace():
                    yield read(line)
            except BadRow as bad:
                faults.add(number, *bad.problems)
            except InvalidRecord as error:
                faults.add(number, str(error))

    return read_lines


def problems_of(*checks: Check) -> list[str]:
    """What is wrong with the values."""
    problems = []
    for column, read, value in checks:
        try:
            read(value)
        except ValueError as error:
            problems.append(f"{column}: {error}")
    return problems


def _opened(sources: Iterable[Source], faults: Faults) -> Iterator[tuple[str, IO[bytes]]]:
    for source in sources:
        if not isinstance(source, (str, os.PathLike)):
            yield "line ", source
            continue
        path = os.fspath(source)
        if zipfile.is_zipfile(path):
            yield from _unzipped(path, faults)
        elif path.endswith(".gz"):
            with gzip.open(path) as unpacked:
                yield f"{path}:", cast("IO[bytes]", unpacked)
        else:
            with open(path, "rb") as file:
                yield f"{path}:", file


def _unzipped(path: str, faults: Faults) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.is_dir():
                continue
            where = f"{path}/{member.filename}:"
            try:
                file = archive.open(member)
            except (*BROKEN, RuntimeError, NotImplementedError) as error:
                faults.where = where
                faults.add(1, f"cannot be unpacked: {error}")
                continue
            with file:
                yield where, file


def _decoded(file: IO[bytes], encoding: str, faults: Faults) -> Iterator[Line]:
    read = functools.partial(file.readline, LONGEST + 1)
    number = 0
    try:
        for number, raw in enumerate(iter(read, b""), start=1):
            if len(raw) > LONGEST:
                faults.add(number, f"is longer than {LONGEST:,} bytes; not read further")
                return
            if number == 1:
                raw = raw.removeprefix(codecs.BOM_UTF8)
            try:
                line = raw.decode(encoding)
            except UnicodeDecodeError as error:
                byte = error.object[error.start]
                faults.add(number, f"expected {encoding}, not the byte 0x{byte:02x}: say which"
                           " encoding it is, such as latin-1")  # fmt: skip
                continue
            yield number, line.rstrip("\r\n")
    except BROKEN as error:
        faults.add(number + 1, f"the file is damaged here: {error}")
