"""The rules by which a later act settles a demand, a threat or an agreement.

A rule looks at who did what to whom, when, and about which third party; it does not read what
was demanded or agreed. So each is narrow, and what no rule settles stays as it is. In particular
no agreement meets a demand or ends a threat: two who agree to keep talking have settled nothing.

Both acts took place. What is done must be known to be later: on a day after all days that the
earlier one may have been on, and not of unknown date, which only says when it was reported. What
is said in reply may be of the same day or of unknown date, as it presupposes what it replies to.
"""

from __future__ import annotations

import enum
from collections.abc import Callable

import attrs

from stances.events import EventType, Precision, StanceEvent
from stances.spans import days_meant


class Status(enum.StrEnum):
    """Where a demand, a threat or an agreement stands on a day."""

    OPEN = "open"
    MET = "met"
    REFUSED = "refused"
    LAPSED = "lapsed"
    STANDING = "standing"
    CARRIED_OUT = "carried out"
    WITHDRAWN = "withdrawn"
    IN_FORCE = "in force"
    DISPUTED = "disputed"
    BROKEN = "broken"


@attrs.frozen(kw_only=True)
class Rule:
    """When a later act settles an earlier one: ``says`` in words what ``holds`` decides.

    ``example`` is two acts, in the notation of events, for which it holds. A rule that is not
    ``final`` leaves room for another: a refused demand can still be met, a disputed agreement
    still be broken.
    """

    name: str
    says: str
    status: Status
    holds: Callable[[StanceEvent, StanceEvent], bool]
    example: tuple[str, str]
    final: bool = True


def _gave_way(asked: StanceEvent, later: StanceEvent) -> bool:
    if later.actor != asked.recipient or not _in_time(asked, later):
        return False
    if later.recipient not in (asked.actor, asked.about, None) or _other_matter(asked, later):
        return False
    if later.event_type is EventType.CONCEDE:
        return later.recipient is not None and _replies(asked, later)
    return later.event_type is EventType.RETREAT and _follows(asked, later)


def _helped(demand: StanceEvent, later: StanceEvent) -> bool:
    return (
        later.event_type is EventType.AID
        and _toward(later, demand.recipient, demand.actor)
        and _follows(demand, later)
        and _in_time(demand, later)
    )


def _rejected(demand: StanceEvent, later: StanceEvent) -> bool:
    if later.event_type is not EventType.REJECT or later.actor != demand.recipient:
        return False
    if not _replies(demand, later) or not _in_time(demand, later):
        return False
    if later.recipient is None:
        return demand.about is not None and later.about == demand.about
    return later.recipient == demand.actor and not _other_matter(demand, later)


def _acted(threat: StanceEvent, later: StanceEvent) -> bool:
    return (
        later.event_type in (EventType.SANCTION, EventType.COERCE, EventType.ASSAULT)
        and _toward(later, threat.actor, threat.recipient)
        and _follows(threat, later)
    )


def _complied(threat: StanceEvent, later: StanceEvent) -> bool:
    ultimatum = threat.condition is not None or threat.deadline is not None
    return ultimatum and _gave_way(threat, later)


def _backed_down(threat: StanceEvent, later: StanceEvent) -> bool:
    return (
        later.event_type in (EventType.CONCEDE, EventType.RETREAT)
        and _toward(later, threat.actor, threat.recipient)
        and _follows(threat, later)
        and _in_time(threat, later)
    )


def _attacked(agreement: StanceEvent, later: StanceEvent) -> bool:
    return later.event_type is EventType.ASSAULT and _between(agreement, later)


def _accused(agreement: StanceEvent, later: StanceEvent) -> bool:
    return (
        later.event_type in (EventType.ACCUSE, EventType.REJECT)
        and agreement.about is not None
        and later.about == agreement.about
        and _between(agreement, later)
    )


def _other_matter(earlier: StanceEvent, later: StanceEvent) -> bool:
    """Whether the two name different third parties; one that names none may be about any."""
    return None not in (earlier.about, later.about) and earlier.about != later.about


def _toward(later: StanceEvent, actor: str | None, recipient: str | None) -> bool:
    return recipient is not None and (later.actor, later.recipient) == (actor, recipient)


def _between(agreement: StanceEvent, later: StanceEvent) -> bool:
    parties = {agreement.actor, agreement.recipient}
    return {later.actor, later.recipient} == parties and _follows(agreement, later)


def _replies(earlier: StanceEvent, later: StanceEvent) -> bool:
    return later.date >= earlier.date


def _follows(earlier: StanceEvent, later: StanceEvent) -> bool:
    if later.date_precision is Precision.UNKNOWN:
        return False
    first_of_later, _ = days_meant(later.date, later.date_precision)
    _, last_of_earlier = days_meant(earlier.date, earlier.date_precision)
    return first_of_later > last_of_earlier


def _in_time(earlier: StanceEvent, later: StanceEvent) -> bool:
    return earlier.deadline is None or later.date <= earlier.deadline


DEMAND_RULES = (
    Rule(
        name="gave way",
        says="The one asked conceded to the one who asked or to the third party, or retreated.",
        status=Status.MET,
        holds=_gave_way,
        example=("2020-02-15 TUR REQUEST SYR", "2020-02-20 SYR RETREAT -"),
    ),
    Rule(
        name="gave aid",
        says="The one asked gave aid to the one who asked.",
        status=Status.MET,
        holds=_helped,
        example=("2020-02-20 TUR REQUEST USA", "2020-03-01 USA AID TUR"),
    ),
    Rule(
        name="rejected",
        says="The one asked rejected it: toward the one who asked, or about the same third party.",
        status=Status.REFUSED,
        holds=_rejected,
        example=("2020-02-16 USA REQUEST RUS about SYR", "2020-02-17 RUS REJECT USA about SYR"),
        final=False,
    ),
)

THREAT_RULES = (
    Rule(
        name="acted",
        says="The one who threatened attacked, coerced or sanctioned the other.",
        status=Status.CARRIED_OUT,
        holds=_acted,
        example=("2020-02-18 TUR THREATEN SYR by 2020-02-29", "2020-03-01 TUR ASSAULT SYR"),
    ),
    Rule(
        name="complied",
        says="The other gave way, in time, to a threat with a condition or a deadline.",
        status=Status.MET,
        holds=_complied,
        example=("2020-02-18 TUR THREATEN SYR by 2020-02-29", "2020-02-28 SYR RETREAT -"),
    ),
    Rule(
        name="backed down",
        says="The one who threatened conceded to the other or retreated before them.",
        status=Status.WITHDRAWN,
        holds=_backed_down,
        example=("2019-10-07 USA THREATEN TUR", "2019-10-23 USA CONCEDE TUR"),
    ),
)

AGREEMENT_RULES = (
    Rule(
        name="attacked",
        says="A party attacked the other.",
        status=Status.BROKEN,
        holds=_attacked,
        example=("2019-10-17 TUR AGREE YPG", "2019-10-30 TUR ASSAULT YPG"),
    ),
    Rule(
        name="accused",
        says="A party accused or rejected the other, about the same third party.",
        status=Status.DISPUTED,
        holds=_accused,
        example=("2018-09-17 RUS AGREE TUR about SYR", "2020-02-04 TUR ACCUSE RUS about SYR"),
        final=False,
    ),
)
