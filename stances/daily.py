"""The filter that machine-coded data sets of this field apply: one event a day of each kind.

ICEWS-style and Phoenix data count, of all events on one day with the same actor, recipient and
type, one ("one-a-day filtering"), since a coder without corroboration sees a story again in every
paper. It loses what truly happened twice. Use it to compare with such data, and ``corroborate``
for everything else.
"""

from __future__ import annotations

from collections.abc import Hashable

import attrs

from stances.events import Merge, Precision, StanceEvent
from stances.log import Act, Log, Viewable

REASON = "one a day"


def one_a_day(source: Viewable) -> Log:
    """The log as if all acts of one day, actor, recipient, event type and modality were one.

    Nothing is recorded: the merges are in the log that is given alone. An act of unknown day
    counts on the day of its report, as in those data; one known to the week, month or year
    stays apart from days. Imported rows are filtered too.
    """
    log = source.view()
    days: dict[Hashable, list[Act]] = {}
    for act in log:
        days.setdefault(_kind(act.event), []).append(act)
    merges = (
        Merge(ids=tuple(act.id for act in acts), reason=REASON)
        for acts in days.values()
        if len(acts) > 1
    )
    return attrs.evolve(log, records=(*log.records, *merges))


def _kind(event: StanceEvent) -> Hashable:
    precision = event.date_precision
    day = Precision.DAY if precision is Precision.UNKNOWN else precision
    return (event.date, day, event.actor, event.recipient, event.event_type, event.modality)
