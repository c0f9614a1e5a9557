"""The synthetic log that an index and its peers are asked of, and how a question is timed.

Ten years, 200 actors, Zipf dyads, and reports that mostly come soon.
"""

from __future__ import annotations

import datetime as dt
import gc
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

import stances as st
from stances.events import EventType, Row, StanceEvent

FIRST = dt.date(2010, 1, 1)
DAYS = [FIRST + dt.timedelta(days=number) for number in range(4_800)]
SPAN = 3_652
ACTORS = [f"A{number:03}" for number in range(200)]
TYPES = list(EventType)
SCORES = [st.PLOVER[name] for name in TYPES]
START, END = DAYS[1_500], DAYS[1_865]
Asked = list[tuple[str, str, dt.date]]


def columns(size: int) -> dict[str, Any]:
    """Actor, recipient, type, day and day of publication by number, as they were published."""
    random = np.random.default_rng(7)
    pairs = len(ACTORS) * (len(ACTORS) - 1)
    zipf = 1.0 / np.arange(1, pairs + 1) ** 1.1
    pair = random.permutation(pairs)[random.choice(pairs, size, p=zipf / zipf.sum())]
    actor, recipient = pair // (len(ACTORS) - 1), pair % (len(ACTORS) - 1)
    recipient = recipient + (recipient >= actor)
    often = 1.0 / np.arange(1, len(TYPES) + 1)
    kind = random.choice(len(TYPES), size, p=often / often.sum())
    day = random.integers(0, SPAN, size)
    lag = random.geometric(0.5, size) - 1
    late = random.random(size) < 0.02
    lag[late] += random.integers(1, 366, late.sum())
    order = np.lexsort((day, day + lag))
    named = {"actor": actor, "recipient": recipient, "kind": kind, "day": day, "known": day + lag}
    return {name: column[order] for name, column in named.items()}


def events(table: dict[str, Any]) -> Iterator[StanceEvent]:
    rows = zip(*(column.tolist() for column in table.values()), strict=True)
    for number, (actor, recipient, kind, day, known) in enumerate(rows):
        yield StanceEvent(
            date=DAYS[day],
            actor=ACTORS[actor],
            recipient=ACTORS[recipient],
            event_type=TYPES[kind],
            published=DAYS[known],
            publisher=f"Paper {number * 7_919 % 40}",
            evidence=Row(dataset="synthetic", row=str(number)),
            coder="synthetic",
        )


def asked_of(table: dict[str, Any]) -> Asked:
    """A thousand dyads, those of many acts more often, each with a day."""
    random = np.random.default_rng(11)
    rows, days = random.integers(0, len(table["day"]), 1_000), random.integers(0, SPAN, 1_000)
    return [
        (ACTORS[table["actor"][row]], ACTORS[table["recipient"][row]], DAYS[day])
        for row, day in zip(rows.tolist(), days.tolist(), strict=True)
    ]


def milliseconds(work: Callable[[], object], *, per: int = 1, runs: int = 5) -> float:
    spent = []
    for _ in range(runs):
        gc.collect()
        before = time.process_time()
        work()
        spent.append(time.process_time() - before)
    return statistics.median(spent) / per * 1e3
