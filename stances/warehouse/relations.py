"""What the acts of each ordered pair add up to on a day: the edges of ``stances.dyads``."""

# Ibis tells pyright less of its expressions than they are.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportIndexIssue=false, reportOperatorIssue=false, reportReturnType=false

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from stances.balance import HALF_LIFE, checked_half_life
from stances.events import EventType, Modality
from stances.scale import Scale
from stances.warehouse.terms import (
    asserted,
    known,
    last_day,
    left,
    total,
    toward_somebody,
    within,
    worth,
)


def dyads(
    acts: ir.Table,
    *,
    since: dt.date | None = None,
    at: dt.date | None = None,
    as_of: dt.date | None = None,
    half_life: float | None = HALF_LIFE,
    scale: Scale | None = None,
) -> ir.Table:
    """One row a dyad, with the columns that the edges of ``stances.dyads`` have.

    All but ``publishers``: see the question of that name.

    Args:
        acts: the table of acts.
        since: first day of acts.
        at: the day to which balances decay, after which nothing is counted. By default everything
            is counted, and the day is the last one of an asserted act that is. So it is for
            ``stances.dyads`` of a log too; a view of one says ``until`` when it goes, and is asked
            of that day, which its table does not know: give it here.
        as_of: last day of publication.
        half_life: in days; None for no decay.
        scale: what an act of each type adds; by default what the rows say.

    Raises:
        InvalidArgument: the half-life is not a positive number.

    """
    checked_half_life(half_life)
    seen = within(known(acts, as_of), since, at)
    day = last_day(seen) if at is None else ibis.literal(at.toordinal())
    seen = toward_somebody(seen)
    happened = asserted(seen)
    value = worth(seen, scale)
    # What is announced may be dated after the day; it adds nothing, but a power of it overflows.
    age = day - seen.event_day if at is not None else ibis.greatest(day - seen.event_day, 0)
    return seen.group_by("actor", "recipient").aggregate(
        acts=seen.count(),
        asserted=seen.count(where=happened),
        future=seen.count(where=seen.modality == Modality.FUTURE.value),
        denied=seen.count(where=seen.modality == Modality.DENIED.value),
        **{
            name.value: seen.count(where=happened & (seen.event_type == name.value))
            for name in EventType
        },
        reports=seen.reports.sum().cast("int64"),
        score=total(value, happened),
        balance=total(left(value, age, half_life), happened),
        first=seen.event_date.min(),
        last=seen.event_date.max(),
    )


def publishers(
    voices: ir.Table,
    *,
    since: dt.date | None = None,
    at: dt.date | None = None,
    as_of: dt.date | None = None,
) -> ir.Table:
    """How many different publishers there are of the acts of each dyad.

    Args:
        voices: the table of voices; the others are as for ``dyads``.
        since: first day of acts.
        at: last day of acts; by default all are counted.
        as_of: last day of publication.

    """
    heard = toward_somebody(within(known(voices, as_of), since, at))
    return heard.group_by("actor", "recipient").aggregate(publishers=heard.publisher.nunique())
