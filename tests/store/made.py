"""Records for the tests of the stores."""

from __future__ import annotations

import attrs

from stances.events import StanceEvent
from stances.testing import event

A = event("2020-02-01 TUR ACCUSE SYR", coder="rules-1", confidence=0.25)
B = event("2020-02-02 TUR ACCUSE SYR")
C = event("2020-02-03 TUR ACCUSE SYR")


def numbered(count: int, start: int = 0) -> list[StanceEvent]:
    """Different events; two ranges of numbers that overlap share some."""
    return [attrs.evolve(B, speaker=f"Speaker {n}") for n in range(start, start + count)]
