"""What every question shares, each said once: which rows count, what they add, what is left of it.

Days are whole numbers, those of ``datetime.date.toordinal``: differences of dates mean something
else in every engine, and those of numbers do not.
"""

# Ibis tells pyright less of its expressions than they are.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportIndexIssue=false, reportOperatorIssue=false, reportReturnType=false

from __future__ import annotations

import datetime as dt
import math

import ibis
import ibis.expr.types as ir

from stances.events import EventType, Modality
from stances.indexing.rows import FOREVER
from stances.scale import Scale

_DAY_ZERO = dt.date(1970, 1, 1)
_NOTHING_LEFT = -1_000.0
_SHORTEST = 1e-300


def known(acts: ir.Table, as_of: dt.date | None = None) -> ir.Table:
    """The acts as they are known now, or as whoever had read what was published by a day knew them.

    Works on the table of voices as well.
    """
    if as_of is None:
        return acts.filter(acts.known_until == FOREVER)
    day = as_of.toordinal()
    return acts.filter(acts.known_from <= day, acts.known_until > day)


def within(acts: ir.Table, since: dt.date | None, until: dt.date | None) -> ir.Table:
    """The acts from one day to another, both inclusive."""
    if since is not None:
        acts = acts.filter(acts.event_day >= since.toordinal())
    if until is not None:
        acts = acts.filter(acts.event_day <= until.toordinal())
    return acts


def toward_somebody(acts: ir.Table) -> ir.Table:
    """Without acts that have no recipient, and so are in no relation."""
    return acts.filter(acts.recipient.notnull())


def asserted(acts: ir.Table) -> ir.BooleanValue:
    """Whether an act took place: only then does it add anything."""
    return acts.modality == Modality.ASSERTED.value


def worth(acts: ir.Table, scale: Scale | None) -> ir.FloatingValue:
    """What an act adds on its day: the score in its row, or that of a scale."""
    if scale is None:
        return acts.score
    scores = [(acts.event_type == name.value, number(scale[name])) for name in EventType]
    return asserted(acts).ifelse(ibis.cases(*scores, else_=number(0.0)), number(0.0))


def left(
    value: ir.FloatingValue, days: ir.IntegerValue, half_life: float | None
) -> ir.FloatingValue:
    """What is left of a value after so many days, none of them negative: ``balance.decayed``.

    A share of less than two to the power of minus a thousand is taken for that much: engines that
    check for underflow raise where others give 0.
    """
    if half_life is None or math.isinf(half_life):
        return value
    halved = days.cast("float64") / number(-max(half_life, _SHORTEST))
    return value * number(2.0) ** ibis.greatest(halved, number(_NOTHING_LEFT))


def last_day(acts: ir.Table) -> ir.IntegerScalar:
    """The last day of an act that took place, which is "now" where no day is given."""
    return acts.event_day.max(where=asserted(acts)).as_scalar()


def total(values: ir.FloatingValue, where: ir.BooleanValue | None = None) -> ir.FloatingScalar:
    """The sum, 0 of nothing."""
    return values.sum(where=where).coalesce(number(0.0))


def date_of(day: ir.IntegerValue) -> ir.DateValue:
    """The date that a day is."""
    since = day - _DAY_ZERO.toordinal()
    return (ibis.literal(_DAY_ZERO) + since.as_interval("D")).cast("date")


def number(value: float) -> ir.FloatingScalar:
    """The number as a double: written bare, some engines take it for an exact decimal."""
    return ibis.literal(repr(value)).cast("float64")
