"""Connections to one PostgreSQL database: made when needed, used again, renewed when they drop.

psycopg_pool would do it with threads of its own, which connect in the background and say why they
could not in a logger only; here a failed connection is the error of whoever asked for it.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, TypeVar

from stances.errors import InvalidArgument, LogUnreadable, MissingExtra

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict
    from psycopg.errors import LockNotAvailable
    from psycopg.errors import UniqueViolation as UniqueViolation
    from psycopg.pq import TransactionStatus
except ImportError as _missing:
    raise MissingExtra("a log in PostgreSQL", "postgres") from _missing

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]

LOCK_SECONDS = 60.0
_ROOM = 8
_PATIENCE_SECONDS = 20.0
_ALWAYS = {"client_encoding": "UTF8"}
_UNLESS_GIVEN = {
    "connect_timeout": "10",
    "tcp_user_timeout": "60000",
    "application_name": "stances",
}

_Result = TypeVar("_Result")


class Connections:
    """Up to eight connections, lent to any thread; errors name the database, never the password.

    Raises:
        InvalidArgument: the URL cannot be read.

    """

    def __init__(self, url: str) -> None:
        self._parameters = _parameters(url)
        self.name: str = _name(self._parameters)
        self._room = threading.BoundedSemaphore(_ROOM)
        self._lock = threading.Lock()
        self._idle: list[Connection] = []
        self._closed = False

    def run(self, work: Callable[[Connection], _Result], *, again: bool = True) -> _Result:
        """What the work gives; it is done once more, on a new connection, if its own drops.

        So the work has to bear being done twice, where the first time may have succeeded without
        anybody being told; or ``again`` is false. It gets a connection that commits each
        statement by itself.

        Raises:
            LogUnreadable: the database failed, or its connection dropped for good.

        """
        with self._room, self._reported():
            connection = self._take()
            try:
                with self._lent(connection):
                    return work(connection)
            except psycopg.OperationalError:
                if not again or not connection.closed or self._closed:
                    raise
            self._drop_idle()
            connection = self._connect_patiently()
            with self._lent(connection):
                return work(connection)

    def close(self) -> None:
        """Close every connection; those that are lent, when they come back."""
        self._closed = True
        self._drop_idle()

    def _take(self) -> Connection:
        if self._closed:
            raise LogUnreadable(f"{self.name}: the log is closed")
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._connect()

    @contextlib.contextmanager
    def _lent(self, connection: Connection) -> Iterator[None]:
        try:
            yield
        finally:
            idle = connection.info.transaction_status is TransactionStatus.IDLE
            with self._lock:
                keep = idle and not self._closed
                if keep:
                    self._idle.append(connection)
            if not keep:
                connection.close()

    def _drop_idle(self) -> None:
        with self._lock:
            dropped, self._idle = self._idle, []
        for connection in dropped:
            connection.close()

    def _connect(self) -> Connection:
        return psycopg.connect(autocommit=True, **self._parameters)

    def _connect_patiently(self) -> Connection:
        """Connect to a server that was there before, and may be starting again."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                return self._connect()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.1)

    @contextlib.contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except LockNotAvailable as error:
            raise LogUnreadable(
                f"{self.name}: another process has been writing for {LOCK_SECONDS:.0f} seconds:"
                " try again later"
            ) from error
        except psycopg.Error as error:
            raise LogUnreadable(f"{self.name}: {' '.join(str(error).split())}") from error


def _parameters(url: str) -> dict[str, Any]:
    try:
        given = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        given = {"port": "unreadable"}
    if not str(given.get("port", "0")).replace(",", "").isdecimal():
        # What libpq says of it may quote the password, so neither that nor the URL is shown.
        raise InvalidArgument(
            "the PostgreSQL URL cannot be read: expected"
            " postgresql://user:password@host:port/database, with every other character of"
            " user, password and database percent-encoded"
        )
    return {**_UNLESS_GIVEN, **given, **_ALWAYS}


def _name(parameters: dict[str, Any]) -> str:
    """Host, port and database, as far as they were given."""
    host = parameters.get("host", "")
    if "port" in parameters:
        host += f":{parameters['port']}"
    return f"postgresql://{host}/{parameters.get('dbname', '')}"
