"""Files that are there whole or not at all, and articles in them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

import attrs

from stances.articles import Article
from stances.errors import Fault, FileFaults

_DIGITS = 12


def write_whole(path: Path, content: bytes) -> None:
    """Write under a temporary name, then rename: nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def article_line(article: Article) -> bytes:
    """The article as a line of JSON, in ASCII, so that no text whatsoever is too odd for it."""
    told = attrs.asdict(article)
    told["published"] = article.published.isoformat()
    return json.dumps(told).encode("ascii") + b"\n"


def write_shard(folder: Path, number: int, lines: Iterable[bytes]) -> Path:
    """Write the lines of articles as one shard, with a digest of them in its name."""
    content = b"".join(lines)
    path = folder / f"{number:06}-{_digest(content)}.jsonl"
    write_whole(path, content)
    return path


def read_shard(path: Path) -> tuple[Article, ...]:
    """The articles of one shard.

    Raises:
        FileFaults: it is not what was written there.
        OSError: it cannot be read.

    """
    content = path.read_bytes()
    if _digest(content) != path.stem.rpartition("-")[2]:
        way_out = "delete it and make the shards again from the articles"
        raise FileFaults([Fault(str(path), f"is not what its name says it is: {way_out}")])
    return tuple(map(read_article, content.splitlines()))


def read_article(line: bytes) -> Article:
    """The article that a line of a shard tells."""
    told = json.loads(line)
    return Article(**{**told, "published": dt.date.fromisoformat(told["published"])})


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGITS]
