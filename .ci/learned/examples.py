"""What the network learns from: windows of hand-coded texts, with who did what in each.

Made from the development briefs, the passages, the sentences and the sentences with nothing in
them; the held-apart briefs play no part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import attrs

from stances.articles import Article
from stances.cases import read_cases
from stances.coding import coder_named
from stances.coding.passages import Passage
from stances.coding.reader import Reader
from stances.coding.rules import RuleCoder
from stances.coding.windows import Pair, Window, windows
from stances.events import EventType, Modality, Span
from stances.gold import read_gold
from stances.reading import read_articles

FIXTURES = Path(__file__).parents[2] / "fixtures"
LINES_TOGETHER = 40


@attrs.frozen
class Told:
    """A hand-coded event: where its evidence begins, and what is learned of it."""

    start: int
    pair: Pair
    event_type: EventType
    modality: Modality
    core: bool


@attrs.frozen(kw_only=True)
class Text:
    """A coded text; texts of one ``group`` are never parted."""

    group: str
    article: Article
    told: tuple[Told, ...]


@attrs.frozen(kw_only=True)
class Example:
    """A window, what is so in it, and how sure the rules are of what they found in it."""

    group: str
    article: str
    passage: Passage
    window: Window
    told: tuple[Told, ...]
    ruled: Mapping[tuple[Pair, EventType], float]


def texts() -> Iterator[Text]:
    """Every coded text there is to learn from."""
    yield from _briefs()
    for folder in ("sentences", "passages"):
        for path in sorted((FIXTURES / folder).glob("*.txt")):
            yield from _cases(path, f"{folder}/{path.stem}")
    for number, line in enumerate((FIXTURES / "nothing.txt").read_text("utf-8").splitlines()):
        if line.strip() and not line.startswith("#"):
            article = Article(id=f"nothing-{number}", text=line, published=dt.date(2020, 2, 18))
            yield Text(group=f"nothing/{number // LINES_TOGETHER}", article=article, told=())


def _briefs() -> Iterator[Text]:
    gold: dict[str, list[Told]] = {}
    for path in sorted((FIXTURES / "briefs").glob("development-*.gold.jsonl")):
        for row in read_gold(path):
            start = 0 if row.start is None else row.start
            pair = (row.actor, row.recipient)
            told = Told(start, pair, row.event_type, row.modality, row.core)
            gold.setdefault(row.article, []).append(told)
    for article in read_articles(FIXTURES / "briefs" / "development"):
        told = tuple(gold.get(article.id, ()))
        yield Text(group=f"briefs/{article.id}", article=article, told=told)


def _cases(path: Path, name: str) -> Iterator[Text]:
    for case in read_cases(path.read_text("utf-8"), path=str(path)):
        told = [
            Told(e.evidence.start, (e.actor, e.recipient), e.event_type, e.modality, True)
            for e in case.events
            if isinstance(e.evidence, Span)
        ]
        yield Text(
            group=f"{name}/{case.line // LINES_TOGETHER}",
            article=attrs.evolve(case.article, id=f"{name}:{case.line}"),
            told=tuple(told),
        )


def examples(given: Iterable[Text]) -> Iterator[Example]:
    """The windows of the texts, in order."""
    rules = coder_named("rules")
    assert isinstance(rules, RuleCoder)
    reader = Reader(analyzer=rules.analyzer, actors=rules.actors, lexicon=rules.lexicon)
    for text, reading in zip(given, reader.read(t.article for t in given), strict=True):
        coded = rules.assembled(reading, coder=rules.name).events
        for window in windows(reading.passages, reading.speech):
            passage = reading.passages[window.passage]
            tokens = passage.tree.sentence_range(window.sentence)
            start, end = passage.offsets(tokens[0], tokens[-1])
            yield Example(
                group=text.group,
                article=text.article.id,
                passage=passage,
                window=window,
                told=tuple(told for told in text.told if start <= told.start < end),
                ruled={
                    ((e.actor, e.recipient), e.event_type): e.confidence or 0.5
                    for e in coded
                    if isinstance(e.evidence, Span) and start <= e.evidence.start < end
                },
            )
