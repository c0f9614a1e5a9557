"""What the wording of a report tells of the act: names, numbers and telling words, to compare.

Nothing here knows the other reports, so two reports are as alike in one log as in any other.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from stances.events import EventType


@attrs.frozen
class Wording:
    """``names`` are capitalised words that are no party's, ``numbers`` counts from three on,
    ``words`` the rest that is telling; all as stems, digits as they stand.
    """

    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    @functools.cached_property
    def all(self) -> frozenset[str]:
        """Everything telling."""
        return self.names | self.numbers | self.words


def wording(
    text: str,
    event_type: EventType,
    known: frozenset[str] = frozenset(),
    called: Mapping[str, str] = MappingProxyType({}),
) -> Wording:
    """What is telling in the text of a report of this type.

    ``known`` are stems of names that every report of the act has, those of its parties: they
    make no two reports alike. ``called`` gives the code of an actor for the stem of a name that
    only it goes by, so that "Moscow" and "Russian" are one name.
    """
    vocabulary = _vocabulary()
    passed_over = vocabulary.empty | vocabulary.commonplace[event_type] | known
    names, numbers, words = set(), set(), set()
    for place, token in enumerate(_TOKEN.findall(plain(text))):
        number = _number(token)
        if number is not None:
            numbers.add(number)
            continue
        stem = stem_of(token)
        if stem in passed_over:
            continue
        if place and token[0].isupper():
            names.add(called.get(stem, stem))
        elif len(token) > 3 or stem in vocabulary.alike:
            words.add(vocabulary.alike.get(stem, stem))
    return Wording(frozenset(names), frozenset(numbers), frozenset(words - names))


def stems(text: str) -> Iterator[str]:
    """The stem of every word of three letters and more."""
    return map(stem_of, _TOKEN.findall(plain(text)))


def plain(text: str) -> str:
    """The text without accents."""
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFKD", text)
    return "".join(char for char in letters if not unicodedata.combining(char))


def stem_of(word: str) -> str:
    """What the forms of a word share: ``close``, ``closes`` and ``closing`` are one."""
    return _ENDING.sub("", word.casefold())[:6].removesuffix("e")


_TOKEN = re.compile(r"[^\W\d_]{3,}|\d[\d.,]*")
_ENDING = re.compile(r"(?<=\w{3})(?:ings?|ed|es|s)$")

_COUNTED = {
    word: str(number)
    for number, word in enumerate(
        "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty".split(),
        3,
    )
} | {
    word: str(number)
    for number, word in zip(
        range(30, 100, 10), "thirty forty fifty sixty seventy eighty ninety".split(), strict=True
    )
}
_YEARS = range(1900, 2100)


def _number(token: str) -> str | None:
    """Digits of a count from three on; None for any other word, one and two, and years."""
    if not token[0].isdigit():
        return _COUNTED.get(token.casefold())
    digits = token.rstrip(".,").replace(",", "")
    whole = digits.partition(".")[0][:12]
    return whole if int(whole) > 2 and int(whole) not in _YEARS else ""


@attrs.frozen
class _Vocabulary:
    empty: frozenset[str]
    commonplace: Mapping[EventType, frozenset[str]]
    alike: Mapping[str, str]


@functools.cache
def _vocabulary() -> _Vocabulary:
    file = importlib.resources.files("stances") / "data" / "wording.toml"
    told: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    return _Vocabulary(
        empty=_stems(told["empty"].split()),
        commonplace={kind: _stems(told["commonplace"][kind].split()) for kind in EventType},
        alike={
            stem: min(_stems(group.split()))
            for group in told["alike"]["groups"]
            for stem in _stems(group.split())
        },
    )


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(stem_of, words))
