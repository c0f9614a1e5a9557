"""Whether the coder's memory stays flat over a long stream of articles.

    python tests/benchmarks/coding_memory.py [ARTICLES]

Codes ARTICLES (default 10,000) articles, each made of the development briefs' paragraphs shuffled
by a fixed seed, as one stream of which nothing is kept. Prints the resident memory after every
thousand, and how much it grew from the first of these to the last.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from stances.articles import Article
from stances.coding import default_coder
from stances.reading import read_articles

BRIEFS = Path(__file__).parents[2] / "fixtures" / "briefs" / "development"
PUBLISHED = dt.date(2020, 2, 18)
PARAGRAPHS = range(6, 15)
STEP = 1_000
SEED = 5


def generated() -> Iterator[Article]:
    """Articles of paragraphs of all briefs, without end."""
    chance = random.Random(SEED)
    paragraphs = [
        brief.text[block.start : block.end]
        for brief in read_articles(BRIEFS)
        for block in brief.blocks
    ]
    for number in itertools.count():
        told = chance.sample(paragraphs, chance.choice(PARAGRAPHS))
        yield Article(id=f"generated-{number}", text="\n\n".join(told), published=PUBLISHED)


def resident() -> float:
    """The resident memory of this process, in MiB (Linux)."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10 * STEP
    told = []
    for number, _ in enumerate(default_coder().code(itertools.islice(generated(), count)), start=1):
        if number % STEP == 0:
            told.append(resident())
            print(
                f"{number:8,} articles  {told[-1]:,.1f} MiB  {time.process_time():,.0f} s",
                flush=True,
            )
    if told:
        grown = told[-1] - told[0]
        print(
            f"grew by {grown:+,.1f} MiB ({grown / told[0]:+.1%}) from the first {STEP:,} articles"
        )


if __name__ == "__main__":
    main()
