"""One relation over time: a value for every day, week or month, also where nothing happened."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias, assert_never, get_args

import attrs

from stances.balance import HALF_LIFE, checked_half_life, decayed, score_of, term_of
from stances.errors import InvalidArgument
from stances.graph import Dyad
from stances.log import Act, Viewable
from stances.scale import PLOVER, QuadClass, Scale, quad_class
from stances.snapshot import snapshot

Step: TypeAlias = Literal["day", "week", "month"]
Measure: TypeAlias = Literal["balance", "score", "count", "quad"]
Direction: TypeAlias = Literal["forth", "back", "both", "net"]


@attrs.frozen
class Period:
    """A stretch of days, both inclusive: weeks begin on Monday; the last may be cut short."""

    start: dt.date
    end: dt.date


@attrs.frozen
class Point:
    """A period, the value there, and the asserted acts in it, in replay order.

    ``quads`` has what of the value is of each quad class, if that was asked for.
    """

    period: Period
    value: float
    acts: tuple[Act, ...]
    quads: tuple[tuple[QuadClass, float], ...] = ()

    def to_record(self) -> dict[str, Any]:
        """``start``, ``end``, ``value``, the number of ``acts``, and of each quad class asked for.

        Where nothing happened ``acts`` is 0.
        """
        return {
            "start": self.period.start,
            "end": self.period.end,
            "value": self.value,
            "acts": len(self.acts),
            **{quad.name.lower(): value for quad, value in self.quads},
        }


@attrs.frozen(kw_only=True)
class Series:
    """A relation over time, with what the values mean; ``points`` lack no period.

    Iterating gives a plain dict a period, which is what ``pandas.DataFrame(series)`` and
    ``polars.DataFrame(series)`` take.
    """

    actor: str
    recipient: str
    by: Step
    measure: Measure
    direction: Direction
    half_life: float | None
    points: tuple[Point, ...]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.to_records())

    def __len__(self) -> int:
        return len(self.points)

    def to_records(self) -> list[dict[str, Any]]:
        """One plain dict a period, as ``Point.to_record`` has it."""
        return [point.to_record() for point in self.points]


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
            their ``count``, or ``quad``: the count, with that of each quad class beside it.
        direction: ``forth`` for acts of the actor, ``back`` for those of the recipient toward the
            actor, ``both`` for the sum of the two, ``net`` for forth less back.
        since: first day of acts.
        until: last day of acts.
        as_of: last day of publication.
        half_life: in days, for the balance; None for no decay.
        scale: what an act of each type adds.

    Raises:
        InvalidArgument: a word or a half-life that is not one of those above.

    """
    check_word("by", by, Step)
    check_word("measure", measure, Measure)
    check_word("direction", direction, Direction)
    checked_half_life(half_life)
    seen = snapshot(source, since=since, until=until, as_of=as_of)
    signs = signs_of((actor, recipient), direction)
    acts = [
        (act, signs[ends])
        for act in seen.log
        if act.asserted and (ends := (act.event.actor, act.event.recipient)) in signs
    ]
    points: list[Point] = []
    first = seen.log.since or (acts[0][0].event.date if acts else None)
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


def signs_of(dyad: Dyad, direction: Direction) -> dict[tuple[str, str | None], float]:
    """How an act of each ordered pair counts; for one alone with itself net is nothing."""
    back = (dyad[1], dyad[0])
    match direction:
        case "forth":
            return {dyad: 1.0}
        case "back":
            return {back: 1.0}
        case "both":
            return {dyad: 1.0, back: 1.0}
        case "net":
            return {dyad: 0.0} if dyad == back else {dyad: 1.0, back: -1.0}
        case _:
            assert_never(direction)


def _points(
    acts: list[tuple[Act, float]],
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
    following = next(upcoming)
    for period in periods(first, last, by):
        own: list[tuple[Act, float]] = []
        while following is not None and following[0].event.date <= period.end:
            own.append(following)
            following = next(upcoming)
        quads: tuple[tuple[QuadClass, float], ...] = ()
        if measure == "count":
            value = math.fsum(sign for _, sign in own)
        elif measure == "quad":
            quads = _quads(own)
            value = math.fsum(number for _, number in quads)
        elif measure == "score":
            value = math.fsum(sign * score_of(act, scale) for act, sign in own)
        else:
            carried = decayed(balance, days=(period.end - before).days, half_life=half_life)
            value = balance = carried + math.fsum(
                sign * term_of(act, at=period.end, half_life=half_life, scale=scale)
                for act, sign in own
            )
            before = period.end
        yield Point(period, value, tuple(act for act, _ in own), quads)


def _quads(acts: list[tuple[Act, float]]) -> tuple[tuple[QuadClass, float], ...]:
    numbers = dict.fromkeys(QuadClass, 0.0)
    for act, sign in acts:
        numbers[quad_class(act.event.event_type)] += sign
    return tuple(numbers.items())


def check_word(name: str, value: str, words: Any) -> None:
    """Raises InvalidArgument unless the value is one of the words of a ``Literal``."""
    allowed = get_args(words)
    if value not in allowed:
        raise InvalidArgument(f"{name} is {value!r}: expected one of {', '.join(allowed)}")
