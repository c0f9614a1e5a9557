"""Sentences of conflict and cooperation in which nothing is to be coded: the coder keeps quiet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from stances.articles import Article
from stances.coding import Coder
from stances.notation import notation

FILE = Path(__file__).parents[2] / "fixtures" / "nothing.txt"
PUBLISHED = dt.date(2020, 2, 18)
MOST_CODED = 0.05


def _articles() -> list[Article]:
    """An article for each sentence; its id is the number of the line."""
    lines = enumerate(FILE.read_text("utf-8").splitlines(), start=1)
    return [
        Article(id=str(number), text=line, published=PUBLISHED)
        for number, line in lines
        if line and not line.startswith("#")
    ]


ARTICLES = _articles()


def test_there_are_many_sentences_and_none_twice() -> None:
    texts = [article.text for article in ARTICLES]
    assert len(texts) >= 200
    assert len(set(texts)) == len(texts)


def test_sentences_have_the_length_of_newswire() -> None:
    odd = [article.text for article in ARTICLES if not 10 <= len(article.text.split()) <= 45]
    assert odd == []


def test_every_sentence_reaches_the_coder_whole() -> None:
    """A sentence that cleaning drops or cuts would give nothing whatever the coder does."""
    cut = [
        article.text
        for article in ARTICLES
        if [(block.start, block.end) for block in article.blocks] != [(0, len(article.text))]
    ]
    assert cut == []


def test_next_to_nothing_is_coded(coder: Coder) -> None:
    wrong = {
        article.text: coded.events
        for article, coded in zip(ARTICLES, coder.code(ARTICLES), strict=True)
        if coded.events
    }
    told = "\n".join(
        f"{text}\n    {notation(event)}" for text, events in wrong.items() for event in events
    )
    share = len(wrong) / len(ARTICLES)
    assert share <= MOST_CODED, f"{len(wrong)} of {len(ARTICLES)} sentences are coded:\n{told}"
