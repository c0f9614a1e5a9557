"""What a log answers, in values that do not depend on who coded a report, or how surely."""

from __future__ import annotations

import datetime as dt
from typing import Any

from stances.log import Log


def answers(log: Log) -> tuple[Any, ...]:
    reports = tuple(report.id for report in log.reports)
    acts = tuple((act.id, tuple(report.id for report in act.reports)) for act in log.acts)
    now: dt.date | None = log.now
    return reports, acts, now
