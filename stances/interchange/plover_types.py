"""PLOVER's event types, sectors and contexts, as its data sets and drafts write them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, TypeAlias

from stances.events import EventType, Modality
from stances.interchange.cameo import table
from stances.notation import shown

Object: TypeAlias = dict[str, Any]
"""A record as JSON has it, or a part of one."""

CONTEXTS: Mapping[str, Modality] = {"future": Modality.FUTURE, "negation": Modality.DENIED}
"""The special contexts that are modalities of ours."""


@functools.lru_cache(maxsize=1_000)
def event_type(name: str) -> EventType | None:
    """The type of that name, or of what a former one became; None of one that was given up.

    Raises:
        ValueError: PLOVER never had such a type.

    >>> event_type("DEMAND"), event_type("CRIME")
    (EventType.REQUEST, None)

    """
    said = table("plover")
    upper = name.upper()
    if upper in said["no_types"]:
        return None
    try:
        return EventType(said["former_types"].get(upper, upper))
    except ValueError:
        raise ValueError(
            f"expected an event type of PLOVER such as ACCUSE, not {shown(name)}"
        ) from None


def is_state(sector: str) -> bool:
    """Whether who is of this sector, such as GOV or MIL, is the state."""
    return sector.upper() in table("plover")["sectors"]["state"]
