"""What changed between two days: for dyads, actors or all, with the acts that changed it."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal, TypeAlias, assert_never

import attrs

from stances.answers import Answers
from stances.balance import HALF_LIFE, balance_of, checked_half_life, decayed, term_of
from stances.errors import InvalidArgument
from stances.events import Modality
from stances.graph import Dyad
from stances.log import Act, Viewable
from stances.scale import PLOVER, Scale, counted
from stances.series import check_word

Whole: TypeAlias = Literal["dyad", "actor", "recipient", "graph"]

ANYONE = "*"
"""Stands for the actor or the recipient where a change is of all of them together."""


@attrs.frozen
class Term:
    """An act, and what it adds to the later balance: 0.0 if it is announced or denied."""

    act: Act
    value: float


@attrs.frozen(kw_only=True)
class Change:
    """How the balance of a dyad went from ``before`` to ``after``, and why.

    Of an actor, the recipient is ``*`` and the balance that of its dyads with everyone together;
    likewise of a recipient, and of the whole graph.

    ``before + faded + the sum of the terms == after``: ``faded`` is what time took from the
    earlier balance, the terms are the acts later than ``start`` and up to ``end``.
    """

    actor: str
    recipient: str
    start: dt.date
    end: dt.date
    before: float
    faded: float
    terms: tuple[Term, ...]
    after: float

    @property
    def acts(self) -> tuple[Act, ...]:
        """The acts in between, in replay order, announced and denied ones too."""
        return tuple(term.act for term in self.terms)

    @property
    def caused(self) -> float:
        """What the acts in between add: the change less what time alone did."""
        return math.fsum(term.value for term in self.terms)

    @property
    def total(self) -> float:
        """The whole change."""
        return self.after - self.before

    def to_record(self) -> dict[str, Any]:
        """The change without its terms, but with their sum, ``caused``, and number, ``acts``."""
        return {
            "actor": self.actor,
            "recipient": self.recipient,
            "start": self.start,
            "end": self.end,
            "before": self.before,
            "faded": self.faded,
            "caused": self.caused,
            "after": self.after,
            "total": self.total,
            "acts": len(self.terms),
        }

    def __str__(self) -> str:
        moved = f"{self.actor}→{self.recipient} {_signed(self.before)} → {_signed(self.after)}"
        return f"{moved}: {', '.join(told(self.acts)) or 'nothing new'}"


def compare(
    source: Viewable,
    start: dt.date,
    end: dt.date,
    *,
    per: Whole = "dyad",
    as_of: dt.date | None = None,
    half_life: float | None = HALF_LIFE,
    scale: Scale = PLOVER,
) -> Answers[Change]:
    """Every dyad with an act up to ``end``, those that acts changed most first.

    With ``per="actor"`` what each actor did toward all others, with ``"recipient"`` what all
    others did toward each, with ``"graph"`` all acts together. An act toward nobody in particular
    moves no balance.

    The order is by how much the acts in between moved the balance, up or down, not by the whole
    change: that a quarrel fades because nobody speaks of it is not what happened. Dyads that acts
    moved equally, such as by demands, which score nothing, follow by the number of asserted acts,
    then by the whole change, then by name.

    Both days are looked at with the same knowledge, that of ``as_of``.

    Raises:
        InvalidArgument: the days are in the wrong order, the half-life is not positive, or
            ``per`` is another word.

    """
    check_word("per", per, Whole)
    checked_half_life(half_life)
    if start > end:
        raise InvalidArgument(f"start {start} is later than end {end}: give the earlier day first")
    grouped = _grouped(source.view(until=end, as_of=as_of), per)
    changes = (_change(ends, acts, start, end, half_life, scale) for ends, acts in grouped.items())
    return Answers(sorted(changes, key=_rank))


def _grouped(acts: Iterable[Act], per: Whole) -> dict[Dyad, list[Act]]:
    grouped: dict[Dyad, list[Act]] = {}
    for act in acts:
        if act.event.recipient is not None:
            ends = _ends(act.event.actor, act.event.recipient, per)
            grouped.setdefault(ends, []).append(act)
    return grouped


def _ends(actor: str, recipient: str, per: Whole) -> Dyad:
    match per:
        case "dyad":
            return (actor, recipient)
        case "actor":
            return (actor, ANYONE)
        case "recipient":
            return (ANYONE, recipient)
        case "graph":
            return (ANYONE, ANYONE)
        case _:
            assert_never(per)


def _change(
    ends: Dyad,
    acts: list[Act],
    start: dt.date,
    end: dt.date,
    half_life: float | None,
    scale: Scale,
) -> Change:
    old = [act for act in acts if act.event.date <= start]
    new = [act for act in acts if act.event.date > start]
    before = balance_of(old, at=start, half_life=half_life, scale=scale)
    carried = decayed(before, days=(end - start).days, half_life=half_life)
    return Change(
        actor=ends[0],
        recipient=ends[1],
        start=start,
        end=end,
        before=before,
        faded=carried - before,
        terms=tuple(
            Term(act, term_of(act, at=end, half_life=half_life, scale=scale)) for act in new
        ),
        after=balance_of(acts, at=end, half_life=half_life, scale=scale),
    )


def _rank(change: Change) -> tuple[float, int, float, str, str]:
    asserted = sum(act.asserted for act in change.acts)
    return (
        -abs(change.caused),
        -asserted,
        -abs(change.total),
        change.actor,
        change.recipient,
    )


def told(acts: tuple[Act, ...]) -> list[str]:
    """The acts counted in words, by type and, apart, by what did not take place."""
    types = Counter(act.event.event_type for act in acts if act.asserted)
    modalities = Counter(act.event.modality for act in acts)
    return [
        *(counted(name, count) for name, count in types.most_common()),
        *(
            f"{modalities[modality]} {word}"
            for modality, word in ((Modality.FUTURE, "announced"), (Modality.DENIED, "denied"))
            if modalities[modality]
        ),
    ]


def _signed(value: float) -> str:
    shown = f"{value:+.1f}".replace("-", "−")
    return "0.0" if float(f"{value:.1f}") == 0 else shown
