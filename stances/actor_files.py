"""Reading actors from JSONL files: an actor, or a person and the offices held, a line::

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

import datetime as dt
import json
import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any, TypeAlias

import attrs

from stances.actor_fields import (
    Span,
    read_alias,
    read_aliases,
    read_code,
    read_codes,
    read_dated,
    read_interval,
    read_kind,
    read_offices,
    read_text,
)
from stances.errors import Fault, FileFaults
from stances.names import Actor, Alias, AliasKind

_Object: TypeAlias = dict[str, Any]
_Readers: TypeAlias = Mapping[str, Callable[[Any], Any]]

_ALIAS_FIELDS = {
    "names": AliasKind.NAME,
    "adjectives": AliasKind.ADJECTIVE,
    "demonyms": AliasKind.DEMONYM,
    "capitals": AliasKind.CAPITAL,
    "seats": AliasKind.SEAT,
}
_NOTE: _Readers = {"note": read_text}
_PERSON: _Readers = {
    "person": read_alias,
    "actor": read_code,
    "offices": read_offices,
    "also": read_aliases,
    "after_title": read_aliases,
}
_ACTOR: _Readers = {
    "actor": read_code,
    "name": read_alias,
    "kind": read_kind,
    "part_of": read_codes,
    "during": read_interval,
    **dict.fromkeys(_ALIAS_FIELDS, read_aliases),
    "exact": read_aliases,
    "ambiguous": read_aliases,
    "dated": read_dated,
}
_ALWAYS: Span = (None, None)


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
    elsewhere = frozenset(known)
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
        referred.extend(
            (where, code) for code in said.codes if code not in actors and code not in elsewhere
        )
    faults.extend(
        Fault(where, f"no line defines the actor {code}: give it a name and a kind")
        for where, code in referred
        if code not in actors
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


def _fields(said: _Object, readers: _Readers, needed: tuple[str, ...]) -> _Object:
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
    if name is not None and kind is not None:
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
    spans = _joined(said["offices"])
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
        for since, until in spans
    ]
    return _Said(None, tuple(aliases), (code,))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans that touch are one: a president who was prime minister until the day before."""
    joined: list[Span] = []
    for since, until in sorted(spans, key=lambda span: span[0] or dt.date.min):
        if joined and _touch(joined[-1][1], since):
            begun, ended = joined[-1]
            joined[-1] = (begun, None if ended is None or until is None else max(ended, until))
        else:
            joined.append((since, until))
    return joined


def _touch(end: dt.date | None, start: dt.date | None) -> bool:
    return end is None or start is None or start.toordinal() <= end.toordinal() + 1
