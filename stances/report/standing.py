"""What had become of every demand, threat and agreement, from which day to which.

Asking ``demands`` and its like anew for each of hundreds of days, twice over, takes minutes in a
log of thousands. Here each act is judged once, with all that ever settled it by a rule, and it is
told from when to when each of those was known. The rules are the library's own, and so is the
answer, on every day: that is a test. Rulings are not foreseen here; a log with any is asked anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import TypeAlias

import attrs

from stances.events import EventType, StanceEvent, Status, replay_order
from stances.halves import paired
from stances.log import Act, Log
from stances.outcome_rules import Rule, side_of
from stances.outcome_tables import AGREEMENT_RULES, DEMAND_RULES, THREAT_RULES
from stances.outcomes import (
    DEADLINE_PASSED,
    UNSETTLED,
    Outcome,
    agreements,
    demands,
    threats,
)
from stances.report.knowledge import Version

ENDLESS = dt.date.max


@attrs.frozen(kw_only=True)
class Standing:
    """An outcome as it was from the day ``since`` and before the day ``until``, if that came."""

    outcome: Outcome
    since: dt.date
    until: dt.date | None


@attrs.frozen
class _Known:
    """An act that was in sight from a day on, and before another."""

    act: Act
    start: dt.date
    end: dt.date

    def on(self, day: dt.date) -> bool:
        return self.start <= day < self.end


@attrs.frozen
class _Subject:
    """What is to be judged: an act, or both halves of an agreement, while they were known."""

    act: Act
    counterpart: Act | None
    start: dt.date
    end: dt.date


@attrs.frozen
class _Kind:
    event_type: EventType
    unsettled: Status
    lapses: bool
    rules: tuple[Rule, ...]


_KINDS = (
    _Kind(EventType.REQUEST, Status.OPEN, True, DEMAND_RULES),
    _Kind(EventType.THREATEN, Status.STANDING, True, THREAT_RULES),
    _Kind(EventType.AGREE, Status.IN_FORCE, False, AGREEMENT_RULES),
)

_Deeds: TypeAlias = dict[tuple[str | None, str | None], list[_Known]]


def standings(found: Iterable[Version], *, as_known_then: bool) -> list[Standing]:
    """What became of every act of these versions, on every day, by the rules alone."""
    known = sorted(_in_sight(found, as_known_then), key=lambda one: replay_order(one.act.event))
    deeds: _Deeds = {}
    for one in known:
        event = one.act.event
        deeds.setdefault((event.actor, event.recipient), []).append(one)
    return [
        standing
        for kind in _KINDS
        for subject in _subjects(kind, known)
        for standing in _judged(kind, subject, deeds)
    ]


def standings_asked(log: Log, days: Sequence[dt.date], *, as_known_then: bool) -> list[Standing]:
    """The same, rulings too, by asking anew on each of these days, in their order."""
    running: dict[str, Standing] = {}
    done: list[Standing] = []
    for day in days:
        seen = log.view(until=day, as_of=day if as_known_then else None)
        answers = chain(demands(seen), threats(seen), agreements(seen))
        found = {outcome.act.id: outcome for outcome in answers}
        for key, standing in list(running.items()):
            if key not in found or _told(found[key]) != _told(standing.outcome):
                done.append(attrs.evolve(running.pop(key), until=day))
        for key, outcome in found.items():
            if key not in running:
                running[key] = Standing(outcome=outcome, since=day, until=None)
    return [*done, *running.values()]


def _in_sight(found: Iterable[Version], as_known_then: bool) -> Iterator[_Known]:
    for version in found:
        date = version.act.event.date
        if not version.act.asserted:
            continue
        if as_known_then:
            start, end = max(date, version.since), version.until or ENDLESS
            if start < end:
                yield _Known(version.act, start, end)
        elif version.until is None:
            yield _Known(version.act, date, ENDLESS)


def _subjects(kind: _Kind, known: Iterable[_Known]) -> Iterator[_Subject]:
    own = [one for one in known if one.act.event.event_type is kind.event_type]
    if kind.event_type is not EventType.AGREE:
        yield from (_Subject(one.act, None, one.start, one.end) for one in own)
        return
    matters: dict[tuple[object, ...], list[_Known]] = {}
    for one in own:
        event = one.act.event
        ends = frozenset({event.actor, event.recipient})
        matters.setdefault((ends, event.date, event.about), []).append(one)
    for group in matters.values():
        turns = sorted({day for one in group for day in (one.start, one.end)})
        for start, end in pairwise(turns):
            for act, counterpart in paired(one.act for one in group if one.on(start)):
                yield _Subject(act, counterpart, start, end)


def _judged(kind: _Kind, subject: _Subject, deeds: _Deeds) -> Iterator[Standing]:
    """What became of it, one standing for every time that it was otherwise."""
    settling = _settling(kind.rules, subject, deeds)
    turns = {subject.start}
    turns.update(day for one, _ in settling for day in (one.start, one.end))
    deadline = subject.act.event.deadline
    if kind.lapses and deadline is not None and deadline < ENDLESS:
        turns.add(deadline + dt.timedelta(days=1))
    days = sorted(day for day in turns if subject.start <= day < subject.end)
    running: Standing | None = None
    for day in days:
        outcome = _outcome(kind, subject, settling, day)
        if running is None or _told(outcome) != _told(running.outcome):
            if running is not None:
                yield attrs.evolve(running, until=day)
            running = Standing(outcome=outcome, since=day, until=None)
    if running is not None:
        yield attrs.evolve(running, until=None if subject.end == ENDLESS else subject.end)


def _settling(rules: Sequence[Rule], subject: _Subject, deeds: _Deeds) -> list[tuple[_Known, Rule]]:
    """Acts that a rule holds for, each with the first such, but for those never looked at.

    What was known no earlier than an act that settles it for good, and is for ever, is such.
    """
    event: StanceEvent = subject.act.event
    ways = {way for rule in rules for way in rule.directions}
    pairs = {(side_of(by, event), side_of(toward, event)) for by, toward in ways}
    later = [
        one for pair in pairs for one in deeds.get(pair, []) if one.act.event.date >= event.date
    ]
    found: list[tuple[_Known, Rule]] = []
    closed = ENDLESS
    for one in sorted(later, key=lambda one: replay_order(one.act.event)):
        if one.start >= min(closed, subject.end):
            continue
        rule = next((rule for rule in rules if rule.holds(event, one.act.event)), None)
        if rule is not None:
            found.append((one, rule))
            if rule.final and one.end == ENDLESS:
                closed = min(closed, one.start)
    return found


def _outcome(
    kind: _Kind, subject: _Subject, settling: Iterable[tuple[_Known, Rule]], day: dt.date
) -> Outcome:
    event = subject.act.event
    status, name = kind.unsettled, UNSETTLED
    settled_by: Act | None = None
    if kind.lapses and event.deadline is not None and day > event.deadline:
        status, name = Status.LAPSED, DEADLINE_PASSED
    for one, rule in settling:
        if one.on(day) and (rule.final or settled_by is None):
            status, settled_by, name = rule.status, one.act, rule.name
            if rule.final:
                break
    return Outcome(
        act=subject.act,
        counterpart=subject.counterpart,
        status=status,
        settled_by=settled_by,
        rule=name,
    )


def _told(outcome: Outcome) -> tuple[str, str, str | None, str | None]:
    settling, other = outcome.settled_by, outcome.counterpart
    return (
        outcome.status.value,
        outcome.rule,
        None if settling is None else settling.id,
        None if other is None else other.id,
    )
