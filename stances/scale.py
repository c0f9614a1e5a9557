"""Scores, quad classes and names of the event types, read from one data file with its sources.

A quad class is PLOVER's own and goes with the type. A score is a judgement, so every question
takes another scale; ``PLOVER`` is the default.
"""

from __future__ import annotations

import enum
import importlib.resources
import math
import tomllib
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import attrs

from stances.errors import InvalidArgument
from stances.events import EventType


class QuadClass(enum.StrEnum):
    """Whether a type is said or done, and friendly or hostile (PLOVER's quad categories)."""

    VERBAL_COOPERATION = "verbal cooperation"
    MATERIAL_COOPERATION = "material cooperation"
    VERBAL_CONFLICT = "verbal conflict"
    MATERIAL_CONFLICT = "material conflict"


def _sixteen(scores: Any) -> tuple[tuple[EventType, float], ...]:
    given = {str(key): value for key, value in dict(scores).items()}
    missing = [name for name in EventType if name not in given]
    strange = sorted(given.keys() - set(EventType))
    wrong = [name for name in EventType if name in given and not _is_score(given[name])]
    faults = [
        *([f"without a score: {', '.join(missing)}"] if missing else []),
        *([f"no event types: {', '.join(strange)}"] if strange else []),
        *(f"{name} is {given[name]!r}, not a finite number" for name in wrong),
    ]
    if faults:
        raise InvalidArgument(
            f"a scale needs one number for each of the {len(EventType)} event types; "
            + "; ".join(faults)
        )
    return tuple((name, float(given[name])) for name in EventType)


def _is_score(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


@attrs.frozen
class Scale:
    """What an act of each type adds to a score: negative for conflict, positive for cooperation.

    ``scores`` takes a mapping of all sixteen event types, or of their names, to numbers, and
    keeps it as pairs. ``scale[EventType.AID]`` is the score of one.

    Raises:
        InvalidArgument: types are missing, unknown or not scored by a number; all are listed.

    """

    name: str
    scores: tuple[tuple[EventType, float], ...] = attrs.field(converter=_sixteen)

    @cached_property
    def _by_type(self) -> dict[EventType, float]:
        return dict(self.scores)

    def __getitem__(self, event_type: EventType) -> float:
        return self._by_type[event_type]


def _table() -> dict[str, Any]:
    file = importlib.resources.files("stances") / "data" / "scores.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


_TABLE = _table()
_TYPES: Mapping[str, Mapping[str, Any]] = _TABLE["types"]
_QUADS = {name: QuadClass(_TYPES[name]["quad"]) for name in EventType}

PLOVER = Scale(_TABLE["name"], {name: entry["score"] for name, entry in _TYPES.items()})


def quad_class(event_type: EventType) -> QuadClass:
    """The quad class that PLOVER gives the type."""
    return _QUADS[event_type]


def counted(event_type: EventType, count: int) -> str:
    """So many acts of the type in words, such as ``2 threats``."""
    one, many = _TYPES[event_type]["noun"]
    return f"{count} {one if count == 1 else many}"
