"""From a stretch of an article to the text that is parsed, with the way back.

Quotation marks around a fragment derail a parser, so they are left out, and so are editors'
brackets; curly marks become straight, white space one blank. Every character kept knows where it
stood, so evidence is always an exact slice of the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

MAX_CHUNK = 4_000

_MARKS = re.compile(r"[“”\"„«»]")
_FULL_BEFORE = re.compile(r"(?:^|[,:.;!?—–-])\s*$")
_LETTERS = str.maketrans({"’": "'", "‘": "'", "`": "'", "\u00a0": " "})
_SENTENCE_END = re.compile(r"[.!?][\"”')\]]*\s")


@attrs.frozen
class Quote:
    """A quoted stretch of the prepared text; ``full`` if it can stand as a sentence."""

    start: int
    end: int
    full: bool


@attrs.frozen
class Prepared:
    """Text to parse; ``offsets[i]`` is where its character ``i`` stands in the article."""

    text: str
    offsets: tuple[int, ...]
    quotes: tuple[Quote, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The article's offsets of a stretch of at least one character of the prepared text."""
        return self.offsets[start], self.offsets[end - 1] + 1


def chunks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch into pieces that a parser takes in bounded time, at sentence ends if it can."""
    while end - start > MAX_CHUNK:
        window = text[start : start + MAX_CHUNK]
        cuts = [match.end() for match in _SENTENCE_END.finditer(window, MAX_CHUNK // 2)]
        cut = cuts[-1] if cuts else window.rfind(" ", MAX_CHUNK // 2) + 1 or MAX_CHUNK
        yield start, start + cut
        start += cut
    yield start, end


def prepare(text: str, start: int, end: int) -> Prepared:
    """Prepare ``text[start:end]`` for the parser; takes time linear in its length."""
    spans = _quoted(text[start:end])
    dropped = {position for span in spans if not span.full for position in (span.start, span.end)}
    kept: list[str] = []
    offsets: list[int] = []
    places: dict[int, int] = {}
    for position, char in enumerate(text[start:end]):
        places[position] = len(kept)
        if position in dropped or char in "[]":
            continue
        plain = _plain(char)
        if plain == " " and (not kept or kept[-1] == " "):
            continue
        kept.append(plain)
        offsets.append(start + position)
    while kept and kept[-1] == " ":
        kept.pop()
        offsets.pop()
    quotes = tuple(
        Quote(places[q.start], min(places[q.end], len(kept)), q.full)
        for q in spans
        if places[q.start] < min(places[q.end], len(kept))
    )
    return Prepared("".join(kept), tuple(offsets), quotes)


def _plain(char: str) -> str:
    if char in "“”„«»":
        return '"'
    if char.isspace() or char < " " or char == "\x7f":
        return " "
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return char.translate(_LETTERS)


def _quoted(text: str) -> list[Quote]:
    """Pairs of quotation marks, by position; a mark left open at the end quotes to the end."""
    found: list[Quote] = []
    opened: int | None = None
    for match in _MARKS.finditer(text):
        position, mark = match.start(), match.group()
        if opened is None:
            if mark != "”":
                opened = position
        elif mark in "“„«":
            found.append(_quote(text, opened, position))
            opened = position
        else:
            found.append(_quote(text, opened, position))
            opened = None
    if opened is not None and opened < len(text) - 1:
        found.append(_quote(text, opened, len(text) - 1))
    return found


def _quote(text: str, opened: int, closed: int) -> Quote:
    inside = text[opened + 1 : closed].strip()
    before = text[max(0, opened - 4) : opened]
    long_enough = inside.count(" ") >= 2
    stands = bool(_FULL_BEFORE.search(before)) and inside[:1].isupper() | (inside[:1] == "[")
    return Quote(opened, closed, long_enough and stands)
