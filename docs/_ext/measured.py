"""The figures of ``measured.toml`` by ``table_name``, for substitutions in the pages."""

from __future__ import annotations

import tomllib
from pathlib import Path

PATH = Path(__file__).parents[1] / "measured.toml"


def figures() -> dict[str, str]:
    """Every figure as text, named by its table and its key."""
    tables = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return {
        f"{table}_{key}": str(value)
        for table, values in tables.items()
        for key, value in values.items()
    }
