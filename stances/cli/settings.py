"""``--set field=value``: fields of an event as written in a shell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs
import click

from stances.events import EventType, Modality, Precision, StanceEvent
from stances.notation import read_day

_Reader = Callable[[str], object]

_DAY: tuple[_Reader, str] = (read_day, "a date such as 2020-02-18")
_SHARE: tuple[_Reader, str] = (float, "a number such as 0.5")
_READERS: Mapping[str, tuple[_Reader, str]] = {
    **{field.name: (str, "text") for field in attrs.fields(StanceEvent)},
    **dict.fromkeys(("date", "published", "deadline"), _DAY),
    **dict.fromkeys(("source_score", "confidence"), _SHARE),
    "date_precision": (Precision, f"one of {', '.join(Precision)}"),
    "event_type": (EventType, f"one of {', '.join(EventType)}"),
    "modality": (Modality, f"one of {', '.join(Modality)}"),
}
_FIELDS = tuple(name for name in _READERS if name != "evidence")


def changes_in(settings: Iterable[str]) -> dict[str, Any]:
    """The new values by field; nothing after the ``=`` means None.

    Raises:
        click.UsageError: a field or a value that cannot be; the message says what can.

    """
    changes: dict[str, Any] = {}
    for setting in settings:
        field, equals, value = setting.partition("=")
        if not equals or field not in _FIELDS:
            raise click.UsageError(
                f"--set {setting!r}: expected field=value, the field being one of"
                f" {', '.join(_FIELDS)}."
            )
        changes[field] = _read(field, value) if value else None
    return changes


def _read(field: str, value: str) -> object:
    read, expected = _READERS[field]
    try:
        return read(value)
    except ValueError:
        raise click.UsageError(f"--set {field}={value}: expected {expected}.") from None
