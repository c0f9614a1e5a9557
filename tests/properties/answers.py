"""What a log answers, in values that do not depend on who coded a report, or how surely."""

from __future__ import annotations

import datetime as dt
from typing import Any

from stances.log import Log
from stances.outcomes import agreements, demands, threats


def answers(log: Log) -> tuple[Any, ...]:
    reports = tuple(report.id for report in log.reports)
    acts = tuple((act.id, tuple(report.id for report in act.reports)) for act in log.acts)
    now: dt.date | None = log.now
    became = tuple(
        (o.act.id, o.status, o.rule, None if o.settled_by is None else o.settled_by.id)
        for ask in (demands, threats, agreements)
        for o in ask(log)
    )
    return reports, acts, now, became
