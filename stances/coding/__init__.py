"""From articles to stance events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stances.actors import Actors
from stances.articles import Article
from stances.coding.coder import Coded, Coder, Skipped
from stances.coding.explain import Explanation, explain
from stances.coding.parallel import code_in_processes
from stances.errors import InvalidArgument
from stances.events import StanceEvent

__all__ = [
    "Coded",
    "Coder",
    "Explanation",
    "Skipped",
    "code",
    "code_articles",
    "default_coder",
    "explain",
]


def code_articles(
    articles: Article | Iterable[Article], *, coder: Coder | None = None, workers: int = 1
) -> Iterator[Coded]:
    """Code articles one at a time, with what was passed over and why.

    Args:
        articles: one article, or any stream of them; read lazily.
        coder: what codes; the rules over the default parser if not given.
        workers: how many processes code; more than one only with the default coder.

    Raises:
        InvalidArgument: ``workers`` is no number from 1, or goes with a coder of one's own.
        MissingExtra: the parts that the default coder needs are not installed.

    """
    source = [articles] if isinstance(articles, Article) else articles
    if workers == 1:
        return (default_coder() if coder is None else coder).code(source)
    if workers < 1:
        raise InvalidArgument(f"workers={workers}: expected a number of processes from 1")
    if coder is not None:
        raise InvalidArgument(f"workers={workers} codes with the default coder: leave out coder=")
    return code_in_processes(source, workers)


def code(
    articles: Article | Iterable[Article], *, coder: Coder | None = None, workers: int = 1
) -> Iterator[StanceEvent]:
    """The stance events of articles, in the order of the articles, lazily.

    What could not be coded is left out silently; ``code_articles`` gives it with the reasons, and
    takes the same arguments.
    """
    for coded in code_articles(articles, coder=coder, workers=workers):
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
