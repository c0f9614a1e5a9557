"""The rules by which a later act settles a demand, a threat or an agreement.

A rule is data: which types of act, by whom toward whom, about which third party, how much later.
It does not read what was demanded or agreed. So each is narrow, and what no rule settles stays as
it is. In particular no agreement meets a demand or ends a threat: two who agree to keep talking
have settled nothing. Where a reader knows better, a ruling says so.

Both acts took place, and the later one is never dated before the earlier. What is done must be
known to be later: on a day after all days that the earlier one may have been on, and not of
unknown date, which only says when it was reported. What is said in reply may be of the same day
or of unknown date, as it presupposes what it replies to.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from typing import assert_never

import attrs

from stances.events import EventType, Precision, StanceEvent, Status
from stances.spans import days_meant

STATUSES: Mapping[EventType, frozenset[Status]] = {
    EventType.REQUEST: frozenset({Status.OPEN, Status.MET, Status.REFUSED, Status.LAPSED}),
    EventType.THREATEN: frozenset(
        {Status.STANDING, Status.CARRIED_OUT, Status.MET, Status.WITHDRAWN, Status.LAPSED}
    ),
    EventType.AGREE: frozenset(
        {Status.IN_FORCE, Status.DISPUTED, Status.BROKEN, Status.SUPERSEDED}
    ),
}
"""What can become of a demand, a threat and an agreement; nothing becomes of other acts."""


class Side(enum.StrEnum):
    """Someone as the earlier act has them."""

    ACTOR = "actor"
    RECIPIENT = "recipient"
    ABOUT = "about"
    NOBODY = "nobody"


class Matter(enum.StrEnum):
    """Which third party the later act may be about.

    ``NO_OTHER``: one that names none may be about any, but two that are named must be the same.
    """

    ANY = "any"
    NO_OTHER = "no other"
    SAME = "the same, and named"


class Timing(enum.StrEnum):
    """How the later act follows the earlier one."""

    REPLY = "on the same day or later"
    DEED = "on a day that is surely later"


@attrs.frozen
class Window:
    """How long an act can settle another.

    ``days`` are counted from the earlier act, or from its deadline if it has one; None is for
    ever. ``past_deadline`` says whether acts after the deadline still count.
    """

    days: int | None
    past_deadline: bool = False

    def last_day(self, earlier: StanceEvent) -> dt.date:
        """The last day on which an act can settle this one."""
        if earlier.deadline is not None and not self.past_deadline:
            return earlier.deadline
        if self.days is None:
            return dt.date.max
        start = (earlier.deadline or earlier.date).toordinal()
        return dt.date.fromordinal(min(start + self.days, dt.date.max.toordinal()))


ANSWER_DAYS = 90
"""Days after a demand or a threat, or after its deadline, in which an act can still settle it."""

ANSWER = Window(ANSWER_DAYS)
THREATENED = Window(ANSWER_DAYS, past_deadline=True)
FOR_EVER = Window(None, past_deadline=True)

BOTH_WAYS = ((Side.ACTOR, Side.RECIPIENT), (Side.RECIPIENT, Side.ACTOR))
"""Either party of an agreement toward the other."""


@attrs.frozen(kw_only=True)
class Rule:
    """When a later act settles an earlier one: ``says`` in words what the other fields decide.

    Attributes:
        name: what an outcome calls it.
        says: the rule as a sentence.
        status: what becomes of the earlier act.
        event_types: those of the later act.
        directions: who acts toward whom, as the earlier act has them; any one of these.
        about: which third party the later act may be about.
        timing: whether the later act may be of the same day.
        window: how much later it may be.
        ultimatum: whether the earlier act must have a condition or a deadline.
        final: whether nothing can settle it otherwise after that. A refused demand can still be
            met, a disputed agreement still be broken.
        example: two acts, in the notation of events, for which it holds.

    """

    name: str
    says: str
    status: Status
    event_types: tuple[EventType, ...]
    directions: tuple[tuple[Side, Side], ...]
    about: Matter = Matter.ANY
    timing: Timing = Timing.DEED
    window: Window
    ultimatum: bool = False
    final: bool = True
    example: tuple[str, str]

    def holds(self, earlier: StanceEvent, later: StanceEvent) -> bool:
        """Whether the later act settles the earlier one."""
        return (
            later.event_type in self.event_types
            and any(_goes(way, earlier, later) for way in self.directions)
            and _concerns(self.about, earlier, later)
            and _follows(self.timing, earlier, later)
            and later.date <= self.window.last_day(earlier)
            and not (self.ultimatum and earlier.condition is None and earlier.deadline is None)
        )


def _goes(way: tuple[Side, Side], earlier: StanceEvent, later: StanceEvent) -> bool:
    by, toward = (side_of(side, earlier) for side in way)
    if by is None or later.actor != by:
        return False
    if way[1] is Side.NOBODY:
        return later.recipient is None
    return toward is not None and later.recipient == toward


def side_of(side: Side, earlier: StanceEvent) -> str | None:
    """The code of who that is; None for nobody, and where the earlier act names none."""
    match side:
        case Side.ACTOR:
            return earlier.actor
        case Side.RECIPIENT:
            return earlier.recipient
        case Side.ABOUT:
            return earlier.about
        case Side.NOBODY:
            return None
        case _:
            assert_never(side)


def _concerns(matter: Matter, earlier: StanceEvent, later: StanceEvent) -> bool:
    match matter:
        case Matter.ANY:
            return True
        case Matter.NO_OTHER:
            return None in (earlier.about, later.about) or earlier.about == later.about
        case Matter.SAME:
            return earlier.about is not None and earlier.about == later.about
        case _:
            assert_never(matter)


def _follows(timing: Timing, earlier: StanceEvent, later: StanceEvent) -> bool:
    match timing:
        case Timing.REPLY:
            return later.date >= earlier.date
        case Timing.DEED:
            if later.date_precision is Precision.UNKNOWN:
                return False
            first_of_later, _ = days_meant(later.date, later.date_precision)
            _, last_of_earlier = days_meant(earlier.date, earlier.date_precision)
            return first_of_later > last_of_earlier
        case _:
            assert_never(timing)
