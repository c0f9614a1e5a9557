"""A relation told in order, one line an act, each with the words of its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from stances.events import Span, StanceEvent
from stances.log import Act, Viewable


@attrs.frozen
class StoryLine:
    """An act as a story tells it."""

    act: Act

    @property
    def sentence(self) -> str | None:
        """What the source says, on one line; None for imported rows and erased texts."""
        evidence = self.act.event.evidence
        return " ".join(evidence.text.split()) if isinstance(evidence, Span) else None

    def to_record(self) -> dict[str, Any]:
        """What was done, by and toward whom, when, and who says so in which words."""
        event = self.act.event
        return {
            "date": event.date,
            "date_precision": event.date_precision.value,
            "actor": event.actor,
            "event_type": event.event_type.value,
            "recipient": event.recipient,
            "about": event.about,
            "modality": event.modality.value,
            "sentence": self.sentence,
            "speaker": event.speaker,
            "claimed_by": event.claimed_by,
            "publishers": ", ".join(self.act.publishers) or None,
            "reports": len(self.act.reports),
            "id": self.act.id,
        }

    def __str__(self) -> str:
        told_by = ", ".join(self.act.publishers)
        return f"{self.act}  ({told_by})" if told_by else str(self.act)


@attrs.frozen(kw_only=True)
class Story:
    """All that two actors did toward each other, or that one did and saw done, in replay order.

    ``str()`` of it is a text of one line an act, and iterating gives the lines.
    """

    actor: str
    other: str | None
    lines: tuple[StoryLine, ...]

    def __iter__(self) -> Iterator[StoryLine]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def to_records(self) -> list[dict[str, Any]]:
        """One plain dict an act."""
        return [line.to_record() for line in self.lines]

    def __str__(self) -> str:
        return "\n".join(map(str, self.lines))


def story(
    source: Viewable,
    actor: str,
    other: str | None = None,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    as_of: dt.date | None = None,
) -> Story:
    """Tell what there was between two actors, or all that concerns one.

    Between two are the acts of either toward the other, and those of either that are about the
    other, toward whomever they are. One is concerned by the acts that it did, that were toward it
    and that are about it. Announced and denied acts are told too, as what they are.
    """
    log = source.view(since=since, until=until, as_of=as_of)
    return Story(
        actor=actor,
        other=other,
        lines=tuple(StoryLine(act) for act in log if _belongs(act.event, actor, other)),
    )


def _belongs(event: StanceEvent, actor: str, other: str | None) -> bool:
    concerned = (event.recipient, event.about)
    if other is None:
        return event.actor == actor or actor in concerned
    return (event.actor == actor and other in concerned) or (
        event.actor == other and actor in concerned
    )
