"""CAMEO's codes in our words, from ``data/interchange/cameo.toml``.

Codes are text: ``043`` and ``43`` are two codes. The longest beginning of a code that the table
has says which event type it is.
"""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from collections.abc import Mapping
from typing import Any

from stances.actors import Actors
from stances.events import EventType
from stances.names import ActorKind
from stances.notation import shown

_STATES = (ActorKind.STATE, ActorKind.TERRITORY)
_LONGEST = 4


@functools.cache
def table(name: str) -> Mapping[str, Any]:
    """A data file of ours, such as ``cameo``, read once."""
    file = importlib.resources.files("stances") / "data" / "interchange" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=1_000)
def act(code: str) -> EventType | None:
    """The event type of a code; None of a statement or appeal, which is none.

    Raises:
        ValueError: it is no code of CAMEO.

    >>> act("0841"), act("1712"), act("171"), act("010")
    (EventType.RETREAT, EventType.ASSAULT, EventType.COERCE, None)

    """
    said = table("cameo")
    if code.isdecimal() and code.isascii() and len(code) <= _LONGEST:
        for length in range(len(code), 1, -1):
            if (found := said["acts"].get(code[:length])) is not None:
                return EventType(found)
        if code[:2] in said["no_acts"]:
            return None
    raise ValueError(f"expected a code of CAMEO such as 043, not {shown(code)}")


def prefixes() -> Mapping[str, EventType]:
    """The event type of each beginning of a code that decides it."""
    return {prefix: EventType(name) for prefix, name in table("cameo")["acts"].items()}


def state(code: str, actors: Actors) -> str | None:
    """Our code for the state that a three-letter country code means, if it means one."""
    ours = table("cameo")["states"].get(code, code)
    actor = actors.get(ours)
    return None if actor is None or actor.kind not in _STATES else actor.code


def is_state_role(code: str) -> bool:
    """Whether who has this role, such as GOV or MIL, is the state."""
    return code in table("cameo")["roles"]


def group(code: str) -> str | None:
    """Our code for the last known group that an actor's code has among its parts of three."""
    groups = table("cameo")["groups"]
    parts = [code[start : start + 3] for start in range(0, len(code), 3)]
    return next((groups[part] for part in reversed(parts) if part in groups), None)
