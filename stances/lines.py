"""The lines of a text, with hard-wrapped paragraphs joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import attrs

from stances.datelines import dateline_of
from stances.furniture import is_own_words

# NUL and lone surrogates end a line too: no evidence may hold them.
_BREAKS = r"\r\n\v\f\x00\x1c-\x1e\x85\u2028\u2029\ud800-\udfff"
_LINE = re.compile(f"[^{_BREAKS}]+")
_BREAK = re.compile(rf"\r\n|[{_BREAKS}]")
_BLANK = " \t\xa0\u200b\ufeff"
_PLAIN_QUOTES = str.maketrans("“”‘’", "\"\"''")
_SENTENCE_END = re.compile(
    r"[.!?…:;,][\"'”’»)\]*]*\Z"
    r"|[.!?…][\"'”’»)\]]*\s+[(\[][^()\[\]]{1,40}[)\]]\Z"
)
_TAIL = 60
_WORDS_LOOKED_AT = 300
_WRAP_WIDTH = 120
_FULL_LINE = 0.6


@attrs.frozen
class Line:
    """A stretch of the text without blanks at its ends, line breaks within told as spaces.

    ``gap``: an empty line, or nothing, stands before it.
    """

    start: int
    text: str
    gap: bool

    @property
    def end(self) -> int:
        """Offset behind it."""
        return self.start + len(self.text)

    @property
    def words(self) -> int:
        """Number of words, as far as it matters: a long line has many."""
        return len(self.text[:_WORDS_LOOKED_AT].split())

    @property
    def key(self) -> str:
        """What the line has in common with others that say the same."""
        return " ".join(self.text.casefold().translate(_PLAIN_QUOTES).split())

    @property
    def is_sentence(self) -> bool:
        """Whether it ends like a sentence, an agency in brackets aside."""
        return _SENTENCE_END.search(self.text[-_TAIL:]) is not None

    def after(self, offset: int) -> Line:
        """The line without so many characters at its start."""
        rest = self.text[offset:]
        blank = len(rest) - len(rest.lstrip(_BLANK))
        return Line(self.start + offset + blank, rest[blank:], self.gap)


def lines_of(text: str, start: int = 0) -> tuple[Line, ...]:
    """The lines that are not blank, from an offset on; those of a wrapped paragraph are one."""
    lines = tuple(_split(text, start))
    return tuple(_joined(text, lines)) if _is_wrapped(lines) else lines


def _split(text: str, start: int) -> Iterator[Line]:
    end = start
    for found in _LINE.finditer(text, start):
        content = found[0].strip(_BLANK)
        if not content:
            continue
        first = found.start() + found[0].index(content[0])
        breaks = _BREAK.findall(text, end, first)
        gap = end == start or len(breaks) > 1 or not breaks[0].isspace()
        end = first + len(content)
        yield Line(first, content, gap)


def _is_wrapped(lines: tuple[Line, ...]) -> bool:
    """Whether lines are cut at some width: many then begin in the middle of a sentence."""
    beneath = [line for line in lines if not line.gap]
    running_on = sum(line.text[0].islower() and not is_own_words(line.text) for line in beneath)
    return (
        running_on > 0
        and running_on * 4 >= len(beneath)
        and all(len(line.text) <= _WRAP_WIDTH for line in lines)
    )


def _joined(text: str, lines: tuple[Line, ...]) -> Iterator[Line]:
    full = _FULL_LINE * max(len(line.text) for line in lines)
    alone = [_stands_alone(line) for line in lines]
    first = lines[0]
    for number, (before, line) in enumerate(pairwise(lines)):
        runs_on = line.text[0].islower() or len(before.text) >= full
        if line.gap or not runs_on or alone[number] or alone[number + 1]:
            yield _paragraph(text, first, before)
            first = line
    yield _paragraph(text, first, lines[-1])


def _stands_alone(line: Line) -> bool:
    return is_own_words(line.text) or dateline_of(line.text) is not None


def _paragraph(text: str, first: Line, last: Line) -> Line:
    said = re.sub(f"[{_BREAKS}]", " ", text[first.start : last.end])
    return Line(first.start, said, first.gap)
