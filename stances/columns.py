"""Named columns out of a small CSV file, with the place of every row."""

from __future__ import annotations

import csv
import io
from os import PathLike
from pathlib import Path

from stances.drafts import decoded
from stances.errors import Fault

PlacedRow = tuple[str, tuple[str, ...]]
"""Where a row stands, as ``path:line``, and its values in the order of the columns asked for."""


def read_columns(
    path: str | PathLike[str], *columns: str
) -> tuple[tuple[PlacedRow, ...], tuple[Fault, ...]]:
    """These columns of every row, stripped, and what is wrong with the file.

    The file has a header; other columns are ignored, and an absent value is empty.
    """
    where = str(Path(path))
    try:
        text = decoded(Path(path).read_bytes()).lstrip("\ufeff")
    except OSError as error:
        return (), (Fault(where, f"cannot be read: {error.strerror or error}"),)
    rows = csv.DictReader(io.StringIO(text, newline=""), restval="")
    placed: list[PlacedRow] = []
    try:
        if not set(columns) <= set(rows.fieldnames or ()):
            wanted = ",".join(columns)
            return (), (Fault(where, f"expected a header with the columns {wanted}"),)
        for row in rows:
            values = tuple(row[column].strip() for column in columns)
            placed.append((f"{where}:{rows.line_num}", values))
    except csv.Error as error:
        return tuple(placed), (Fault(f"{where}:{rows.line_num}", f"is no CSV: {error}"),)
    return tuple(placed), ()
