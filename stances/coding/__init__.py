"""From articles to stance events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stances.actors import Actors
from stances.articles import Article
from stances.coding.coder import Coded, Coder, Skipped
from stances.coding.explain import Explanation, explain
from stances.coding.parallel import code_in_processes
from stances.errors import InvalidArgument
from stances.events import Span, StanceEvent

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
    articles: Article | Iterable[Article],
    *,
    coder: Coder | None = None,
    workers: int = 1,
    min_confidence: float = 0.0,
) -> Iterator[Coded]:
    """Code articles one at a time, with what was passed over and why.

    Args:
        articles: one article, or any stream of them; read lazily.
        coder: what codes; the rules over the default parser if not given.
        workers: how many processes code; more than one only with the default coder.
        min_confidence: events below this are passed over; 0.8 asks for what is right in about
            eight of ten cases. Events without a confidence stay.

    Raises:
        InvalidArgument: ``workers`` is no number from 1, or goes with a coder of one's own, or
            ``min_confidence`` is not from 0 to 1.
        MissingExtra: the parts that the default coder needs are not installed.

    """
    if not 0 <= min_confidence <= 1:
        raise InvalidArgument(f"min_confidence={min_confidence}: expected a number from 0 to 1")
    if workers < 1:
        raise InvalidArgument(f"workers={workers}: expected a number of processes from 1")
    if workers > 1 and coder is not None:
        raise InvalidArgument(f"workers={workers} codes with the default coder: leave out coder=")
    source = [articles] if isinstance(articles, Article) else articles
    if workers > 1:
        results = code_in_processes(source, workers)
    else:
        results = (default_coder() if coder is None else coder).code(source)
    return (_sure(coded, min_confidence) for coded in results) if min_confidence else results


def code(
    articles: Article | Iterable[Article],
    *,
    coder: Coder | None = None,
    workers: int = 1,
    min_confidence: float = 0.0,
) -> Iterator[StanceEvent]:
    """The stance events of articles, in the order of the articles, lazily.

    What could not be coded is left out silently; ``code_articles`` gives it with the reasons, and
    takes the same arguments.
    """
    results = code_articles(articles, coder=coder, workers=workers, min_confidence=min_confidence)
    for coded in results:
        yield from coded.events


def _sure(coded: Coded, least: float) -> Coded:
    """What was coded with at least this confidence; the rest is passed over, with the reason."""
    kept = tuple(e for e in coded.events if e.confidence is None or e.confidence >= least)
    unsure = [e for e in coded.events if e.confidence is not None and e.confidence < least]
    skipped = [
        Skipped(
            article=e.evidence.article,
            start=e.evidence.start,
            end=e.evidence.end,
            text=e.evidence.text,
            reason=f"confidence {e.confidence:.2f} is below {least:.2f}",
        )
        for e in unsure
        if isinstance(e.evidence, Span)
    ]
    return Coded(coded.article, kept, (*coded.skipped, *skipped))


def default_coder(*, actors: Actors | None = None, model: str | None = None) -> Coder:
    """The rules over spaCy's parse; loading the parser takes about a second.

    Args:
        actors: who can act; the package's tables if not given.
        model: an installed spaCy pipeline such as ``en_core_web_lg``; the pinned small one if
            not given.

    """
    from stances.coding.rules import RuleCoder
    from stances.coding.spacy_analyzer import DEFAULT_MODEL, SpacyAnalyzer

    analyzer = SpacyAnalyzer(DEFAULT_MODEL if model is None else model)
    return (
        RuleCoder(analyzer=analyzer)
        if actors is None
        else RuleCoder(analyzer=analyzer, actors=actors)
    )
