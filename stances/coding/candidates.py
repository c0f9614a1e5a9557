"""What the rules propose before it becomes events: one act with its parts as token numbers."""

from __future__ import annotations

import attrs

from stances.events import EventType, Modality


@attrs.frozen(kw_only=True)
class Candidate:
    """One act found in a passage.

    ``anchor`` is the token of the predicate, ``tokens`` all that the evidence must cover. The
    codes are spelled out: every actor toward every recipient. ``speaks`` says that the act is
    one of speech, so that its date is that of the saying, and its actor's person its speaker;
    ``standing`` facts have no date; what is ``unaddressed`` names nobody whom it is toward, and
    counts only where the article tells.
    """

    rule: str
    event_type: EventType
    anchor: int
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    tokens: tuple[int, ...]
    modality: Modality = Modality.ASSERTED
    person: str | None = None
    claimed_by: str | None = None
    about: str | None = None
    mutual: bool = False
    standing: bool = False
    unaddressed: bool = False
    told_at: int | None = None


@attrs.frozen
class Left:
    """A predicate that was not coded, and why."""

    anchor: int
    reason: str
