"""Several coders over the same articles: how well each does, by how much, and at what price."""

from __future__ import annotations

import collections
import itertools
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from stances.agreement import Agreement, Pair, agreement, marks
from stances.articles import Article
from stances.coding import Coder
from stances.coding.llm import LanguageModelCoder, Spent
from stances.evaluate import Evaluation, evaluate
from stances.events import StanceEvent
from stances.gold import GoldRow
from stances.measures import Difference, difference

HAND = "hand"
"""What the coding by hand is called where agreement is told."""
SHARES = ("precision", "recall", "f1")


@attrs.frozen(kw_only=True)
class Run:
    """What a coder made of some articles, and what that took.

    ``words`` are those of the articles; ``cpu_seconds`` those that this process worked, all its
    threads together, while ``seconds`` went by. ``spent`` is what a language model was paid;
    answers that were kept cost nothing, and no time either.
    """

    coder: str
    articles: tuple[str, ...]
    events: tuple[StanceEvent, ...]
    words: int
    cpu_seconds: float
    seconds: float
    spent: Spent | None = None

    @property
    def speed(self) -> float | None:
        """Words a second of processor time; None if it took none that could be measured."""
        return self.words / self.cpu_seconds if self.cpu_seconds else None

    def to_record(self) -> dict[str, Any]:
        """Every figure by name."""
        spent = self.spent or Spent(cost=0.0)
        return {
            "coder": self.coder,
            "articles": len(self.articles),
            "events": len(self.events),
            "words": self.words,
            "cpu_seconds": self.cpu_seconds,
            "seconds": self.seconds,
            "words_a_cpu_second": self.speed,
            "requests": spent.requests,
            "tokens_asked": spent.tokens.asked,
            "tokens_answered": spent.tokens.answered,
            "cost": spent.cost,
        }


@attrs.frozen(kw_only=True)
class SideBySide:
    """How several coders did on the same articles.

    ``agreements`` are of every two of the coders and the coding by hand; see
    ``stances.agreement`` for their units.
    """

    runs: tuple[Run, ...]
    evaluations: tuple[Evaluation, ...]
    agreements: tuple[Agreement, ...]

    @cached_property
    def differences(self) -> Mapping[tuple[str, str], Mapping[str, Difference]]:
        """Of every two coders, by how much the second has more of each share of events."""
        named = list(zip((run.coder for run in self.runs), self.evaluations, strict=True))
        return {
            (one, other): {share: difference(a.event, b.event, share) for share in SHARES}
            for (one, a), (other, b) in itertools.combinations(named, 2)
        }

    def to_records(self) -> list[dict[str, Any]]:
        """Every figure as flat dictionaries: ``table`` says of which table it is."""
        return [
            *(
                {"coder": run.coder, **record}
                for run, evaluation in zip(self.runs, self.evaluations, strict=True)
                for record in evaluation.to_records()
            ),
            *self._difference_records(),
            *self._agreement_records(),
            *({"table": "run", **run.to_record()} for run in self.runs),
        ]

    def _difference_records(self) -> Iterator[dict[str, Any]]:
        for (first, second), shares in self.differences.items():
            for share, found in shares.items():
                interval = found.interval
                yield {
                    "table": "difference",
                    "first": first,
                    "second": second,
                    "name": share,
                    "value": found.value,
                    "low": None if interval is None else interval.low,
                    "high": None if interval is None else interval.high,
                }

    def _agreement_records(self) -> Iterator[dict[str, Any]]:
        for found in self.agreements:
            rows = [*((kind.value, tally) for kind, tally in found.by_type), ("all", found.whole)]
            for name, tally in rows:
                yield {
                    "table": "agreement",
                    "first": found.first,
                    "second": found.second,
                    "name": name,
                    **attrs.asdict(tally),
                    "kappa": tally.kappa,
                }


def run(name: str, coder: Coder, articles: Iterable[Article]) -> Run:
    """Code the articles, and see what that takes.

    All are read before the clock starts, and the first is coded then, so that what a coder loads
    is not counted; not by a language model, which would be paid twice.
    """
    every = tuple(articles)
    if not isinstance(coder, LanguageModelCoder):
        collections.deque(coder.code(every[:1]), maxlen=0)
    began, worked = time.monotonic(), time.process_time()
    events = tuple(event for coded in coder.code(every) for event in coded.events)
    cpu_seconds, seconds = time.process_time() - worked, time.monotonic() - began
    return Run(
        coder=name,
        articles=tuple(article.id for article in every),
        events=events,
        words=sum(len(article.text.split()) for article in every),
        cpu_seconds=cpu_seconds,
        seconds=seconds,
        spent=coder.spent if isinstance(coder, LanguageModelCoder) else None,
    )


def side_by_side(
    gold: Iterable[GoldRow], runs: Iterable[Run], articles: Collection[str]
) -> SideBySide:
    """Measure several coders against hand-coded rows, and each against the others.

    Args:
        gold: hand-coded rows.
        runs: what each coder made of the articles.
        articles: ids of those that are scored; rows and events of others are left out.

    """
    rows, every = tuple(gold), tuple(runs)
    ids = sorted(set(articles))
    coded: list[tuple[str, Sequence[GoldRow | StanceEvent]]] = [
        *((one.coder, one.events) for one in every),
        (HAND, rows),
    ]
    marked = [(name, [marks(found) for found in _by_article(said, ids)]) for name, said in coded]
    units: list[frozenset[Pair]] = [
        frozenset(itertools.chain.from_iterable(said[place] for _, said in marked))
        for place in range(len(ids))
    ]
    return SideBySide(
        runs=every,
        evaluations=tuple(evaluate(rows, one.events, ids) for one in every),
        agreements=tuple(
            agreement(one, other, units) for one, other in itertools.combinations(marked, 2)
        ),
    )


def _by_article(
    coded: Sequence[GoldRow | StanceEvent], ids: Sequence[str]
) -> list[list[GoldRow | StanceEvent]]:
    found: dict[str | None, list[GoldRow | StanceEvent]] = {article: [] for article in ids}
    for one in coded:
        if one.article in found:
            found[one.article].append(one)
    return [found[article] for article in ids]
