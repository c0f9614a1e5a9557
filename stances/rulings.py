"""What a reader decides of a demand, a threat or an agreement, against the rules.

There are two ways to put an outcome right, and which is right depends on what is wrong:

- A fact goes into the log. The act that met the demand is missing: append it. The act that seems
  to have met it was misread: correct or retract it. Every question then sees it.
- A judgement is a ruling, which is handed to the question, as a scale is. That this concession
  was not about that demand is nobody's act and no article says it; two readers of one log may
  judge otherwise, and neither changes what the log says happened.

Rulings are kept in a file of their own, ``read_rulings``, that says why each was made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from stances import checks
from stances.errors import InvalidArgument, UnknownRecord
from stances.log import Act, Log
from stances.outcome_rules import Status


@attrs.frozen(kw_only=True)
class Ruling:
    """What became of an act, as a reader decided.

    Attributes:
        of: id of the demand, the threat or either half of the agreement, or its first digits.
        status: what became of it.
        reason: why, for whoever asks.
        settled_by: id of the act that settled it, or its first digits; None if none did.
        since: the day from which that holds; by default that of the act that settled it, and from
            the beginning if none did.

    """

    of: str = attrs.field(validator=checks.text)
    status: Status = attrs.field(converter=Status)
    reason: str = attrs.field(validator=checks.text)
    settled_by: str | None = attrs.field(default=None, validator=checks.optional_text)
    since: dt.date | None = attrs.field(default=None, validator=checks.optional_date)


@attrs.frozen
class Decision:
    """A ruling whose ids were found in the log."""

    ruling: Ruling
    of: str
    settled_by: Act | None


def decided(rulings: Iterable[Ruling], log: Log, at: dt.date) -> dict[str, Decision]:
    """The rulings that hold on a day, by the ids of the events they are of; the last one counts.

    Raises:
        UnknownRecord: an id is not in the log, or several begin with it.

    """
    acts = {report.id: act for act in log if act.asserted for report in act.reports}
    found: dict[str, Decision] = {}
    for ruling in rulings:
        of = _known(ruling.of, log)
        by = None if ruling.settled_by is None else _known(ruling.settled_by, log)
        settling = None if by is None else acts.get(by)
        if by is not None and settling is None:
            continue
        if ruling.since is None or ruling.since <= at:
            found[of] = Decision(ruling, of, settling)
    return found


def ruled(act: Act, decisions: dict[str, Decision]) -> Decision | None:
    """The decision on this act, under whichever of its reports it was made."""
    held = (decisions[report.id] for report in act.reports if report.id in decisions)
    return next(held, None)


def checked(decision: Decision, allowed: frozenset[Status]) -> Decision:
    """The decision, if its status is one that such an act can have.

    Raises:
        InvalidArgument: it is not.

    """
    status = decision.ruling.status
    if status not in allowed:
        words = ", ".join(sorted(allowed))
        raise InvalidArgument(
            f"the ruling of {decision.ruling.of!r} says {status.value!r}: expected one of {words}"
        )
    return decision


def _known(start: str, log: Log) -> str:
    """The id of the event that stands for the one whose id begins so."""
    standing = log.records.resolved.standing
    if start in standing:
        return standing[start].id
    found = {event.id for id_, event in standing.items() if id_.startswith(start)}
    if len(found) != 1:
        told = "several events have ids that begin" if found else "no event has an id that begins"
        raise UnknownRecord(f"{told} with {start!r}: rulings name acts by the digits of their ids")
    return found.pop()
