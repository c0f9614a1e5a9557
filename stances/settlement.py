"""What had become of an act by a day: one fold over the later acts, for all who ask.

``outcomes`` asks it of one day, with the acts as a view has them; the report asks it of every day
on which the answer may be another, with every act as it was known from one day to the next.
"""

from __future__ import annotations

import bisect
import datetime as dt
import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

import attrs

from stances.events import EventType, StanceEvent, Status, replay_order
from stances.log import Act
from stances.outcome_rules import Rule, side_of
from stances.outcome_tables import AGREEMENT_RULES, DEMAND_RULES, THREAT_RULES

UNSETTLED = "no act settled it"
DEADLINE_PASSED = "its deadline passed"


@attrs.frozen(kw_only=True)
class Kind:
    """What can be settled; ``lapses`` says whether a deadline that passes settles it."""

    event_type: EventType
    unsettled: Status
    lapses: bool
    rules: tuple[Rule, ...]


DEMANDS = Kind(event_type=EventType.REQUEST, unsettled=Status.OPEN, lapses=True, rules=DEMAND_RULES)
THREATS = Kind(
    event_type=EventType.THREATEN, unsettled=Status.STANDING, lapses=True, rules=THREAT_RULES
)
AGREEMENTS = Kind(
    event_type=EventType.AGREE, unsettled=Status.IN_FORCE, lapses=False, rules=AGREEMENT_RULES
)


class Known(NamedTuple):
    """An act that is in sight from the day ``start`` and before the day ``end``, if that comes."""

    act: Act
    start: dt.date
    end: dt.date | None

    def on(self, day: dt.date) -> bool:
        """Whether it is in sight on the day."""
        return self.start <= day and (self.end is None or day < self.end)


class Settling(NamedTuple):
    """An act that settles another while it is known, and the first rule that says so."""

    known: Known
    rule: Rule


class Settlement(NamedTuple):
    """What became of an act, by which other, if by any, and the name of the rule."""

    status: Status
    by: Act | None
    rule: str


Deeds: TypeAlias = dict[tuple[str | None, str | None], list[Known]]
"""Acts that took place by who did them to whom, in replay order."""


def deeds_of(known: Iterable[Known], rules: Sequence[Rule]) -> Deeds:
    """Those of these acts, which are in replay order and took place, that a rule can hold for."""
    types = {event_type for rule in rules for event_type in rule.event_types}
    deeds: Deeds = {}
    for one in known:
        event = one.act.event
        if event.event_type in types:
            deeds.setdefault((event.actor, event.recipient), []).append(one)
    return deeds


def settling(
    event: StanceEvent, deeds: Deeds, rules: Sequence[Rule], *, until: dt.date | None = None
) -> Iterator[Settling]:
    """Later acts that a rule holds for, in replay order, each with the first such rule.

    But for those that decide nothing before the day ``until``: what is known no earlier than an
    act that settles it for good, and that is known for ever, is never looked at.
    """
    ways = {way for rule in rules for way in rule.directions}
    pairs = {(side_of(by, event), side_of(toward, event)) for by, toward in ways}
    last = max((rule.window.last_day(event) for rule in rules), default=event.date)
    closed = until
    for one in _from(event.date, [deeds[pair] for pair in pairs if pair in deeds]):
        later = one.act.event
        if later.date > last:
            return
        if closed is not None and one.start >= closed:
            continue
        for rule in rules:
            if rule.holds(event, later):
                yield Settling(one, rule)
                if rule.final and one.end is None:
                    closed = one.start
                break


def settled(kind: Kind, event: StanceEvent, found: Iterable[Settling], day: dt.date) -> Settlement:
    """What had become of it by that day, by what of the ``found`` was known then.

    What settles it for good decides, else the first that settles it, else the deadline.
    """
    told = Settlement(kind.unsettled, None, UNSETTLED)
    if kind.lapses and event.deadline is not None and day > event.deadline:
        told = Settlement(Status.LAPSED, None, DEADLINE_PASSED)
    for known, rule in found:
        if (rule.final or told.by is None) and known.on(day):
            told = Settlement(rule.status, known.act, rule.name)
            if rule.final:
                break
    return told


def _from(date: dt.date, groups: Sequence[list[Known]]) -> Iterator[Known]:
    """The acts of these groups from the day on, in replay order."""
    from_day = (
        islice(group, bisect.bisect_left(group, date, key=_date_of), None) for group in groups
    )
    return heapq.merge(*from_day, key=_order_of)


def _date_of(known: Known) -> dt.date:
    return known.act.event.date


def _order_of(known: Known) -> tuple[dt.date, dt.date, str]:
    return replay_order(known.act.event)
