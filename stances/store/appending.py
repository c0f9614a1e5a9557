"""Appending as every store does it: records gathered first, then kept with what others bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from stances.events import Record
from stances.store.contract import Appended
from stances.store.group import Group
from stances.store.rows import Page
from stances.store.spill import Spill
from stances.store.writing import Batch, Outcome


def append_by(
    group: Group[Batch, Outcome],
    records: Iterable[Record],
    expected_position: int | None,
    paged: Callable[[list[Record]], Page],
) -> Appended:
    """Have the group keep the records, in such pages; a conflict is raised."""
    with Spill(paged) as waiting:
        waiting.fill(records)
        outcome = group.do(Batch(waiting, expected_position))
    if isinstance(outcome, Appended):
        return outcome
    raise outcome
