"""What of a text is story: its headline and paragraphs, without what a site puts around them.

A text is cut into lines; each step of ``_STEPS`` takes lines away, and what is left are blocks.
The steps know the forms of site furniture, never an article: the words they look for stand in
``data/furniture.toml``. Where a line could be either, it is kept, since a prompt that is kept
costs little and a paragraph that is dropped is lost.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, pairwise, repeat

import attrs

from stances.datelines import dateline_of
from stances.frontmatter import read_front_matter
from stances.furniture import (
    is_caption,
    is_own_words,
    is_section,
    opens_comments,
    place_prefix,
    signs_off,
)

MAX_BLOCK = 10_000
"""Characters of the longest block; a longer paragraph is cut at the end of a sentence."""

# NUL and lone surrogates end a line too: no evidence may hold them.
_LINE = re.compile(r"[^\r\n\v\f\x00\x1c-\x1e\x85\u2028\u2029\ud800-\udfff]+")
_BREAK = re.compile(r"\r\n|[^ \t\ufeff]")
_BLANK = " \t\xa0\u200b\ufeff"
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]*]*\Z")
_FULL_STOP = re.compile(r"[.…][\"'”’»)\]]*\Z")
_CUT = re.compile(r"[.!?][\"'”’»)\]]*\s")
_SITE_SUFFIX = re.compile(r"\s+[-–—|]\s+[^-–—|]{2,40}\Z")

_WRAP_WIDTH = 120
_HEAD_LINES = 12
_TITLE_WORDS = 4
_MAX_TITLE = 300
_SCRAP_WORDS = 6
_REPEAT_WORDS = 4


class BlockKind(enum.StrEnum):
    """What a stretch of the text is; everything else was dropped as site furniture."""

    TITLE = "title"
    PARAGRAPH = "paragraph"


@attrs.frozen
class Block:
    """A stretch of ``Article.text``: offsets count code points, ``end`` is exclusive."""

    start: int
    end: int
    kind: BlockKind


@attrs.frozen
class _Line:
    """A stretch of the text without blanks at its ends; ``gap``: an empty line stands before."""

    start: int
    end: int
    text: str
    gap: bool

    @property
    def words(self) -> int:
        return len(self.text[:_MAX_TITLE].split())

    @property
    def key(self) -> str:
        return " ".join(self.text.casefold().translate(_PLAIN_QUOTES).split())

    @property
    def is_sentence(self) -> bool:
        return _SENTENCE_END.search(self.text[-12:]) is not None


_PLAIN_QUOTES = str.maketrans("“”‘’", "\"\"''")
_Lines = tuple[_Line, ...]


def blocks_of(text: str) -> tuple[Block, ...]:
    """Headline and paragraphs of a text in order, never overlapping; linear in its length."""
    lines = _joined(tuple(_lines(text, read_front_matter(text).end)))
    for step in _STEPS:
        lines = step(lines)
    titled = len(lines) > 1 and _reads_like_title(lines[0])
    kinds = chain([BlockKind.TITLE if titled else BlockKind.PARAGRAPH], repeat(BlockKind.PARAGRAPH))
    return tuple(
        Block(start, end, kind)
        for line, kind in zip(lines, kinds, strict=False)
        for start, end in _pieces(text, line)
    )


def headline(text: str) -> str | None:
    """The headline that stands in a text, if one does."""
    blocks = blocks_of(text)
    if not blocks or blocks[0].kind is not BlockKind.TITLE:
        return None
    return text[blocks[0].start : blocks[0].end]


def _lines(text: str, start: int) -> Iterator[_Line]:
    end = start
    for found in _LINE.finditer(text, start):
        content = found[0].strip(_BLANK)
        if not content:
            continue
        first = found.start() + found[0].index(content[0])
        between = text[end:first]
        gap = end == start or len(_BREAK.findall(between.replace("\r\n", "\n"))) > 1
        end = first + len(content)
        yield _Line(first, end, content, gap)


def _joined(lines: _Lines) -> _Lines:
    """Lines of hard-wrapped paragraphs as one; texts with a paragraph a line stay as they are."""
    width = max((line.end - line.start for line in lines), default=0)
    beneath = [line for line in lines if not line.gap]
    running_on = sum(line.text[0].islower() for line in beneath)
    if width > _WRAP_WIDTH or not running_on or running_on * 4 < len(beneath):
        return lines
    paragraphs: list[list[_Line]] = []
    for line in lines:
        before = paragraphs[-1][-1] if paragraphs else None
        if before is not None and _runs_on(before, line, width):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return tuple(
        _Line(p[0].start, p[-1].end, " ".join(line.text for line in p), p[0].gap)
        for p in paragraphs
    )


def _runs_on(before: _Line, line: _Line, width: int) -> bool:
    if line.gap or is_own_words(before.text) or is_own_words(line.text):
        return False
    if dateline_of(before.text) or dateline_of(line.text):
        return False
    return line.text[0].islower() or len(before.text) >= 0.6 * width


def _without_cut_captions(lines: _Lines) -> _Lines:
    """A caption cut off and then told in full: neither is story. The first line may be a title."""
    dropped = {
        index
        for number, (cut, full) in enumerate(pairwise(lines))
        if len(cut.text) >= 30
        and len(full.text) > len(cut.text)
        and full.text.startswith(cut.text.rstrip(".… "))
        and not _FULL_STOP.search(cut.text.rstrip(".…")[-4:])
        and (number > 0 or full.text[len(cut.text)].isalnum())
        for index in (number, number + 1)
    }
    return tuple(line for number, line in enumerate(lines) if number not in dropped)


def _before_comments(lines: _Lines) -> _Lines:
    told = 0
    for number, line in enumerate(lines):
        if opens_comments(line.text):
            if told >= 2:
                return lines[:number]
        else:
            told += line.is_sentence
    return tuple(line for line in lines if not opens_comments(line.text))


def _without_sections(lines: _Lines) -> _Lines:
    kept: list[_Line] = []
    beneath = False
    for line in lines:
        heading = is_section(line.text)
        beneath = heading or (beneath and not line.is_sentence)
        if not beneath:
            kept.append(line)
    return tuple(kept)


def _without(is_furniture: Callable[[str], bool], lines: _Lines) -> _Lines:
    return tuple(line for line in lines if not is_furniture(line.text))


def _without_captions(lines: _Lines) -> _Lines:
    """An agency in brackets after the last sentence signs the story; elsewhere, a picture."""
    last = max((n for n, line in enumerate(lines) if line.is_sentence), default=-1)
    return tuple(
        line
        for number, line in enumerate(lines)
        if not is_caption(line.text) or (number >= last and number > 1 and signs_off(line.text))
    )


def _from_repeated_title(lines: _Lines) -> _Lines:
    """What stands before a headline that is told twice is the site's, not the story's."""
    head = lines[:_HEAD_LINES]
    keys = [{line.key, _SITE_SUFFIX.sub("", line.key)} for line in head]
    for number, line in enumerate(head):
        if line.words >= _TITLE_WORDS and any(keys[number] & other for other in keys[number + 1 :]):
            again = {n for n, other in enumerate(keys) if n > number and keys[number] & other}
            return tuple(other for n, other in enumerate(lines) if n >= number and n not in again)
    return lines


def _without_repeats(lines: _Lines) -> _Lines:
    seen: set[str] = set()
    kept: list[_Line] = []
    for line in lines:
        if line.words < _REPEAT_WORDS or line.key not in seen:
            kept.append(line)
        seen.add(line.key)
    return tuple(kept)


def _without_datelines(lines: _Lines) -> _Lines:
    """Lines that are a date go; a date, or a place and agency, before a text is cut off it."""
    kept: list[_Line] = []
    for line in lines:
        stated = dateline_of(line.text)
        skip = stated.end if stated is not None else place_prefix(line.text)
        if skip == 0:
            kept.append(line)
        elif skip < len(line.text) and (line.end - line.start) == len(line.text):
            kept.append(_Line(line.start + skip, line.end, line.text[skip:], line.gap))
        elif skip < len(line.text):
            kept.append(line)
    return tuple(kept)


def _without_scraps(lines: _Lines) -> _Lines:
    """Menus, sections and bylines around the headline: short lines before the first sentence."""
    first = next((n for n, line in enumerate(lines) if line.is_sentence), 0)
    title = next((n for n, line in enumerate(lines[:first]) if line.words >= _TITLE_WORDS), None)
    if title is None:
        return lines
    head = [
        line for n, line in enumerate(lines[title:first]) if n == 0 or line.words > _SCRAP_WORDS
    ]
    return (*head, *lines[first:])


def _without_teasers(lines: _Lines) -> _Lines:
    """Headlines after the last sentence of a story belong to other stories."""
    sentences = [number for number, line in enumerate(lines) if line.is_sentence]
    return lines if len(sentences) < 2 else lines[: sentences[-1] + 1]


_STEPS: tuple[Callable[[_Lines], _Lines], ...] = (
    _without_cut_captions,
    _before_comments,
    _without_sections,
    partial(_without, is_own_words),
    _without_captions,
    _without_datelines,
    _from_repeated_title,
    _without_repeats,
    _without_scraps,
    _without_teasers,
)


def _reads_like_title(line: _Line) -> bool:
    return len(line.text) <= _MAX_TITLE and _FULL_STOP.search(line.text[-12:]) is None


def _pieces(text: str, line: _Line) -> Iterator[tuple[int, int]]:
    start = line.start
    while line.end - start > MAX_BLOCK:
        window = text[start : start + MAX_BLOCK]
        cut = start + _last_cut(window)
        yield start, cut - len(text[start:cut]) + len(text[start:cut].rstrip())
        start = cut
    yield start, line.end


def _last_cut(window: str) -> int:
    """Where to cut, in the second half of the window: after a sentence, else a word, else late."""
    late = len(window) // 2
    ends = [found.end() for found in _CUT.finditer(window, late)]
    return ends[-1] if ends else window.rfind(" ", late) + 1 or len(window)
