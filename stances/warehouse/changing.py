"""What changed between two days, dyad by dyad: the shifts of ``stances.index``."""

# Ibis tells pyright less of its expressions than they are.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportIndexIssue=false, reportOperatorIssue=false, reportReturnType=false

from __future__ import annotations

import datetime as dt

import ibis.expr.types as ir

from stances.balance import HALF_LIFE, checked_half_life, decayed
from stances.errors import InvalidArgument
from stances.scale import Scale
from stances.warehouse.terms import (
    asserted,
    known,
    left,
    number,
    total,
    toward_somebody,
    within,
    worth,
)


def changes(
    acts: ir.Table,
    start: dt.date,
    end: dt.date,
    *,
    as_of: dt.date | None = None,
    half_life: float | None = HALF_LIFE,
    scale: Scale | None = None,
) -> ir.Table:
    """How the balance of each dyad went from ``before`` to ``after``, those most moved first.

    ``before + faded + caused == after``: ``faded`` is what time took from the earlier balance,
    ``caused`` what the acts later than ``start`` and up to ``end`` add. Of those there are
    ``acts``, and ``asserted`` of them took place. Dyads that are as they were are left out. The
    order is that of ``stances.compare``.

    Raises:
        InvalidArgument: the days are in the wrong order, or the half-life is not positive.

    """
    checked_half_life(half_life)
    if start > end:
        raise InvalidArgument(f"start {start} is later than end {end}: give the earlier day first")
    seen = toward_somebody(within(known(acts, as_of), None, end))
    first, last = start.toordinal(), end.toordinal()
    old = seen.event_day <= first
    age = old.ifelse(first, last) - seen.event_day
    term = left(worth(seen, scale), age, half_life)
    new = ~old
    kept = decayed(1.0, days=last - first, half_life=half_life)
    summed = seen.group_by("actor", "recipient").aggregate(
        before=total(term, old),
        caused=total(term, new),
        acts=seen.count(where=new),
        asserted=seen.count(where=new & asserted(seen)),
    )
    told = summed.mutate(faded=summed.before * number(kept - 1.0))
    told = told.mutate(after=told.before + told.faded + told.caused)
    told = told.filter((told.acts > 0) | (told.faded != 0))
    return told.order_by(
        told.caused.abs().desc(),
        told.asserted.desc(),
        (told.after - told.before).abs().desc(),
        told.actor,
        told.recipient,
    ).select("actor", "recipient", "before", "faded", "caused", "after", "acts", "asserted")
