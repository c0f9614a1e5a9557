"""The forms of site furniture: what one line says by itself, whatever stands around it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

_EDGE = 400
_ICONS = re.compile(r"icon", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s[|•·›»>/]\s|[|•]")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\Z")
_BYLINE = re.compile(r"by\s+(?:[^\W\d_][\w.'’-]*,?\s*(?:and\s+|&\s*)?){1,8}\Z", re.IGNORECASE)
_READING_TIME = re.compile(r"\d{1,3}\s*(?:min(?:ute)?s?\.?)(?:\s+read)?\Z", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,6}\s+(?:comments?|shares?|views?|likes?)\Z", re.IGNORECASE)
_AGO = re.compile(r"\d{1,3}\s+(?:minute|hour|day|week|month|year)s?\s+ago\Z", re.IGNORECASE)
_ALSO_ON = re.compile(r"(?:also|more|read more)\s+on\s+[\w-]+\.[a-z]{2,}\b", re.IGNORECASE)
_CREDIT_LINE = re.compile(r"the post .{1,200} (?:appeared first|first appeared) on ", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[](?P<credit>[^()\[\]]{2,80})[)\]][.\s]*\Z")
_SLASH = re.compile(r"(?:\A|[.!?…,:)\]\"”’]\s+)[^\s/]{2,20}/(?P<who>[^/]{2,80}?)[.\s]*\Z")
_NAME = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*|(?:al|el|de|van|von|of|the|and|via)-?\w*)\Z")
_OPENING = r"(?=[^\W_a-z]|[\"“‘'\[])"
_PLACE = (
    r"(?:[^\W\d_a-z][\w.'’-]*(?:[ /-][^\W\d_a-z][\w.'’-]*){0,4})"
    r"(?:,\s+[^\W\d_a-z][\w.'’ ]{1,25})?(?:,\s+[^\W\d_a-z]\w{2,8}\.?\s+\d{1,2})?"
)
_AGENCY_PLACE = re.compile(
    rf"{_PLACE}\s*\((?:dpa|[^()a-z][^()]{{1,38}})\)\s*[-–—]{{1,2}}\s*{_OPENING}"
)
_CAPITALS = r"[^\W\d_a-z]{3,}(?:[ .'/-][^\W\d_a-z]+){0,4}"
_BARE_PLACE = re.compile(rf"{_CAPITALS}(?:,[^-–—]{{1,40}})?\s+[-–—]{{1,2}}\s+{_OPENING}")


@cache
def _words() -> dict[str, list[str]]:
    source = files("stances").joinpath("data", "furniture.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


@cache
def _any_of(kind: str, before: str = "", after: str = "") -> re.Pattern[str]:
    return re.compile(f"{before}(?:{_alternatives(_words()[kind])}){after}", re.IGNORECASE)


def _alternatives(phrases: Sequence[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(
        re.escape(phrase) + (r"(?!\w)" if phrase[-1].isalnum() else "") for phrase in longest_first
    )


def is_own_words(line: str) -> bool:
    """Whether a line is a prompt, a label, a menu, an icon list or a byline of the site."""
    start = line[:_EDGE]
    return (
        _any_of("lines", after=r"[\s:.…!]*\Z").match(start) is not None
        or _any_of("begins").match(start) is not None
        or any(form.match(start) for form in (_ALSO_ON, _CREDIT_LINE))
        or _is_small_print(line)
        or _is_icon_list(start)
        or _is_menu(line)
    )


def is_section(line: str) -> bool:
    """Whether a line is the heading of a box of links to other stories."""
    return _any_of("sections", after=r"[\s:.…!>»]*\Z").match(line[:_EDGE]) is not None


def opens_comments(line: str) -> bool:
    """Whether a line opens the comments of readers."""
    start = line[:_EDGE]
    return (
        _any_of("comments").match(start) is not None
        or re.fullmatch(r"(?:\d{1,6}\s+)?comments?:?", start, re.IGNORECASE) is not None
    )


def is_caption(line: str) -> bool:
    """Whether a line says that it is the caption of a picture, or ends with a credit."""
    return (
        _any_of("captions").match(line[:_EDGE]) is not None
        or signs_off(line)
        or _ends_with_credit(line)
    )


def signs_off(line: str) -> bool:
    """Whether a line ends with nothing but an agency in brackets, as a story may as well."""
    found = _BRACKETED.search(line[-_EDGE:])
    return found is not None and _names_agency(found["credit"])


def place_prefix(line: str) -> int:
    """Length of an agency's dateline before a text, as in ``MOSCOW (Reuters) - ``; 0 if none."""
    start = line[:_EDGE]
    found = _AGENCY_PLACE.match(start) or _BARE_PLACE.match(start)
    return 0 if found is None else found.end()


def _is_small_print(line: str) -> bool:
    if len(line) > _EDGE:
        return False
    if any(form.match(line) for form in (_READING_TIME, _COUNT, _AGO)):
        return True
    return not _SENTENCE_END.search(line) and (
        _BYLINE.match(line) is not None or _any_of("taglines").search(line) is not None
    )


def _is_icon_list(start: str) -> bool:
    icons = len(_ICONS.findall(start))
    return icons >= 3 and icons * 4 >= len(start.split())


def _is_menu(line: str) -> bool:
    if len(line) > 2 * _EDGE or _SENTENCE_END.search(line):
        return False
    items = [item.split() for item in _SEPARATORS.split(line)]
    return len(items) >= 4 and all(len(item) <= 4 for item in items)


def _ends_with_credit(line: str) -> bool:
    end = line[-_EDGE:]
    bracketed = _BRACKETED.search(end)
    if bracketed is not None and "/" in bracketed["credit"]:
        return all(map(_NAME.match, re.split(r"[\s/,]+", bracketed["credit"].strip())))
    slashed = _SLASH.search(end)
    return slashed is not None and all(map(_NAME.match, slashed["who"].split()))


def _names_agency(credit: str) -> bool:
    parts = re.split(r"\s*(?:[/,;|]|\bvia\b|\bby\b)\s*", credit.casefold())
    return any(part in _words()["agencies"] for part in parts if part)
