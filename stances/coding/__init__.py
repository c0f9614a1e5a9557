"""From articles to stance events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stances.actors import Actors
from stances.articles import Article
from stances.coding.coder import Coded, Coder, Skipped
from stances.events import StanceEvent

__all__ = ["Coded", "Coder", "Skipped", "code", "code_articles"]


def code_articles(
    articles: Article | Iterable[Article], *, coder: Coder | None = None
) -> Iterator[Coded]:
    """Code articles one at a time, with what was passed over and why.

    Args:
        articles: one article, or any stream of them; read lazily.
        coder: what codes; the rules over the default parser if not given.

    Raises:
        MissingExtra: the parts that the default coder needs are not installed.

    """
    chosen = default_coder() if coder is None else coder
    return chosen.code([articles] if isinstance(articles, Article) else articles)


def code(
    articles: Article | Iterable[Article], *, coder: Coder | None = None
) -> Iterator[StanceEvent]:
    """The stance events of articles, in the order of the articles, lazily.

    What could not be coded is left out silently; ``code_articles`` gives it with the reasons.
    """
    for coded in code_articles(articles, coder=coder):
        yield from coded.events


def default_coder(*, actors: Actors | None = None) -> Coder:
    """The rules over the default parser; loading the parser takes about a second."""
    from stances.coding.rules import RuleCoder
    from stances.coding.spacy_analyzer import SpacyAnalyzer

    analyzer = SpacyAnalyzer()
    return (
        RuleCoder(analyzer=analyzer)
        if actors is None
        else RuleCoder(analyzer=analyzer, actors=actors)
    )
