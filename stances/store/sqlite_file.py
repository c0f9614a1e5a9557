"""An SQLite file that holds a log: opening it, making its tables, telling it from other files."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from stances.errors import LogUnreadable
from stances.store.rows import RECORD, SOURCE

MEMORY = ":memory:"

_APPLICATION_ID = 0x73746E63
_FORMAT = 1
_BUSY_SECONDS = 60.0


def _typed(columns: dict[str, str]) -> str:
    return ", ".join(f'"{name}" {kind}' for name, kind in columns.items())


_KEPT = ", ".join(f'"{name}"' for name in RECORD if name not in ("text", "text_sha256"))
_CREATE = (
    f"CREATE TABLE source ({_typed(SOURCE)}, PRIMARY KEY (source)) WITHOUT ROWID",
    "CREATE TABLE record (position INTEGER PRIMARY KEY, recorded_at INTEGER NOT NULL,"
    f" hash BLOB NOT NULL, {_typed(RECORD)}, UNIQUE (id))",
    'CREATE INDEX record_of ON record ("of") WHERE "of" IS NOT NULL',
    "CREATE INDEX record_event ON record (event_id) WHERE event_id IS NOT NULL",
    "CREATE INDEX record_erasure ON record (position) WHERE kind = 'erasure'",
    *(
        f"CREATE TRIGGER {name} BEFORE {what} BEGIN"
        f" SELECT RAISE(ABORT, 'what is recorded stays: append a {instead}'); END"
        for name, what, instead in (
            ("no_delete_of_record", "DELETE ON record", "retraction"),
            ("no_delete_of_source", "DELETE ON source", "retraction"),
            ("no_update_of_source", "UPDATE ON source", "correction"),
            (
                "no_update_of_record",
                f"UPDATE OF position, recorded_at, hash, {_KEPT} ON record",
                "correction",
            ),
            (
                "only_erasure_of_text",
                "UPDATE OF text, text_sha256 ON record WHEN OLD.text IS NULL"
                " OR NEW.text IS NOT NULL OR length(NEW.text_sha256) IS NOT 32",
                "correction",
            ),
        )
    ),
    f"PRAGMA application_id = {_APPLICATION_ID}",
    f"PRAGMA user_version = {_FORMAT}",
)


def writable(path: str) -> bool:
    """Whether this process may write the file and, as SQLite must, others beside it."""
    file = Path(path)
    return not file.exists() or (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def connect(path: str, *, read_only: bool) -> sqlite3.Connection:
    """A connection to the log in this file; an empty or missing file becomes one.

    What is committed through it is on the disk, and what is erased leaves no trace in the file.

    Raises:
        LogUnreadable: the file is something else, or was made by a newer version.
        sqlite3.Error: it is damaged, or cannot be opened.

    """
    connection = attach(path, read_only=read_only)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        # Ids are scattered, so whatever is appended touches most pages of their index: these are
        # kept at hand, and are brought from the side file into the file only every 16 MB.
        connection.execute("PRAGMA cache_size = -16000")
        connection.execute("PRAGMA wal_autocheckpoint = 4000")
        if not is_log(connection, path):
            if read_only:
                raise LogUnreadable(f"{path}: is empty, and no log can be made of it")
            connection.execute("PRAGMA journal_mode = WAL")
            with transaction(connection):
                if not is_log(connection, path):
                    for statement in _CREATE:
                        connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written in the block, or, if anything raises, nothing; nobody else writes."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def reported(path: str) -> Iterator[None]:
    """Say of a fault of the database which file it is in."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_BUSY:
            raise LogUnreadable(
                f"{path}: another process has been writing for {_BUSY_SECONDS:.0f} seconds:"
                " try again later"
            ) from error
        if code == sqlite3.SQLITE_CANTOPEN and Path(f"{path}-wal").exists():
            raise LogUnreadable(
                f"{path}: a part of it is in {path}-wal still, which cannot be read in a folder"
                " that nobody may write to: copy both to a folder of yours"
            ) from error
        raise LogUnreadable(f"{path}: {error}") from error
    except UnicodeDecodeError as error:  # of the driver, where a message quotes a torn schema
        raise LogUnreadable(f"{path}: is damaged: {error}") from error


def attach(path: str, *, read_only: bool) -> sqlite3.Connection:
    """A connection to whatever the file holds."""
    target = path
    if path != MEMORY:
        file = Path(path).absolute()
        mode = "?mode=rwc"
        if read_only:
            mode = "?mode=ro"
            if not os.access(file.parent, os.W_OK) and not Path(f"{file}-wal").exists():
                mode += "&immutable=1"  # SQLite could not put there what else it needs to read
        target = file.as_uri() + mode
    return sqlite3.connect(
        target, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )


def is_log(connection: sqlite3.Connection, path: str) -> bool:
    """Whether it is a log that can be read; False if there is nothing in it yet.

    Raises:
        LogUnreadable: it is something else, or was made by a newer version.

    """
    # Tables first: where they appear meanwhile, another process has just made them and the rest.
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application == 0 and not tables:
        return False
    if application != _APPLICATION_ID:
        raise LogUnreadable(f"{path}: is an SQLite file, but not a log of stances")
    if version > _FORMAT:
        raise LogUnreadable(
            f"{path}: was made by a newer version of stances, in format {version}, and this one"
            f" reads up to format {_FORMAT}: upgrade stances"
        )
    return True
