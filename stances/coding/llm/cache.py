"""Replies that were paid for, kept in an SQLite file by what was asked and of whom.

They are kept as the model gave them, and verified anew each time: a cache is as little believed
as a model.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import attrs

from stances.errors import InvalidArgument, MissingExtra

_APPLICATION_ID = 0x73746C6D
_BUSY_SECONDS = 60.0
_CREATE = (
    "CREATE TABLE IF NOT EXISTS reply (article TEXT NOT NULL, prompt INTEGER NOT NULL,"
    " model TEXT NOT NULL, endpoint TEXT NOT NULL, events TEXT NOT NULL,"
    " PRIMARY KEY (article, prompt, model, endpoint)) WITHOUT ROWID"
)


CACHE_VARIABLE = "STANCES_LLM_CACHE"


def default_cache() -> Path:
    """The file that ``STANCES_LLM_CACHE`` names, else one where the system keeps such files."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    try:
        from platformdirs import user_cache_path
    except ModuleNotFoundError as error:
        raise MissingExtra("coding with a language model", "llm") from error
    return user_cache_path("stances", appauthor=False) / "replies.db"


@attrs.frozen(kw_only=True)
class Asked:
    """What was asked of whom: the SHA-256 of what was shown, the prompt's version, the model."""

    article: str
    prompt: int
    model: str
    endpoint: str


class Cache:
    """An open cache; threads may share it, and processes the file.

    Raises:
        InvalidArgument: the file is something else, or cannot be opened.

    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):  # quotations are for their owner only
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            self._connection = sqlite3.connect(
                path, timeout=_BUSY_SECONDS, check_same_thread=False, isolation_level=None
            )
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            raise InvalidArgument(
                f"{path} cannot be a cache of replies ({error}): name another file"
            ) from None

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def get(self, asked: Asked) -> Sequence[object] | None:
        """The events that were claimed in answer; None if that was never asked."""
        with self._lock:
            row = self._connection.execute(
                "SELECT events FROM reply WHERE article = ? AND prompt = ? AND model = ?"
                " AND endpoint = ?",
                attrs.astuple(asked),
            ).fetchone()
        try:
            events = None if row is None else json.loads(row[0])
        except (ValueError, TypeError, RecursionError):
            return None
        return tuple(events) if isinstance(events, list) else None

    def put(self, asked: Asked, events: Sequence[object]) -> None:
        """Keep the events that were claimed in answer."""
        with self._lock:
            self._connection.execute(
                "INSERT OR REPLACE INTO reply VALUES (?, ?, ?, ?, ?)",
                (*attrs.astuple(asked), json.dumps(list(events))),
            )

    def _prepare(self) -> None:
        [mark] = self._connection.execute("PRAGMA application_id").fetchone()
        [tables] = self._connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if mark != _APPLICATION_ID and tables:
            raise sqlite3.DatabaseError("it is a database of something else")
        self._connection.execute(_CREATE)
        self._connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
