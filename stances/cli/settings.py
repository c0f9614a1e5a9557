"""``--set field=value``: fields of an event written in a shell, read without guessing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs
import click

from stances.cli.options import DATE
from stances.events import EventType, Modality, Precision, StanceEvent


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
                f"--set {setting!r}: expected field=value, where field is one of"
                f" {', '.join(_FIELDS)}."
            )
        changes[field] = _FIELDS[field](field, value) if value else None
    return changes


def _date(field: str, value: str) -> dt.date:
    try:
        return DATE.convert(value, None, None)
    except click.UsageError as error:
        raise click.UsageError(f"--set {field}: {error.message}") from None


def _word(words: Iterable[str]) -> Callable[[str, str], Any]:
    ...


def _number(field: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise click.UsageError(f"--set {field}: {value!r} is no number, such as 0.5.") from None


def _text(field: str, value: str) -> str:
    return value
