"""Acts that not everybody tells alike: denied by somebody, or told by one side alone.

Conflicting reports are kept side by side in the log; here they are found, with what speaks
against each, and never settled.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from stances.answers import Answers
from stances.events import EventType, Modality, Precision, StanceEvent
from stances.evidence import quoted
from stances.log import Act, Viewable
from stances.snapshot import snapshot
from stances.spans import days_meant

ANSWER_DAYS = 14
"""Days after the report of an act in which a denial without a date of its own answers it."""

_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)|refut|rebut|disput|dismiss|disown|disclaim|nonsense|rubbish"
    r"|baseless|unfounded|groundless|false|falsehood|fabricat|untrue|\blies?\b|\blied\b|invented"
    r"|had nothing to do|no (?:part|role|hand) in|not (?:to blame|behind|responsible|true))",
    re.IGNORECASE,
)


class Dispute(enum.StrEnum):
    """How an act is contested."""

    DENIED = "denied"
    REJECTED = "the account is rejected"
    ONE_SIDE = "on one side's word"


@attrs.frozen(kw_only=True)
class Contested:
    """An act that is said to have taken place, and how it is contested.

    ``told_by`` are the parties on whose word it is told, empty where a report tells it as a fact;
    ``denied_by`` those who deny it, without reports that deny it in nobody's name. ``against``
    are the acts that speak against it, in replay order; none where it only rests on one word.
    """

    act: Act
    dispute: Dispute
    told_by: tuple[str, ...]
    denied_by: tuple[str, ...] = ()
    against: tuple[Act, ...] = ()

    @property
    def event(self) -> StanceEvent:
        """The event that speaks for the act."""
        return self.act.event

    @property
    def reason(self) -> str:
        """Who tells it, and who says otherwise."""
        told = f"told by {', '.join(self.told_by)}" if self.told_by else "told as a fact"
        if self.dispute is Dispute.ONE_SIDE:
            return f"{told} alone"
        by = f" by {', '.join(self.denied_by)}" if self.denied_by else ""
        return f"{told}, {self.dispute}{by}"

    def to_record(self) -> dict[str, Any]:
        """One row; ``against`` are the ids of the acts that speak against it."""
        event = self.event
        return {
            "id": event.id,
            "date": event.date,
            "actor": event.actor,
            "event_type": event.event_type.value,
            "recipient": event.recipient,
            "dispute": self.dispute.value,
            "told_by": ", ".join(self.told_by) or None,
            "denied_by": ", ".join(self.denied_by) or None,
            "publishers": len(self.act.publishers),
            "against": ", ".join(act.id for act in self.against) or None,
        }

    def __str__(self) -> str:
        lines = [f"{self.reason}: {self.act}", *(f"  {act}" for act in self.against)]
        return "\n".join(lines)


def contested(source: Viewable, *, as_of: dt.date | None = None) -> Answers[Contested]:
    """Asserted acts that are denied or that one side alone tells, in replay order.

    An act is denied by a denied event, or a denied report of its own, of the same actor and type
    whose recipient and third party agree, if its date agrees or, where the denial tells none, if
    it came within two weeks after a report. What a party tells - as ``claimed_by``, or by
    accusing - is rejected by a REJECT toward it of the one it is told of within two weeks, if
    its words are words of denial: to refuse a demand is a REJECT too. Who told an act cannot
    deny it by its own word.

    What neither speaks against is listed if every report of it is told on one party's word.
    """
    log = snapshot(source, as_of=as_of, at=None).log
    denied: dict[tuple[str, EventType], list[StanceEvent]] = {}
    rejected: dict[tuple[str, str | None], list[Act]] = {}
    act_of: dict[str, Act] = {}
    for act in log:
        for report in act.reports:
            act_of[report.id] = act
            if report.modality is Modality.DENIED:
                denied.setdefault((report.actor, report.event_type), []).append(report)
        if act.asserted and act.event.event_type is EventType.REJECT:
            rejected.setdefault((act.event.actor, act.event.recipient), []).append(act)
    found: list[Contested] = []
    for act in log:
        if act.asserted:
            denials = denied.get((act.event.actor, act.event.event_type), [])
            found += _disputes(act, denials, rejected, act_of)
    return Answers(found)


def _disputes(
    act: Act,
    denials: Iterable[StanceEvent],
    rejected: dict[tuple[str, str | None], list[Act]],
    act_of: dict[str, Act],
) -> Iterator[Contested]:
    """At most one dispute: the strongest."""
    told_by = _told_by(act)
    against = [d for d in denials if _denies(d, act) and not _own_word(d, told_by)]
    if against:
        yield Contested(
            act=act,
            dispute=Dispute.DENIED,
            told_by=told_by,
            denied_by=tuple(sorted({d.claimed_by for d in against if d.claimed_by})),
            against=tuple(dict.fromkeys(act_of[d.id] for d in against)),
        )
        return
    answers = [
        answer
        for teller, accused in sorted(_charges(act))
        for answer in rejected.get((accused, teller), [])
        if _answers(answer.event, act)
    ]
    if answers:
        yield Contested(
            act=act,
            dispute=Dispute.REJECTED,
            told_by=told_by,
            denied_by=tuple(sorted({answer.event.actor for answer in answers})),
            against=tuple(dict.fromkeys(answers)),
        )
    elif len(told_by) == 1:
        yield Contested(act=act, dispute=Dispute.ONE_SIDE, told_by=told_by)


def _told_by(act: Act) -> tuple[str, ...]:
    """The parties on whose word alone it is told; none if any report tells it as a fact."""
    tellers = {r.claimed_by for r in act.reports if r.modality is Modality.ASSERTED}
    return tuple(sorted(teller for teller in tellers if teller)) if None not in tellers else ()


def _charges(act: Act) -> Iterator[tuple[str, str]]:
    """Who tells it of whom: claims of what another did, and accusations."""
    for report in act.reports:
        if report.claimed_by is not None and report.claimed_by != report.actor:
            yield report.claimed_by, report.actor
        if report.event_type is EventType.ACCUSE and report.recipient is not None:
            yield report.actor, report.recipient


def _own_word(denial: StanceEvent, told_by: tuple[str, ...]) -> bool:
    return denial.claimed_by is not None and told_by == (denial.claimed_by,)


def _denies(denial: StanceEvent, act: Act) -> bool:
    return any(denial.id == report.id or _same_act(denial, report) for report in act.reports)


def _same_act(denial: StanceEvent, report: StanceEvent) -> bool:
    if not (_agree(denial.recipient, report.recipient) and _agree(denial.about, report.about)):
        return False
    if denial.date_precision is Precision.UNKNOWN or report.date_precision is Precision.UNKNOWN:
        return _soon_after(denial.published, report)
    first, last = days_meant(denial.date, denial.date_precision)
    earliest, latest = days_meant(report.date, report.date_precision)
    return first <= latest and earliest <= last


def _answers(answer: StanceEvent, act: Act) -> bool:
    return (
        _agree(answer.about, act.event.about)
        and any(_soon_after(answer.date, report) for report in act.reports)
        and _DENIAL.search(quoted(answer.evidence)) is not None
    )


def _soon_after(day: dt.date, report: StanceEvent) -> bool:
    """Not before the act, and at most two weeks after it was told."""
    return report.date <= day <= report.published + dt.timedelta(days=ANSWER_DAYS)


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other
