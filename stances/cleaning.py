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
from stances.lines import Line, lines_of

MAX_BLOCK = 10_000
"""Characters of the longest block; a longer paragraph is cut at the end of a sentence."""

_FULL_STOP = re.compile(r"[.…][\"'”’»)\]]*\Z")
_CUT = re.compile(r"[.!?][\"'”’»)\]]*\s")
_SITE_SUFFIX = re.compile(r"\s+[-–—|]\s+[^-–—|]{2,40}\Z")

_HEAD_LINES = 12
_TITLE_WORDS = 4
_MAX_TITLE = 300
_MIN_CAPTION = 30
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


_Lines = tuple[Line, ...]


def blocks_of(text: str) -> tuple[Block, ...]:
    """Headline and paragraphs of a text in order, never overlapping; linear in its length."""
    lines = lines_of(text, read_front_matter(text).end)
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


def _without_cut_captions(lines: _Lines) -> _Lines:
    """A caption cut off and then told in full: neither is story. The first line may be a title."""
    dropped = {
        index
        for number, (cut, full) in enumerate(pairwise(lines))
        if _is_cut_off(cut, full, may_be_title=number == 0)
        for index in (number, number + 1)
    }
    return tuple(line for number, line in enumerate(lines) if number not in dropped)


def _is_cut_off(cut: Line, full: Line, *, may_be_title: bool) -> bool:
    told = cut.text.rstrip(".… ")
    return (
        len(told) >= _MIN_CAPTION
        and (not cut.is_sentence or cut.text.endswith(("...", "…")))
        and len(full.text) > len(cut.text)
        and full.text.startswith(told)
        and (not may_be_title or full.text[len(told)].isalnum())
    )


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
    kept: list[Line] = []
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
        if not is_caption(line.text) or (number >= last and number > 0 and signs_off(line.text))
    )


def _from_repeated_title(lines: _Lines) -> _Lines:
    """What stands before a headline that is told twice is the site's, not the story's."""
    head = lines[:_HEAD_LINES]
    keys = [{line.key, _SITE_SUFFIX.sub("", line.key)} for line in head]
    for number, line in enumerate(head):
        again = {n for n, key in enumerate(keys) if n > number and keys[number] & key}
        if again and line.words >= _TITLE_WORDS and _reads_like_title(line):
            return tuple(other for n, other in enumerate(lines) if n >= number and n not in again)
    return lines


def _without_repeats(lines: _Lines) -> _Lines:
    seen: set[str] = set()
    kept: list[Line] = []
    for line in lines:
        if line.words < _REPEAT_WORDS or line.key not in seen:
            kept.append(line)
        seen.add(line.key)
    return tuple(kept)


def _without_datelines(lines: _Lines) -> _Lines:
    """Lines that are a date go; a date, or a place and agency, before a text is cut off it."""
    cut = (line.after(_dateline_length(line.text)) for line in lines)
    return tuple(line for line in cut if line.text)


def _dateline_length(line: str) -> int:
    stated = dateline_of(line)
    return place_prefix(line) if stated is None else stated.end


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


def _reads_like_title(line: Line) -> bool:
    return len(line.text) <= _MAX_TITLE and _FULL_STOP.search(line.text[-12:]) is None


def _pieces(text: str, line: Line) -> Iterator[tuple[int, int]]:
    start = line.start
    while start < line.end:
        end = line.end
        if end - start > MAX_BLOCK:
            end = start + _last_cut(text[start : start + MAX_BLOCK])
        piece = text[start:end]
        if content := piece.strip():
            first = start + piece.index(content[0])
            yield first, first + len(content)
        start = end


def _last_cut(window: str) -> int:
    """Where to cut, in the second half of the window: after a sentence, else a word, else late."""
    late = len(window) // 2
    ends = [found.end() for found in _CUT.finditer(window, late)]
    return ends[-1] if ends else window.rfind(" ", late) + 1 or len(window)
