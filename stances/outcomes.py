"""What became of demands, threats and agreements, with the act and the rule that say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import attrs

from stances.answers import Answers
from stances.events import Ruling, StanceEvent, Status
from stances.halves import Halves, paired
from stances.log import Act, Viewable
from stances.outcome_rules import Rule
from stances.outcome_tables import AGREEMENT_RULES, DEMAND_RULES, THREAT_RULES
from stances.rulings import Decision, decided, ruled
from stances.settlement import (
    AGREEMENTS,
    DEMANDS,
    THREATS,
    Deeds,
    Kind,
    Known,
    deeds_of,
    settled,
    settling,
)
from stances.snapshot import Snapshot, snapshot


@attrs.frozen(kw_only=True)
class Outcome:
    """What became of an act, the act that settled it, if any, and the rule by its name.

    ``counterpart`` is the other side's half of a mutual agreement. Where a reader decided,
    ``rule`` gives the reason after ``ruled``.
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

    def to_record(self) -> dict[str, Any]:
        """Who asked, threatened or agreed what of whom, and what became of it by which act."""
        event, settling = self.act.event, self.settled_by
        return {
            "date": event.date,
            "actor": event.actor,
            "event_type": event.event_type.value,
            "recipient": event.recipient,
            "about": event.about,
            "deadline": event.deadline,
            "status": self.status.value,
            "rule": self.rule,
            "settled_on": None if settling is None else settling.event.date,
            "settled_by": None if settling is None else settling.id,
            "id": self.act.id,
        }

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
    rules: Sequence[Rule] = DEMAND_RULES,
    rulings: Iterable[Ruling] = (),
) -> Answers[Outcome]:
    """Demands, in replay order: open, met, refused or lapsed on the day ``at``.

    ``by`` and ``of`` keep the demands of these actors, and those toward these. ``at`` is by
    default the view's ``until``, else its last day of an asserted act. A demand lapses on the day
    after its deadline, and nothing later settles it.

    ``rules`` take the place of our own, the earlier of them that holds for an act coming first.
    Rulings come before all rules: those of the log, and before them the ``rulings`` given.

    Raises:
        InvalidArgument: a ruling that was given says what cannot become of a demand.
        UnknownRecord: a ruling that was given names an event that does not stand in the log.

    """
    seen = snapshot(source, as_of=as_of, at=at)
    return _outcomes(DEMANDS, seen, _codes(by), _codes(of), rules, rulings)


def threats(
    source: Viewable,
    *,
    by: str | Collection[str] | None = None,
    of: str | Collection[str] | None = None,
    at: dt.date | None = None,
    as_of: dt.date | None = None,
    rules: Sequence[Rule] = THREAT_RULES,
    rulings: Iterable[Ruling] = (),
) -> Answers[Outcome]:
    """Threats, in replay order: standing, carried out, met, withdrawn or lapsed on the day ``at``.

    A threat lapses on the day after its deadline, and may still be carried out then: that is what
    it threatened. All arguments are as in ``demands``.
    """
    seen = snapshot(source, as_of=as_of, at=at)
    return _outcomes(THREATS, seen, _codes(by), _codes(of), rules, rulings)


def agreements(
    source: Viewable,
    *,
    by: str | Collection[str] | None = None,
    of: str | Collection[str] | None = None,
    at: dt.date | None = None,
    as_of: dt.date | None = None,
    rules: Sequence[Rule] = AGREEMENT_RULES,
    rulings: Iterable[Ruling] = (),
) -> Answers[Outcome]:
    """Agreements, in replay order: in force, disputed, broken or superseded on the day ``at``.

    What two actors agree with each other on one day, about one third party or none, is one
    agreement. ``by`` and ``of`` keep it if they fit either half, a ruling may name either; the
    other arguments are as in ``demands``. No deadline ends an agreement.
    """
    seen = snapshot(source, as_of=as_of, at=at)
    return _outcomes(AGREEMENTS, seen, _codes(by), _codes(of), rules, rulings)


def _outcomes(
    kind: Kind,
    seen: Snapshot,
    by: frozenset[str] | None,
    of: frozenset[str] | None,
    rules: Sequence[Rule],
    rulings: Iterable[Ruling],
) -> Answers[Outcome]:
    if seen.at is None:
        return Answers()
    happened = [act for act in seen.log if act.asserted]
    deeds = deeds_of((Known(act, act.event.date, None) for act in happened), rules)
    asked = [act for act in happened if act.event.event_type is kind.event_type]
    halves: Iterable[Halves] = paired(asked) if kind is AGREEMENTS else ((a, None) for a in asked)
    decisions = decided(seen.log, seen.at, kind.event_type, rulings)
    return Answers(
        _judged(_outcome(kind, rules, act, counterpart, deeds, seen.at), decisions)
        for act, counterpart in halves
        if _fits(act, by, of) or (counterpart is not None and _fits(counterpart, by, of))
    )


def _outcome(
    kind: Kind,
    rules: Sequence[Rule],
    act: Act,
    counterpart: Act | None,
    deeds: Deeds,
    at: dt.date,
) -> Outcome:
    told = settled(kind, act.event, settling(act.event, deeds, rules), at)
    return Outcome(
        act=act,
        counterpart=counterpart,
        status=told.status,
        settled_by=told.by,
        rule=told.rule,
    )


def _judged(outcome: Outcome, decisions: Mapping[str, Decision]) -> Outcome:
    """The outcome as a reader decided it, if one did."""
    halves = [outcome.act] if outcome.counterpart is None else [outcome.act, outcome.counterpart]
    found = ruled(halves, decisions)
    if found is None:
        return outcome
    return attrs.evolve(
        outcome,
        status=found.ruling.status,
        settled_by=found.settled_by,
        rule=f"ruled: {found.ruling.reason}",
    )


def _fits(act: Act, by: frozenset[str] | None, of: frozenset[str] | None) -> bool:
    event = act.event
    return (by is None or event.actor in by) and (of is None or event.recipient in of)


def _codes(codes: str | Collection[str] | None) -> frozenset[str] | None:
    return None if codes is None else frozenset({codes} if isinstance(codes, str) else codes)
