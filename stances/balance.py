"""What acts add up to: the one place where a score decays.

An act adds its score to the actor's stance toward the recipient, and what it added halves with
every half-life that passes. Only an act that is said to have taken place adds anything: a denied
or announced one adds nothing, and the later report that it happened does.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

from stances.errors import InvalidArgument
from stances.log import Act
from stances.scale import Scale

HALF_LIFE = 30.0
"""Days in which a score halves, where none are given."""


def checked_half_life(half_life: float | None) -> float | None:
    """The half-life in days, as given, or None where nothing decays.

    Raises:
        InvalidArgument: it is not a positive number.

    """
    if half_life is not None and not half_life > 0:
        raise InvalidArgument(
            f"half_life is {half_life!r}: expected a positive number of days, or None for no decay"
        )
    return half_life


def decayed(value: float, *, days: int, half_life: float | None) -> float:
    """What is left of a value after so many days, never negative.

    One multiplication by a power of two and no running product, so that decades of days lose no
    more than the last bit; what is too small to tell from nothing is 0.
    """
    return value if half_life is None else value * 2.0 ** (-days / half_life)


def score_of(act: Act, scale: Scale) -> float:
    """What the act adds on its own day."""
    return scale[act.event.event_type] if act.asserted else 0.0


def term_of(act: Act, *, at: dt.date, half_life: float | None, scale: Scale) -> float:
    """What the act still adds on the day ``at``, which is not before the act."""
    days = (at - act.event.date).days
    return decayed(score_of(act, scale), days=days, half_life=half_life)


def balance_of(acts: Iterable[Act], *, at: dt.date, half_life: float | None, scale: Scale) -> float:
    """The sum of what the asserted acts still add, the same in whichever order they come."""
    return math.fsum(
        term_of(act, at=at, half_life=half_life, scale=scale) for act in acts if act.asserted
    )
