"""From a stretch of an article to the text that is parsed, with the way back.

Quotation marks around a fragment derail a parser, so they are left out, and so are editors'
brackets; curly marks become straight, white space one blank. Every character kept knows where it
stood, so evidence is always an exact slice of the article.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

import attrs

MAX_CHUNK = 4_000

_MARKS = re.compile(r"[“”\"„«»]")
_FULL_BEFORE = re.compile(r"(?:^|[,:.;!?—–-])\s*$")
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
)
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BRACKETS = re.compile(r"[\[\]]")
_RUNS = re.compile(r" {2,}")
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
    raw = text[start:end]
    spans = _quoted(raw)
    plain = _SURROGATES.sub("\ufffd", _BLANKS.sub(" ", raw.translate(_PLAIN)))
    dropped = {place for span in spans if not span.full for place in (span.start, span.end)}
    dropped.update(match.start() for match in _BRACKETS.finditer(plain))
    offsets = tuple(range(start, start + len(plain)))
    plain, offsets = _without(dropped, plain, offsets)
    plain, offsets = _without(_needless(plain), plain, offsets)
    return Prepared(plain, offsets, tuple(_placed(spans, offsets, start)))


def _without(
    places: Collection[int], text: str, offsets: tuple[int, ...]
) -> tuple[str, tuple[int, ...]]:
    """The text and its offsets but for some places."""
    if not places:
        return text, offsets
    gone = sorted(places)
    kept = list(zip([0, *(place + 1 for place in gone)], [*gone, len(text)], strict=True))
    left = itertools.chain.from_iterable(offsets[first:last] for first, last in kept)
    return "".join([text[first:last] for first, last in kept]), tuple(left)


def _needless(plain: str) -> frozenset[int]:
    """Blanks at either end, and all but the first of several in a row."""
    first, last = len(plain) - len(plain.lstrip(" ")), len(plain.rstrip(" "))
    inside = [place for run in _RUNS.finditer(plain) for place in range(run.start() + 1, run.end())]
    return frozenset([*range(first), *inside, *range(last, len(plain))])


def _placed(spans: Iterable[Quote], offsets: Sequence[int], start: int) -> Iterator[Quote]:
    """The quotations where they stand in the prepared text, those of which anything is left."""
    for span in spans:
        first = bisect.bisect_left(offsets, start + span.start)
        last = bisect.bisect_left(offsets, start + span.end)
        if first < last:
            yield Quote(first, last, span.full)


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
