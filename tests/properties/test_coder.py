"""Whatever the text: the coder raises nothing, says the same twice, and quotes exactly."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stances.articles import Article
from stances.cases import read_cases
from stances.coding import Coder, default_coder
from stances.events import Span

ROOT = Path(__file__).parents[2]
SENTENCES = [
    line
    for path in sorted((ROOT / "fixtures" / "sentences").glob("*.txt"))
    for case in read_cases(path.read_text())
    for line in case.text.split("\n")
    if line
]
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def coder() -> Coder:
    return default_coder()


def _article(text: str) -> Article:
    return Article(id="a", text=text, published=dt.date(2020, 2, 18))


def _check(coder: Coder, text: str) -> None:
    (first,) = coder.code([_article(text)])
    (second,) = coder.code([_article(text)])
    assert first == second
    for event in first.events:
        assert isinstance(event.evidence, Span)
        assert event.evidence.text == text[event.evidence.start : event.evidence.end]
        assert event.coder.startswith(f"{coder.name} ")
    for skipped in first.skipped:
        assert skipped.text == text[skipped.start : skipped.end]
        assert skipped.reason


@SLOW
@given(text=st.text(alphabet=st.characters(), max_size=400))
def test_any_unicode(coder: Coder, text: str) -> None:
    _check(coder, text)


@SLOW
@given(
    words=st.lists(
        st.sampled_from(sorted({word for line in SENTENCES for word in line.split()})), max_size=80
    )
)
def test_any_words_of_real_sentences(coder: Coder, words: list[str]) -> None:
    _check(coder, " ".join(words))


@SLOW
@given(lines=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), seed=st.integers())
def test_real_sentences_shuffled(coder: Coder, lines: list[str], seed: int) -> None:
    words = " ".join(lines).split(" ")
    random.Random(seed).shuffle(words)
    _check(coder, "\n\n".join([*lines, " ".join(words)]))


@pytest.mark.parametrize(
    "text",
    [
        "Turkey shelled Syria. " * 15_000,
        "Turkey urged Russia " + "and Iran " * 20_000,
        '"' * 200_000,
        "x" * 1_000_000,
        "((((" * 50_000,
        "said that " * 5_000,
    ],
    ids=[
        "350,000 characters of sentences",
        "one long list",
        "quotes",
        "one word",
        "brackets",
        "nested speech",
    ],
)
def test_huge_and_odd_articles_raise_nothing(coder: Coder, text: str) -> None:
    (coded,) = coder.code([_article(text)])
    assert coded.article.text == text
    for event in coded.events:
        assert isinstance(event.evidence, Span)
        assert event.evidence.text == text[event.evidence.start : event.evidence.end]


def test_articles_are_read_only_as_far_as_asked(coder: Coder) -> None:
    """A stream of any length goes through in bounded memory: nothing is read far ahead."""
    drawn = 0

    def endless() -> object:
        nonlocal drawn
        while True:
            drawn += 1
            yield _article(f"Turkey urged Russia on Monday to stop attack {drawn}.")

    stream = coder.code(endless())  # type: ignore[arg-type]
    for _ in range(3):
        next(stream)
    assert drawn < 500
