"""Which rulings of readers decide what became of an act, on a day.

There are two ways to put an outcome right, and which is right depends on what is wrong:

- A fact is an event. The act that met the demand is missing: append it. The act that seems to
  have met it was misread: correct or retract it. Every question then sees it.
- A judgement is a ruling. That this concession was not about that demand is nobody's act, and no
  article says it. Appended to the log it is dated, can be undone, and holds for all who ask;
  handed to a question it holds for that question alone, and comes before those of the log.

A ruling of the log that fits nothing is passed over, since what it was of may be corrected or
retracted later; one that is handed over must fit what is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import attrs

from stances.errors import InvalidArgument, UnknownRecord
from stances.events import EventType, Ruling, StanceEvent
from stances.log import Act, Log
from stances.outcome_rules import STATUSES


@attrs.frozen
class Decision:
    """A ruling that holds, and the act that by it settled another; later ones rank higher."""

    ruling: Ruling
    settled_by: Act | None
    rank: int


def decided(
    log: Log, at: dt.date, event_type: EventType, given: Iterable[Ruling]
) -> dict[str, Decision]:
    """The rulings that hold on a day for acts of a type, by the ids of the acts.

    Those of the log and then those given; of several on one act the last counts.

    Raises:
        InvalidArgument: one that was given says what cannot become of such an act.
        UnknownRecord: one that was given names an event that does not stand in the log.

    """
    resolved = log.records.resolved
    handed = tuple(given)
    rulings = (*resolved.rulings, *handed)
    if not rulings:
        return {}
    _check_known(handed, resolved.standing)
    acts = {report.id: act for act in log if act.asserted for report in act.reports}
    found: dict[str, Decision] = {}
    for rank, ruling in enumerate(rulings):
        act, settling = (
            _act(named, resolved.standing, acts) for named in (ruling.of, ruling.settled_by)
        )
        if act is None or act.event.event_type is not event_type:
            continue
        if ruling.status not in STATUSES[event_type]:
            if rank >= len(resolved.rulings):
                raise unfitting(ruling, event_type)
            continue
        is_settled = ruling.settled_by is None or settling is not None
        if is_settled and (ruling.since is None or ruling.since <= at):
            found[act.id] = Decision(ruling, settling, rank)
    return found


def ruled(acts: Sequence[Act], decisions: Mapping[str, Decision]) -> Decision | None:
    """The last decision on any of these, which are the halves of one agreement or one act."""
    held = [decisions[act.id] for act in acts if act.id in decisions]
    return max(held, key=lambda decision: decision.rank, default=None)


def unfitting(ruling: Ruling, event_type: EventType) -> InvalidArgument:
    """The error that a ruling says what cannot become of an act of this type."""
    possible = STATUSES.get(event_type)
    expected = (
        f"expected one of {', '.join(sorted(possible))}"
        if possible
        else f"nothing becomes of {event_type.value}, but of {', '.join(STATUSES)}"
    )
    return InvalidArgument(f"the ruling of {ruling.of!r} says {ruling.status.value!r}: {expected}")


def _check_known(rulings: Iterable[Ruling], standing: Mapping[str, StanceEvent]) -> None:
    for ruling in rulings:
        for named in (ruling.of, ruling.settled_by):
            if named is not None and named not in standing:
                raise UnknownRecord(f"no event stands for {named!r}, which a ruling names")


def _act(
    named: str | None, standing: Mapping[str, StanceEvent], acts: Mapping[str, Act]
) -> Act | None:
    event = None if named is None else standing.get(named)
    return None if event is None else acts.get(event.id)
