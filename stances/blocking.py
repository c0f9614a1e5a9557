"""Which pairs of reports are worth comparing: those that share what a rule asks for.

Every rule needs a key in common - a deadline, a story, a speaker on one day, a telling word on one
day or in publications not far apart, a name in one month - so only reports under one key are
compared. No pair that a rule holds for is left out. What it costs grows with the pairs that share
a key, not with the square of the reports of a dyad.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator
from itertools import chain

from stances.likeness import SAME_WEEK, Report

_WEEK = SAME_WEEK + 1


def candidates(reports: Iterable[Report]) -> Iterator[tuple[Report, Report]]:
    """Pairs of one subject that a rule may hold for, each once, the earlier published first."""
    subjects: dict[Hashable, list[Report]] = {}
    for report in reports:
        subjects.setdefault(report.subject, []).append(report)
    for group in subjects.values():
        if len(group) > 1:
            yield from _within(sorted(group, key=_first_published))


def _within(group: list[Report]) -> Iterator[tuple[Report, Report]]:
    filed: dict[Hashable, list[int]] = {}
    for place, report in enumerate(group):
        found = [filed[key] for key in _asked(report) if key in filed]
        for earlier in sorted(set(chain.from_iterable(found))):
            yield group[earlier], report
        for key in _filed(report):
            filed.setdefault(key, []).append(place)


def _filed(report: Report) -> Iterator[Hashable]:
    """The keys under which later reports find this one."""
    yield from _exact_keys(report)
    for word in report.wording.all:
        yield ("near", report.published // _WEEK, report.exact, word)
    for name in report.particulars:
        for month in _months(report):
            yield ("month", month, report.wide, name)


def _asked(report: Report) -> Iterator[Hashable]:
    """The keys under which this report looks for earlier ones."""
    yield from _exact_keys(report)
    week = report.published // _WEEK
    # Where both days are known, the day is the key.
    precisions = (False,) if report.exact else (True, False)
    for word in report.wording.all:
        for exact in precisions:
            yield ("near", week, exact, word)
            yield ("near", week - 1, exact, word)
    looks_back = (True, False) if report.wide else (True,)
    for name in report.particulars:
        for month in _months(report):
            for wide in looks_back:
                yield ("month", month, wide, name)


def _exact_keys(report: Report) -> Iterator[Hashable]:
    yield ("story", report.origin)
    if report.event.deadline is not None:
        yield ("deadline", report.event.deadline)
    if report.exact:
        for word in report.wording.all:
            yield ("day", report.earliest, word)
        if report.surname:
            yield ("speaker", report.earliest, report.surname)


def _months(report: Report) -> Iterator[int]:
    """Calendar months, counted from year 0, that the act may lie in."""
    return iter(range(_month(report.earliest), _month(report.latest) + 1))


def _month(ordinal: int) -> int:
    day = dt.date.fromordinal(ordinal)
    return 12 * day.year + day.month


def _first_published(report: Report) -> tuple[int, str]:
    return (report.published, report.id)
