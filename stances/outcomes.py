"""What became of demands, threats and agreements, with the act and the rule that say so."""

from __future__ import annotations

import bisect
import datetime as dt
import heapq
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, islice, zip_longest
from typing import TypeAlias

import attrs

from stances.events import EventType, Span, StanceEvent, replay_order
from stances.log import Act, Viewable
from stances.outcome_rules import AGREEMENT_RULES, DEMAND_RULES, THREAT_RULES, Rule, Status
from stances.snapshot import Snapshot, snapshot

ANSWER_DAYS = 90
"""Days after a demand or a threat, or after its deadline, in which an act can still settle it."""

UNSETTLED = "no act settled it"
DEADLINE_PASSED = "its deadline passed"


@attrs.frozen(kw_only=True)
class Outcome:
    """What became of an act, the act that settled it, if any, and the rule by its name.

    ``counterpart`` is the other side's half of a mutual agreement.
    """

    act: Act
    counterpart: Act | None = None
    status: Status
    settled_by: Act | None = None
    rule: str

    @property
    def event(self) -> StanceEvent:
        """The event that speaks for the act."""
        return self.act.event

    def __str__(self) -> str:
        settled = "" if self.settled_by is None else f"\n  {self.settled_by}"
        return f"{self.status} ({self.rule}): {self.act}{settled}"


def demands(
    source: Viewable,
    *,
    by: str | Collection[str] | None = None,
    of: str | Collection[str] | None = None,
    at: dt.date | None = None,
    as_of: dt.date | None = None,
) -> tuple[Outcome, ...]:
    """Demands, in replay order: open, met, refused or lapsed on the day ``at``.

    ``by`` and ``of`` keep the demands of these actors, and those toward these. ``at`` is by
    default the view's ``until``, else its last day of an asserted act. A demand lapses on the day
    after its deadline, and nothing later settles it.
    """
    return _outcomes(_DEMAND, snapshot(source, as_of=as_of, at=at), _codes(by), _codes(of))


def threats(
    source: Viewable,
    *,
    by: str | Collection[str] | None = None,
    of: str | Collection[str] | None = None,
    at: dt.date | None = None,
    as_of: dt.date | None = None,
) -> tuple[Outcome, ...]:
    """Threats, in replay order: standing, carried out, met, withdrawn or lapsed on the day ``at``.

    A threat lapses on the day after its deadline, and may still be carried out then: that is what
    it threatened. ``by``, ``of`` and ``at`` are as in ``demands``.
    """
    return _outcomes(_THREAT, snapshot(source, as_of=as_of, at=at), _codes(by), _codes(of))


def agreements(
    source: Viewable,
    *,
    by: str | Collection[str] | None = None,
    of: str | Collection[str] | None = None,
    at: dt.date | None = None,
    as_of: dt.date | None = None,
) -> tuple[Outcome, ...]:
    """Agreements, in replay order: in force, disputed or broken on the day ``at``.

    What two actors agree with each other on one day, about one third party or none, is one
    agreement. ``by`` and ``of`` keep it if they fit either half; ``at`` is as in ``demands``.
    """
    return _outcomes(_AGREEMENT, snapshot(source, as_of=as_of, at=at), _codes(by), _codes(of))


@attrs.frozen
class _Kind:
    """``answer_days`` is None for what neither time nor a deadline ends."""

    event_type: EventType
    rules: tuple[Rule, ...]
    unsettled: Status
    answer_days: int | None


_DEMAND = _Kind(EventType.REQUEST, DEMAND_RULES, Status.OPEN, ANSWER_DAYS)
_THREAT = _Kind(EventType.THREATEN, THREAT_RULES, Status.STANDING, ANSWER_DAYS)
_AGREEMENT = _Kind(EventType.AGREE, AGREEMENT_RULES, Status.IN_FORCE, None)

_Half: TypeAlias = tuple[Act, Act | None]
_Deeds: TypeAlias = dict[tuple[str | None, str | None], list[Act]]


def _outcomes(
    kind: _Kind, seen: Snapshot, by: frozenset[str] | None, of: frozenset[str] | None
) -> tuple[Outcome, ...]:
    if seen.at is None:
        return ()
    deeds: _Deeds = {}
    for act in seen.log:
        if act.asserted:
            deeds.setdefault((act.event.actor, act.event.recipient), []).append(act)
    asked = [act for act in seen.log if act.asserted and act.event.event_type is kind.event_type]
    halves: Iterable[_Half] = _paired(asked) if kind is _AGREEMENT else ((a, None) for a in asked)
    return tuple(
        _outcome(kind, act, counterpart, deeds, seen.at)
        for act, counterpart in halves
        if _fits(act, by, of) or (counterpart is not None and _fits(counterpart, by, of))
    )


def _outcome(kind: _Kind, act: Act, counterpart: Act | None, deeds: _Deeds, at: dt.date) -> Outcome:
    event = act.event
    status, settled_by, name = kind.unsettled, None, UNSETTLED
    if kind.answer_days is not None and event.deadline is not None and at > event.deadline:
        status, name = Status.LAPSED, DEADLINE_PASSED
    for later, rule in _settling(kind, event, deeds):
        if rule.final or settled_by is None:
            status, settled_by, name = rule.status, later, rule.name
        if rule.final:
            break
    return Outcome(
        act=act, counterpart=counterpart, status=status, settled_by=settled_by, rule=name
    )


def _settling(kind: _Kind, event: StanceEvent, deeds: _Deeds) -> Iterator[tuple[Act, Rule]]:
    """Later acts that a rule holds for, in replay order, each with the first such rule."""
    pairs: set[tuple[str | None, str | None]] = {(event.actor, event.recipient)}
    pairs |= {(event.recipient, other) for other in (event.actor, event.about, None)}
    last = None
    if kind.answer_days is not None:
        last = (event.deadline or event.date).toordinal() + kind.answer_days
    for later in _from(event.date, [deeds.get(pair, []) for pair in pairs]):
        if last is not None and later.event.date.toordinal() > last:
            return
        for rule in kind.rules:
            if rule.holds(event, later.event):
                yield later, rule
                break


def _from(date: dt.date, groups: Iterable[list[Act]]) -> Iterator[Act]:
    """The acts of these groups from the day on, in replay order."""
    from_day = (
        islice(group, bisect.bisect_left(group, date, key=_date_of), None) for group in groups
    )
    return heapq.merge(*from_day, key=_order_of)


def _paired(acts: Iterable[Act]) -> list[_Half]:
    """Agreements, the two halves of a mutual one together.

    Halves that rest on the same words go together; what is then left over pairs off in order.
    """
    matters: dict[tuple[object, ...], tuple[list[Act], list[Act]]] = {}
    for act in acts:
        event = act.event
        ends = (event.actor, event.recipient or "")
        matter = (min(ends), max(ends), event.date, event.about)
        forth, back = matters.setdefault(matter, ([], []))
        (forth if ends[0] <= ends[1] else back).append(act)
    halves = chain.from_iterable(_halves(*sides) for sides in matters.values())
    return sorted(halves, key=lambda half: _order_of(half[0]))


def _halves(forth: list[Act], back: list[Act]) -> Iterator[_Half]:
    left: list[Act] = []
    for act in forth:
        same = next((other for other in back if _words_of(other) == _words_of(act)), None)
        if same is None:
            left.append(act)
        else:
            back.remove(same)
            yield _half(act, same)
    for pair in zip_longest(left, back):
        yield _half(*(act for act in pair if act is not None))


def _half(*acts: Act) -> _Half:
    first, *rest = sorted(acts, key=_order_of)
    return (first, rest[0] if rest else None)


def _words_of(act: Act) -> str:
    evidence = act.event.evidence
    return evidence.text if isinstance(evidence, Span) else evidence.row


def _date_of(act: Act) -> dt.date:
    return act.event.date


def _order_of(act: Act) -> tuple[dt.date, dt.date, str]:
    return replay_order(act.event)


def _fits(act: Act, by: frozenset[str] | None, of: frozenset[str] | None) -> bool:
    event = act.event
    return (by is None or event.actor in by) and (of is None or event.recipient in of)


def _codes(codes: str | Collection[str] | None) -> frozenset[str] | None:
    return None if codes is None else frozenset({codes} if isinstance(codes, str) else codes)
