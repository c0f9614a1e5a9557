"""What a reader makes of a data set: row by row, the events of ours that it tells, or why none."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

import attrs

from stances.events import Merge, StanceEvent

Progress: TypeAlias = Callable[[int], object] | None
"""Called with the number of rows read so far, every thousand."""

OF_ARTICLES = ""
"""The data set of events that rest on articles; such a row is the event, by its id."""

_MANY_VALUES = 10_000


class Reason(enum.StrEnum):
    """Why a row, or a pair of actors in it, is no event."""

    NO_ACTOR = "nobody who acts"
    ACTOR = "an actor without a code of ours"
    RECIPIENT = "a recipient without a code of ours"
    SAME = "within one actor"
    ACT = "no event type"


class Left(NamedTuple):
    """What was left out: the reason, and the source's own word for what has no counterpart."""

    reason: Reason
    value: str


class Told(NamedTuple):
    """One row: its id within the data set, the events it tells, and what of it was left out.

    A ``merge`` says that the row tells again what an earlier one told.
    """

    dataset: str
    row: str
    events: tuple[StanceEvent, ...] = ()
    left: tuple[Left, ...] = ()
    merge: Merge | None = None


@attrs.frozen(eq=False)
class Reading:
    """Files of a data set, read anew each time they are gone through, bit by bit.

    Iterating gives the records; ``rows()`` also gives what was left out, and is what
    ``import_rows`` takes. Once a line is bad, nothing more comes; the rest is only looked
    through, and after it every fault is raised.

    Raises:
        FileFaults: while being gone through; with all that is wrong in every line, up to a
            thousand bad lines.

    """

    coder: str
    read: Callable[[], Iterator[Told]] = attrs.field(repr=False)

    def rows(self) -> Iterator[Told]:
        """Every row, told or left out."""
        return self.read()

    def __iter__(self) -> Iterator[StanceEvent | Merge]:
        for told in self.read():
            yield from told.events
            if told.merge is not None:
                yield told.merge


@attrs.define
class Tally:
    """Counts of what was read: rows, events, and what was left out, by reason and by value.

    Of the values, the first ten thousand different ones are told apart, so that memory is bounded.
    """

    rows: int = 0
    events: int = 0
    repeats: int = 0
    reasons: Counter[Reason] = attrs.field(factory=Counter)
    values: Counter[Left] = attrs.field(factory=Counter)

    def add(self, told: Told) -> None:
        """Count one row."""
        self.rows += 1
        self.events += len(told.events)
        self.repeats += told.merge is not None
        for left in told.left:
            self.reasons[left.reason] += 1
            if left in self.values or len(self.values) < _MANY_VALUES:
                self.values[left] += 1

    def counted(self, rows: Iterable[Told]) -> Iterator[Told]:
        """The same rows, each counted as it goes by."""
        for told in rows:
            self.add(told)
            yield told
