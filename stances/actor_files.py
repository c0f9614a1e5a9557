"""Reading actors from JSONL files: an actor, or a person and the offices held, a line.

    {"note": "who wrote this, from what"}
    {"actor": "WAG", "name": "Wagner Group", "kind": "armed group", "names": ["Wagner"],
     "exact": ["Wagner"], "during": "2014/.."}
    {"person": "Yevgeny Prigozhin", "actor": "WAG", "also": ["Prigozhin"],
     "offices": ["founder 2014/2023-08-23"]}

(each on one line). Dates are ISO 8601 intervals, as exact as is known: ``2011-03/2013`` is from
1 March 2011 to 31 December 2013, ``..`` is an open end. An alias without a small letter is an
acronym, and exact; so is a person's, and a seat's. ``after_title`` are surnames that are common
words or shared with many. A line without ``name`` and ``kind`` adds aliases to an actor that
stands elsewhere.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any

import attrs
import cattrs

from stances.errors import Fault, FileFaults
from stances.names import Actor, ActorKind, Alias, AliasKind

_Span = tuple[dt.date | None, dt.date | None]


@attrs.frozen(kw_only=True)
class _ActorLine:
    actor: str
    name: str | None = None
    kind: ActorKind | None = None
    part_of: tuple[str, ...] = ()
    during: str = "../.."
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    dated: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class _PersonLine:
    person: str
    actor: str
    offices: tuple[str, ...]
    also: tuple[str, ...] = ()
    after_title: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class _NoteLine:
    note: str


@attrs.frozen
class ActorFile:
    """What the files said: actors in their order, and every alias, of them or of others."""

    actors: tuple[Actor, ...]
    aliases: tuple[Alias, ...]


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
            match _parse(line):
                case _ActorLine() as said:
                    actor = _actor(said)
                    if actor is not None and actor.code in actors:
                        raise ValueError(f"{actor.code} is defined a second time")
                    aliases.extend(_actor_aliases(said))
                    if actor is not None:
                        actors[actor.code] = actor
                    referred.extend((where, code) for code in (said.actor, *said.part_of))
                case _PersonLine() as said:
                    aliases.extend(_person_aliases(said))
                    referred.append((where, said.actor))
                case _NoteLine():
                    pass
        except ValueError as error:
            faults.append(Fault(where, str(error)))
    there = {*known, *actors}
    faults.extend(
        Fault(where, f"no line defines the actor {code!r}: give it a name and a kind")
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
            if line.strip():
                yield f"{file}:{number}", line


def _parse(line: str) -> _ActorLine | _PersonLine | _NoteLine:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is not JSON: {error}") from error
    if not isinstance(said, dict):
        raise ValueError("expected a JSON object")
    kind: type[_ActorLine | _PersonLine | _NoteLine] = _ActorLine
    if "note" in said:
        kind = _NoteLine
    elif "person" in said:
        kind = _PersonLine
    try:
        return _CONVERTER.structure(said, kind)
    except cattrs.BaseValidationError as error:
        raise ValueError("; ".join(cattrs.transform_error(error))) from error


def _string(value: Any, _: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"expected text, not {value!r}")
    return value


def _kind(value: Any, _: object) -> ActorKind:
    try:
        return ActorKind(value)
    except ValueError:
        raise ValueError(f"expected one of {', '.join(ActorKind)}, not {value!r}") from None


def _strings(value: Any, _: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"expected a list of texts, not {value!r}")
    return tuple([_string(item, str) for item in value])


_CONVERTER = cattrs.Converter(forbid_extra_keys=True)
_CONVERTER.register_structure_hook(str, _string)
_CONVERTER.register_structure_hook(ActorKind, _kind)
_CONVERTER.register_structure_hook_func(lambda kind: kind == tuple[str, ...], _strings)

_CODE = re.compile(r"[A-Z][A-Z0-9_.:\-]{1,63}")


def _actor(said: _ActorLine) -> Actor | None:
    if not _CODE.fullmatch(said.actor):
        raise ValueError(f"expected an upper-case code such as 'TUR', not {said.actor!r}")
    since, until = _interval(said.during)
    if said.name is None and said.kind is None:
        return None
    if said.name is None or said.kind is None:
        raise ValueError("a name goes with a kind, and a kind with a name")
    return Actor(
        code=said.actor,
        name=said.name,
        kind=said.kind,
        part_of=said.part_of,
        since=since,
        until=until,
    )


def _actor_aliases(said: _ActorLine) -> list[Alias]:
    own = () if said.name is None else (said.name,)
    texts = [
        *((text, AliasKind.NAME) for text in dict.fromkeys((*own, *said.names))),
        *((text, AliasKind.ADJECTIVE) for text in said.adjectives),
        *((text, AliasKind.DEMONYM) for text in said.demonyms),
        *((text, AliasKind.CAPITAL) for text in said.capitals),
        *((text, AliasKind.SEAT) for text in said.seats),
    ]
    unknown = {*said.exact, *said.ambiguous, *said.dated} - {text for text, _ in texts}
    if unknown:
        raise ValueError(f"marks what is no alias of this line: {', '.join(sorted(unknown))}")
    whole = _interval(said.during)
    dated = {text: _interval(during) for text, during in said.dated.items()}
    return [
        _alias(
            said.actor,
            text,
            kind,
            dated.get(text, whole),
            exact=text in said.exact or kind is AliasKind.SEAT or text == text.upper(),
            ambiguous=text in said.ambiguous,
        )
        for text, kind in texts
    ]


def _person_aliases(said: _PersonLine) -> list[Alias]:
    if not said.offices:
        raise ValueError("expected at least one office with its dates")
    spans = _joined(_office(office) for office in said.offices)
    texts = dict.fromkeys((said.person, *said.also), False) | dict.fromkeys(said.after_title, True)
    return [
        _alias(
            said.actor,
            text,
            AliasKind.PERSON,
            span,
            exact=True,
            title_needed=title_needed,
            person=said.person,
        )
        for text, title_needed in texts.items()
        for span in spans
    ]


def _alias(code: str, text: str, kind: AliasKind, span: _Span, **flags: Any) -> Alias:
    if not text[0].isalnum() and not any(map(str.isalnum, text)):
        raise ValueError(f"the alias {text!r} has no letter")
    return Alias(code=code, text=text, kind=kind, since=span[0], until=span[1], **flags)


def _office(text: str) -> _Span:
    office, _, during = text.rpartition(" ")
    if not office:
        raise ValueError(f"expected an office and its dates, not {text!r}")
    return _interval(during)


def _joined(spans: Iterable[_Span]) -> list[_Span]:
    """Spans that touch are one: a president who was prime minister until the day before."""
    joined: list[_Span] = []
    for since, until in sorted(spans, key=lambda span: span[0] or dt.date.min):
        if joined and _touch(joined[-1][1], since):
            last = joined[-1]
            ends = (last[1], until)
            joined[-1] = (last[0], None if None in ends else max(filter(None, ends)))
        else:
            joined.append((since, until))
    return joined


def _touch(end: dt.date | None, start: dt.date | None) -> bool:
    return end is None or start is None or start.toordinal() <= end.toordinal() + 1


_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@functools.lru_cache(maxsize=4096)
def _interval(text: str) -> _Span:
    since, slash, until = text.partition("/")
    if not slash:
        raise ValueError(f"expected dates such as 2011-03/2013 or 2011/.., not {text!r}")
    span = (_bound(since, last=False), _bound(until, last=True))
    if span[0] is not None and span[1] is not None and span[0] > span[1]:
        raise ValueError(f"{text} ends before it begins")
    return span


def _bound(text: str, *, last: bool) -> dt.date | None:
    if text == "..":
        return None
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"expected a year, a month, a day or '..', not {text!r}")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if month is None:
            return dt.date(year or 0, 12, 31) if last else dt.date(year or 0, 1, 1)
        return dt.date(
            year or 0, month, day or (calendar.monthrange(year or 0, month)[1] if last else 1)
        )
    except ValueError as error:
        raise ValueError(f"{text!r} is no date: {error}") from None
