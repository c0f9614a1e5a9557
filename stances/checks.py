"""What the fields of a record may hold: attrs validators, and the limits they keep.

Each says by its message which field holds what, and what it should hold instead.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from typing import Any

import attrs

from stances.errors import InvalidRecord

MAX_EVIDENCE = 20_000
MAX_TEXT = 2_000
COUNTS = range(2**53)  # what every reader of JSON and every database keeps exactly

_CODE = re.compile(r"[A-Z][A-Z0-9_.:\-]{1,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{32}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def fault(record: object, field: str, value: object, expected: str) -> InvalidRecord:
    """The error that a field does not hold what is expected; long values are cut."""
    size = len(value) if isinstance(value, str) else len(repr(value))
    shown = repr(value[:80] if isinstance(value, str) else value)
    if size > 80:
        shown = f"{shown[:60]}… ({size:,} characters)"
    return InvalidRecord(f"{type(record).__name__}.{field} is {shown}: expected {expected}")


def _check_text(record: object, field: str, value: object, limit: int = MAX_TEXT) -> None:
    if not isinstance(value, str):
        raise fault(record, field, value, "text")
    if not value.strip():
        raise fault(record, field, value, "text that is not blank, or None")
    if len(value) > limit:
        raise fault(record, field, value, f"at most {limit:,} characters")
    if _UNSTORABLE.search(value):
        raise fault(record, field, value, "text without NUL and without lone surrogates")


def text(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    _check_text(record, attribute.name, value)


def optional_text(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is not None:
        _check_text(record, attribute.name, value)


def evidence_text(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    _check_text(record, attribute.name, value, MAX_EVIDENCE)


def code(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise fault(
            record, attribute.name, value, "an upper-case actor code such as 'TUR', 'UNO' or 'HTS'"
        )


def optional_code(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is not None:
        code(record, attribute, value)


def date(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise fault(record, attribute.name, value, "a datetime.date (without a time)")


def optional_date(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is not None:
        date(record, attribute, value)


def record_id(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise fault(record, attribute.name, value, "a record id of 32 hexadecimal digits")


def optional_record_id(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is not None:
        record_id(record, attribute, value)


def record_ids(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, tuple) or len(value) < 2:
        raise fault(record, attribute.name, value, "at least two different event ids")
    for item in value:
        record_id(record, attribute, item)


def erased_ids(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, tuple) or not value:
        raise fault(record, attribute.name, value, "at least one event id")
    for item in value:
        record_id(record, attribute, item)


def sha256(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        raise fault(record, attribute.name, value, "64 hexadecimal digits")


def count(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if type(value) is not int or value not in COUNTS:
        raise fault(record, attribute.name, value, "a count from 0")


def optional_number(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is None:
        return
    finite = isinstance(value, float) and -1e308 < value < 1e308
    if not finite:
        raise fault(record, attribute.name, value, "a finite float, or None")


def confidence(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is not None and not (isinstance(value, float) and 0.0 <= value <= 1.0):
        raise fault(record, attribute.name, value, "a float from 0 to 1, or None")


def member(enum_type: type[enum.StrEnum]) -> Any:
    def check(record: object, attribute: attrs.Attribute[Any], value: object) -> None:
        if not isinstance(value, enum_type):
            names = ", ".join(member.value for member in enum_type)
            raise fault(record, attribute.name, value, f"one of {enum_type.__name__}: {names}")

    return check


def as_float(value: Any) -> Any:
    """A number as a plain float; never -0.0, which equals 0.0 and would have another id."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    try:
        return float(value) + 0.0
    except OverflowError:
        return value
