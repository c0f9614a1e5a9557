"""Every article is in one shard, as it was, however often shards are made."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as some

from stances.articles import Article
from stances.coding.shards import make_shards
from stances.coding.shards.files import read_shard
from stances.coding.shards.job import shards_in
from stances.errors import Fault, FileFaults, InvalidArgument
from stances.reading import read_articles
from tests.coding.shards.made import articles

SEEDS = Path(__file__).parents[3] / "seeds"

texts = some.text(some.characters(exclude_categories=()), max_size=30)
any_articles = some.lists(
    some.builds(
        Article,
        id=texts,
        text=texts,
        published=some.dates(),
        title=some.none() | texts,
        publisher=some.none() | texts,
        url=some.none() | texts,
    ),
    unique_by=lambda article: article.id,
    max_size=12,
)


def read_back(folder: Path) -> list[Article]:
    return [article for path in shards_in(folder) for article in read_shard(path)]


@given(any_articles, some.integers(1, 5), some.data())
def test_articles_come_back_as_they_were_and_once(
    made: list[Article], size: int, data: some.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        before = data.draw(some.integers(0, len(made)))
        make_shards(made[:before], folder, size=size)
        again = make_shards(made, folder, size=size)
        assert (again.articles, again.known) == (len(made) - before, before)
        assert read_back(Path(folder)) == made
        assert all(len(read_shard(path)) <= size for path in shards_in(Path(folder)))


def test_the_articles_of_files_come_back_as_they_were(tmp_path: Path) -> None:
    assert make_shards(read_articles(SEEDS), tmp_path, size=2).shards == 3
    assert read_back(tmp_path) == list(read_articles(SEEDS))


def test_what_was_interrupted_goes_on(tmp_path: Path) -> None:
    made = articles(10)

    def torn() -> object:
        yield from made[:7]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_shards(torn(), tmp_path, size=3)  # type: ignore[arg-type]
    assert read_back(tmp_path) == list(made[:6])
    make_shards(made, tmp_path, size=3)
    assert read_back(tmp_path) == list(made)


def test_another_article_with_an_id_that_is_taken_is_a_fault(tmp_path: Path) -> None:
    made = articles(3)
    other = attrs.evolve(made[1], published=dt.date(2021, 1, 1))
    with pytest.raises(FileFaults, match="'a1' is another article in a shard"):
        make_shards((other, made[0], made[1], made[2]), tmp_path)
    assert read_back(tmp_path) == [other, made[0], made[2]]
    told: list[Fault] = []
    assert make_shards(made, tmp_path, on_fault=told.append).known == 2
    assert len(told) == 1


def test_a_shard_that_was_changed_is_refused(tmp_path: Path) -> None:
    make_shards(articles(3), tmp_path)
    (path,) = shards_in(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"Moscow", b"Tehran"))
    with pytest.raises(FileFaults, match="is not what its name says"):
        make_shards(articles(3), tmp_path)


def test_a_shard_holds_at_least_one_article(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgument, match="size=0"):
        make_shards(articles(1), tmp_path, size=0)
