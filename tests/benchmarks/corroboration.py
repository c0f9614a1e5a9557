"""How often reports of one act are recognised, and what it costs.

    python tests/benchmarks/corroboration.py [EVENTS]

Prints precision and recall on the hand-marked pairs, development and held apart, and how often
each rule was right; then the CPU seconds for logs of made-up events of one dyad in all event types
over ten years, up to EVENTS (default 100,000), half of them of unknown date.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable
from itertools import product

from stances.corroborate import corroborate
from stances.events import EventType, Precision, Span, StanceEvent, text_sha256
from stances.likeness import Rule, likeness
from stances.log import Log
from tests.pairs import PARTS, Pair, pairs

DAYS = 3_650
WORDS, PLACES = 4_000, 60


def accuracy() -> None:
    marked = pairs()
    for part in PARTS:
        judged = [(pair, likeness(pair.first, pair.second)) for pair in marked if pair.part == part]
        hits = Counter((pair.same, found is not None) for pair, found in judged)
        print(
            f"{part}: {len(judged)} pairs, {sum(pair.same for pair, _ in judged)} of them one act,"
            f" {_near(judged)} others within a week of each other\n"
            f"  precision {hits[True, True] / (hits[True, True] + hits[False, True]):.3f}"
            f"  recall {hits[True, True] / (hits[True, True] + hits[True, False]):.3f}"
        )
        for rule in Rule:
            by_rule = [pair.same for pair, found in judged if found and found.rule is rule]
            print(f"  {rule}: {sum(by_rule)} of {len(by_rule)}")


def _near(judged: Iterable[tuple[Pair, object]]) -> int:
    return sum(
        not pair.same and abs((pair.first.date - pair.second.date).days) <= 7 for pair, _ in judged
    )


def made_up(count: int) -> Log:
    """Events of one dyad in words of Zipf's law, nine a report, one of them a place."""
    chance = random.Random(1)
    syllables = [a + b for a, b in product("bcdfgklmnprst", "aeiou")]
    vocabulary = ["".join(chance.choices(syllables, k=4)) for _ in range(WORDS)]
    places = [word.title() for word in vocabulary[:PLACES]]
    frequent = [1 / rank for rank in range(1, WORDS + 1)]
    events = []
    for number in range(count):
        day = dt.date(2010, 1, 1) + dt.timedelta(days=chance.randrange(DAYS))
        words = chance.choices(vocabulary, frequent, k=8)
        text = " ".join(["The", *words, *chance.choices(places, frequent[:PLACES])])
        events.append(
            StanceEvent(
                date=day,
                date_precision=chance.choice((Precision.DAY, Precision.UNKNOWN)),
                actor="TUR",
                recipient="SYR",
                event_type=chance.choice(tuple(EventType)),
                published=day,
                publisher=f"Paper {number % 20}",
                evidence=Span(
                    article=str(number),
                    sha256=text_sha256(str(number)),
                    start=0,
                    end=len(text),
                    text=text,
                ),
            )
        )
    return Log(events)


def cost(most: int) -> None:
    for count in (most // 100, most // 10, most):
        log = made_up(count)
        assert len(log.acts) == count
        began = time.process_time()
        merges = corroborate(log)
        took = time.process_time() - began
        print(f"{count:,} events of one dyad: {took:.2f} CPU seconds, {len(merges):,} merges")


if __name__ == "__main__":
    accuracy()
    cost(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
