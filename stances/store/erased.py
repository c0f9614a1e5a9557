"""Which texts are erased, so that none of them comes back with a record that comes late."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set

from stances.store.rows import split


class Erased:
    """Ids of the events that the committed erasures of a log name; seldom many."""

    def __init__(self) -> None:
        self._events: set[bytes] = set()
        self._upto = 0

    def catch_up(self, erasures: Callable[[int], Iterable[tuple[int, bytes]]]) -> None:
        """Learn what was erased since; ``erasures`` gives positions and joined ids behind one."""
        for position, joined in erasures(self._upto):
            self._events.update(split(joined))
            self._upto = position

    def and_those(self, erasing: Set[bytes]) -> Set[bytes]:
        """These ids, and those that were learned."""
        return self._events | erasing if erasing else self._events
