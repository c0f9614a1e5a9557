"""How an act is said in a table or a sentence: on one line, safe to print."""

from __future__ import annotations

from typing import assert_never

from stances.cli.text import one_line
from stances.events import ErasedSpan, Modality, Row, Span, StanceEvent, date_text
from stances.log import Act
from stances.scale import counted

SHORT_ID = 8
"""Digits of an id that are shown; ``correct`` and ``retract`` take as many as make it unique."""

UNASSERTED = {Modality.FUTURE: "announced", Modality.DENIED: "denied"}
"""How an act is marked that is not said to have taken place."""


def when(event: StanceEvent) -> str:
    """The date, no more exact than it is known."""
    return date_text(event.date, event.date_precision)


def what_of(event: StanceEvent) -> str:
    """The kind of act, and what qualifies it."""
    kind = counted(event.event_type, 1).removeprefix("1 ")
    about = f" about {event.about}" if event.about else ""
    qualifiers = [
        *([UNASSERTED[event.modality]] if event.modality in UNASSERTED else []),
        *([f"as {event.claimed_by} says"] if event.claimed_by else []),
        *([f"voiced by {event.speaker}"] if event.speaker else []),
        *([f"“{event.condition}”"] if event.condition else []),
        *([f"deadline {event.deadline}"] if event.deadline else []),
    ]
    told = f" ({'; '.join(qualifiers)})" if qualifiers else ""
    return one_line(f"{kind}{about}{told}")


def said_of(act: Act) -> str:
    """What it was, and who told of it."""
    return f"{what_of(act.event)}, {told_by(act)}"


def told_by(act: Act) -> str:
    """Who reported it; the articles or data sets where no publisher is known."""
    known = act.publishers or tuple(sorted({_origin(report) for report in act.reports}))
    reports = len(act.reports)
    more = f" ({reports} reports)" if reports > len(known) else ""
    return one_line(f"told by {', '.join(known)}{more}")


def quote_of(event: StanceEvent) -> str:
    """The exact words it rests on, or the row, or that the words were erased."""
    match event.evidence:
        case Span(text=text):
            return f"“{one_line(text)}”"
        case ErasedSpan():
            return "[text erased]"
        case Row(dataset=dataset, row=row):
            return one_line(f"[{dataset} {row}]")
        case _:
            assert_never(event.evidence)


def _origin(event: StanceEvent) -> str:
    return event.evidence.dataset if isinstance(event.evidence, Row) else event.evidence.article
