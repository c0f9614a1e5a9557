"""Reading actors from JSONL files: an actor, or a person and the offices held, a line.

    {"note": "who wrote this, from what"}
    {"actor": "WAG", "name": "Wagner Group", "kind": "armed group", "names": ["Wagner"],
     "exact": ["Wagner"], "during": "2014/.."}
    {"person": "Yevgeny Prigozhin", "actor": "WAG", "also": ["Prigozhin"],
     "offices": ["founder 2014/2023-08-23"]}

(each on one line). An actor may also have ``part_of``, ``adjectives``, ``demonyms``,
``capitals``, ``seats``, ``ambiguous``, and ``dated``, which maps an alias to the time of its use;
without ``name`` and ``kind`` the line adds aliases to an actor that stands elsewhere. Dates are
ISO 8601 intervals, as exact as is known: ``2011-03/2013`` is from 1 March 2011 to 31 December
2013, ``..`` is an open end. An alias without a small letter is an acronym, and exact; so is a
person's, and a seat's. ``after_title`` are surnames that are common words or shared with many.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import json
import re
import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any, TypeAlias

import attrs

from stances.errors import Fault, FileFaults
from stances.names import Actor, ActorKind, Alias, AliasKind, words

_Span: TypeAlias = tuple[dt.date | None, dt.date | None]
_Object: TypeAlias = dict[str, Any]

_ALWAYS: _Span = (None, None)


@attrs.frozen
class ActorFile:
    """What the files said: actors in their order, and every alias, of them or of others."""

    actors: tuple[Actor, ...]
    aliases: tuple[Alias, ...]


@attrs.frozen
class _Said:
    """What one line says; ``codes`` are the actors that it takes for known."""

    actor: Actor | None = None
    aliases: tuple[Alias, ...] = ()
    codes: tuple[str, ...] = ()


class _Wrong(Exception):
    """All that is wrong with a line."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems


def read_actor_files(files: Iterable[Traversable], known: Iterable[str] = ()) -> ActorFile:
    """Read the files; codes in ``known`` may be referred to without standing in them.

    Raises:
        FileFaults: every bad line of every file, and every reference to an actor nobody defines.

    """
    faults: list[Fault] = []
    actors: dict[str, Actor] = {}
    aliases: list[Alias] = []
    referred: list[tuple[str, str]] = []
    for where, line in _lines(files, faults):
        try:
            said = _read(line)
        except _Wrong as wrong:
            faults.extend(Fault(where, problem) for problem in wrong.problems)
            continue
        if said.actor is not None:
            if said.actor.code in actors:
                faults.append(Fault(where, f"{said.actor.code} is defined a second time"))
            actors[said.actor.code] = said.actor
        aliases.extend(said.aliases)
        referred.extend((where, code) for code in said.codes)
    there = {*known, *actors}
    faults.extend(
        Fault(where, f"no line defines the actor {code}: give it a name and a kind")
        for where, code in referred
        if code not in there
    )
    if faults:
        raise FileFaults(faults)
    return ActorFile(tuple(actors.values()), tuple(aliases))


def _lines(files: Iterable[Traversable], faults: list[Fault]) -> Iterator[tuple[str, str]]:
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            faults.append(Fault(str(file), f"cannot be read: {error}"))
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if line and not line.isspace():
                yield f"{file}:{number}", line


def _read(line: str) -> _Said:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _Wrong(f"is no JSON: {error}") from None
    if not isinstance(said, dict):
        raise _Wrong(f"expected a JSON object, not {reprlib.repr(said)}")
    if "note" in said:
        _fields(said, _NOTE, needed=("note",))
        return _Said()
    if "person" in said:
        return _person(_fields(said, _PERSON, needed=("person", "actor", "offices")))
    return _actor(_fields(said, _ACTOR, needed=("actor",)))


def _fields(
    said: _Object, readers: Mapping[str, Callable[[Any], Any]], needed: tuple[str, ...]
) -> _Object:
    """What the readers make of the fields; raises with every field that is wrong."""
    read: _Object = {}
    wrong = [f"{name} is missing" for name in needed if name not in said]
    for name, value in said.items():
        try:
            read[name] = readers[name](value)
        except KeyError:
            wrong.append(f"{reprlib.repr(name)} is no field: expected {', '.join(readers)}")
        except ValueError as error:
            wrong.append(f"{name}: {error}")
    if wrong:
        raise _Wrong(*wrong)
    return read


def _actor(said: _Object) -> _Said:
    code, name, kind = said["actor"], said.get("name"), said.get("kind")
    if (name is None) != (kind is None):
        raise _Wrong("a name goes with a kind, and a kind with a name")
    whole = said.get("during", _ALWAYS)
    part_of = said.get("part_of", ())
    actor = None
    if name is not None:
        since, until = whole
        actor = Actor(code=code, name=name, kind=kind, part_of=part_of, since=since, until=until)
    texts = [
        (text, alias_kind)
        for field, alias_kind in _ALIAS_FIELDS.items()
        for text in dict.fromkeys(said.get(field, ()))
    ]
    if name is not None and (name, AliasKind.NAME) not in texts:
        texts.insert(0, (name, AliasKind.NAME))
    exact, ambiguous = said.get("exact", ()), said.get("ambiguous", ())
    dated = said.get("dated", {})
    if astray := {*exact, *ambiguous, *dated} - {text for text, _ in texts}:
        raise _Wrong(f"marks what is no alias of this line: {', '.join(sorted(astray))}")
    aliases = []
    for text, alias_kind in texts:
        since, until = dated.get(text, whole)
        alias = Alias(
            code=code,
            text=text,
            kind=alias_kind,
            since=since,
            until=until,
            exact=text in exact or alias_kind is AliasKind.SEAT or text == text.upper(),
            ambiguous=text in ambiguous,
        )
        aliases.append(alias)
    return _Said(actor, tuple(aliases), (code, *part_of))


def _person(said: _Object) -> _Said:
    code, person = said["actor"], said["person"]
    title_needed = dict.fromkeys((person, *said.get("also", ())), False)
    title_needed |= dict.fromkeys(said.get("after_title", ()), True)
    aliases = [
        Alias(
            code=code,
            text=text,
            kind=AliasKind.PERSON,
            since=since,
            until=until,
            exact=True,
            title_needed=needed,
            person=person,
        )
        for text, needed in title_needed.items()
        for since, until in _joined(said["offices"])
    ]
    return _Said(None, tuple(aliases), (code,))


def _joined(spans: Iterable[_Span]) -> list[_Span]:
    """Spans that touch are one: a president who was prime minister until the day before."""
    joined: list[_Span] = []
    for since, until in sorted(spans, key=lambda span: span[0] or dt.date.min):
        if joined and _touch(joined[-1][1], since):
            begun, ended = joined[-1]
            joined[-1] = (begun, None if ended is None or until is None else max(ended, until))
        else:
            joined.append((since, until))
    return joined


def _touch(end: dt.date | None, start: dt.date | None) -> bool:
    return end is None or start is None or start.toordinal() <= end.toordinal() + 1


_LONGEST = 200
_CODE = re.compile(r"[A-Z][A-Z0-9_.:\-]{1,63}")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value or value.isspace():
        raise ValueError(f"expected text, not {reprlib.repr(value)}")
    if not value.isprintable():
        raise ValueError(f"expected text without control characters, not {reprlib.repr(value)}")
    return value


def _alias(value: Any) -> str:
    text = _text(value)
    if len(text) > _LONGEST:
        raise ValueError(f"expected at most {_LONGEST} characters, not {reprlib.repr(text)}")
    if not (text[0].isalnum() and text.isascii()) and not words(text):
        raise ValueError(f"expected a letter or digit in {reprlib.repr(text)}")
    return text


def _code(value: Any) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise ValueError(f"expected an upper-case code such as 'TUR', not {reprlib.repr(value)}")
    return value


def _kind(value: Any) -> ActorKind:
    try:
        return ActorKind(value)
    except ValueError:
        expected = ", ".join(ActorKind)
        raise ValueError(f"expected one of {expected}, not {reprlib.repr(value)}") from None


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"expected a list, not {reprlib.repr(value)}")
    return value


def _aliases(value: Any) -> tuple[str, ...]:
    return tuple([_alias(item) for item in _list(value)])


def _codes(value: Any) -> tuple[str, ...]:
    return tuple([_code(item) for item in _list(value)])


def _dated(value: Any) -> dict[str, _Span]:
    if not isinstance(value, dict):
        raise ValueError(f"expected an object of alias and dates, not {reprlib.repr(value)}")
    return {text: _interval(_text(during)) for text, during in value.items()}


def _offices(value: Any) -> tuple[_Span, ...]:
    spans = [_office(_text(item)) for item in _list(value)]
    if not spans:
        raise ValueError("expected at least one office with its dates")
    return tuple(spans)


def _office(text: str) -> _Span:
    office, _, during = text.rpartition(" ")
    if not office:
        raise ValueError(f"expected an office and its dates, not {reprlib.repr(text)}")
    return _interval(during)


def _during(value: Any) -> _Span:
    return _interval(_text(value))


@functools.lru_cache(maxsize=4096)
def _interval(text: str) -> _Span:
    since, slash, until = text.partition("/")
    if not slash:
        raise ValueError(
            f"expected dates such as 2011-03/2013 or 2011/.., not {reprlib.repr(text)}"
        )
    begins, ends = _bound(since, last=False), _bound(until, last=True)
    if begins is not None and ends is not None and begins > ends:
        raise ValueError(f"{text} ends before it begins")
    return begins, ends


def _bound(text: str, *, last: bool) -> dt.date | None:
    if text == "..":
        return None
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"expected a year, a month, a day or '..', not {reprlib.repr(text)}")
    year = int(match[1])
    month = int(match[2] or (12 if last else 1))
    try:
        final = calendar.monthrange(year, month)[1] if last else 1
        return dt.date(year, month, int(match[3] or final))
    except (ValueError, calendar.IllegalMonthError) as error:
        raise ValueError(f"{text} is no date: {error}") from None


_ALIAS_FIELDS = {
    "names": AliasKind.NAME,
    "adjectives": AliasKind.ADJECTIVE,
    "demonyms": AliasKind.DEMONYM,
    "capitals": AliasKind.CAPITAL,
    "seats": AliasKind.SEAT,
}
_NOTE: Mapping[str, Callable[[Any], Any]] = {"note": _text}
_PERSON: Mapping[str, Callable[[Any], Any]] = {
    "person": _alias,
    "actor": _code,
    "offices": _offices,
    "also": _aliases,
    "after_title": _aliases,
}
_ACTOR: Mapping[str, Callable[[Any], Any]] = {
    "actor": _code,
    "name": _alias,
    "kind": _kind,
    "part_of": _codes,
    "during": _during,
    **dict.fromkeys(_ALIAS_FIELDS, _aliases),
    "exact": _aliases,
    "ambiguous": _aliases,
    "dated": _dated,
}
