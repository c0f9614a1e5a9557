"""How many acts there were in each period, and what they add up to there."""

# Ibis tells pyright less of its expressions than they are.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportIndexIssue=false, reportOperatorIssue=false, reportReturnType=false

from __future__ import annotations

import datetime as dt
from typing import Literal, TypeAlias

import ibis.expr.types as ir

from stances.scale import Scale
from stances.series import Step, check_word
from stances.warehouse.terms import asserted, known, total, toward_somebody, within, worth

_UNITS: dict[Step, Literal["W", "M"]] = {"week": "W", "month": "M"}
Per: TypeAlias = Literal["dyad", "event_type"]


def counts(
    acts: ir.Table,
    *,
    by: Step = "month",
    per: Per = "dyad",
    since: dt.date | None = None,
    until: dt.date | None = None,
    as_of: dt.date | None = None,
    scale: Scale | None = None,
) -> ir.Table:
    """One row for each dyad and period in which it has acts.

    ``start`` is the first day of the period, ``acts`` how many there are, ``asserted`` how many
    of them took place, and ``score`` the sum of the scores of those. With ``per="event_type"``
    there is one for each event type of a dyad.

    Raises:
        InvalidArgument: ``by`` or ``per`` is another word.

    """
    check_word("by", by, Step)
    check_word("per", per, Per)
    seen = toward_somebody(within(known(acts, as_of), since, until))
    start = seen.event_date if by == "day" else seen.event_date.truncate(_UNITS[by]).cast("date")
    kinds = ["event_type"] if per == "event_type" else []
    return seen.group_by(["actor", "recipient", *kinds, start.name("start")]).aggregate(
        acts=seen.count(),
        asserted=seen.count(where=asserted(seen)),
        score=total(worth(seen, scale)),
    )
