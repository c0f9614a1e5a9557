"""Parquet, and GDELT to Parquet in bulk: the same events, ids and all, or the same faults."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import attrs
import pytest

from stances.errors import FileFaults, InvalidArgument, MissingExtra
from stances.events import StanceEvent
from stances.interchange import gdelt_to_parquet, read_gdelt, read_parquet, write_parquet
from stances.interchange.parquet import COLUMNS
from stances.notation import event
from tests.interchange.made import DATA, gdelt

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
EVENT = event('2020-02-18 TUR REQUEST RUS "a demand"')


def events_of(*files: Path) -> list[StanceEvent]:
    told = (record for record in read_gdelt(*files) if isinstance(record, StanceEvent))
    return sorted(told, key=lambda one: one.id)


def by_id(path: Path) -> list[StanceEvent]:
    return sorted(read_parquet(path), key=lambda one: one.id)


def test_the_columns_and_their_types(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write_parquet([EVENT], path)
    table = parquet.read_table(path)
    assert table.column_names == list(COLUMNS)
    assert table["date"].type == pyarrow.date32()
    assert table["event_day"].to_pylist() == [18_310]
    assert table["event_day"].type == pyarrow.int32()


def test_a_file_that_was_begun_is_no_file(tmp_path: Path) -> None:
    def broken() -> list[StanceEvent]:
        raise FileFaults([])

    with pytest.raises(FileFaults):
        write_parquet((one for _ in range(2) for one in broken()), tmp_path / "a.parquet")
    assert not list(tmp_path.iterdir())


def test_a_row_that_was_altered_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    other = attrs.evolve(EVENT, recipient="SYR")
    write_parquet([EVENT, other], path)
    rows = parquet.read_table(path).to_pylist()
    rows[1]["actor"] = "IRN"
    parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    reading = read_parquet(path)
    assert next(reading) == EVENT
    with pytest.raises(FileFaults, match=r"row 2: expected .*, the id of what the record says"):
        next(reading)


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(FileFaults, match="is no Parquet file"):
        next(read_parquet(path))
    parquet.write_table(pyarrow.table({"id": ["x"]}), path)
    with pytest.raises(FileFaults, match="lacks the columns date"):
        next(read_parquet(path))


class TestBulk:
    @pytest.fixture(autouse=True)
    def duckdb(self) -> None:
        pytest.importorskip("duckdb")

    def test_real_rows(self, tmp_path: Path) -> None:
        out = tmp_path / "a.parquet"
        assert gdelt_to_parquet(DATA / "gdelt2.tsv", to=out) == 10
        assert by_id(out) == events_of(DATA / "gdelt2.tsv")
        assert _types(out) == _types(_written(tmp_path))

    def test_every_oddity(self, tmp_path: Path) -> None:
        lines = [
            gdelt(id="1", url='http://www.a.example/é?q="x"\\'),
            gdelt(id="2", url="https://WWW.Ä.example/x"),
            gdelt(id="3", url=" ftp://b.example:80/x "),
            gdelt(id="4", url="BBC Monitoring"),
            gdelt(id="5", score="", recipient=" ", to_country=""),
            gdelt(id="6", recipient="RUSCVL", to_role="CVL"),
            gdelt(id="7", recipient="TURGOV", to_country="TUR", to_role="GOV"),
            gdelt(id="8", actor=" ", country=""),
            gdelt(id="9", actor="USACVL", country="USA", role="CVL"),
            gdelt(id="007", actor="IGOEUREEC", country="EUR", role="IGO", score="3.4"),
            *(gdelt(id=f"2{n}", day=day) for n, day in enumerate(DAYS)),
            *(gdelt(id=f"3{n}", code=code) for n, code in enumerate(CODES)),
            "",
        ]
        path = tmp_path / "a.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        out = tmp_path / "a.parquet"
        codes = {"USACVL": "USA"}
        count = gdelt_to_parquet(path, to=out, codes=codes)
        expected = [e for e in read_gdelt(path, codes=codes) if isinstance(e, StanceEvent)]
        assert count == len(expected)
        assert by_id(out) == sorted(expected, key=lambda one: one.id)

    def test_random_rows_of_all_vintages_zipped_or_not(self, tmp_path: Path) -> None:
        chance = random.Random(7)
        files = []
        for width in (57, 58, 61):
            lines = "".join(f"{_random(chance, width, n)}\n" for n in range(400))
            plain = tmp_path / f"{width}.csv"
            plain.write_bytes(("\ufeff" + lines.replace("\n", "\r\n")).encode())
            packed = tmp_path / f"{width}.zip"
            with zipfile.ZipFile(packed, "w") as archive:
                archive.writestr(f"{width}.CSV", lines)
            out = tmp_path / "a.parquet"
            gdelt_to_parquet(plain, to=out, threads=1)
            assert by_id(out) == events_of(plain)
            files.append(packed)
        gdelt_to_parquet(*files, to=out)
        assert by_id(out) == events_of(*files)

    @pytest.mark.parametrize(
        "line",
        [
            gdelt(id="x"),
            gdelt(day="20190230"),
            gdelt(code="99"),
            gdelt(score="nan"),
            gdelt(added="2019"),
            gdelt(url=f"http://a.example/{'x' * 2_000}"),
            gdelt(60),
            "only this",
        ],
    )
    def test_what_is_wrong_is_said_as_the_strict_reader_says_it(
        self, tmp_path: Path, line: str
    ) -> None:
        path = tmp_path / "a.csv"
        path.write_text(f"{gdelt()}\n{line}\n")
        with pytest.raises(FileFaults) as strict:
            list(read_gdelt(path))
        with pytest.raises(FileFaults) as bulk:
            gdelt_to_parquet(path, to=tmp_path / "a.parquet")
        assert bulk.value.faults == strict.value.faults
        assert [item.name for item in tmp_path.iterdir()] == ["a.csv"]

    def test_lines_of_two_widths_are_for_the_other_reader(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidArgument, match="use read_gdelt"):
            gdelt_to_parquet(DATA / "gdelt1.tsv", to=tmp_path / "a.parquet")

    def test_without_duckdb(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
        with pytest.raises(MissingExtra, match=r"stances\[warehouse\]"):
            gdelt_to_parquet(DATA / "gdelt2.tsv", to=tmp_path / "a.parquet")


DAYS = ("20191023", "20191017", "20190924", "20181024", "20091026", "20191101")
CODES = ("0841", "1712", "171", "163", "010", "0256", "204")
ACTORS = (("TUR", "TUR", ""), ("RUSGOV", "RUS", "GOV"), ("UNO", "", "IGO"), ("CVL", "", "CVL"))


def _random(chance: random.Random, width: int, number: int) -> str:
    actor, country, role = chance.choice(ACTORS)
    other, to_country, to_role = chance.choice(ACTORS)
    return gdelt(
        width,
        id=str(number),
        url=f"https://www.{chance.choice('abc')}.example/{chance.randrange(9)}",
        day=chance.choice(DAYS),
        code=chance.choice(CODES),
        score=chance.choice(["-10.0", "0.4", "7", ""]),
        actor=actor,
        country=country,
        role=role,
        recipient=other,
        to_country=to_country,
        to_role=to_role,
    )


def _written(folder: Path) -> Path:
    write_parquet([EVENT], folder / "written.parquet")
    return folder / "written.parquet"


def _types(path: Path) -> list[tuple[str, object]]:
    return [(field.name, field.type) for field in parquet.read_schema(path)]
