"""A PostgreSQL server of our own on loopback, which tests may kill."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

PASSWORD = "p@ss/wörd:1"
_QUOTED_PASSWORD = "p%40ss%2Fw%C3%B6rd%3A1"
_USER = "stances"
_DEBIAN = "/usr/lib/postgresql"
_PATIENCE = 60.0


class Server:
    """A cluster in a temporary directory, made when entered and thrown away when left."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="stances-postgres-"))
        self.data = self._folder / "data"
        self._names = itertools.count()
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()

    def __enter__(self) -> Server:
        account = _account()
        if account is not None:
            shutil.chown(self._folder, account)
        secret = self._folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        subprocess.run(
            [
                *(_binary("initdb"), "--pgdata", self.data, "--username", _USER),
                *("--pwfile", secret, "--auth", "scram-sha-256"),
                *("--encoding", "UTF8", "--no-locale", "--no-instructions"),
            ],
            check=True,
            capture_output=True,
            user=account,
            cwd=self._folder,
        )
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(_PATIENCE)
        shutil.rmtree(self._folder)

    def url(self, database: str) -> str:
        return f"postgresql://{_USER}:{_QUOTED_PASSWORD}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it; when this returns it answers. One that was killed recovers first."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            self._process = self._spawn()
            while self._process.poll() is None:
                with contextlib.suppress(psycopg.OperationalError):
                    self.execute("SELECT 1")
                    return
                self._not_after(deadline)
            # Children of a postmaster that was killed may still hold its shared memory.
            self._not_after(deadline)

    def kill(self) -> None:
        """Kill the postmaster; the processes of its connections find out and end."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(_PATIENCE)

    def ensure(self) -> None:
        """Start it again if a test left it dead."""
        if self._process is None or self._process.poll() is not None:
            self.start()

    def create(self, options: str = "") -> str:
        """Make an empty database; gives its name."""
        name = f"log{next(self._names)}"
        self.execute(f"CREATE DATABASE {name} {options}")
        return name

    def drop(self, name: str) -> None:
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def execute(self, statement: str, *values: object, database: str = "postgres") -> list[Any]:
        with psycopg.connect(self.url(database), autocommit=True, connect_timeout=5) as connection:
            cursor = connection.execute(sql.SQL(statement), values)
            return cursor.fetchall() if cursor.description else []

    def disconnect(self, database: str) -> int:
        """Drop every connection to the database from the server's side; gives their number."""
        dropped = self.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s",
            database,
        )
        return len(dropped)

    def _spawn(self) -> subprocess.Popen[bytes]:
        settings = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self._folder),
            "fsync": "on",
            "max_connections": "60",
        }
        with (self._folder / "server.log").open("ab") as log:
            return subprocess.Popen(
                [
                    *(_binary("postgres"), "-D", self.data),
                    *(f"--{name}={value}" for name, value in settings.items()),
                ],
                stdout=log,
                stderr=subprocess.STDOUT,
                user=_account(),
                cwd=self._folder,
            )

    def _not_after(self, deadline: float) -> None:
        if time.monotonic() > deadline:
            said = (self._folder / "server.log").read_text(encoding="utf-8", errors="replace")
            raise TimeoutError(f"PostgreSQL does not start:\n{said[-2_000:]}")
        time.sleep(0.05)


def _binary(name: str) -> str:
    """The program, of the path or of the newest version that Debian's packages brought."""
    newest = sorted(Path(_DEBIAN).glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = shutil.which(name) or (str(newest[-1]) if newest else None)
    if found is None:
        raise FileNotFoundError(f"{name} is not installed: apt-get install postgresql")
    return found


def _account() -> str | None:
    """Whom the server runs as: PostgreSQL refuses root, and its package brings a user."""
    return "postgres" if os.geteuid() == 0 else None


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
