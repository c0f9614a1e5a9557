"""The one snapshot that a question looks at, and the day it looks from."""

from __future__ import annotations

import datetime as dt

import attrs

from stances.log import Log, Viewable


@attrs.frozen
class Snapshot:
    """A view of the log, and the day from which it is looked at: None if nothing happened yet."""

    log: Log
    at: dt.date | None


def snapshot(
    source: Viewable,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    as_of: dt.date | None = None,
    at: dt.date | None = None,
) -> Snapshot:
    """Take one view of the source within these bounds.

    With ``at``, nothing later than that day is seen. Without it the day is the view's ``until``,
    else its "now", the last day of an asserted act: never today's clock.
    """
    log = source.view(since=since, until=until, as_of=as_of)
    if at is not None:
        return Snapshot(log.view(until=at), at)
    return Snapshot(log, log.now if log.until is None else log.until)
