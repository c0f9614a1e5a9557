"""What was known of every act, from which day to which.

An act is told by its reports, and with each that is published it may be told otherwise: on another
date, on other words, as denied. Of an act there is one version for every day on which that
happened, and on any day one of them holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

import attrs

from stances.events import StanceEvent
from stances.log import Act, Log


@attrs.frozen(kw_only=True)
class Version:
    """An act as it was known from the day ``since`` and before the day ``until``, if that came."""

    act: Act
    since: dt.date
    until: dt.date | None


def versions(log: Log) -> list[Version]:
    """Every version of every act in view, by the date of the act, then as replay orders them."""
    everything = attrs.evolve(log, since=None, until=None, filters=())
    found = [
        version
        for act in everything
        for version in _versions(act)
        if _in_view(log, version.act.event)
    ]
    return sorted(found, key=lambda version: (version.act.event.date, version.since))


def _versions(act: Act) -> Iterator[Version]:
    days: list[dt.date | None] = [*sorted({report.published for report in act.reports}), None]
    for since, until in pairwise(days):
        if since is not None:
            known = [report for report in act.reports if report.published <= since]
            yield Version(act=Act.of(known), since=since, until=until)


def _in_view(log: Log, event: StanceEvent) -> bool:
    return (
        (log.since is None or event.date >= log.since)
        and (log.until is None or event.date <= log.until)
        and all(where.keeps(event) for where in log.filters)
    )
