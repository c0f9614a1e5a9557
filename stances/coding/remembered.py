"""The attribute ruler of a pipeline, made to remember what it found for words of one kind.

The ruler tries some two hundred patterns at every token, a fifth of all that a parse costs. They
look at the word, its tag and its label, of two tokens at most, and tell few words apart: so what
they find for two kinds of words side by side is looked for once.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

_LOOKED_AT = frozenset({"LOWER", "TAG", "DEP", "IS_SPACE"})
_COLUMNS = ["LOWER", "TAG", "DEP"]
_WIDTH = 2
_MOST = 65_536

_Kind: TypeAlias = tuple[int, int, int]
_Found: TypeAlias = tuple[tuple[int, int], ...]


def remember(ruler: Any) -> None:
    """Make a spaCy attribute ruler remember; it finds what it found before.

    One whose patterns look at more than that is left as it is.
    """
    patterns = [pattern for entry in ruler.patterns for pattern in entry["patterns"]]
    tokens = [token for pattern in patterns for token in pattern]
    rules = [token["LOWER"] for token in tokens if "LOWER" in token]
    if (
        max(map(len, patterns), default=0) <= _WIDTH
        and all(map(_LOOKED_AT.issuperset, tokens))
        and all(isinstance(rule, str) or {"IN", "REGEX"}.issuperset(rule) for rule in rules)
    ):
        ruler.matcher = _Remembering(ruler.matcher, _telling(rules), ruler.vocab.strings)


def _telling(rules: Iterable[str | Mapping[str, Any]]) -> re.Pattern[str]:
    """What every word fits that a rule tells from others, and all white space."""
    told = [{"IN": [rule]} if isinstance(rule, str) else rule for rule in rules]
    words = [re.escape(word) for rule in told for word in rule.get("IN", ())]
    looser = [str(rule["REGEX"]) for rule in told if "REGEX" in rule]
    return re.compile("|".join([rf"^(?:{'|'.join(words)}|\s*)$", *looser]))


@attrs.define
class _Remembering:
    """Stands for a spaCy ``Matcher`` where the ruler calls it."""

    _matcher: Any
    _telling: re.Pattern[str]
    _strings: Any
    _words: dict[int, int] = attrs.Factory(dict)
    _known: dict[tuple[_Kind | None, ...], _Found] = attrs.Factory(dict)

    def __call__(self, doc: Any, **how: Any) -> list[tuple[int, int, int]]:
        """Each match as (pattern, first token, token behind the last)."""
        if max(len(self._words), len(self._known)) > _MOST:
            self._words.clear()
            self._known.clear()
        rows: Sequence[_Kind] = doc.to_array(_COLUMNS).tolist()
        kinds = [(self._word(lower), tag, dep) for lower, tag, dep in rows]
        found: list[tuple[int, int, int]] = []
        for first, pair in enumerate(itertools.pairwise([*kinds, None])):
            known = self._known.get(pair)
            if known is None:
                matches = self._matcher(doc[first : first + _WIDTH], **how)
                known = tuple([(name, end) for name, start, end in matches if start == 0])
                self._known[pair] = known
            found.extend([(name, first, first + length) for name, length in known])
        return found

    def _word(self, lower: int) -> int:
        """The word, or 0 for all that no pattern tells apart."""
        word = self._words.get(lower)
        if word is None:
            word = lower if self._telling.search(self._strings[lower]) else 0
            self._words[lower] = word
        return word
