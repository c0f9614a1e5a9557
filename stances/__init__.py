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
from stances.alignment import Alignment, alignment
from stances.answers import Answers
from stances.changes import Change, compare
from stances.corroborate import Proposal, corroborate, proposals
from stances.errors import (
    BudgetSpent,
    EndpointRefused,
    Fault,
    FileFaults,
    InvalidArgument,
    InvalidRecord,
    LogConflict,
    LogDamaged,
    LogUnreadable,
    MissingExtra,
    ShardsLeft,
    StancesError,
    UnknownActor,
    UnknownRecord,
)
from stances.events import (
    Correction,
    ErasedSpan,
    Erasure,
    EventType,
    Merge,
    Modality,
    Precision,
    Record,
    Retraction,
    Row,
    Ruling,
    Span,
    StanceEvent,
    Status,
)
from stances.graph import dyads, replay
from stances.log import Act, Log
from stances.outcome_rules import Rule
from stances.outcomes import Outcome, agreements, demands, threats
from stances.scale import PLOVER, QuadClass, Scale
from stances.series import Series, series
from stances.siding import siding
from stances.story import Story, story

if TYPE_CHECKING:
    from stances import plot as plot
    from stances.articles import Article
    from stances.coding import Coded, Coder, Skipped, code, code_articles
    from stances.copies import Sources, sources
    from stances.daily import one_a_day
    from stances.disputes import Contested, Dispute, contested
    from stances.indexing import Curve, Index, Shift, index
    from stances.reading import read_articles
    from stances.recoding import Recoding, recode
    from stances.recovery import Recovery, recover_log
    from stances.releases import Imported, import_rows
    from stances.report import report_page, write_report
    from stances.ruling_files import read_rulings
    from stances.store import EventLog, open
    from stances.transfer import export_log, import_log
    from stances.turning import TurningPoint, TurningPoints, turning_points

__version__ = "0.1.0"

_LATER = {
    "Article": "stances.articles",
    "Coded": "stances.coding",
    "Coder": "stances.coding",
    "Contested": "stances.disputes",
    "Curve": "stances.indexing",
    "Dispute": "stances.disputes",
    "EventLog": "stances.store",
    "Imported": "stances.releases",
    "Index": "stances.indexing",
    "Recoding": "stances.recoding",
    "Recovery": "stances.recovery",
    "Shift": "stances.indexing",
    "Skipped": "stances.coding",
    "Sources": "stances.copies",
    "TurningPoint": "stances.turning",
    "TurningPoints": "stances.turning",
    "code": "stances.coding",
    "code_articles": "stances.coding",
    "contested": "stances.disputes",
    "export_log": "stances.transfer",
    "import_log": "stances.transfer",
    "import_rows": "stances.releases",
    "index": "stances.indexing",
    "one_a_day": "stances.daily",
    "open": "stances.store",
    "read_articles": "stances.reading",
    "read_rulings": "stances.ruling_files",
    "recode": "stances.recoding",
    "recover_log": "stances.recovery",
    "report_page": "stances.report",
    "sources": "stances.copies",
    "turning_points": "stances.turning",
    "write_report": "stances.report",
}

__all__ = [
    "PLOVER",
    "Act",
    "Actor",
    "Actors",
    "Alignment",
    "Answers",
    "Article",
    "BudgetSpent",
    "Change",
    "Coded",
    "Coder",
    "Contested",
    "Correction",
    "Curve",
    "Dispute",
    "EndpointRefused",
    "ErasedSpan",
    "Erasure",
    "EventLog",
    "EventType",
    "Fault",
    "FileFaults",
    "Imported",
    "Index",
    "InvalidArgument",
    "InvalidRecord",
    "Log",
    "LogConflict",
    "LogDamaged",
    "LogUnreadable",
    "Merge",
    "MissingExtra",
    "Modality",
    "Outcome",
    "Precision",
    "Proposal",
    "QuadClass",
    "Recoding",
    "Record",
    "Recovery",
    "Retraction",
    "Row",
    "Rule",
    "Ruling",
    "Scale",
    "Series",
    "ShardsLeft",
    "Shift",
    "Skipped",
    "Sources",
    "Span",
    "StanceEvent",
    "StancesError",
    "Status",
    "Story",
    "TurningPoint",
    "TurningPoints",
    "UnknownActor",
    "UnknownRecord",
    "agreements",
    "alignment",
    "code",
    "code_articles",
    "compare",
    "contested",
    "corroborate",
    "demands",
    "dyads",
    "export_log",
    "import_log",
    "import_rows",
    "index",
    "one_a_day",
    "open",
    "proposals",
    "read_articles",
    "read_rulings",
    "recode",
    "recover_log",
    "replay",
    "report_page",
    "series",
    "siding",
    "sources",
    "story",
    "threats",
    "turning_points",
    "write_report",
]


def __getattr__(name: str) -> Any:
    if name == "plot":
        return importlib.import_module("stances.plot")
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_LATER[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
