"""The words that carry acts, read from the package's data files into frozen tables."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any

import attrs

from stances.events import EventType

_NOTHING: tuple[Frame, ...] = ()


@attrs.frozen(kw_only=True)
class Frame:
    """One sense of a predicate: its event type, and where its recipient stands.

    ``recipient`` lists slots in the order in which they are tried; ``objects`` are the lemmas one
    of which the object must be; ``alone`` events stand without a recipient; ``patient`` nouns
    have the one acted on behind "of"; the object of ``own`` acts may be the actor's own forces;
    ``actors_only`` recipients must be actors themselves, not something of theirs;
    ``together`` nouns count where two do it, or it is called joint; ``by_persons`` acts
    are done by persons, offices and delegations only.
    """

    event_type: EventType
    recipient: tuple[str, ...]
    objects: frozenset[str] | None = None
    mutual: bool = False
    alone: bool = False
    patient: bool = False
    own: bool = False
    actors_only: bool = False
    together: bool = False
    by_persons: bool = False


@attrs.frozen(kw_only=True)
class Lexicon:
    """Frames by lemma ("pull back" with its particle), and verb classes by name."""

    verbs: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[Frame, ...]]
    lists: Mapping[str, frozenset[str]]
    classes: Mapping[str, frozenset[str]]
    ended: Mapping[EventType, EventType]
    refused: Mapping[EventType, EventType]

    @classmethod
    @functools.cache
    def default(cls) -> Lexicon:
        """The lexicon that comes with the package, read once."""
        data = _read("classes.toml")
        acts = [_read("verbal.toml"), _read("material.toml")]
        lists = {name: frozenset(words) for name, words in data["objects"].items()}
        return cls(
            verbs=_frames([entry for part in acts for entry in part["verbs"]], lists),
            nouns=_frames([entry for part in acts for entry in part["nouns"]], lists),
            lists=MappingProxyType(lists),
            classes=_sets(data["classes"]),
            ended=_types(data["ended"]),
            refused=_types(data["refused"]),
        )

    def verb(self, lemma: str) -> tuple[Frame, ...]:
        """The frames of a verb, most particular first; none if it carries no act."""
        return self.verbs.get(lemma, _NOTHING)

    def noun(self, lemma: str) -> tuple[Frame, ...]:
        """The frames of a noun; none if it carries no act."""
        return self.nouns.get(lemma, _NOTHING)

    @functools.cached_property
    def begun(self) -> frozenset[str]:
        """The verbs that an entry is of, or begins with: "pull" and "pull back"."""
        return frozenset(
            " ".join(words[:count])
            for words in map(str.split, self.verbs)
            for count in range(1, len(words) + 1)
        )

    def is_a(self, lemma: str, name: str) -> bool:
        """Whether a verb belongs to a class of the data file."""
        return lemma in self.classes[name]


@attrs.frozen(kw_only=True)
class NounClasses:
    """What a noun makes of the actor that owns it."""

    offices: frozenset[str]
    parts: frozenset[str]
    groups: frozenset[str]
    bystanders: frozenset[str]
    titles: frozenset[str]
    former: frozenset[str]
    deeds: frozenset[str]
    rebels: Mapping[str, str]

    @functools.cached_property
    def people(self) -> frozenset[str]:
        """Every noun for persons, whoever they belong to."""
        return self.offices | self.bystanders | self.groups | self.parts

    @classmethod
    @functools.cache
    def default(cls) -> NounClasses:
        """The classes that come with the package, read once."""
        data = _read("nouns.toml")
        rebels = MappingProxyType(dict(data.pop("rebels")))
        return cls(rebels=rebels, **{name: frozenset(words) for name, words in data.items()})


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(
        resources.files("stances.coding").joinpath("data", name).read_text("utf-8")
    )


def _frames(
    entries: list[dict[str, Any]], lists: Mapping[str, frozenset[str]]
) -> Mapping[str, tuple[Frame, ...]]:
    found: dict[str, list[Frame]] = {}
    for entry in entries:
        frame = Frame(
            event_type=EventType(entry["type"]),
            recipient=tuple(entry["recipient"]),
            objects=_objects(entry.get("objects"), lists),
            mutual=entry.get("mutual", False),
            alone=entry.get("alone", False),
            patient=entry.get("of") == "patient",
            own=entry.get("own", False),
            actors_only=entry.get("actors", False),
            together=entry.get("together", False),
            by_persons=entry.get("persons", False),
        )
        for lemma in entry["lemmas"]:
            found.setdefault(lemma, []).append(frame)
    return MappingProxyType(
        {
            lemma: tuple(
                sorted(frames, key=lambda frame: (frame.objects is None, not frame.together))
            )
            for lemma, frames in found.items()
        }
    )


def _objects(
    named: str | list[str] | None, lists: Mapping[str, frozenset[str]]
) -> frozenset[str] | None:
    if named is None:
        return None
    return lists[named] if isinstance(named, str) else frozenset(named)


def _sets(lists: Mapping[str, list[str]]) -> Mapping[str, frozenset[str]]:
    return MappingProxyType({name: frozenset(words) for name, words in lists.items()})


def _types(names: Mapping[str, str]) -> Mapping[EventType, EventType]:
    return MappingProxyType({EventType(old): EventType(new) for old, new in names.items()})
