"""The pairs of reports that people marked, read from ``fixtures/pairs.jsonl``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from stances.events import StanceEvent
from stances.notation import event

FILE = Path(__file__).parents[1] / "fixtures" / "pairs.jsonl"
PARTS = ("development", "held")


@attrs.frozen
class Pair:
    """Two reports, and whether they tell of the same act."""

    part: str
    region: str
    case: str
    same: bool
    first: StanceEvent
    second: StanceEvent


def pairs() -> tuple[Pair, ...]:
    lines = FILE.read_text("utf-8").splitlines()
    return tuple(_pair(json.loads(line)) for line in lines)


def _pair(told: Mapping[str, Any]) -> Pair:
    first, second = (_report(told[article], article) for article in ("first", "second"))
    return Pair(told["part"], told["region"], told["case"], told["same"], first, second)


def _report(told: Mapping[str, str], article: str) -> StanceEvent:
    published = dt.date.fromisoformat(told["published"])
    return event(told["event"], published=published, publisher=told["publisher"], article=article)
