"""The durable event log: an SQLite file, opened by its path."""

from __future__ import annotations

import os

from stances.errors import InvalidArgument
from stances.store.contract import Appended, Entry, Store
from stances.store.eventlog import EventLog
from stances.store.sqlite import MEMORY, SqliteStore

__all__ = ["Appended", "Entry", "EventLog", "Store", "open"]


def open(url: str | os.PathLike[str], *, read_only: bool = False) -> EventLog:
    """The log at this place; one that is not there is made.

    Args:
        url: the path of a file, ``sqlite:///`` and a path, or ``:memory:``.
        read_only: never write; a file that may not be written is opened so anyhow.

    Raises:
        InvalidArgument: there is no such kind of place.
        LogUnreadable: what is there is no log, is damaged, or was made by a newer version.

    """
    place = os.fspath(url)
    scheme, separator, rest = place.partition("://")
    if separator:
        if scheme != "sqlite":
            raise InvalidArgument(
                f"{place!r} cannot be opened: expected a path, sqlite:///path or :memory:"
            )
        place = rest.removeprefix("/") or MEMORY
    return EventLog(SqliteStore(place, read_only=read_only), name=place)
