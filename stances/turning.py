"""Turning points of a relation: the days from which it was lastingly better or worse.

The acts of a relation are added up period by period, and the periods are cut into stretches such
that within each the level stays, by ruptures' PELT with a penalty for every cut.

- What is cut is the score of each period, and not the balance: a balance carries every act into
  the periods after it, so that it wanders where nothing changes.
- The level is that of ranks. Scores of acts are heavy-tailed, and most periods of most relations
  have none; among ranks one loud week weighs no more than any other, and is no turning point.
  The ranks are scaled as if no two were equal, so that many silent periods make a cut harder.
- The penalty is ``2 ln n`` for n periods, in units of the variance of those ranks: what the
  Bayesian information criterion takes for the place and the height of one more step. On periods
  in random order it finds a turning point in 6 % of year-long weekly series, and in fewer the
  longer the series and the more of its weeks are silent.
- Stretches may be of one period. With longer ones asked for, the pruning of PELT can miss the
  best cut, and ranks guard against short ones already.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Literal, TypeAlias

import attrs

from stances.errors import InvalidArgument, MissingExtra
from stances.log import Act, Viewable
from stances.scale import PLOVER, Scale
from stances.series import Direction, Point, Step, check_word, series

Summed: TypeAlias = Literal["score", "count"]

MODEL = "steps in the mean rank of a period, cut by PELT"


@attrs.frozen(kw_only=True)
class TurningPoint:
    """A day from which on a relation was at another level.

    Attributes:
        date: first day of the first period of the new stretch.
        before: mean value of a period in the stretch before.
        after: mean value of a period in the stretch that begins.
        acts: the asserted acts around it: of the last period before, and of the first one after.

    """

    date: dt.date
    before: float
    after: float
    acts: tuple[Act, ...]

    def to_record(self) -> dict[str, Any]:
        """``date``, ``before``, ``after``, and the number of ``acts`` around it."""
        return {
            "date": self.date,
            "before": self.before,
            "after": self.after,
            "acts": len(self.acts),
        }

    def __str__(self) -> str:
        told = [f"{self.date}: {self.before:+.1f} → {self.after:+.1f} a period"]
        return "\n  ".join([*told, *map(str, self.acts)])


@attrs.frozen(kw_only=True)
class TurningPoints:
    """The turning points of a relation, and how they were found."""

    actor: str
    recipient: str
    by: Step
    measure: Summed
    direction: Direction
    model: str
    penalty: float
    periods: int
    points: tuple[TurningPoint, ...]

    def __iter__(self) -> Iterator[TurningPoint]:
        return iter(self.points)

    def __len__(self) -> int:
        return len(self.points)

    def to_records(self) -> list[dict[str, Any]]:
        """One plain dict a turning point."""
        return [point.to_record() for point in self.points]


def turning_points(
    source: Viewable,
    actor: str,
    recipient: str,
    *,
    by: Step = "week",
    measure: Summed = "score",
    direction: Direction = "both",
    since: dt.date | None = None,
    until: dt.date | None = None,
    as_of: dt.date | None = None,
    scale: Scale = PLOVER,
    penalty: float | None = None,
) -> TurningPoints:
    """Find the days from which on a relation was lastingly at another level.

    The same log gives the same answer, always: nothing is drawn at random.

    Args:
        source: the log.
        actor: code of one of the two.
        recipient: code of the other.
        by: the length of a period.
        measure: what is added up of a period, the ``score`` of its acts or their ``count``.
        direction: whose acts, as ``series`` has it; by default those of both.
        since: first day of acts.
        until: last day of acts.
        as_of: last day of publication.
        scale: what an act of each type adds.
        penalty: what a turning point has to explain, in variances of the ranks of periods; by
            default 2 ln n for n periods. Less finds more.

    Raises:
        InvalidArgument: a word that is not one of those above, or a penalty that is not positive.
        MissingExtra: the part ``changes`` is not installed.

    """
    check_word("measure", measure, Summed)
    if penalty is not None and not penalty > 0:
        raise InvalidArgument(f"penalty is {penalty!r}: expected a positive number, or None")
    found = series(
        source,
        actor,
        recipient,
        by=by,
        measure=measure,
        direction=direction,
        since=since,
        until=until,
        as_of=as_of,
        scale=scale,
    )
    asked = 2 * math.log(max(len(found), 2)) if penalty is None else penalty
    cuts = _cuts([point.value for point in found.points], asked)
    return TurningPoints(
        actor=actor,
        recipient=recipient,
        by=by,
        measure=measure,
        direction=direction,
        model=MODEL,
        penalty=asked,
        periods=len(found),
        points=tuple(_turns(found.points, cuts)),
    )


def _cuts(values: Sequence[float], penalty: float) -> list[int]:
    """Where stretches begin and end: 0, the places of cuts, and the number of values."""
    try:
        from ruptures import KernelCPD
        from scipy.stats import rankdata
    except ImportError as missing:
        raise MissingExtra("stances.turning_points", "changes") from missing
    number = len(values)
    if number < 2:
        return [0, number]
    spread = math.sqrt((number**2 - 1) / 12)
    ranks = (rankdata(values) - (number + 1) / 2) / spread
    search = KernelCPD(kernel="linear")
    search.min_size = 1  # the constructor raises it to 2
    ends = search.fit(ranks.reshape(-1, 1)).predict(pen=penalty)
    return [0, *(ends or ())]  # None only where neither a number nor a penalty is given


def _turns(points: Sequence[Point], cuts: list[int]) -> Iterator[TurningPoint]:
    stretches = [points[start:end] for start, end in pairwise(cuts)]
    for before, after in pairwise(stretches):
        yield TurningPoint(
            date=after[0].period.start,
            before=_mean(before),
            after=_mean(after),
            acts=(*before[-1].acts, *after[0].acts),
        )


def _mean(stretch: Sequence[Point]) -> float:
    return math.fsum(point.value for point in stretch) / len(stretch)
