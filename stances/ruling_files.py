"""Rulings out of a CSV file, read strictly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from os import PathLike

from stances.columns import read_columns
from stances.errors import Fault, FileFaults, InvalidRecord
from stances.events import Ruling, StanceEvent, Status
from stances.log import Viewable
from stances.notation import read_day

COLUMNS = ("of", "status", "settled_by", "since", "reason")


def read_rulings(path: str | PathLike[str], log: Viewable) -> tuple[Ruling, ...]:
    """The rulings of a CSV file with the columns ``of,status,settled_by,since,reason``.

    ``of`` and ``settled_by`` are ids of events of the log, or enough of their beginning;
    ``settled_by`` and ``since`` may be empty. What each means is said at ``Ruling``. Hand them to
    a question, or append them to the log.

    Raises:
        FileFaults: with every line that is wrong, or names what the log does not have.

    """
    placed, faults = read_columns(path, *COLUMNS)
    standing = log.view().records.resolved.standing
    rulings: list[Ruling] = []
    found = list(faults)
    for where, values in placed:
        try:
            rulings.append(_ruling(*values, standing=standing))
        except (InvalidRecord, ValueError) as error:
            found.append(Fault(where, str(error)))
    if found:
        raise FileFaults(found)
    return tuple(rulings)


def _ruling(
    of: str,
    status: str,
    settled_by: str,
    since: str,
    reason: str,
    *,
    standing: Mapping[str, StanceEvent],
) -> Ruling:
    if status not in set(Status):
        raise ValueError(f"status is {status!r}: expected one of {', '.join(Status)}")
    return Ruling(
        of=_known(of, standing),
        status=Status(status),
        settled_by=_known(settled_by, standing) if settled_by else None,
        since=_day(since) if since else None,
        reason=reason,
    )


def _known(start: str, standing: Mapping[str, StanceEvent]) -> str:
    """The id of the one event that stands, now or under an older id, which begins so."""
    found = {event.id for id_, event in standing.items() if id_.startswith(start)}
    if len(found) != 1 or not start:
        told = "several events have ids that begin" if found else "no event has an id that begins"
        raise ValueError(f"{told} with {start!r}: rulings name acts by the digits of their ids")
    return found.pop()


def _day(text: str) -> dt.date:
    try:
        return read_day(text)
    except ValueError:
        raise ValueError(f"since is {text!r}: expected a date such as 2020-02-18") from None
