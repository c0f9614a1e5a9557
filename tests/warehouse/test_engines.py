"""A real PostgreSQL and a real Spark give what the plain questions give.

Spark takes seconds for a question, so it is asked of one log in which everything happens, and
nothing is drawn for it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import sys
import urllib.parse
from collections.abc import Iterator
from typing import Any

import attrs
import ibis
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from stances.events import Correction, EventType, Merge, Retraction
from stances.log import Log
from stances.scale import Scale
from stances.testing import event
from stances.warehouse import Rows
from tests.store.server import Server
from tests.warehouse import drawn
from tests.warehouse.asked import Asked, Load, Loaded, assert_all

EVENTS = [
    event('2019-12-30 TUR THREATEN SYR "warned"', publisher="The Herald"),
    event('2020-02-01 TUR ASSAULT SYR "shelled"', publisher="The Herald"),
    event('2020-02-02 TUR ASSAULT SYR "struck"', publisher="Channel 9"),
    event('2020-02-03 SYR ACCUSE TUR "accused"'),
    event('2020-02-03 SYR REJECT - "rejected"'),
    event('2020-02-04 RUS AID SYR "sent"', publisher="The Herald"),
    event('2020-02-05 TUR ASSAULT SYR denied "denied"'),
    event('2021-06-01 TUR CONSULT RUS future "will talk"'),
    event('2020-02-09 RUS CONSULT TUR "talked"', publisher="Channel 9"),
]
LATE = attrs.evolve(EVENTS[1], published=dt.date(2020, 3, 1), publisher="The Gazette")
LOG = Log(
    [
        *EVENTS,
        LATE,
        Merge(ids=(EVENTS[1].id, EVENTS[2].id, LATE.id)),
        Correction(of=EVENTS[8].id, event=attrs.evolve(EVENTS[8], actor="IRN"), reason="misread"),
        Retraction(of=EVENTS[3].id, reason="of another year"),
    ]
)
DYADS = (("TUR", "SYR"), ("RUS", "SYR"), ("SYR", "RUS"))
ASKED = (
    Asked(
        log=LOG,
        days=(dt.date(2020, 2, 2), dt.date(2020, 3, 2)),
        dyads=DYADS,
        as_of=None,
        since=None,
        half_life=30.0,
        scale=None,
        by="week",
        measure="balance",
    ),
    Asked(
        log=LOG,
        days=(dt.date(2020, 1, 31), dt.date(2020, 2, 10)),
        dyads=DYADS,
        as_of=dt.date(2020, 2, 20),
        since=dt.date(2020, 1, 1),
        half_life=0.05,
        scale=Scale("ours", {name: len(name) / 7 for name in EventType}),
        by="month",
        measure="count",
    ),
)

_NUMBERS = itertools.count()


def loader(connection: Any, **options: Any) -> Load:
    def load(rows: Rows) -> Loaded:
        number = next(_NUMBERS)
        acts, voices = (
            connection.create_table(f"{name}_{number}", table, **options)
            for name, table in (("acts", rows.acts), ("voices", rows.voices))
        )
        return acts, voices

    return load


@pytest.fixture(scope="module")
def postgres() -> Iterator[Load]:
    with Server() as server:
        address = urllib.parse.urlsplit(server.url(server.create()))
        connection = ibis.postgres.connect(
            host=address.hostname,
            port=address.port,
            user=address.username,
            password=urllib.parse.unquote(address.password or ""),
            database=address.path.removeprefix("/"),
        )
        yield loader(connection)
        connection.disconnect()


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Load]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    folder = tmp_path_factory.mktemp("spark")
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(folder))
        .getOrCreate()
    )
    connection = ibis.pyspark.connect(session)

    def load(rows: Rows) -> Loaded:
        found = []
        for name, table in (("acts", rows.acts), ("voices", rows.voices)):
            view = f"{name}_{next(_NUMBERS)}"
            place = folder / f"{view}.parquet"
            pq.write_table(table, place)
            found.append(connection.read_parquet(str(place), table_name=view))
        return found[0], found[1]

    yield load
    session.stop()


@pytest.mark.server
@pytest.mark.filterwarnings("ignore")
def test_postgresql_gives_what_the_plain_questions_give(postgres: Load) -> None:
    for asked in ASKED:
        assert_all(asked, postgres)


@pytest.mark.server
@pytest.mark.filterwarnings("ignore")
def test_postgresql_gives_it_of_logs_in_which_everything_happens(postgres: Load) -> None:
    @settings(deadline=None, database=None, derandomize=True, max_examples=10)
    @given(drawn.asked)
    def holds(asked: Asked) -> None:
        assert_all(asked, postgres)

    holds()


@pytest.mark.server
@pytest.mark.filterwarnings("ignore")
def test_spark_gives_what_the_plain_questions_give(spark: Load) -> None:
    for asked in ASKED:
        assert_all(asked, spark)
