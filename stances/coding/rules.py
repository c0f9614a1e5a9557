"""The coder that stands on a dependency parse and rules over it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

import attrs

from stances.actors import Actors
from stances.articles import Article, BlockKind
from stances.coding.analysis import Analysis, Analyzer
from stances.coding.assemble import assemble
from stances.coding.coder import Coded, Skipped
from stances.coding.dates import find_dates
from stances.coding.language import is_english
from stances.coding.lexicon import Lexicon
from stances.coding.names import find_names
from stances.coding.passages import Passage
from stances.coding.prepare import Prepared, chunks, prepare
from stances.coding.references import find_references
from stances.coding.speech import find_speech

VERSION = "rules-1"


@attrs.frozen
class _Piece:
    """A stretch of one block, prepared; only English is parsed."""

    kind: BlockKind
    prepared: Prepared
    english: bool


@attrs.frozen(kw_only=True, eq=False)
class RuleCoder:
    """Codes by rules over an analyzer's columns.

    Args:
        analyzer: the parser.
        actors: who can act, and under which names; the package's tables if not given.
        lexicon: which words carry acts; the package's if not given.

    """

    analyzer: Analyzer
    actors: Actors = attrs.field(factory=Actors.default)
    lexicon: Lexicon = attrs.field(factory=Lexicon.default)

    @property
    def name(self) -> str:
        """Version of the rules, and the parser they stand on."""
        return f"{VERSION}+{self.analyzer.name}"

    def code(self, articles: Iterable[Article]) -> Iterator[Coded]:
        """Code each article, in order, lazily; raises on no text whatsoever."""
        ahead, again = itertools.tee((article, _pieces(article)) for article in articles)
        texts = (p.prepared.text for _, pieces in ahead for p in pieces if p.english)
        trees = self.analyzer.pipe(texts)
        for article, pieces in again:
            english = [piece for piece in pieces if piece.english]
            passages = _passages(article, english, [next(trees) for _ in english])
            coded = self._code(article, passages)
            foreign = tuple(_foreign(article, piece) for piece in pieces if not piece.english)
            yield attrs.evolve(coded, skipped=(*foreign, *coded.skipped))

    def _code(self, article: Article, passages: Sequence[Passage]) -> Coded:
        trees = [passage.tree for passage in passages]
        names, doubtful = find_names(trees, self.actors, article.published)
        references = find_references(trees, names, self.actors)
        speech = find_speech(passages, references, self.lexicon)
        return assemble(article, passages, speech, doubtful, self.lexicon, self.name)


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
) -> list[Passage]:
    passages: list[Passage] = []
    anchor = None
    for piece, tree in zip(pieces, trees, strict=True):
        dates = find_dates(piece.prepared.text, article.published, anchor)
        anchor = dates[-1].date if dates else anchor
        passages.append(Passage(kind=piece.kind, prepared=piece.prepared, tree=tree, dates=dates))
    return passages


def _foreign(article: Article, piece: _Piece) -> Skipped:
    start, end = piece.prepared.original(0, len(piece.prepared.text))
    return Skipped(
        article=article.id, start=start, end=end, text=article.text[start:end], reason="not English"
    )
