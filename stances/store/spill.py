"""Records on their way into a log, to be gone through more than once, in bounded memory.

They wait here while nobody else is kept from writing. Not in a temporary table, as that would go
with the connection, and they are needed when it drops.
"""

from __future__ import annotations

import contextlib
import marshal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from stances.events import Record
from stances.store.rows import Arrival, Page, weight

MANY = 10_000
"""Records that are held in memory at once, at most."""

_HEAVY = 4_000_000


def pages(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Lists of at most 10,000, or of as many as quote four million characters."""
    page: list[Record] = []
    heavy = 0
    for record in records:
        page.append(record)
        heavy += weight(record)
        if len(page) == MANY or heavy > _HEAVY:
            yield page
            page, heavy = [], 0
    if page:
        yield page


class Spill:
    """Pages of arrivals: the last one in memory, those before in a file.

    To be used in a ``with`` block, whose end throws the file away.

    Args:
        paged: what makes a page of records.

    """

    def __init__(self, paged: Callable[[list[Record]], Page]) -> None:
        self._paged = paged
        self._file: IO[bytes] | None = None
        self._put_away = 0
        self._last: Page = ()

    def __enter__(self) -> Spill:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):  # what could not be written is thrown away, too
                self._file.close()

    def __iter__(self) -> Iterator[Page]:
        if self._file is not None:
            self._file.seek(0)
            for _ in range(self._put_away):
                page = marshal.load(self._file)  # noqa: S302 - written below, by this process
                yield [Arrival._make(came) for came in page]
        if self._last:
            yield self._last

    def fill(self, records: Iterable[Record]) -> None:
        """Take all of them, each as it comes.

        Raises:
            OSError: they find no room in the folder for temporary files, which it names.

        """
        for page in pages(records):
            if self._last:
                self._put_away_last()
            self._last = self._paged(page)

    def _put_away_last(self) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="stances-")  # noqa: SIM115 - see __exit__
            marshal.dump([tuple(came) for came in self._last], self._file)
            self._file.flush()
        except OSError as error:
            raise OSError(error.errno, error.strerror, tempfile.gettempdir()) from error
        self._put_away += 1
