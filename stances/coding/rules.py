"""The coder that stands on a dependency parse and rules over it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

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
        texts = (piece.text for _, pieces in ahead for _, piece in pieces)
        trees = self.analyzer.pipe(texts)
        for article, pieces in again:
            parsed = [(kind, piece, next(trees)) for kind, piece in pieces]
            yield self._code(article, parsed)

    def _code(self, article: Article, parsed: list[tuple[BlockKind, Prepared, Analysis]]) -> Coded:
        if not is_english(" ".join(piece.text for _, piece, _ in parsed)):
            return Coded(article, (), (_whole(article, "not English"),) if parsed else ())
        passages = _dated(article, parsed)
        trees = [passage.tree for passage in passages]
        names, doubtful = find_names(trees, self.actors, article.published)
        references = find_references(trees, names, self.actors)
        speech = find_speech(passages, references, self.lexicon)
        return assemble(article, passages, speech, doubtful, self.lexicon, self.name)


def _pieces(article: Article) -> list[tuple[BlockKind, Prepared]]:
    return [
        (block.kind, prepared)
        for block in article.blocks
        for start, end in chunks(article.text, block.start, block.end)
        if (prepared := prepare(article.text, start, end)).text
    ]


def _dated(article: Article, parsed: list[tuple[BlockKind, Prepared, Analysis]]) -> list[Passage]:
    passages: list[Passage] = []
    anchor = None
    for kind, prepared, tree in parsed:
        dates = find_dates(prepared.text, article.published, anchor)
        anchor = dates[-1].date if dates else anchor
        passages.append(Passage(kind=kind, prepared=prepared, tree=tree, dates=dates))
    return passages


def _whole(article: Article, reason: str) -> Skipped:
    end = min(len(article.text), 200)
    return Skipped(article=article.id, start=0, end=end, text=article.text[:end], reason=reason)
