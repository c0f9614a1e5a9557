"""The form of a reply as JSON Schema, made from the class of events.

A field that ``StanceEvent`` is given later appears here by itself, unless it is listed among what
the article and the coder say of every event.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import types
import typing
from collections.abc import Mapping
from typing import Any

import attrs

from stances.events import StanceEvent
from stances.evidence import Evidence

SUPPLIED = frozenset({"published", "publisher", "url", "source_score", "coder", "confidence"})
"""The fields of an event that no model is asked for."""

_QUOTED = "evidence"


@functools.cache
def claimed_fields() -> Mapping[str, bool]:
    """The fields that a model is asked for, its quotation first, and whether each may be null."""
    kinds = typing.get_type_hints(StanceEvent)
    asked = [field.name for field in attrs.fields(StanceEvent) if field.name not in SUPPLIED]
    ordered = sorted(asked, key=lambda name: name != _QUOTED)
    return types.MappingProxyType({name: _optional(kinds[name]) for name in ordered})


@functools.cache
def reply_schema() -> Mapping[str, Any]:
    """The form of a whole reply; every key is required, as endpoints that enforce it demand."""
    kinds = typing.get_type_hints(StanceEvent)
    event = _object({name: _form(kinds[name]) for name in claimed_fields()})
    article = _object({"article": {"type": "integer"}, "events": _list(event)})
    return types.MappingProxyType(_object({"articles": _list(article)}))


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _optional(kind: Any) -> bool:
    return types.NoneType in typing.get_args(kind)


def _form(kind: Any) -> dict[str, Any]:
    if kind == Evidence:
        return {"type": "string"}
    if _optional(kind):
        [inner] = [one for one in typing.get_args(kind) if one is not types.NoneType]
        return {"anyOf": [_form(inner), {"type": "null"}]}
    if kind is str:
        return {"type": "string"}
    if kind is dt.date:
        return {"type": "string", "format": "date"}
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return {"type": "string", "enum": [word.value for word in kind]}
    raise TypeError(f"{kind} has no form in a reply: list its field as one that is supplied")
