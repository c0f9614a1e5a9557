"""From articles to stance events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stances.actors import Actors
from stances.articles import Article
from stances.coding.coder import CODERS, MODEL, Coded, Coder, Skipped
from stances.coding.explain import Explanation, explain
from stances.coding.parallel import code_in_processes
from stances.errors import InvalidArgument
from stances.events import Span, StanceEvent

_NAMES = f"{', '.join(map(repr, CODERS))} or '{MODEL}' with the name of a model"

__all__ = [
    "CODERS",
    "MODEL",
    "Coded",
    "Coder",
    "Explanation",
    "Skipped",
    "code",
    "code_articles",
    "coder_named",
    "default_coder",
    "explain",
]


def code_articles(
    articles: Article | Iterable[Article],
    *,
    coder: Coder | str = CODERS[0],
    workers: int = 1,
    min_confidence: float = 0.0,
) -> Iterator[Coded]:
    """Code articles one at a time, with what was passed over and why.

    Args:
        articles: one article, or any stream of them; read lazily.
        coder: what codes: ``"learned"`` (rules and a network), ``"rules"`` alone, ``"llm:MODEL"``
            (a language model at ``STANCES_LLM_URL``, with the key in ``STANCES_LLM_KEY``), or one
            of your own, such as a ``stances.coding.llm.LanguageModelCoder`` with a budget.
        workers: how many processes code, or how many requests to a model are under way at a
            time; more than one only with a coder that has a name.
        min_confidence: events below this are passed over; 0.8 asks for what is right in about
            eight of ten cases. Events without a confidence stay.

    Raises:
        InvalidArgument: there is no coder of that name, ``workers`` is no number from 1, or goes
            with a coder of one's own, or ``min_confidence`` is not from 0 to 1.
        MissingExtra: the parts that the coder needs are not installed.
        EndpointRefused: the endpoint of a language model will not answer, or fails again and
            again.

    """
    if not 0 <= min_confidence <= 1:
        raise InvalidArgument(f"min_confidence={min_confidence}: expected a number from 0 to 1")
    if workers < 1:
        raise InvalidArgument(f"workers={workers}: expected a number of processes from 1")
    source = [articles] if isinstance(articles, Article) else articles
    if isinstance(coder, str) and coder.startswith(MODEL):
        results = _language_model(coder, at_once=workers).code(source)
    elif workers == 1:
        results = (coder_named(coder) if isinstance(coder, str) else coder).code(source)
    elif isinstance(coder, str):
        results = code_in_processes(source, workers, _known(coder))
    else:
        raise InvalidArgument(
            f"workers={workers} needs a coder by name, {_NAMES}, not {type(coder).__name__}"
        )
    return (_sure(coded, min_confidence) for coded in results) if min_confidence else results


def code(
    articles: Article | Iterable[Article],
    *,
    coder: Coder | str = CODERS[0],
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


def _known(name: str) -> str:
    if name not in CODERS:
        raise InvalidArgument(f"coder={name!r}: expected {_NAMES}")
    return name


def coder_named(name: str, *, actors: Actors | None = None, model: str | None = None) -> Coder:
    """The coder of that name; loading the parser of ``rules`` and ``learned`` takes a second.

    Args:
        name: ``rules`` or ``learned``, over spaCy's parse, or ``llm:MODEL``.
        actors: who can act; the package's tables if not given.
        model: an installed spaCy pipeline such as ``en_core_web_lg``; the pinned small one if
            not given.

    Raises:
        InvalidArgument: there is no coder of that name.
        MissingExtra: what it needs is not installed.

    """
    if name.startswith(MODEL):
        if model is not None:
            raise InvalidArgument(f"model={model!r} is a parser, and coder={name!r} needs none")
        return _language_model(name, actors=actors)
    _known(name)
    from stances.coding.spacy_analyzer import DEFAULT_MODEL, SpacyAnalyzer

    analyzer = SpacyAnalyzer(DEFAULT_MODEL if model is None else model)
    table = Actors.default() if actors is None else actors
    if name == "rules":
        from stances.coding.rules import RuleCoder

        return RuleCoder(analyzer=analyzer, actors=table)
    from stances.coding.learned import LearnedCoder

    return LearnedCoder(analyzer=analyzer, actors=table)


def _language_model(name: str, *, actors: Actors | None = None, at_once: int = 1) -> Coder:
    from stances.coding.llm import Endpoint, LanguageModelCoder, default_cache

    return LanguageModelCoder(
        endpoint=Endpoint.of_environment(name.removeprefix(MODEL)),
        actors=Actors.default() if actors is None else actors,
        cache=default_cache(),
        at_once=at_once,
    )


def default_coder(*, actors: Actors | None = None, model: str | None = None) -> Coder:
    """The coder that codes where none is named; arguments as in ``coder_named``."""
    return coder_named(CODERS[0], actors=actors, model=model)
