"""One relation over time, from running sums: the values, and not the acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from stances.indexing.exact import Scores, kept
from stances.indexing.running import Running
from stances.indexing.state import State
from stances.indexing.told import Ordinals
from stances.scale import QuadClass
from stances.series import Direction, Measure, Step, signs_of

_Quads: TypeAlias = tuple[tuple[QuadClass, NDArray[np.float64]], ...]

_EPOCH = dt.date(1970, 1, 1).toordinal()


@attrs.frozen(eq=False, kw_only=True)
class Curve:
    """A relation over time, with what the values mean; no period is left out.

    Attributes:
        start: first day of each period, as ``datetime64[D]``.
        end: last day of each period.
        value: the value there.
        acts: how many acts took place in the period.
        quads: what of the value is of each quad class, if that was asked for.

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
    quads: _Quads = ()

    def __len__(self) -> int:
        return len(self.value)

    def to_records(self) -> list[dict[str, Any]]:
        """One plain dict a period: ``start``, ``end``, ``value``, and the number of ``acts``.

        Of each quad class that was asked for, too, as ``Series.to_records`` has them.
        """
        columns = {
            **{name: getattr(self, name).tolist() for name in ("start", "end", "value", "acts")},
            **{quad.name.lower(): counts.tolist() for quad, counts in self.quads},
        }
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def curve(
    state: State,
    actor: str,
    recipient: str,
    *,
    by: Step,
    measure: Measure,
    direction: Direction,
    since: int | None,
    until: int | None,
    as_of: int | None,
    half_life: float | None,
) -> Curve:
    """The relation as a state of the index has it; days are ordinals."""
    parts = [
        (state.whole_track(dyad, as_of).standing, int(sign))
        for dyad, sign in signs_of((actor, recipient), direction).items()
    ]
    last = state.now(as_of) if until is None else until
    first = since
    if first is None:
        first = min((running.days[0] for running, _ in parts if running.days), default=None)
    if first is None or last is None:
        first, last = 1, 0
    among = periods(first, last, by)
    value, acts, quads = _values(
        parts, state.scores, since=since, ends=among.ends, measure=measure, half_life=half_life
    )
    return Curve(
        actor=actor,
        recipient=recipient,
        by=by,
        measure=measure,
        direction=direction,
        half_life=half_life,
        start=among.start,
        end=among.end,
        value=value,
        acts=acts,
        quads=quads,
    )


def _values(
    parts: Sequence[tuple[Running, int]],
    scores: Scores,
    *,
    since: int | None,
    ends: Ordinals,
    measure: Measure,
    half_life: float | None,
) -> tuple[NDArray[np.float64], NDArray[np.int64], _Quads]:
    """The value at the end of each period, its acts, and what of it is of each quad class.

    Sums of dyads are added up as they are, each with its sign, and become scores only then.
    """
    value = np.zeros(len(ends))
    acts = np.zeros(len(ends), np.int64)
    scored = np.zeros((len(ends), scores.table.shape[1]), np.int64)
    counted = np.zeros((len(ends), len(QuadClass)), np.int64)
    for running, sign in parts:
        skipped = 0 if since is None else int(running.day_array.searchsorted(since, "left"))
        places = np.maximum(running.day_array.searchsorted(ends, "right"), skipped)
        sums = running.totals[places]
        if skipped:
            sums -= running.totals[skipped]
        fresh = _in_periods(sums)
        acts += fresh[:, 0]
        if measure == "count":
            value += sign * fresh[:, 0]
        elif measure == "quad":
            counted += sign * _in_periods(running.quads[places] - running.quads[skipped])
        elif measure == "score":
            scored += sign * fresh
        elif half_life is None:
            scored += sign * sums
        else:
            value += sign * _left(running, places, ends, half_life)
            if skipped:
                value -= sign * _left(running, np.full(len(ends), skipped), ends, half_life)
    if measure == "quad":
        columns = counted.astype(np.float64)
        return columns.sum(axis=1), acts, tuple(zip(QuadClass, columns.T, strict=True))
    if measure == "score" or (measure == "balance" and half_life is None):
        value = scores.totals(scored)
    return value, acts, ()


def _in_periods(sums: NDArray[np.int64]) -> NDArray[np.int64]:
    """What each period adds to running sums."""
    fresh = sums.copy()
    fresh[1:] -= sums[:-1]
    return fresh


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
