"""From an article to what every coder starts from: parses, references, voices, dates."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

import attrs

from stances.actors import Actors
from stances.articles import Article, BlockKind
from stances.coding.analysis import Analysis, Analyzer
from stances.coding.coder import Skipped
from stances.coding.dates import find_dates
from stances.coding.language import is_english
from stances.coding.lexicon import Lexicon
from stances.coding.names import find_names
from stances.coding.passages import Passage
from stances.coding.prepare import Prepared, chunks, prepare
from stances.coding.references import find_references
from stances.coding.speech import Speech, find_speech


@attrs.frozen
class Doubt:
    """A name that could mean several, or none: the token of a passage, and why."""

    passage: int
    token: int
    reason: str


@attrs.frozen(kw_only=True, eq=False)
class Reading:
    """One article as it was read; ``speech`` goes with ``passages``, ``foreign`` was not parsed."""

    article: Article
    passages: tuple[Passage, ...]
    speech: tuple[Speech, ...]
    doubts: tuple[Doubt, ...]
    foreign: tuple[Skipped, ...]


@attrs.frozen
class _Piece:
    """A stretch of one block, prepared; only English is parsed."""

    kind: BlockKind
    prepared: Prepared
    english: bool


@attrs.frozen(kw_only=True, eq=False)
class Reader:
    """Reads articles with an analyzer, tables of actors, and a lexicon."""

    analyzer: Analyzer
    actors: Actors
    lexicon: Lexicon

    def read(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Each article, in order, lazily; raises on no text whatsoever."""
        ahead, again = itertools.tee((article, _pieces(article)) for article in articles)
        texts = (p.prepared.text for _, pieces in ahead for p in pieces if p.english)
        trees = self.analyzer.pipe(texts)
        for article, pieces in again:
            english = [piece for piece in pieces if piece.english]
            passages = _passages(article, english, [next(trees) for _ in english])
            foreign = tuple(_foreign(article, piece) for piece in pieces if not piece.english)
            yield self._understood(article, passages, foreign)

    def _understood(
        self, article: Article, passages: tuple[Passage, ...], foreign: tuple[Skipped, ...]
    ) -> Reading:
        trees = [passage.tree for passage in passages]
        names, doubtful = find_names(trees, self.actors, article.published)
        references = find_references(trees, names, self.actors)
        return Reading(
            article=article,
            passages=passages,
            speech=find_speech(passages, references, self.lexicon),
            doubts=tuple(Doubt(*doubt) for doubt in doubtful),
            foreign=foreign,
        )


def _pieces(article: Article) -> list[_Piece]:
    pieces: list[_Piece] = []
    for block in article.blocks:
        for start, end in chunks(article.text, block.start, block.end):
            prepared = prepare(article.text, start, end)
            if prepared.text:
                pieces.append(_Piece(block.kind, prepared, is_english(prepared.text)))
    return pieces


def _passages(
    article: Article, pieces: Iterable[_Piece], trees: Iterable[Analysis]
) -> tuple[Passage, ...]:
    passages: list[Passage] = []
    anchor = None
    for piece, tree in zip(pieces, trees, strict=True):
        dates = find_dates(piece.prepared.text, article.published, anchor)
        anchor = dates[-1].date if dates else anchor
        passages.append(Passage(kind=piece.kind, prepared=piece.prepared, tree=tree, dates=dates))
    return tuple(passages)


def _foreign(article: Article, piece: _Piece) -> Skipped:
    start, end = piece.prepared.original(0, len(piece.prepared.text))
    return Skipped(
        article=article.id, start=start, end=end, text=article.text[start:end], reason="not English"
    )
