"""The file that a log is exported to: JSON Lines, first where the log ends, then its entries.

    {"format":"stances-log","version":1,"head":{"position":2,"hash":"…"}}
    {"position":1,"recorded_at":"2020-02-18T09:30:00.000000+00:00","hash":"…","record":{…}}

A record is written as ``wire`` writes it. Each line is checked against the one before, so that
what was altered is told by its line, and what was cut off by the first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from stances import wire
from stances.decode import Undecodable, decode
from stances.errors import Fault, FileFaults
from stances.notation import shown
from stances.store import Entry, Head
from stances.store.chain import GENESIS, link
from stances.store.verifying import microseconds

FORMAT = "stances-log"
VERSION = 1
LONGEST = 2**26
"""Bytes of a line that is read; an entry has a hundredth of that at most, if it merges no more
than ten thousand events."""


def header(head: Head) -> str:
    """The first line, without a line break."""
    return (
        f'{{"format":"{FORMAT}","version":{VERSION},'
        f'"head":{{"position":{head.position},"hash":"{head.hash}"}}}}'
    )


def line_of(entry: Entry) -> str:
    """The line of an entry, without a line break."""
    return (
        f'{{"position":{entry.position},"recorded_at":"{_time_text(entry.recorded_at)}",'
        f'"hash":"{entry.hash}","record":{wire.dumps(entry.record)}}}'
    )


def read_entries(lines: Iterable[bytes], where: str) -> Iterator[Entry]:
    """The entries of an exported file, one by one, as its lines are read.

    Once a line is bad no more come; the rest is only looked through.

    Raises:
        FileFaults: with all that is wrong in every line, up to a thousand bad lines.

    """
    numbered = enumerate(lines, start=1)
    number, first = next(numbered, (1, b""))
    head = _header(first, f"{where}{number}")
    reader = _Reader()
    faults: list[Fault] = []
    bad_lines = 0
    for number, line in numbered:
        entry, problems = reader.read(line)
        faults += (Fault(f"{where}{number}", problem) for problem in problems)
        bad_lines += bool(problems)
        if bad_lines == wire.MAX_FAULTS or len(line) > LONGEST:
            faults.append(Fault(f"{where}{number}", "not read further"))
            break
        if entry is not None and not faults:
            yield entry
    else:
        if reader.end != head and (not faults or reader.end.position != head.position):
            faults.append(
                Fault(
                    f"{where}{number}",
                    f"the file ends here at position {reader.end.position}; by its first line it"
                    f" ends at {head.position} with the hash {head.hash}: it was cut or altered",
                )
            )
    if faults:
        raise FileFaults(faults)


class _Reader:
    """Knows the line before, as far as it could be read."""

    def __init__(self) -> None:
        self.end = Head()
        self._before: bytes | None = GENESIS
        self._recorded_at = 0

    def read(self, line: bytes) -> tuple[Entry | None, list[str]]:
        """The entry, and everything that is wrong with the line."""
        position = self.end.position + 1
        if len(line) > LONGEST:
            return None, [f"is longer than {LONGEST:,} bytes"]
        try:
            entry = wire.read_line(line, _entry)
            if entry is None:
                raise Undecodable(("", "expected an entry, not a blank line"))
        except Undecodable as bad:
            self.end, self._before = Head(position), None
            return None, [f"{what} @ ${path}" for path, what in bad.faults]
        problems = list(self._misplaced(entry, position))
        self.end = Head(entry.position, entry.hash)
        self._before = bytes.fromhex(entry.hash)
        self._recorded_at = max(self._recorded_at, microseconds(entry.recorded_at))
        return entry, problems

    def _misplaced(self, entry: Entry, position: int) -> Iterator[str]:
        recorded_at = microseconds(entry.recorded_at)
        if entry.position != position:
            yield f"expected position {position}, not {entry.position} @ $.position"
        elif recorded_at < self._recorded_at:
            yield "expected a time not before that of the line above @ $.recorded_at"
        elif self._before is not None:
            expected = link(self._before, recorded_at, entry.record).hex()
            if entry.hash != expected:
                yield (
                    f"expected {expected}, the hash of this line behind the one above, not"
                    f" {shown(entry.hash)}: one of the two was altered @ $.hash"
                )


def _header(line: bytes, where: str) -> Head:
    try:
        head = wire.read_line(line, _head, first=True)
        if head is None:
            raise Undecodable(("", "is empty: expected an exported log"))
    except Undecodable as bad:
        raise FileFaults([Fault(where, f"{what} @ ${path}") for path, what in bad.faults]) from None
    return head


def _head(value: Any) -> Head:
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise _wrong(
            "",
            f'expected {{"format": "{FORMAT}", …}}, the first line of an exported log; records'
            " alone are added by appending them",
        )
    version = value.get("version")
    if type(version) is not int or version < 1:
        raise _wrong(".version", f"expected the number of a version, not {shown(version)}")
    if version > VERSION:
        raise _wrong(
            ".version",
            f"was exported by a newer version of stances, in version {version} of the format, and"
            f" this one reads up to {VERSION}: upgrade stances",
        )
    head = value.get("head")
    if value.keys() != {"format", "version", "head"} or not isinstance(head, dict):
        raise _wrong("", "expected the keys format, version and head")
    if head.keys() != {"position", "hash"}:
        raise _wrong(".head", "expected the keys position and hash")
    return Head(_position(head["position"], least=0), _hash(head["hash"]))


def _entry(value: Any) -> Entry:
    if not isinstance(value, dict) or value.keys() != _KEYS.keys():
        raise Undecodable(("", f"expected an object with the keys {', '.join(_KEYS)}"))
    faults: list[tuple[str, str]] = []
    read: list[Any] = []
    for key, reads in _KEYS.items():
        try:
            read.append(reads(value[key]))
        except Undecodable as bad:
            faults += ((f".{key}{path}", what) for path, what in bad.faults)
    if faults:
        raise Undecodable(*faults)
    return Entry(*read)


def _position(value: Any, least: int = 1) -> int:
    if type(value) is not int or value < least:
        raise _wrong("", f"expected a position from {least}, not {shown(value)}")
    return value


def _hash(value: Any) -> str:
    if not isinstance(value, str) or len(value) != 64 or not set(value) <= set("0123456789abcdef"):
        raise _wrong("", f"expected 64 hexadecimal digits, not {shown(value)}")
    return value


def _time(value: Any) -> dt.datetime:
    try:
        time = dt.datetime.fromisoformat(value)
        if _time_text(time) == value and microseconds(time) >= 0:
            return time
    except (TypeError, ValueError, OverflowError):
        pass
    raise _wrong(
        "", f"expected a time such as 2020-02-18T09:30:00.000000+00:00, not {shown(value)}"
    )


def _time_text(time: dt.datetime) -> str:
    return time.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _wrong(path: str, what: str) -> Undecodable:
    return Undecodable((path, what))


_KEYS: Mapping[str, Callable[[Any], object]] = {
    "position": _position,
    "recorded_at": _time,
    "hash": _hash,
    "record": decode,
}
