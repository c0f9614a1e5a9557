"""One relation over time, from running sums: the values, and not the acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import attrs
import numpy as np
from numpy.typing import NDArray

from stances.indexing.exact import Scores, kept
from stances.indexing.track import Ordinals, Running
from stances.series import Direction, Measure, Step

_EPOCH = dt.date(1970, 1, 1).toordinal()


@attrs.frozen(eq=False, kw_only=True)
class Curve:
    """A relation over time, with what the values mean; no period is left out.

    Attributes:
        start: first day of each period, as ``datetime64[D]``.
        end: last day of each period.
        value: the value there.
        acts: how many acts took place in the period.

    """

    actor: str
    recipient: str
    by: Step
    measure: Measure
    direction: Direction
    half_life: float | None
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    value: NDArray[np.float64]
    acts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.value)

    def to_records(self) -> list[dict[str, Any]]:
        """One plain dict a period: ``start``, ``end``, ``value``, and the number of ``acts``."""
        names = ("start", "end", "value", "acts")
        columns = (getattr(self, name).tolist() for name in names)
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def values(
    runnings: Sequence[Running],
    scores: Scores,
    *,
    since: int | None,
    ends: Ordinals,
    measure: Measure,
    half_life: float | None,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The value and the number of acts at the end of each period."""
    value = np.zeros(len(ends))
    acts = np.zeros(len(ends), np.int64)
    for running in runnings:
        skipped = 0 if since is None else int(running.day_array.searchsorted(since, "left"))
        places = np.maximum(running.day_array.searchsorted(ends, "right"), skipped)
        sums = running.totals[places]
        if skipped:
            sums -= running.totals[skipped]
        in_period = sums.copy()
        in_period[1:] -= sums[:-1]
        acts += in_period[:, 0]
        if measure == "count":
            value += in_period[:, 0]
        elif measure == "score":
            value += scores.totals(in_period)
        elif half_life is None:
            value += scores.totals(sums)
        else:
            value += _left(running, places, ends, half_life)
            if skipped:
                value -= _left(running, np.full(len(ends), skipped), ends, half_life)
    return value, acts


def _left(
    running: Running, places: Ordinals, ends: Ordinals, half_life: float
) -> NDArray[np.float64]:
    if not running.days:
        return np.zeros(len(ends))
    days = ends - running.day_array[places - 1]
    left = running.fading_array(half_life)[places - 1] * kept(np.where(places, days, 0), half_life)
    return np.where(places, left, 0.0)


class Periods(NamedTuple):
    """First and last days of periods, as days and the last ones as ordinals."""

    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    ends: Ordinals


def periods(first: int, last: int, by: Step) -> Periods:
    """The periods from that of one day up to another, where the last one is cut."""
    if first > last:
        return _periods(1, 0, "day")
    if by == "week":
        first -= (first - 1) % 7
    elif by == "month":
        first -= dt.date.fromordinal(first).day - 1
    return _periods(first, last, by)


@lru_cache(maxsize=256)
def _periods(first: int, last: int, by: Step) -> Periods:
    if by == "month":
        day, end = dt.date.fromordinal(first), dt.date.fromordinal(last)
        months = (end.year - day.year) * 12 + end.month - day.month + 1
        begin = np.datetime64(f"{day.year:04}-{day.month:02}", "M") + np.arange(months)
        starts = begin.astype("datetime64[D]").astype(np.int64) + _EPOCH
    else:
        starts = np.arange(first, last + 1, 7 if by == "week" else 1)
    ends = np.append(starts[1:] - 1, last)[: len(starts)]
    made = Periods(_as_days(starts), _as_days(ends), ends)
    for column in made:
        column.flags.writeable = False  # many curves share them
    return made


def _as_days(ordinals: Ordinals) -> NDArray[np.datetime64]:
    return (ordinals - _EPOCH).astype("datetime64[D]")
