"""Where the records with an id stand, and which records they are tied to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from stances.events import Record
from stances.resolve import named_by

Keys: TypeAlias = NDArray[np.uint64]
Positions: TypeAlias = NDArray[np.int64]
Fetch: TypeAlias = Callable[[Collection[int]], Mapping[int, Record]]

_MANY = 5_000


def keys_of(ids: Sequence[str]) -> Keys:
    """The first eight bytes of each id. Two ids may share them: whoever looks must compare."""
    halves = bytes.fromhex("".join([item[:16] for item in ids]))
    return np.frombuffer(halves, ">u8").astype(np.uint64)


class Places:
    """Positions by key: a sorted table, and a dictionary of what came since."""

    def __init__(self, keys: Keys | None = None, positions: Positions | None = None) -> None:
        self.keys: Keys = np.empty(0, np.uint64) if keys is None else keys
        self.positions: Positions = np.empty(0, np.int64) if positions is None else positions
        self._recent: dict[int, list[int]] = {}

    def add(self, keys: Keys, positions: Positions) -> None:
        """Note that these records stand at these positions."""
        if len(keys) > _MANY:
            self._settle(keys, positions)
            return
        for key, position in zip(keys.tolist(), positions.tolist(), strict=True):
            self._recent.setdefault(key, []).append(position)
        if len(self._recent) > max(_MANY, len(self.keys) // 20):
            self.settle()

    def settle(self) -> None:
        """Put everything into the sorted table."""
        self._settle(np.empty(0, np.uint64), np.empty(0, np.int64))

    def find(self, keys: Keys) -> list[int]:
        """All positions with one of these keys."""
        first = np.searchsorted(self.keys, keys, "left")
        counts = np.searchsorted(self.keys, keys, "right") - first
        spread = np.repeat(first - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        found: list[int] = self.positions[spread].tolist()
        if self._recent:
            found += [p for key in keys.tolist() for p in self._recent.get(key, ())]
        return found

    def has(self, keys: Keys) -> NDArray[np.bool_]:
        """Whether anything stands under each of these keys."""
        there = np.searchsorted(self.keys, keys, "left") < np.searchsorted(self.keys, keys, "right")
        if self._recent:
            there |= np.array([key in self._recent for key in keys.tolist()], np.bool_)
        return there

    def _settle(self, keys: Keys, positions: Positions) -> None:
        recent = [(key, p) for key, places in self._recent.items() for p in places]
        if not recent and not len(keys):
            return
        every = np.concatenate([self.keys, np.array([k for k, _ in recent], np.uint64), keys])
        where = np.concatenate(
            [self.positions, np.array([p for _, p in recent], np.int64), positions]
        )
        order = np.argsort(every, kind="stable")
        self.keys, self.positions, self._recent = every[order], where[order], {}


def tied_to(roots: Iterable[str], ids: Places, ties: Places, fetch: Fetch) -> dict[int, Record]:
    """All records tied to these ids, over any number of steps, by position.

    Args:
        roots: ids to begin with.
        ids: where the records stand by their own ids.
        ties: where the records stand that name an id.
        fetch: gives the records at positions.

    """
    found: dict[int, Record] = {}
    looked: dict[int, Record] = {}
    met: set[str] = set()
    fresh = set(roots)
    while fresh:
        met |= fresh
        keys = keys_of(list(fresh))
        wanted = {*ids.find(keys), *ties.find(keys)}
        new = wanted.difference(looked)
        looked.update(fetch(new))
        fresh = set()
        for position in wanted.difference(found):
            record = looked[position]
            own = {record.id, *named_by(record)}
            if own & met:
                found[position] = record
                fresh |= own
        fresh -= met
    return found
