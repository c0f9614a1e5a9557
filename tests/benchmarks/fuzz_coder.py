"""Throw odd texts at the coder for a while, and count them: it must raise nothing.

    python tests/benchmarks/fuzz_coder.py [SECONDS] [SEED]

Texts are made of words of the sentence fixtures, of punctuation, and of any Unicode, in random
order and length. The first that raises, or quotes what is not in the article, ends the run with
its seed and number.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from stances.articles import Article
from stances.cases import read_cases
from stances.coding import default_coder
from stances.events import Span

SENTENCES = Path(__file__).parents[2] / "fixtures" / "sentences"
ODD = [
    '"',
    "“",
    "”",
    "'s",
    "-",
    "—",
    "(",
    ")",
    "[",
    "]",
    ";",
    ":",
    ",",
    ".",
    "\n\n",
    "\x00",
    "unless",
]


def words() -> list[str]:
    texts = [
        case.text
        for path in sorted(SENTENCES.glob("*.txt"))
        for case in read_cases(path.read_text())
    ]
    return sorted({word for text in texts for word in text.split()})


def odd_texts(seed: int) -> Iterator[Article]:
    chance, known = random.Random(seed), words()
    number = 0
    while True:
        number += 1
        pieces = []
        for _ in range(chance.randint(1, 60)):
            kind = chance.random()
            if kind < 0.75:
                pieces.append(chance.choice(known))
            elif kind < 0.95:
                pieces.append(chance.choice(ODD))
            else:
                pieces.append(chr(chance.randrange(0x110000)))
        day = dt.date.fromordinal(chance.randint(1, dt.date.max.toordinal()))
        yield Article(id=f"{seed}-{number}", text=" ".join(pieces), published=day)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    begun, texts, events = time.monotonic(), 0, 0
    for coded in default_coder().code(odd_texts(seed)):
        texts += 1
        for event in coded.events:
            span = event.evidence
            if not isinstance(span, Span) or coded.article.text[span.start : span.end] != span.text:
                sys.exit(f"{coded.article.id}: quotes what is not there: {event}")
            events += 1
        if time.monotonic() - begun > seconds:
            break
    print(f"seed {seed}: {texts:,} texts, {events:,} events, nothing raised")


if __name__ == "__main__":
    main()
