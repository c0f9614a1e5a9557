"""What a model is shown of an article: its story as JSON, in pieces that one reply can code.

As JSON an article cannot end where it likes: no text in it reads as the end of what is data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import attrs

from stances.articles import Article, Block, BlockKind
from stances.events import text_sha256

LONGEST = 4_500
"""Characters of a piece: of dense news so many have some seventy events, 8,000 tokens to write."""


@attrs.frozen
class Piece:
    """Paragraphs of an article in a row, together with its headline."""

    article: Article
    paragraphs: tuple[Block, ...]

    @property
    def length(self) -> int:
        """Characters of its paragraphs."""
        return sum(block.end - block.start for block in self.paragraphs)

    @cached_property
    def told(self) -> dict[str, Any]:
        """What a model is told of it, as JSON values."""
        article = self.article
        title = article.title
        if title is None:
            heads = [block for block in article.blocks if block.kind is BlockKind.TITLE]
            title = _text(article, heads[0]) if heads else None
        return {
            "published": article.published.isoformat(),
            "weekday": f"{article.published:%A}",
            "headline": None if title is None else _sayable(title),
            "paragraphs": [_sayable(_text(article, block)) for block in self.paragraphs],
        }

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of what the model is told, by which its answer is kept."""
        return text_sha256(json.dumps(self.told, ensure_ascii=False))


def pieces(article: Article) -> tuple[Piece, ...]:
    """The story of an article in pieces; none if nothing in it is story."""
    return tuple(Piece(article, group) for group in _groups(article.blocks))


def packed(wanted: Iterable[Piece]) -> Iterator[tuple[Piece, ...]]:
    """The pieces in groups that one request can ask about, in order, none longer than a piece."""
    group: list[Piece] = []
    for piece in wanted:
        if group and sum(one.length for one in (*group, piece)) > LONGEST:
            yield tuple(group)
            group = []
        group.append(piece)
    if group:
        yield tuple(group)


def message(shown: Sequence[Piece]) -> str:
    """The one message that shows these pieces to a model, numbered from 1."""
    numbered = [{"article": number, **piece.told} for number, piece in enumerate(shown, 1)]
    return json.dumps({"articles": numbered}, ensure_ascii=False)


def _groups(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    group: list[Block] = []
    length = 0
    for block in blocks:
        if block.kind is BlockKind.TITLE:
            continue
        size = block.end - block.start
        if group and length + size > LONGEST:
            yield tuple(group)
            group, length = [], 0
        group.append(block)
        length += size
    if group:
        yield tuple(group)


def _text(article: Article, block: Block) -> str:
    return article.text[block.start : block.end]


def _sayable(text: str) -> str:
    """The text without lone surrogates, which no encoding can send."""
    return text.encode("utf-8", "replace").decode("utf-8")
