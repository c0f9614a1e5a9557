"""What is written of a log: its acts, each by the event that speaks for it."""

from __future__ import annotations

from collections.abc import Iterable

from stances.events import StanceEvent
from stances.log import Viewable


def events_of(source: Viewable | Iterable[StanceEvent]) -> Iterable[StanceEvent]:
    """The events to write: one for each act of a log or a view of one, else these events.

    A log is looked at here, once, so that what goes wrong with it does so before a file is made.
    """
    if isinstance(source, Viewable):
        return [act.event for act in source.view()]
    return source
