"""What had become of every demand, threat and agreement, from which day to which.

Asking ``demands`` and its like anew for each of hundreds of days, twice over, takes minutes in a
log of thousands. Here the acts that settle another are looked for once, and only on the days on
which one of them came to be known, or was no longer, is asked again what had become of it. The
question is the one that ``outcomes`` asks, and so the answer is the same, on every day: that is a
test. Rulings are not foreseen here; a log with any is asked anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import attrs

from stances.events import replay_order
from stances.halves import paired
from stances.log import Act, Log
from stances.outcomes import Outcome, agreements, demands, threats
from stances.report.knowledge import Version
from stances.settlement import (
    AGREEMENTS,
    DEMANDS,
    THREATS,
    Deeds,
    Kind,
    Known,
    Settlement,
    deeds_of,
    settled,
    settling,
)


@attrs.frozen(kw_only=True)
class Standing:
    """An outcome as it was from the day ``since`` and before the day ``until``, if that came."""

    outcome: Outcome
    since: dt.date
    until: dt.date | None


class _Subject(NamedTuple):
    """What is to be judged: an act, or both halves of an agreement, while they were known."""

    known: Known
    counterpart: Act | None


def standings(found: Iterable[Version], *, as_known_then: bool) -> list[Standing]:
    """What became of every act of these versions, on every day, by the rules alone."""
    known = sorted(_in_sight(found, as_known_then), key=lambda one: replay_order(one.act.event))
    return [
        standing
        for kind in (DEMANDS, THREATS, AGREEMENTS)
        for deeds in [deeds_of(known, kind.rules)]
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


def _in_sight(found: Iterable[Version], as_known_then: bool) -> Iterator[Known]:
    for version in found:
        date = version.act.event.date
        if not version.act.asserted:
            continue
        if as_known_then:
            start = max(date, version.since)
            if version.until is None or start < version.until:
                yield Known(version.act, start, version.until)
        elif version.until is None:
            yield Known(version.act, date, None)


def _subjects(kind: Kind, known: Iterable[Known]) -> Iterator[_Subject]:
    own = [one for one in known if one.act.event.event_type is kind.event_type]
    if kind is not AGREEMENTS:
        yield from (_Subject(one, None) for one in own)
        return
    matters: dict[tuple[object, ...], list[Known]] = {}
    for one in own:
        event = one.act.event
        ends = frozenset({event.actor, event.recipient})
        matters.setdefault((ends, event.date, event.about), []).append(one)
    for group in matters.values():
        turns: list[dt.date | None] = [*_turns(group), None]
        for start, end in pairwise(turns):
            if start is not None:
                for act, counterpart in paired(one.act for one in group if one.on(start)):
                    yield _Subject(Known(act, start, end), counterpart)


def _turns(known: Iterable[Known], *more: dt.date) -> list[dt.date]:
    """The days on which one of these came into sight or went out of it, and more."""
    turns = {day for one in known for day in (one.start, one.end) if day is not None}
    return sorted(turns.union(more))


def _judged(kind: Kind, subject: _Subject, deeds: Deeds) -> Iterator[Standing]:
    """What became of it, one standing for every time that it was otherwise."""
    act, start, end = subject.known
    found = list(settling(act.event, deeds, kind.rules, until=end))
    more = [start]
    deadline = act.event.deadline
    if kind.lapses and deadline is not None and deadline < dt.date.max:
        more.append(deadline + dt.timedelta(days=1))
    since, told = start, settled(kind, act.event, found, start)
    for day in _turns((known for known, _ in found), *more):
        if subject.known.on(day):
            now = settled(kind, act.event, found, day)
            if not _same(now, told):
                yield _standing(subject, told, since, day)
                since, told = day, now
    yield _standing(subject, told, since, end)


def _standing(
    subject: _Subject, told: Settlement, since: dt.date, until: dt.date | None
) -> Standing:
    outcome = Outcome(
        act=subject.known.act,
        counterpart=subject.counterpart,
        status=told.status,
        settled_by=told.by,
        rule=told.rule,
    )
    return Standing(outcome=outcome, since=since, until=until)


def _same(one: Settlement, other: Settlement) -> bool:
    return (one.status, one.rule, _id(one.by)) == (other.status, other.rule, _id(other.by))


def _told(outcome: Outcome) -> tuple[str, str, str | None, str | None]:
    settling, other = outcome.settled_by, outcome.counterpart
    return outcome.status.value, outcome.rule, _id(settling), _id(other)


def _id(act: Act | None) -> str | None:
    return None if act is None else act.id
