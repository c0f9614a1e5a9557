"""Articles into shards: each article in one of them, however often they are made."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import attrs

from stances.articles import Article
from stances.coding.shards.files import article_line, read_shard, write_shard
from stances.coding.shards.job import shard_folder, shards_in
from stances.errors import Fault, FileFaults, InvalidArgument

SIZE = 200
"""Articles a shard: ten seconds of the rules, which is what a worker that dies can lose."""


@attrs.frozen(kw_only=True)
class Made:
    """How many articles came into how many new shards, and how many were in shards already."""

    shards: int
    articles: int
    known: int


def make_shards(
    articles: Iterable[Article],
    folder: str | Path,
    *,
    size: int = SIZE,
    on_fault: Callable[[Fault], None] | None = None,
) -> Made:
    """Write the articles that are in no shard of the folder yet, as shards of ``size`` articles.

    So it may be interrupted, and run again with the same articles or with more. In memory are the
    articles of one shard, and an id and a digest of all others.

    Args:
        articles: any stream of them, such as ``stances.read_articles`` gives.
        folder: where all of a job is kept; made if it is not there.
        size: articles a shard; 1 to 10 seconds of coding is a good size.
        on_fault: is handed each fault, and making goes on.

    Raises:
        InvalidArgument: ``size`` is no number from 1.
        FileFaults: a shard in the folder is damaged; or, without ``on_fault`` and after all others
            are written, articles have the id of another one.

    """
    if size < 1:
        raise InvalidArgument(f"size={size}: expected a number of articles from 1")
    faults: list[Fault] = []
    known = _Known(faults.append if on_fault is None else on_fault)
    target = shard_folder(Path(folder))
    last = 0
    for path in shards_in(Path(folder)):
        last = int(path.stem.partition("-")[0])
        for article in read_shard(path):
            known.add(article, article_line(article), str(path))
    fresh = known.fresh(articles, str(target))
    shards = written = 0
    while lines := tuple(itertools.islice(fresh, size)):
        write_shard(target, last + shards + 1, lines)
        shards += 1
        written += len(lines)
    if faults:
        raise FileFaults(faults)
    return Made(shards=shards, articles=written, known=known.again)


class _Known:
    """Which articles were met, and how often one was met again just so."""

    def __init__(self, report: Callable[[Fault], None]) -> None:
        self._digests: dict[str, bytes] = {}
        self._report = report
        self.again = 0

    def add(self, article: Article, line: bytes, where: str) -> bool:
        """Whether the article is new."""
        digest = hashlib.blake2b(line, digest_size=16).digest()
        before = self._digests.setdefault(article.id, digest)
        if before is digest:
            return True
        if before == digest:
            self.again += 1
        else:
            problem = f"{article.id!r} is another article in a shard: give one another id"
            self._report(Fault(where, problem))
        return False

    def fresh(self, articles: Iterable[Article], where: str) -> Iterator[bytes]:
        """The lines of those that are new."""
        for article in articles:
            line = article_line(article)
            if self.add(article, line, where):
                yield line
