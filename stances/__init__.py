"""Who takes which stance toward whom: news articles in, events out, kept, replayed and asked.

    articles ──code──▶ StanceEvents ──append──▶ log ──replay──▶ graph ──ask──▶ answers

Every arrow is one function here, and every box can be entered with data made by hand. What reads,
codes or stores is imported when it is first asked for, so that ``import stances`` costs little
more than ``import networkx``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from stances.actors import Actor, Actors
from stances.changes import Change, compare
from stances.corroborate import corroborate
from stances.errors import (
    Fault,
    FileFaults,
    InvalidArgument,
    InvalidRecord,
    LogConflict,
    LogUnreadable,
    MissingExtra,
    StancesError,
    UnknownActor,
    UnknownRecord,
)
from stances.events import (
    Correction,
    EventType,
    Merge,
    Modality,
    Precision,
    Record,
    Retraction,
    Row,
    Span,
    StanceEvent,
)
from stances.graph import dyads, replay
from stances.log import Act, Log
from stances.outcomes import Outcome, agreements, demands, threats
from stances.scale import PLOVER, QuadClass, Scale
from stances.series import Series, series

if TYPE_CHECKING:
    from stances.articles import Article
    from stances.coding import Coded, Coder, Skipped, code, code_articles
    from stances.reading import read_articles
    from stances.store import EventLog, open

__version__ = "0.1.0"

_LATER = {
    "Article": "stances.articles",
    "Coded": "stances.coding",
    "Coder": "stances.coding",
    "EventLog": "stances.store",
    "Skipped": "stances.coding",
    "code": "stances.coding",
    "code_articles": "stances.coding",
    "open": "stances.store",
    "read_articles": "stances.reading",
}

__all__ = [
    "PLOVER",
    "Act",
    "Actor",
    "Actors",
    "Article",
    "Change",
    "Coded",
    "Coder",
    "Correction",
    "EventLog",
    "EventType",
    "Fault",
    "FileFaults",
    "InvalidArgument",
    "InvalidRecord",
    "Log",
    "LogConflict",
    "LogUnreadable",
    "Merge",
    "MissingExtra",
    "Modality",
    "Outcome",
    "Precision",
    "QuadClass",
    "Record",
    "Retraction",
    "Row",
    "Scale",
    "Series",
    "Skipped",
    "Span",
    "StanceEvent",
    "StancesError",
    "UnknownActor",
    "UnknownRecord",
    "agreements",
    "code",
    "code_articles",
    "compare",
    "corroborate",
    "demands",
    "dyads",
    "open",
    "read_articles",
    "replay",
    "series",
    "threats",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_LATER[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
