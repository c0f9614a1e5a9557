"""The values in other people's PLOVER records, read strictly: drafts of the manual differ."""

from __future__ import annotations

import datetime as dt
from typing import Any

from stances.interchange.fields import iso_day
from stances.interchange.plover_types import Object
from stances.notation import shown


def text(value: Any) -> str:
    """Text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"expected text, not {shown(value)}")
    return value


def day(value: Any) -> dt.date:
    """A date such as ``2020-02-18``."""
    return iso_day(text(value))


def words(value: Any) -> list[str]:
    """One word or a list of them; the drafts before 0.8 have an empty text for none."""
    if value in (None, ""):
        return []
    said = [value] if isinstance(value, str) else value
    if not isinstance(said, list) or not all(isinstance(word, str) for word in said):
        raise ValueError(f"expected a list of words, not {shown(value)}")
    return said


def actors(value: Any) -> list[Object]:
    """The objects of a list of actors; none of an empty text."""
    if value in (None, ""):
        return []
    if not isinstance(value, list) or not all(_is_actor(one) for one in value):
        raise ValueError(f"expected a list of actor objects with texts, not {shown(value)}")
    return value


def _is_actor(value: Any) -> bool:
    keys = ("code", "sector", "actor_text", "actorText", "identifier_text")
    return isinstance(value, dict) and all(isinstance(value.get(key), str | None) for key in keys)


def cited(value: Any) -> Object:
    """What is known of where the record is from."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError(f"expected an object, not {shown(value)}")
    for key in ("corpus", "version", "url", "publication"):
        if not isinstance(value.get(key), str | None):
            raise ValueError(f"expected text for {key}, not {shown(value[key])}")
    return {key: item for key, item in value.items() if item != ""}


def score(value: Any) -> float | None:
    """A number, if there is one."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return None if value is None else float(value)
    raise ValueError(f"expected a number, not {shown(value)}")
