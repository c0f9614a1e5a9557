"""A real PostgreSQL and a real Spark give what the plain questions give.

The same few logs for each, as every question takes Spark seconds: drawn once, the same each time.
"""

from __future__ import annotations

import itertools
import os
import sys
import urllib.parse
from collections.abc import Iterator
from typing import Any

import ibis
import pytest
from hypothesis import Phase, given, seed, settings

from stances.warehouse import Rows
from tests.store.server import Server
from tests.warehouse import drawn
from tests.warehouse.asked import Asked, Load, Loaded, assert_all

_NUMBERS = itertools.count()
drawn_once = settings(
    deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate]
)


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
            import pyarrow.parquet as pq

            pq.write_table(table, place)
            found.append(connection.read_parquet(str(place), table_name=view))
        return found[0], found[1]

    yield load
    session.stop()


@pytest.mark.server
@pytest.mark.filterwarnings("ignore")
def test_postgresql_gives_what_the_plain_questions_give(postgres: Load) -> None:
    @seed(1)
    @settings(drawn_once, max_examples=25)
    @given(drawn.asked)
    def holds(asked: Asked) -> None:
        assert_all(asked, postgres)

    holds()


@pytest.mark.server
@pytest.mark.filterwarnings("ignore")
def test_spark_gives_what_the_plain_questions_give(spark: Load) -> None:
    @seed(1)
    @settings(drawn_once, max_examples=4)
    @given(drawn.asked)
    def holds(asked: Asked) -> None:
        assert_all(asked, spark)

    holds()
