"""What verifies of a damaged log, written to a new one."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import attrs

from stances.errors import InvalidArgument
from stances.store import Entry, Head
from stances.store import open as open_log
from stances.store.chain import GENESIS, link
from stances.store.salvage import opened
from stances.store.verifying import microseconds, moment


@attrs.frozen(kw_only=True)
class Recovery:
    """What became of the records of a damaged log, told by their positions there.

    Up to ``sound`` the new log is the old one, hash for hash. Behind that stand ``rescued``
    records, which say what their ids are hashes of; that none is missing between them, and that
    time, coder and confidence are those that were recorded, nothing proves any more. ``lost`` are
    the gaps, each with its first and last position. ``head`` is that of the new log.
    """

    head: Head
    sound: int
    rescued: int
    lost: tuple[tuple[int, int], ...]

    def __str__(self) -> str:
        told = [f"kept as they were, up to the first fault: {self.sound:,}"]
        if self.rescued:
            told.append(f"kept with new hashes, behind it: {self.rescued:,}")
        if self.lost:
            count = sum(last - first + 1 for first, last in self.lost)
            gaps = (f"{a}" if a == b else f"{a}–{b}" for a, b in self.lost)
            told.append(f"lost: {count:,}, at position {', '.join(gaps)}")
        return "\n".join(told)


def recover_log(
    bad: str | os.PathLike[str],
    new: str | os.PathLike[str],
    *,
    progress: Callable[[int], object] | None = None,
) -> Recovery:
    """Write to a new log what verifies of a damaged one in an SQLite file, which stays as it is.

    That is everything up to the first fault, and behind it each record that still says what its
    id is a hash of. Records cut off at the end, of which nothing is left, cannot be told of.

    Args:
        bad: the path of the damaged file.
        new: where the new log will be, a path or a URL; if there is one, it must be empty.
        progress: called with the number of records written so far, every thousand.

    Raises:
        LogUnreadable: the file is no log, or so damaged that nothing can be read of it.
        LogConflict: there are records in the new log already.

    """
    path = os.fspath(bad)
    if not Path(path).is_file():
        raise InvalidArgument(f"{path!r} is no file: only a log in an SQLite file is recovered")
    with opened(path) as salvage, _Joiner(progress) as joiner, open_log(new) as log:
        appended = log.adopt(joiner.joined(salvage.entries()))
        lost = tuple(joiner.gaps(until=salvage.last))
    return Recovery(head=appended.head, sound=joiner.sound, rescued=joiner.rescued, lost=lost)


class _Joiner:
    """Joins what is left to one chain, and keeps count of it.

    Ids that were met are kept in a temporary file of SQLite: damage can make a record come twice.
    """

    def __init__(self, progress: Callable[[int], object] | None) -> None:
        self.sound = 0
        self.rescued = 0
        self._lost: list[tuple[int, int]] = []
        self._seen_until = 0
        self._progress = progress
        self._met = sqlite3.connect("", isolation_level=None)
        self._met.execute("CREATE TABLE met (id BLOB PRIMARY KEY) WITHOUT ROWID")
        self._met.execute("BEGIN")

    def __enter__(self) -> _Joiner:
        return self

    def __exit__(self, *_: object) -> None:
        self._met.close()

    def joined(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The entries without gaps: as they are while each follows, then linked anew."""
        now = time.time_ns() // 1_000
        before, last = GENESIS, 0
        for count, entry in enumerate(filter(self._is_new, entries), start=1):
            recorded_at = microseconds(entry.recorded_at)
            linked = link(before, recorded_at, entry.record)
            follows = entry.position == count and entry.hash == linked.hex()
            if not self.rescued and follows and recorded_at >= last:
                self.sound = count
            else:
                self.rescued += 1
                if not last <= recorded_at <= max(now, last):  # it cannot have been then
                    recorded_at = last
                linked = link(before, recorded_at, entry.record)
            before, last = linked, recorded_at
            yield Entry(count, moment(recorded_at), linked.hex(), entry.record)
            if self._progress is not None and count % 1_000 == 0:
                self._progress(count)

    def gaps(self, until: int) -> Iterator[tuple[int, int]]:
        """First and last position of every gap, one at the end too."""
        yield from self._lost
        if self._seen_until < until:
            yield self._seen_until + 1, until

    def _is_new(self, entry: Entry) -> bool:
        key = entry.record.digest[:16]
        met = self._met.execute("INSERT OR IGNORE INTO met VALUES (?)", (key,)).rowcount == 0
        if not met:
            if entry.position > self._seen_until + 1:
                self._lost.append((self._seen_until + 1, entry.position - 1))
            self._seen_until = entry.position
        return not met
