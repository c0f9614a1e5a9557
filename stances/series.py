"""One relation over time: a value for every day, week or month, also where nothing happened."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias, get_args

import attrs

from stances.balance import HALF_LIFE, balance_of, checked_half_life, decayed, score_of
from stances.errors import InvalidArgument
from stances.log import Act, Viewable
from stances.scale import PLOVER, Scale
from stances.snapshot import snapshot

Step: TypeAlias = Literal["day", "week", "month"]
Measure: TypeAlias = Literal["balance", "score", "count"]
Direction: TypeAlias = Literal["forth", "back", "both"]


@attrs.frozen
class Period:
    """A stretch of days, both inclusive: weeks begin on Monday; the last may be cut short."""

    start: dt.date
    end: dt.date


@attrs.frozen
class Point:
    """A period, the value there, and the asserted acts in it, in replay order."""

    period: Period
    value: float
    acts: tuple[Act, ...]


@attrs.frozen(kw_only=True)
class Series:
    """A relation over time, with what the values mean; ``points`` lack no period."""

    actor: str
    recipient: str
    by: Step
    measure: Measure
    direction: Direction
    half_life: float | None
    points: tuple[Point, ...]

    def to_records(self) -> list[dict[str, Any]]:
        """One plain dict a period: ``start``, ``end``, ``value``, and the number of ``acts``."""
        return [
            {
                "start": point.period.start,
                "end": point.period.end,
                "value": point.value,
                "acts": len(point.acts),
            }
            for point in self.points
        ]


def series(
    source: Viewable,
    actor: str,
    recipient: str,
    *,
    by: Step = "week",
    measure: Measure = "balance",
    direction: Direction = "forth",
    since: dt.date | None = None,
    until: dt.date | None = None,
    as_of: dt.date | None = None,
    half_life: float | None = HALF_LIFE,
    scale: Scale = PLOVER,
) -> Series:
    """How one actor stood to another over time.

    From the first asserted act between them, or ``since``, to ``until``, or the last day of the
    log, every period has a point. Acts before ``since`` are not seen, in a balance neither.

    Args:
        source: the log.
        actor: code of the one whose acts are counted.
        recipient: code of the one they are toward.
        by: the length of a period.
        measure: ``balance`` at the end of each period, ``score`` of its asserted acts (no decay),
            or their ``count``.
        direction: ``forth`` for acts of the actor, ``back`` for those of the recipient toward the
            actor, ``both`` for all of them.
        since: first day of acts.
        until: last day of acts.
        as_of: last day of publication.
        half_life: in days, for the balance; None for no decay.
        scale: what an act of each type adds.

    Raises:
        InvalidArgument: a word or a half-life that is not one of those above.

    """
    _check_word("by", by, Step)
    _check_word("measure", measure, Measure)
    _check_word("direction", direction, Direction)
    checked_half_life(half_life)
    seen = snapshot(source, since=since, until=until, as_of=as_of)
    dyad, mirrored = (actor, recipient), (recipient, actor)
    wanted = {"forth": {dyad}, "back": {mirrored}, "both": {dyad, mirrored}}[direction]
    acts = [
        act for act in seen.log if act.asserted and (act.event.actor, act.event.recipient) in wanted
    ]
    points: list[Point] = []
    first = seen.log.since or (acts[0].event.date if acts else None)
    if first is not None and seen.at is not None:
        points = list(_points(acts, first, seen.at, by, measure, half_life, scale))
    return Series(
        actor=actor,
        recipient=recipient,
        by=by,
        measure=measure,
        direction=direction,
        half_life=half_life,
        points=tuple(points),
    )


def periods(first: dt.date, last: dt.date, by: Step) -> Iterator[Period]:
    """Every period from the one that ``first`` lies in up to ``last``, where the last one ends."""
    if first > last:
        return
    start = first
    if by == "week":
        start -= dt.timedelta(days=first.weekday())
    elif by == "month":
        start = first.replace(day=1)
    while start <= last:
        end = min(_end(start, by), last)
        yield Period(start, end)
        if end == last:
            return
        start = end + dt.timedelta(days=1)


def _end(start: dt.date, by: Step) -> dt.date:
    days = {"day": 0, "week": 6, "month": calendar.monthrange(start.year, start.month)[1] - 1}[by]
    return dt.date.fromordinal(min(start.toordinal() + days, dt.date.max.toordinal()))


def _points(
    acts: list[Act],
    first: dt.date,
    last: dt.date,
    by: Step,
    measure: Measure,
    half_life: float | None,
    scale: Scale,
) -> Iterator[Point]:
    balance = 0.0
    before = first
    upcoming = iter([*acts, None])
    act = next(upcoming)
    for period in periods(first, last, by):
        own: list[Act] = []
        while act is not None and act.event.date <= period.end:
            own.append(act)
            act = next(upcoming)
        if measure == "count":
            value = float(len(own))
        elif measure == "score":
            value = math.fsum(score_of(act, scale) for act in own)
        else:
            carried = decayed(balance, days=(period.end - before).days, half_life=half_life)
            added = balance_of(own, at=period.end, half_life=half_life, scale=scale)
            value = balance = carried + added
            before = period.end
        yield Point(period, value, tuple(own))


def _check_word(name: str, value: str, words: Any) -> None:
    allowed = get_args(words)
    if value not in allowed:
        raise InvalidArgument(f"{name} is {value!r}: expected one of {', '.join(allowed)}")
