"""The balances of all dyads on given days."""

# Ibis tells pyright less of its expressions than they are.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportIndexIssue=false, reportOperatorIssue=false, reportReturnType=false

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Literal, TypeAlias

import ibis
import ibis.expr.types as ir

from stances.balance import HALF_LIFE, checked_half_life
from stances.errors import InvalidArgument
from stances.scale import Scale
from stances.warehouse.terms import (
    asserted,
    date_of,
    known,
    left,
    total,
    toward_somebody,
    within,
    worth,
)

_AT_ONCE = 32

Then: TypeAlias = Literal["then"]


def balances(
    acts: ir.Table,
    at: Collection[dt.date],
    *,
    as_of: dt.date | Then | None = None,
    half_life: float | None = HALF_LIFE,
    scale: Scale | None = None,
) -> ir.Table:
    """One row for each dyad and each of the days on which it had asserted acts behind it.

    ``at`` is the day, ``asserted`` how many acts there were up to it, ``balance`` what is left of
    them on it.

    Args:
        acts: the table of acts.
        at: the days.
        as_of: last day of publication; ``"then"`` for balances as they were known on their own
            day, without what became known of it later.
        half_life: in days; None for no decay.
        scale: what an act of each type adds; by default what the rows say.

    Raises:
        InvalidArgument: there is no day, or the half-life is not a positive number.

    """
    checked_half_life(half_life)
    if not at:
        raise InvalidArgument("at is empty: give at least one day")
    ordinals = sorted({day.toordinal() for day in at})
    seen = acts if as_of == "then" else known(acts, as_of)
    seen = toward_somebody(within(seen, None, dt.date.fromordinal(ordinals[-1])))
    seen = seen.filter(asserted(seen))
    some = (ordinals[first : first + _AT_ONCE] for first in range(0, len(ordinals), _AT_ONCE))
    return ibis.union(*(_on(seen, days, as_of == "then", half_life, scale) for days in some))


def _on(
    seen: ir.Table, days: Sequence[int], then: bool, half_life: float | None, scale: Scale | None
) -> ir.Table:
    """The balances on some days, in one pass, as the columns of a dyad, and then one a row.

    A join of acts and days would say it in fewer words, and takes three times as long.
    """
    value = worth(seen, scale)
    summed: dict[str, ir.Scalar] = {}
    for day in days:
        counted = seen.event_day <= day
        if then:
            counted &= (seen.known_from <= day) & (seen.known_until > day)
        summed[f"asserted_{day}"] = seen.count(where=counted)
        summed[f"balance_{day}"] = total(left(value, day - seen.event_day, half_life), counted)
    wide = seen.group_by("actor", "recipient").aggregate(**summed)
    each = wide.cross_join(ibis.array(list(days)).unnest().name("day").as_table())
    told = each.select(
        "actor",
        "recipient",
        at=date_of(each.day),
        asserted=ibis.cases(*((each.day == day, each[f"asserted_{day}"]) for day in days)),
        balance=ibis.cases(*((each.day == day, each[f"balance_{day}"]) for day in days)),
    )
    return told.filter(told.asserted > 0)
