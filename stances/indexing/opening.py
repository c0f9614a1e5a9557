"""The index of a log: built from it, or read from a file and grown from there."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

import attrs

from stances.errors import InvalidArgument
from stances.indexing import saved
from stances.indexing.exact import Scores
from stances.indexing.growth import Growth
from stances.indexing.handle import Index
from stances.indexing.places import Places
from stances.indexing.source import DurableSource, Source, ViewSource
from stances.indexing.state import State
from stances.log import Log
from stances.scale import PLOVER, Scale
from stances.store import EventLog


def index(
    log: Log | EventLog, *, path: str | PathLike[str] | None = None, scale: Scale = PLOVER
) -> Index:
    """Put a log into columns, which answer at once what the plain questions read it all for.

    Args:
        log: a durable log, or any view, whose bounds then hold for every answer.
        path: a file to keep the columns of a durable log in, such as the name of the log and
            ``.index``. It is read if it was made of this log, and written if little in it is
            right. It may be deleted at any time.
        scale: what an act of each type adds.

    Raises:
        InvalidArgument: a path for the columns of a view.
        OSError: the file cannot be written.

    """
    scores = Scores.of(scale)
    if isinstance(log, Log):
        if path is not None:
            raise InvalidArgument(
                f"path is {path!r}: only the columns of a durable log can be kept in a file"
            )
        found, source, bounds = None, _view(log), attrs.evolve(log, records=())
    else:
        found, source, bounds = None, _durable(log), Log()
    if path is not None:
        found = _read(Path(path), source)
    if found is None:
        growth = Growth(source=source, bounds=bounds, ids=Places(), ties=Places())
        state = State(scores=scores)
    else:
        growth = Growth(source=source, bounds=bounds, ids=found.ids, ties=found.ties)
        state = State(head=found.head, names=found.names, base=found.base, scores=scores)
    made = Index(growth, state, scale=scale, path=None if path is None else Path(path))
    made.refresh()
    return made


def _view(log: Log) -> Source:
    return ViewSource(log)


def _durable(log: EventLog) -> Source:
    return DurableSource(log)


def _read(path: Path, source: Source) -> saved.Saved | None:
    found = saved.read(path)
    if found is None or source.hash_at(found.head.position) != found.head.hash:
        return None
    return found
