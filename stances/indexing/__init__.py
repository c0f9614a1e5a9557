"""Asking at index speed: a log put into columns, kept in step with it, and kept in a file."""

from __future__ import annotations

from stances.errors import MissingExtra

try:
    import numpy  # noqa: F401
except ImportError as _missing:
    raise MissingExtra("stances.index", "index") from _missing

from stances.indexing.curve import Curve
from stances.indexing.handle import Index
from stances.indexing.opening import index
from stances.indexing.shifts import Shift

__all__ = ["Curve", "Index", "Shift", "index"]
