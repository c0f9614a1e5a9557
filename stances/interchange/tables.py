"""Tables with a header: tab-separated or CSV, their columns found by name."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs

from stances.errors import InvalidRecord
from stances.interchange.files import BadRow, Faults, Line, ReadLines
from stances.interchange.told import Told

Fields: TypeAlias = Mapping[str, str]
"""The fields of a row by their column; what is not there is empty."""

_Numbered: TypeAlias = Iterator[tuple[int, list[str]]]


@attrs.frozen(kw_only=True)
class Header:
    """Which columns must be there, other names that some vintages have, and words for nothing.

    Columns beside these are passed over, and so is the order: vintages add and move some.
    """

    columns: tuple[str, ...]
    also: Mapping[str, str] = attrs.field(factory=dict)
    nothing: Collection[str] = ()

    def names(self, said: Sequence[str]) -> list[str]:
        """The names that the fields of a row have.

        Raises:
            BadRow: a column is missing or stands there twice.

        """
        names = [self.also.get(name.strip(), name.strip()) for name in _trimmed(said, 0)]
        missing = [name for name in self.columns if name not in names]
        twice = sorted({name for name in names if name and names.count(name) > 1})
        problems = [
            *([f"the header lacks {', '.join(missing)}"] if missing else []),
            *([f"the header has twice {', '.join(twice)}"] if twice else []),
        ]
        if problems:
            raise BadRow(*problems)
        return names

    def fields(self, names: Sequence[str], said: Sequence[str]) -> Fields:
        """The fields by name; of quotation marks around one, and of blanks, nothing is left.

        Raises:
            BadRow: there are more or fewer than the header has.

        """
        whole = _trimmed(said, len(names))
        if len(whole) != len(names):
            raise BadRow(f"expected {len(names)} columns as in the header, not {len(whole)}")
        return dict(zip(names, map(self._plain, whole), strict=True))

    def _plain(self, field: str) -> str:
        text = field.strip()
        if len(text) > 1 and text[0] == text[-1] == '"':
            text = text[1:-1].replace('""', '"').strip()
        return "" if text in self.nothing else text


def tabbed(header: Header, read: Callable[[Fields], Told]) -> ReadLines:
    """What reads a tab-separated table; a quotation mark is a letter like others."""

    def read_lines(lines: Iterator[Line], faults: Faults) -> Iterator[Told]:
        rows = ((number, line.split("\t")) for number, line in lines if line.strip())
        return _read(rows, header, read, faults)

    return read_lines


def comma_separated(header: Header, read: Callable[[Fields], Told]) -> ReadLines:
    """What reads CSV, whose quoted fields may run over several lines."""

    def read_lines(lines: Iterator[Line], faults: Faults) -> Iterator[Told]:
        return _read(_csv_rows(lines, faults), header, read, faults)

    return read_lines


def _csv_rows(lines: Iterator[Line], faults: Faults) -> _Numbered:
    begun = last = 0

    def fed() -> Iterator[str]:
        nonlocal begun, last
        for number, line in lines:
            begun, last = begun or number, number
            yield f"{line}\n"

    rows = csv.reader(fed(), strict=True)
    try:
        for row in rows:
            number, begun = begun, 0
            if row:
                yield number, row
    except csv.Error as error:
        faults.add(begun or last, f"no CSV from here on: {error}; not read further")


def _read(
    rows: _Numbered, header: Header, read: Callable[[Fields], Told], faults: Faults
) -> Iterator[Told]:
    number, said = next(rows, (1, []))
    try:
        names = header.names(said)
    except BadRow as bad:
        faults.add(number, *bad.problems)
        return
    for number, said in rows:
        try:
            yield read(header.fields(names, said))
        except BadRow as bad:
            faults.add(number, *bad.problems)
        except InvalidRecord as error:
            faults.add(number, str(error))


def _trimmed(fields: Sequence[str], least: int) -> Sequence[str]:
    """Without empty fields at the end beyond the header: some files end their lines in tabs."""
    end = len(fields)
    while end > least and not fields[end - 1].strip():
        end -= 1
    return fields[:end]
