"""Rulings out of a CSV file, read strictly."""

from __future__ import annotations

import datetime as dt
from os import PathLike

from stances.columns import read_columns
from stances.errors import Fault, FileFaults, InvalidRecord
from stances.notation import read_day
from stances.outcome_rules import Status
from stances.rulings import Ruling

COLUMNS = ("of", "status", "settled_by", "since", "reason")


def read_rulings(path: str | PathLike[str]) -> tuple[Ruling, ...]:
    """The rulings of a CSV file with the columns ``of,status,settled_by,since,reason``.

    ``settled_by`` and ``since`` may be empty; what each means is said at ``Ruling``.

    Raises:
        FileFaults: with every line that is wrong.

    """
    placed, faults = read_columns(path, *COLUMNS)
    rulings: list[Ruling] = []
    found = list(faults)
    for where, values in placed:
        try:
            rulings.append(_ruling(*values))
        except (InvalidRecord, ValueError) as error:
            found.append(Fault(where, str(error)))
    if found:
        raise FileFaults(found)
    return tuple(rulings)


def _ruling(of: str, status: str, settled_by: str, since: str, reason: str) -> Ruling:
    if status not in set(Status):
        raise ValueError(f"status is {status!r}: expected one of {', '.join(Status)}")
    return Ruling(
        of=of,
        status=Status(status),
        settled_by=settled_by or None,
        since=_day(since) if since else None,
        reason=reason,
    )


def _day(text: str) -> dt.date:
    try:
        return read_day(text)
    except ValueError:
        raise ValueError(f"since is {text!r}: expected a date such as 2020-02-18") from None
