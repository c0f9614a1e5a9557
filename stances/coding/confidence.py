"""How often events of one rule family and type were right, as measured on coded articles.

The counts are data (``data/confidence.toml``), made by coding the development briefs; an event's
confidence is the share of right ones among its like, drawn toward its family's share where there
were few. It says how often such an event is right, not how sure anybody is of this one.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources

from stances.events import EventType

_PRIOR = 5.0
"""As many events as the family's share weighs against those counted."""


def family(rule: str) -> str:
    """The family of a rule: ``verb`` of ``verb:urge``."""
    return rule.partition(":")[0]


def confidence(rule: str, event_type: EventType) -> float:
    """The share of right ones, 0 to 1, among events that this kind of rule made of this type."""
    counts = _counts().get(family(rule), {})
    right = sum(r for r, _ in counts.values())
    coded = sum(c for _, c in counts.values())
    whole = (right + 1) / (coded + 2)
    own_right, own_coded = counts.get(event_type, (0, 0))
    return round((own_right + _PRIOR * whole) / (own_coded + _PRIOR), 3)


@functools.cache
def _counts() -> Mapping[str, Mapping[str, tuple[int, int]]]:
    path = resources.files("stances.coding").joinpath("data", "confidence.toml")
    data = tomllib.loads(path.read_text("utf-8"))
    return {
        name: {kind: (pair[0], pair[1]) for kind, pair in counts.items()}
        for name, counts in data.items()
    }
