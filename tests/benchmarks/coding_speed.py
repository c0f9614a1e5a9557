"""What the coder costs over the bare parse, and whether its memory stays flat.

    python tests/benchmarks/coding_speed.py [ARTICLES]

Codes the development briefs again and again until ARTICLES (default 1,000) are done, and parses
the same texts in the same run: with the pipeline as it is installed, and as the coder uses it.
Prints words a CPU second for all, their ratios, and the resident memory after each tenth. Ratios
are to be believed, single figures not.
"""

from __future__ import annotations

import itertools
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from stances.articles import Article
from stances.coding.prepare import prepare
from stances.coding.rules import RuleCoder
from stances.coding.spacy_analyzer import SpacyAnalyzer, load
from stances.reading import read_articles

BRIEFS = Path(__file__).parents[2] / "fixtures" / "briefs" / "development"
ROUNDS = 5


def endless() -> Iterator[Article]:
    """The briefs under new ids, without end."""
    briefs = list(read_articles(BRIEFS))
    for turn in itertools.count():
        for brief in briefs:
            yield attrs.evolve(brief, id=f"{brief.id}-{turn}")


def words(articles: list[Article]) -> int:
    return sum(len(article.text.split()) for article in articles)


def compare(analyzer: SpacyAnalyzer, coder: RuleCoder) -> None:
    articles = list(read_articles(BRIEFS))
    texts = [prepare(a.text, b.start, b.end).text for a in articles for b in a.blocks]
    installed = load()
    runs: dict[str, Callable[[], Iterator[object]]] = {
        "bare parse": lambda: installed.pipe(texts, batch_size=64),
        "its parse": lambda: analyzer.documents(texts),
        "coder": lambda: coder.code(articles),
    }
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            seconds[name].append(cpu_seconds(run))
    speeds = {name: words(articles) / statistics.median(took) for name, took in seconds.items()}
    for name, speed in speeds.items():
        share = speed / speeds["bare parse"]
        print(f"{name:10}  {speed:8,.0f} words a CPU second, {share:.0%} of the bare parse")


def cpu_seconds(run: Callable[[], Iterator[object]]) -> float:
    begun = time.process_time()
    for _ in run():
        pass
    return time.process_time() - begun


def memory(coder: RuleCoder, count: int) -> None:
    step = max(1, count // 10)
    for number, _ in enumerate(coder.code(itertools.islice(endless(), count)), start=1):
        if number % step == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{number:8,} articles  peak {peak:,.0f} MiB")


def main() -> None:
    analyzer = SpacyAnalyzer()
    coder = RuleCoder(analyzer=analyzer)
    compare(analyzer, coder)
    memory(coder, int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)


if __name__ == "__main__":
    main()
