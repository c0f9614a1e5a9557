"""Seeing every entry of a log once, in order, as it comes: what read models are fed by."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator

from stances.errors import LogDamaged
from stances.store.chain import link
from stances.store.contract import Entry, Store
from stances.store.verifying import microseconds

_LOGGER = logging.getLogger(__name__)


class Subscription:
    """Calls a handler with every entry behind a position: each once, in order, never two at once.

    ``position`` is that of the last entry that was handled. Where the handler raises, the
    subscription ends: ``error`` is what it raised, and the entry behind ``position`` is the one.
    """

    def __init__(self, store: Store, handler: Callable[[Entry], object], since: int) -> None:
        self._store = store
        self._handler = handler
        self._turn = threading.Lock()
        self._closed = False
        self.position: int = since
        self.error: Exception | None = None

    def __enter__(self) -> Subscription:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def catch_up(self) -> None:
        """Handle what has come, unless another thread or the handler itself is about it.

        Whoever is about it looks again before leaving, so that nothing is left over.
        """
        while not self._closed and self._store.head().position > self.position:
            if not self._turn.acquire(blocking=False):
                return
            try:
                self._handle(self._store.head().position)
            finally:
                self._turn.release()

    def close(self) -> None:
        """Handle nothing more."""
        self._closed = True

    def _handle(self, until: int) -> None:
        for entry in self._store.entries(self.position, until):
            if self._closed:
                return
            try:
                self._handler(entry)
            except Exception as error:
                # Not raised: the record is in the log, and who appended it has to be told so.
                _LOGGER.exception("the handler raised at position %d", entry.position)
                self._closed, self.error = True, error
                return
            self.position = entry.position


class Subscriptions:
    """All that were made through one handle of a log."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._all: tuple[Subscription, ...] = ()

    def add(self, handler: Callable[[Entry], object], since: int) -> Subscription:
        """A new one, which has handled what is there already."""
        subscription = Subscription(self._store, handler, since)
        self._all = (*self._all, subscription)
        subscription.catch_up()
        return subscription

    def catch_up(self) -> None:
        """Have each handle what has come."""
        for subscription in self._all:
            subscription.catch_up()

    def close(self) -> None:
        """Have none handle anything more."""
        for subscription in self._all:
            subscription.close()


def follow(
    store: Store, *, since: int, poll: float, stop: threading.Event | None
) -> Iterator[Entry]:
    """Every entry behind a position, then those that come, without end or until told to stop.

    Raises:
        LogDamaged: what was seen is not what the log holds now, so something may be missed.

    """
    position, seen = since, None
    while stop is None or not stop.is_set():
        head = store.head()
        if head.position < position or (
            head.position == position and seen not in (None, head.hash)
        ):
            raise _changed(position)
        for entry in store.entries(position, head.position):
            if seen is not None:
                recorded_at = microseconds(entry.recorded_at)
                if link(bytes.fromhex(seen), recorded_at, entry.record).hex() != entry.hash:
                    raise _changed(position)
            yield entry
            position, seen = entry.position, entry.hash
        store.wait(position, poll)


def _changed(position: int) -> LogDamaged:
    return LogDamaged(
        f"what was read up to position {position} does not stand there any more: this is another"
        " log, or somebody has deleted from it",
        position,
    )
