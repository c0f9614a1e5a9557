"""Logs as files: exported with their chain, imported whole or merged into another log.

A log that was exported and imported into an empty place, of whichever database, is the same log:
same records, same times, same hashes. Merged into a log that has records, its records are told
from known ones by their ids and are recorded anew, behind what stands there.
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, TextIO, TypeAlias, TypeVar, assert_never

import attrs

from stances.errors import LogDamaged
from stances.events import (
    Correction,
    Erasure,
    Merge,
    Record,
    Retraction,
    Ruling,
    Span,
    StanceEvent,
)
from stances.exported import LONGEST, header, line_of, read_entries
from stances.store import Appended, EventLog, Head
from stances.store.verifying import followed

_T = TypeVar("_T")
_Path: TypeAlias = str | os.PathLike[str]
_Progress: TypeAlias = Callable[[int], object] | None

_TELL_EVERY = 1_000


def export_log(
    log: EventLog, file: _Path | TextIO, *, text: bool = True, progress: _Progress = None
) -> Head:
    """Write the log as it is now, record by record, and verify it on the way; gives its head.

    Args:
        log: what to export.
        file: a path, where the file appears once it is whole, or an open text file.
        text: whether the texts that events quote are written, or only their hashes. The file can
            be verified and imported without them, and then they are not in that log.
        progress: called with the number of records written so far, every thousand.

    Raises:
        LogDamaged: a record is not what was recorded; no file is made.

    """
    if not isinstance(file, (str, os.PathLike)):
        return _export(log, file, text, progress)
    with _appearing(Path(file)) as opened:
        return _export(log, opened, text, progress)


def import_log(file: _Path | IO[bytes], log: EventLog, *, progress: _Progress = None) -> Appended:
    """Add what was exported: to an empty log as it stood, else the records that are new to it.

    Importing again changes nothing. Texts that were erased here or there are erased; a text that
    was left out of the file is not in the log, unless it was before. Nothing is kept of a file
    with a fault.

    Args:
        file: a path, or a file opened in binary mode.
        log: where to.
        progress: called with the number of records read so far, every thousand.

    Raises:
        FileFaults: with every line that was altered, and where the file was cut off.
        LogConflict: the log was empty, and somebody else has just appended to it.

    """
    if isinstance(file, (str, os.PathLike)):
        with open(file, "rb") as opened:
            return _import(opened, f"{os.fspath(file)}:", log, progress)
    return _import(file, "line ", log, progress)


def without_text(record: Record) -> Record:
    """The record, with the id that it has, quoting no text."""
    match record:
        case StanceEvent(evidence=Span() as span):
            return attrs.evolve(record, evidence=span.erased())
        case Correction(event=StanceEvent(evidence=Span() as span) as event):
            return attrs.evolve(record, event=attrs.evolve(event, evidence=span.erased()))
        case StanceEvent() | Correction() | Merge() | Retraction() | Erasure() | Ruling():
            return record
        case _:
            assert_never(record)


def _export(log: EventLog, file: TextIO, text: bool, progress: _Progress) -> Head:
    head, end = log.head, Head()
    file.write(f"{header(head)}\n")
    for entry in _telling(followed(log.entries(until=head.position)), progress):
        kept = entry if text else attrs.evolve(entry, record=without_text(entry.record))
        file.write(f"{line_of(kept)}\n")
        end = Head(entry.position, entry.hash)
    if end != head:
        raise LogDamaged(
            f"the record at position {end.position + 1} is missing: the log ends at"
            f" {head.position}",
            end.position + 1,
        )
    return head


def _import(file: IO[bytes], where: str, log: EventLog, progress: _Progress) -> Appended:
    lines = iter(functools.partial(file.readline, LONGEST + 1), b"")
    entries = _telling(read_entries(lines, where), progress)
    if log.head.position == 0:
        return log.adopt(entries)
    return log.append(entry.record for entry in entries)


def _telling(items: Iterable[_T], progress: _Progress) -> Iterator[_T]:
    for count, item in enumerate(items, start=1):
        yield item
        if progress is not None and count % _TELL_EVERY == 0:
            progress(count)


@contextlib.contextmanager
def _appearing(path: Path) -> Iterator[TextIO]:
    """A file to write to, which takes its place and its name only once it is whole."""
    if path.exists() and not path.is_file():  # a pipe or a device has no other way
        with path.open("w", encoding="utf-8", newline="\n") as opened:
            yield opened
        return
    place = path.resolve()
    unfinished = place.with_name(f"{place.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.replace(place)
    except BaseException as error:
        unfinished.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None and error.errno is not None:
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
