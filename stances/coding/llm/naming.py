"""Whom a model means: codes and names looked up in the tables, and in the article itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from stances.actors import Actors
from stances.articles import Article
from stances.names import Alias, AliasKind, words

_LONGEST = 8
_LONGEST_SAID = 200
_WORD = re.compile(r"[^\W_]+")
_ARTICLE = re.compile(r"\A[Tt]he\s+")


def actor_meant(said: str, article: Article, actors: Actors) -> str | None:
    """The code of the one actor that a code or a name means at the article's date.

    A town is no actor, and a name of several is nobody's.
    """
    said = said[:_LONGEST_SAID].strip()
    if said in actors:
        return said
    for written in (said, _ARTICLE.sub("", said)):
        held = actors.named(words(written), article.published)
        codes = {alias.code for alias in held if _names(alias, written)}
        if codes:
            return codes.pop() if len(codes) == 1 else None
    return None


@attrs.frozen
class Word:
    """A word of a text: where it stands, and what it is for whoever compares names."""

    start: int
    end: int
    folded: tuple[str, ...]


def words_of(text: str) -> list[Word]:
    """The words of a text in order."""
    return [Word(*match.span(), words(match[0])) for match in _WORD.finditer(text)]


def named_at(said: str, written: Sequence[Word]) -> slice | None:
    """Where a text of these words first has the words said, however they are spelled; or None."""
    sought = [part for word in words_of(said) for part in word.folded]
    parts = [(part, word) for word in written for part in word.folded]
    folded = [part for part, _ in parts]
    for first in range(len(folded) - len(sought) + 1 if sought else 0):
        if folded[first] == sought[0] and folded[first : first + len(sought)] == sought:
            return slice(parts[first][1].start, parts[first + len(sought) - 1][1].end)
    return None


def actors_named(article: Article, actors: Actors) -> frozenset[str]:
    """The codes of all that some stretch of the article may name; linear in its length."""
    written = words_of(article.text)
    found: set[str] = set()
    for first in range(len(written)):
        said: tuple[str, ...] = ()
        for last in range(first, min(first + _LONGEST, len(written))):
            said += written[last].folded
            if said in actors.aliases:
                stretch = article.text[written[first].start : written[last].end]
                held = actors.named(said, article.published)
                found.update(alias.code for alias in held if alias.fits(stretch))
    return frozenset(found)


def _names(alias: Alias, written: str) -> bool:
    """Whether it names its actor by itself: not by a town, nor by a surname like Moon or May."""
    return alias.kind is not AliasKind.PLACE and not alias.title_needed and alias.fits(written)
