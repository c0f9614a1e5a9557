"""Answers as JSON: the fields of a value under their own names, events as they are stored."""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections.abc import Mapping
from typing import Any

import attrs

from stances import wire
from stances.cli.text import json_line
from stances.events import Correction, Erasure, Merge, Retraction, Ruling, StanceEvent
from stances.log import Act


def to_line(value: object) -> str:
    """One line of JSON that no terminal takes for a command."""
    return json_line(json.dumps(plain(value), ensure_ascii=False))


def plain(value: object) -> Any:
    """Dicts, lists, strings, numbers, booleans and None; dates in ISO form."""
    match value:
        case StanceEvent() | Merge() | Correction() | Retraction() | Erasure() | Ruling():
            return wire.to_dict(value)
        case Act():
            return {
                "event": plain(value.event),
                "reports": [report.id for report in value.reports],
                "publishers": list(value.publishers),
            }
        case enum.Enum():
            return value.value
        case dt.date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case tuple() | list() | frozenset():
            return [plain(item) for item in value]
        case _:
            kind = type(value)
            if attrs.has(kind):
                return {
                    field.name: plain(getattr(value, field.name)) for field in attrs.fields(kind)
                }
            return value
