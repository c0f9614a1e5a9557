"""Whom a model means: codes and names looked up in the tables, and in the article itself."""

from __future__ import annotations

import re

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


def actors_named(article: Article, actors: Actors) -> frozenset[str]:
    """The codes of all that some stretch of the article may name; linear in its length."""
    matches = list(_WORD.finditer(article.text))
    folded = [words(match[0]) for match in matches]
    found: set[str] = set()
    for first in range(len(matches)):
        said: tuple[str, ...] = ()
        for last in range(first, min(first + _LONGEST, len(matches))):
            said += folded[last]
            if said in actors.aliases:
                written = article.text[matches[first].start() : matches[last].end()]
                held = actors.named(said, article.published)
                found.update(alias.code for alias in held if alias.fits(written))
    return frozenset(found)


def _names(alias: Alias, written: str) -> bool:
    """Whether it names its actor by itself: not by a town, nor by a surname like Moon or May."""
    return alias.kind is not AliasKind.PLACE and not alias.title_needed and alias.fits(written)
