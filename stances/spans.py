"""Which days a date means, given how exactly it is known."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import assert_never

from stances.events import Precision


def days_meant(date: dt.date, precision: Precision) -> tuple[int, int]:
    """First and last day that the date may mean, as ordinals; both inclusive.

    A week runs from the date on; a month and a year are the calendar's that the date lies in. An
    unknown date is only known not to be later than the date, which is then the day of the report.
    """
    first = last = date.toordinal()
    match precision:
        case Precision.DAY | Precision.UNKNOWN:
            pass
        case Precision.WEEK:
            last += 6
        case Precision.MONTH:
            first = date.replace(day=1).toordinal()
            last = first + calendar.monthrange(date.year, date.month)[1] - 1
        case Precision.YEAR:
            first = date.replace(month=1, day=1).toordinal()
            last = date.replace(month=12, day=31).toordinal()
        case _:
            assert_never(precision)
    return first, last
