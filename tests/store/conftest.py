"""Where a log can be: each test of the contract runs on every kind of place.

The PostgreSQL server is a throwaway one on loopback, with everything that a user's has: a
password, and fsync. A server that cannot be started is an error, never a skip.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import stances.store as store
from stances.store import EventLog
from tests.store.server import Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with Server() as started:
        yield started


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """The URL of an empty database."""
    server.ensure()
    name = server.create()
    yield server.url(name)
    server.ensure()
    server.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.server)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where nothing is yet and a log can be made: a path, or the URL of a database."""
    if request.param == "sqlite":
        return str(tmp_path / "log.db")
    url: str = request.getfixturevalue("database")
    return url


@pytest.fixture
def log(place: str) -> Iterator[EventLog]:
    with store.open(place) as opened:
        yield opened
