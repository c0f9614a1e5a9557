"""What the page holds: versions of acts, places of actors and standings, as plain rows.

Days are numbers from the first act on, and words that repeat are numbers of a list, so that five
thousand acts are a megabyte or two and the page counts with whole numbers.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import attrs
import networkx as nx

from stances.actors import Actors
from stances.balance import checked_half_life
from stances.curves import bend
from stances.events import (
    ErasedSpan,
    EventType,
    Modality,
    Precision,
    Row,
    Ruling,
    Span,
    date_text,
)
from stances.graph import dyads
from stances.log import Act, Log
from stances.places import Place, places
from stances.report.knowledge import Version, versions
from stances.report.standing import Standing, standings, standings_asked
from stances.scale import PLOVER, counted

Content: TypeAlias = dict[str, Any]

PLACED = 60
"""How many actors, the busiest, have a place in the figure; lists and tables have all."""

ASKED_DAYS = 366
"""On how many days, at most, a log with rulings is asked what had become of anything."""

LATER_DAYS = 30
"""Days after the last act that the page goes on to while reports still come in."""

_CLEAR = 0.035


def content(log: Log, *, half_life: float | None) -> Content:
    """All that the page of this log holds, as what JSON can say."""
    checked_half_life(half_life)
    found = versions(log)
    codes = sorted({code for version in found for code in _codes(version.act)})
    days = _days(found)
    rows = _Rows(
        first=days[0] if days else dt.date(2000, 1, 1),
        codes={code: number for number, code in enumerate(codes)},
        types={name: number for number, name in enumerate(EventType)},
        ids={version.act.id: number for number, version in reversed(list(enumerate(found)))},
    )
    rulings = log.records.resolved.rulings
    asked = _asked(found, rulings, days) if rulings else None
    where = _places(log, found)
    return {
        "first": rows.first.isoformat(),
        "last": rows.day(days[-1]) if days else 0,
        "now": rows.day(log.now) if log.now is not None else 0,
        "halfLife": half_life,
        "types": [_type(name) for name in EventType],
        "actors": [_actor(code, where.get(code)) for code in codes],
        "bends": _bends(found, where, rows),
        "versions": [rows.version(version) for version in found],
        "asked": None if asked is None else [rows.day(day) for day in asked],
        "standings": {
            name: [
                rows.standing(standing)
                for standing in (
                    standings(found, as_known_then=then)
                    if asked is None
                    else standings_asked(log, asked, as_known_then=then)
                )
            ]
            for name, then in (("now", False), ("then", True))
        },
    }


@attrs.frozen(kw_only=True)
class _Rows:
    """Turns what is known into rows of numbers and texts."""

    first: dt.date
    codes: dict[str, int]
    types: dict[EventType, int]
    ids: dict[str, int]

    def day(self, day: dt.date) -> int:
        """The number of the day, counted from the first."""
        return (day - self.first).days

    def code(self, code: str | None) -> int:
        """The number of the actor; -1 for nobody."""
        return -1 if code is None else self.codes[code]

    def version(self, version: Version) -> list[Any]:
        """Numbers to count with, then texts to read; the page names them in the same order."""
        event = version.act.event
        precise = event.date_precision is Precision.DAY
        return [
            self.day(event.date),
            self.day(version.since),
            None if version.until is None else self.day(version.until),
            self.code(event.actor),
            self.code(event.recipient),
            self.code(event.about),
            self.types[event.event_type],
            list(Modality).index(event.modality),
            len(version.act.reports),
            None if precise else date_text(event.date, event.date_precision),
            _words(version.act),
            ", ".join(version.act.publishers) or None,
            event.speaker,
            event.claimed_by,
            event.condition,
            None if event.deadline is None else event.deadline.isoformat(),
            event.url,
        ]

    def standing(self, standing: Standing) -> list[Any]:
        """What became of which version, from when to when, and which version settled it."""
        outcome = standing.outcome
        settling = outcome.settled_by
        return [
            self.ids[outcome.act.id],
            None if outcome.counterpart is None else self.ids[outcome.counterpart.id],
            self.day(standing.since),
            None if standing.until is None else self.day(standing.until),
            outcome.status.value,
            outcome.rule,
            None if settling is None else self.ids[settling.id],
        ]


def _codes(act: Act) -> list[str]:
    event = act.event
    return [code for code in (event.actor, event.recipient, event.about) if code is not None]


def _words(act: Act) -> str | None:
    match act.event.evidence:
        case Span(text=text):
            return " ".join(text.split())
        case ErasedSpan():
            return None
        case Row(dataset=dataset, row=row):
            return f"[{dataset} {row}]"


def _type(name: EventType) -> dict[str, Any]:
    return {
        "name": name.value,
        "one": counted(name, 1).removeprefix("1 "),
        "many": counted(name, 2).removeprefix("2 "),
        "score": PLOVER[name],
    }


def _actor(code: str, place: Place | None) -> dict[str, Any]:
    known = Actors.default().get(code)
    return {"code": code, "name": code if known is None else known.name, "place": place}


def _days(found: Sequence[Version]) -> list[dt.date]:
    """Every day from the first act to the last, and on while reports come in, but not for long."""
    if not found:
        return []
    dates = [version.act.event.date for version in found]
    first, end = min(dates), max(dates)
    told = max(version.since for version in found)
    last = max(end, min(told, end + dt.timedelta(days=LATER_DAYS)))
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]


def _asked(
    found: Sequence[Version], rulings: Iterable[Ruling], days: Sequence[dt.date]
) -> list[dt.date]:
    """The days on which what became of something may differ from the day before.

    Of more than ``ASKED_DAYS`` as many are taken, at even distances, the last among them.
    """
    one = dt.timedelta(days=1)
    turning = {version.act.event.date for version in found}
    turning |= {version.since for version in found}
    turning |= {v.act.event.deadline + one for v in found if v.act.event.deadline is not None}
    turning |= {ruling.since for ruling in rulings if ruling.since is not None}
    asked = [day for day in days if day in turning]
    if len(asked) <= ASKED_DAYS:
        return asked
    step = len(asked) / ASKED_DAYS
    return [asked[round((number + 1) * step) - 1] for number in range(ASKED_DAYS)]


def _places(log: Log, found: Iterable[Version]) -> dict[str, Place]:
    """Places for the busiest, by all that they ever did, so that no day moves them."""
    graph = dyads(log, half_life=None)
    busy = Counter(code for version in found for code in _ends(version.act))
    chosen = [code for code, _ in sorted(busy.items(), key=lambda item: (-item[1], item[0]))]
    kept = chosen[:PLACED]
    shown: nx.DiGraph[str] = nx.DiGraph()
    shown.add_nodes_from(kept)
    shown.add_edges_from(graph.subgraph(kept).edges(data=True))
    return places(shown)


def _ends(act: Act) -> list[str]:
    event = act.event
    return [event.actor] if event.recipient is None else [event.actor, event.recipient]


def _bends(found: Iterable[Version], where: dict[str, Place], rows: _Rows) -> list[list[float]]:
    """For each dyad in the figure how far its curve bows, so that it keeps clear of others."""
    pairs = {(version.act.event.actor, version.act.event.recipient or "") for version in found}
    return [
        [
            rows.codes[actor],
            rows.codes[recipient],
            bend(where[actor], where[recipient], where.values(), clear=_CLEAR),
        ]
        for actor, recipient in sorted(pairs)
        if actor in where and recipient in where and actor != recipient
    ]
