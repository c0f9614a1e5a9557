"""Who can act, and under which names: the table that texts and users look actors up in.

The tables that come with the package are data: ``stances/data/actors``. What they say holds at
dates (``Alias.holds``), and what happens to events when they change is told in
:mod:`stances.names`.
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import importlib.resources
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, overload

import attrs

from stances.actor_files import read_actor_files
from stances.errors import UnknownActor
from stances.names import GRACE_DAYS, Actor, ActorKind, Alias, AliasKind, fold, words

__all__ = ["GRACE_DAYS", "Actor", "ActorKind", "Actors", "Alias", "AliasKind", "fold", "words"]

_T = TypeVar("_T")

_FILES = ("states.jsonl", "organisations.jsonl", "groups.jsonl", "people.jsonl")
_LONGEST_NAME = 200
_TOLD = 6


@attrs.frozen(eq=False, repr=False)
class Actors:
    """Actors by code, and what they are called, by the ``words`` of each alias.

    Iterating gives the codes. ``a | b`` has both; where both define a code, or have an alias of
    the same words, what ``b`` says stands alone.

    >>> actors = Actors.default()
    >>> actors.find("Ankara").code, actors["YPG"].part_of
    ('TUR', ('SDF',))
    """

    by_code: Mapping[str, Actor]
    aliases: Mapping[tuple[str, ...], tuple[Alias, ...]]

    @classmethod
    def of(cls, actors: Iterable[Actor], aliases: Iterable[Alias]) -> Actors:
        """Make a table; aliases that mean several actors at one time are marked ambiguous."""
        grouped: dict[tuple[str, ...], list[Alias]] = {}
        for alias in aliases:
            grouped.setdefault(words(alias.text), []).append(alias)
        return cls(
            MappingProxyType({actor.code: actor for actor in actors}),
            MappingProxyType({said: _marked(group) for said, group in grouped.items()}),
        )

    @classmethod
    @functools.cache
    def default(cls) -> Actors:
        """The tables that come with the package, read once."""
        folder = importlib.resources.files("stances") / "data" / "actors"
        return cls._read([folder / name for name in _FILES])

    @classmethod
    def load(cls, *paths: str | os.PathLike[str], onto: Actors | None = None) -> Actors:
        """Read JSONL files of actors and people (the format: :mod:`stances.actor_files`).

        With ``onto``, the lines may name its actors, and the result is ``onto | those read``.

        Raises:
            FileFaults: every bad line of every file.

        """
        own = cls._read([Path(path) for path in paths], known=() if onto is None else onto)
        return own if onto is None else onto | own

    @classmethod
    def _read(cls, files: Sequence[Traversable], known: Iterable[str] = ()) -> Actors:
        read = read_actor_files(files, known)
        return cls.of(read.actors, read.aliases)

    def __or__(self, other: Actors) -> Actors:
        return Actors(
            MappingProxyType({**self.by_code, **other.by_code}),
            MappingProxyType({**self.aliases, **other.aliases}),
        )

    def __repr__(self) -> str:
        return f"<Actors: {len(self.by_code):,} with {len(self.aliases):,} names>"

    def __getitem__(self, code: str) -> Actor:
        try:
            return self.by_code[code]
        except KeyError:
            raise UnknownActor(f"no actor has the code {_shown(code)}{self._near(code)}") from None

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_code)

    def __len__(self) -> int:
        return len(self.by_code)

    @overload
    def get(self, code: str) -> Actor | None: ...
    @overload
    def get(self, code: str, default: _T) -> Actor | _T: ...
    def get(self, code: str, default: _T | None = None) -> Actor | _T | None:
        """The actor with that code, or the default."""
        return self.by_code.get(code, default)

    def roll_up(self, code: str) -> tuple[str, ...]:
        """The codes of what contains this actor, nearest first, without itself.

        Raises:
            UnknownActor: no actor has the code.

        """
        found = dict.fromkeys(self[code].part_of)
        waiting = list(found)
        for container in waiting:
            actor = self.get(container)
            wider = [] if actor is None else [one for one in actor.part_of if one not in found]
            found |= dict.fromkeys(wider)
            waiting += wider
        return tuple(one for one in found if one != code)

    def named(self, said: tuple[str, ...], on: dt.date) -> tuple[Alias, ...]:
        """The aliases of these words in force on that day; failing those, within the grace."""
        known = self.aliases.get(said, ())
        strictly = tuple(alias for alias in known if alias.holds(on, grace=0))
        return strictly or tuple(alias for alias in known if alias.holds(on))

    def members(self, code: str) -> frozenset[str]:
        """The actor and all that it contains, for a question about the whole.

        ``log.where(parties=actors.members("SDF"))`` asks of the SDF and of the YPG in it.

        Raises:
            UnknownActor: no actor has the code.

        """
        self[code]
        inside = (other for other in self if code in self.roll_up(other))
        return frozenset({code, *inside})

    def find(self, text: str, on: dt.date | None = None) -> Actor:
        """The one actor that a code or a name means, on that day or, without one, ever.

        Raises:
            UnknownActor: nobody, or several; the message says who and when.

        """
        if (actor := self.get(text.strip())) is not None:
            return actor
        said = words(text[:_LONGEST_NAME])
        if said not in self.aliases and said[:1] == ("the",):
            said = said[1:]
        known = self.aliases.get(said, ())
        if not known:
            raise UnknownActor(f"no actor is called {_shown(text)}{self._near(text)}")
        held = known if on is None else self.named(said, on)
        if not held:
            raise UnknownActor(f"{_shown(text)} means {_told(known)}, and nobody on {on}")
        codes = {alias.code for alias in held}
        if len(codes) > 1:
            way_out = "give the code" if on else "give the code, or the day with on="
            raise UnknownActor(f"{_shown(text)} may mean {_told(held)}: {way_out}")
        return self[codes.pop()]

    def _near(self, text: str) -> str:
        said = words(text[:_LONGEST_NAME])
        if (aliases := self.aliases.get(said)) is not None:
            return f"; as a name it means {_told(aliases)}"
        names = {
            fold(actor.code): f"{actor.code} ({actor.name})" for actor in self.by_code.values()
        }
        for key, (alias, *_) in self.aliases.items():
            names.setdefault(" ".join(key), f"{alias.code} ({alias.text})")
        near = difflib.get_close_matches(" ".join(said), names, n=3, cutoff=0.75)
        return f"; near it: {', '.join(names[name] for name in near)}" if near else ""


def _marked(group: list[Alias]) -> tuple[Alias, ...]:
    if len(group) == 1 or len({alias.code for alias in group}) == 1:
        return tuple(group)
    return tuple(
        attrs.evolve(alias, ambiguous=True)
        if any(_rivals(alias, other) for other in group)
        else alias
        for alias in group
    )


def _rivals(alias: Alias, other: Alias) -> bool:
    """Whether ``other``, written as ``alias`` is and at some time when it holds, means another."""
    return (
        alias.code != other.code
        and (alias.title_needed or not other.title_needed)
        and other.fits(alias.text)
        and (alias.since or dt.date.min) <= (other.until or dt.date.max)
        and (other.since or dt.date.min) <= (alias.until or dt.date.max)
    )


def _shown(text: str) -> str:
    return repr(text if len(text) <= 80 else f"{text[:60]}…")


def _told(aliases: Iterable[Alias]) -> str:
    meanings = list(dict.fromkeys(map(_meaning, aliases)))
    more = [f"and {len(meanings) - _TOLD} more"] if len(meanings) > _TOLD else []
    return ", ".join([*meanings[:_TOLD], *more])


def _meaning(alias: Alias) -> str:
    if alias.since is None and alias.until is None:
        return alias.code
    years = f"{alias.since or '..'}/{alias.until or '..'}"
    return f"{alias.code} ({alias.person or alias.text}, {years})"
