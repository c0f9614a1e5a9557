"""Where in an article a quotation stands: letter by letter, or so nearly that it says the same.

A model may straighten a quotation mark or drop a comma. So of what does not stand in a paragraph
as it is, the stretch most like it is taken, within a bound: at least 92 of 100 by rapidfuzz's
``partial_ratio`` (twice the characters in common by the characters of both), with the same
figures and the same negations, since one word can turn a sentence round and cost no more than a
typing error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs
from rapidfuzz import fuzz

from stances.articles import Article, Block

LEAST_LIKE = 92.0
SHORTEST_LIKE = 20
LONGEST = 400

_WORD = re.compile(r"[^\W_]+")
_TURNING = re.compile(
    r"[0-9]+|n['’]t\b|\b(?:no|not|nor|none|never|neither|nobody|nothing|without|cannot"
    r"|den(?:y|ies|ied|ying)|refus\w*|reject\w*|declin\w*|unless|if)\b",
    re.IGNORECASE,
)
_LEVEL = str.maketrans("‘’‚‛“”„‟«»‐‑‒–—―\n\t\r\xa0", '\'\'\'\'""""""------    ')


@attrs.frozen
class Place:
    """Where a quotation stands in ``Article.text``; ``exact`` if letter by letter."""

    start: int
    end: int
    exact: bool


def place_of(quotation: str, article: Article, paragraphs: Sequence[Block]) -> Place | None:
    """The first place of a quotation in these paragraphs, an exact one before any like it.

    None if it has fewer than two words, more than 400 characters, or stands in none of them.
    """
    said = quotation.strip()
    if len(said) > LONGEST or len(_WORD.findall(said)) < 2:
        return None
    for block in paragraphs:
        start = article.text.find(said, block.start, block.end)
        if start >= 0:
            return Place(start, start + len(said), exact=True)
    return _like(said, article.text, paragraphs) if len(said) >= SHORTEST_LIKE else None


def _like(said: str, text: str, paragraphs: Iterable[Block]) -> Place | None:
    level = said.translate(_LEVEL)
    best: tuple[float, int, int] | None = None
    for block in paragraphs:
        there = text[block.start : block.end].translate(_LEVEL)
        if len(there) < len(level):
            continue  # else the paragraph would be sought in the quotation
        least = LEAST_LIKE if best is None else best[0]
        found = fuzz.partial_ratio_alignment(level, there, score_cutoff=least)
        if found is not None and (best is None or found.score > best[0]):
            start, end = _whole_words(there, found.dest_start, found.dest_end)
            if _turning(level) == _turning(there[start:end]):
                best = found.score, block.start + start, block.start + end
    return None if best is None else Place(best[1], best[2], exact=False)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while 0 < start < end and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while start < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _turning(text: str) -> list[str]:
    return sorted(found.casefold() for found in _TURNING.findall(text))
