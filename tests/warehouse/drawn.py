"""Logs in which everything happens, and questions about them."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from stances.events import EventType
from stances.log import Log
from stances.scale import Scale
from stances.testing import ACTORS, days, record_lists, stance_events
from tests.warehouse.asked import Asked

SOME = ACTORS[:3]
bounds = st.none() | days() | st.dates(dt.date(2018, 12, 1), dt.date(2023, 2, 1))
views = st.builds(
    lambda records, since, until: Log(records).view(since=since, until=until),
    record_lists(events=stance_events(actors=SOME), max_size=24),
    bounds,
    bounds,
)
half_lives = st.none() | st.floats(0.01, 10_000) | st.sampled_from([30.0, 1e-310, 1e308])
scales = st.none() | st.builds(
    lambda scores: Scale("drawn", dict(zip(EventType, scores, strict=True))),
    st.lists(st.floats(-10, 10), min_size=16, max_size=16),
)
pairs = st.tuples(st.sampled_from(SOME), st.sampled_from(SOME))
asked = st.builds(
    Asked,
    log=views,
    days=st.lists(days(), min_size=1, max_size=3, unique=True).map(tuple),
    dyads=st.lists(pairs, min_size=1, max_size=3, unique=True).map(tuple),
    as_of=bounds,
    since=bounds,
    half_life=half_lives,
    scale=scales,
    by=st.sampled_from(["day", "week", "month"]),
    measure=st.sampled_from(["balance", "score", "count"]),
)
