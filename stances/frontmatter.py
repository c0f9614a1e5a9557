"""What a text file says about itself before its story begins.

Front matter is a run of flat ``key: value`` lines between two lines ``---`` at the very top. It
is read here by hand, because that is all of YAML it may be: a parser for the whole language would
be a dependency, and would guess types.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import attrs

_MAX_CHARACTERS = 20_000
_BREAK = r"(?>\r\n|\r|\n)"
_FENCE = r"---[ \t]*"
_FENCED = re.compile(
    rf"\ufeff?{_FENCE}{_BREAK}(?P<lines>(?:(?!{_FENCE}(?:{_BREAK}|\Z))[^\r\n]*{_BREAK})*)"
    rf"{_FENCE}(?:{_BREAK}|\Z)"
)
_FIELD = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}?)[ \t]*:(?:[ \t]+(?P<value>.*))?")


@attrs.frozen
class FrontMatter:
    """The fields by lower-case key, and the offset at which the text itself begins."""

    fields: Mapping[str, str]
    end: int


NO_FRONT_MATTER = FrontMatter(MappingProxyType({}), 0)


def read_front_matter(text: str) -> FrontMatter:
    """The front matter of a text; a text that merely opens with a rule ``---`` has none.

    Blank lines, ``#`` comments and indented lines are passed over, an empty value is no field,
    and of a key told twice the first counts.
    """
    fenced = _FENCED.match(text, 0, _MAX_CHARACTERS)
    if fenced is None:
        return NO_FRONT_MATTER
    fields: dict[str, str] = {}
    for line in re.split(_BREAK, fenced["lines"]):
        if not line.strip() or line[0] in "# \t-":
            continue
        field = _FIELD.fullmatch(line)
        if field is None:
            return NO_FRONT_MATTER
        value = _unquoted((field["value"] or "").strip())
        if value:
            fields.setdefault(field["key"].lower(), value)
    return FrontMatter(MappingProxyType(fields), fenced.end()) if fields else NO_FRONT_MATTER


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return value
