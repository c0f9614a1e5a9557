"""The durable event log: an SQLite file opened by its path, or a PostgreSQL database by its URL.

The tables are our own, over the bare drivers. For the same rows SQLAlchemy Core takes twice
the CPU time of all that ours does, hashes and links included; eventsourcing's recorders take 1.6
to 2 times as much and over twice the disk, keep what an event says where SQL cannot
ask for it, and number it by SQLite's row ids, which come back after a deletion.
``tests/benchmarks`` measures them side by side.
"""

from __future__ import annotations

import os

from stances.errors import InvalidArgument
from stances.store.contract import Appended, Entry, Head, Store
from stances.store.eventlog import EventLog
from stances.store.sqlite import SqliteStore
from stances.store.sqlite_file import MEMORY

__all__ = ["Appended", "Entry", "EventLog", "Head", "Store", "open"]


def open(url: str | os.PathLike[str], *, read_only: bool = False) -> EventLog:
    """The log at this place; one that is not there is made.

    Args:
        url: the path of a file, ``sqlite:///`` and a path, ``:memory:``, or
            ``postgresql://user:password@host:port/database``, of which a log takes the schema
            ``stances``.
        read_only: never write; a file that may not be written is opened so anyhow.

    Raises:
        InvalidArgument: there is no such kind of place.
        MissingExtra: what speaks to PostgreSQL is not installed.
        LogUnreadable: what is there is no log, is damaged, or was made by a newer version.

    """
    place = os.fspath(url)
    scheme, separator, rest = place.partition("://")
    if separator:
        if scheme in ("postgresql", "postgres"):
            from stances.store.postgres import PostgresStore

            database = PostgresStore(place, read_only=read_only)
            return EventLog(database, name=database.name)
        if scheme != "sqlite":
            raise InvalidArgument(
                f"no log can be opened by {scheme}://: expected a path, sqlite:///path, :memory:"
                " or postgresql://user@host/database"
            )
        place = rest.removeprefix("/") or MEMORY
    return EventLog(SqliteStore(place, read_only=read_only), name=place)
