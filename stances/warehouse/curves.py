"""Relations over time: a value for every period, also where nothing happened."""

# Ibis tells pyright less of its expressions than they are.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportIndexIssue=false, reportOperatorIssue=false, reportReturnType=false

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import ibis
import ibis.expr.types as ir

from stances.balance import HALF_LIFE, checked_half_life
from stances.errors import InvalidArgument
from stances.graph import Dyad
from stances.scale import Scale
from stances.series import Measure, Step, check_word, periods
from stances.warehouse.terms import asserted, date_of, known, left, total, within, worth

_SPAN = 32


def series(
    acts: ir.Table,
    dyads: Collection[Dyad],
    *,
    since: dt.date,
    until: dt.date,
    by: Step = "week",
    measure: Measure = "balance",
    as_of: dt.date | None = None,
    half_life: float | None = HALF_LIFE,
    scale: Scale | None = None,
) -> ir.Table:
    """One row for each dyad that has asserted acts and each period, ordered by both.

    ``start`` and ``end`` are the days of the period, ``value`` what ``stances.series`` gives for
    it, ``acts`` how many asserted acts took place in it. Both days have to be given: a question
    cannot be as long as its answer turns out to be. Acts before ``since`` are not seen, in a
    balance neither.

    Raises:
        InvalidArgument: there is no dyad, or no day from ``since`` to ``until``; or a word or the
            half-life is none that ``stances.series`` knows.

    """
    check_word("by", by, Step)
    check_word("measure", measure, Measure)
    checked_half_life(half_life)
    if not dyads:
        raise InvalidArgument("dyads is empty: give at least one pair of codes")
    if since > until:
        raise InvalidArgument(f"since {since} is later than until {until}")
    seen = within(known(acts, as_of), since, until)
    seen = seen.filter(asserted(seen)).semi_join(_wanted(set(dyads)), ["actor", "recipient"])
    daily = seen.group_by("actor", "recipient", "event_day").aggregate(
        number=seen.count(), value=total(worth(seen, scale))
    )
    span = _periods(since, until, by)
    among = daily.select("actor", "recipient").distinct().cross_join(span)
    behind = among.left_join(
        daily,
        [
            among.actor == daily.actor,
            among.recipient == daily.recipient,
            daily.event_day <= among.last,
        ],
    )
    here = behind.event_day >= behind.first
    if measure == "count":
        value = behind.number.sum(where=here).coalesce(0).cast("float64")
    elif measure == "score":
        value = total(behind.value, here)
    else:
        value = total(left(behind.value, behind.last - behind.event_day, half_life))
    told = behind.group_by("actor", "recipient", "first", "last").aggregate(
        value=value, acts=behind.number.sum(where=here).coalesce(0).cast("int64")
    )
    return told.order_by("actor", "recipient", "first").select(
        "actor",
        "recipient",
        date_of(told.first).name("start"),
        date_of(told.last).name("end"),
        "value",
        "acts",
    )


def _wanted(dyads: Collection[Dyad]) -> ir.Table:
    """The dyads as a table: to join with one is what engines skip rows by."""
    numbered = ibis.array(list(range(len(dyads)))).unnest().name("number").as_table()
    actors, recipients = zip(*sorted(dyads), strict=True)
    return numbered.select(
        actor=numbered.number.cases(*enumerate(actors)),
        recipient=numbered.number.cases(*enumerate(recipients)),
    )


def _periods(since: dt.date, until: dt.date, by: Step) -> ir.Table:
    """First and last days of all periods, written as one number each, as no engine lacks those."""
    codes = [
        period.start.toordinal() * _SPAN + (period.end - period.start).days
        for period in periods(since, until, by)
    ]
    coded = ibis.array(codes).unnest().name("code").as_table()
    first, days = coded.code // _SPAN, coded.code % _SPAN
    return coded.select(first=first.cast("int32"), last=(first + days).cast("int32"))
