"""A log brought into Parquet files, and kept in step with it.

The log is the truth and the files are a copy: whatever is in doubt is made anew. Records are read
once, from where the last run ended, a stretch of the log at a time, and each stretch is on the
disk before the next is begun. Then come the acts that corrections, retractions and merges decide
about: their rows are taken out of the stretches and written together, which costs as much as
there are of those. Only after that the new manifest stands in the place of the old one, so that
who reads meanwhile sees the one or the other.
"""

# pyarrow.compute makes its functions when it is imported, where no checker sees them.
# pyright: reportAttributeAccessIssue=false
from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from itertools import islice
from os import PathLike
from pathlib import Path

import attrs
import pyarrow as pa
import pyarrow.compute as pc

from stances.errors import InvalidArgument, LogConflict
from stances.events import Correction, Merge, Retraction, StanceEvent
from stances.indexing.source import DurableSource
from stances.log import Log
from stances.resolve import named_by
from stances.scale import PLOVER, Scale
from stances.store import EventLog, Head
from stances.store.contract import Entry
from stances.warehouse import files, manifest
from stances.warehouse.manifest import COMPLETE, WORKING, Doubt, Manifest, Part
from stances.warehouse.rows import Rows, Sheet

_STRETCH = 250_000
_TELL_EVERY = 1_000
_LOCK = "sync.lock"
_Progress = Callable[[int], object] | None


@attrs.frozen(kw_only=True)
class Synced:
    """What a run did.

    Attributes:
        head: up to where in the log the files are now.
        read: how many records were read.
        acts: how many rows the table of acts has.
        doubt: why everything was made anew; None if it was not, or there was nothing.

    """

    head: Head
    read: int
    acts: int
    doubt: str | None


def sync(
    log: EventLog,
    directory: str | PathLike[str],
    *,
    scale: Scale = PLOVER,
    progress: _Progress = None,
) -> Synced:
    """Bring a folder of Parquet files to where the log is now.

    Again changes nothing; killed, it goes on where it was. The files are made anew if they are
    of another log, of another version or scale, torn or incomplete.

    Args:
        log: the log.
        directory: a folder, which is made, is empty, or was made by this function.
        scale: what the rows say an act of each type adds.
        progress: called with the position reached, every thousand.

    Raises:
        InvalidArgument: the folder holds something else.
        LogConflict: another run is writing there.
        OSError: the files cannot be written.

    """
    folder = _ours(Path(directory))
    with _alone(folder):
        state, doubt = _found(folder, DurableSource(log), scale)
        head, begun = log.head, state.head.position
        if head.position > begun or not (folder / COMPLETE).exists():
            for grown in _grown(folder, state, log, head, progress):
                manifest.write(folder, WORKING, grown)
                state = grown
        if (folder / WORKING).exists():
            state = _settled(folder, state, DurableSource(log))
            manifest.write(folder, COMPLETE, state)
            (folder / WORKING).unlink()
        files.sweep(folder, state.files)
        return Synced(
            head=state.head, read=state.head.position - begun, acts=state.acts, doubt=doubt
        )


def _ours(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    names = {path.name for path in folder.iterdir()}
    if names and not names & {COMPLETE, WORKING, _LOCK}:
        raise InvalidArgument(f"{folder} holds something else: name a new folder")
    return folder


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other runs out; the system lets go for a process that is killed."""
    lock = sqlite3.connect(folder / _LOCK, timeout=0, isolation_level=None)
    with contextlib.closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as busy:
            raise LogConflict(f"another run is writing to {folder}: wait for its end") from busy
        yield


def _found(folder: Path, source: DurableSource, scale: Scale) -> tuple[Manifest, str | None]:
    """What can be gone on with, or nothing, and why."""
    doubt = None
    for name in (WORKING, COMPLETE):
        try:
            found = manifest.read(folder, name)
            if found.scale != scale:
                raise Doubt(f"{name} is on the scale {found.scale.name}, not {scale.name}")
            if found.head.position > source.head().position:
                raise Doubt(f"{name} is ahead of the log")
            if source.hash_at(found.head.position) != found.head.hash:
                raise Doubt(f"{name} is of another log")
            manifest.check_files(folder, found)
        except FileNotFoundError:
            continue
        except Doubt as why:
            (folder / name).unlink()
            doubt = str(why)
        else:
            return found, None
    return Manifest(scale=scale), doubt


def _grown(
    folder: Path, state: Manifest, log: EventLog, head: Head, progress: _Progress
) -> Iterator[Manifest]:
    """The states on the way to a head, each with another stretch of the log; at least one."""
    entries = log.entries(state.head.position, head.position)
    while True:
        last = state.parts[-1] if state.parts else None
        room = _STRETCH if last is None else _STRETCH - (last.last - last.first + 1)
        stretch = _read(islice(entries, room or _STRETCH), state.scale, progress)
        if stretch is None:
            break
        if last is None or not room:
            first = state.head.position + 1
            part = files.write_part(
                folder, stretch.rows, first=first, last=stretch.head.position, ids=stretch.ids
            )
            parts = (*state.parts, part)
        else:
            part = files.longer(folder, last, stretch.rows, stretch.ids, stretch.head.position)
            parts = (*state.parts[:-1], part)
        state = attrs.evolve(state, head=stretch.head, parts=parts)
        yield state
    yield state


@attrs.frozen
class _Stretch:
    rows: Rows
    ids: pa.Table
    head: Head


def _read(entries: Iterator[Entry], scale: Scale, progress: _Progress) -> _Stretch | None:
    sheet, head = Sheet(scale), None
    ids: list[bytes] = []
    positions: list[int] = []
    ties: list[bool] = []
    for entry in entries:
        head = Head(entry.position, entry.hash)
        match entry.record:
            case StanceEvent():
                sheet.add_event(entry.record, entry.position)
            case Correction() | Merge() | Retraction():
                pass
            case _:
                continue  # erasures and rulings change no act
        ids.append(bytes.fromhex(entry.record.id))
        positions.append(entry.position)
        ties.append(not isinstance(entry.record, StanceEvent))
        if progress is not None and entry.position % _TELL_EVERY == 0:
            progress(entry.position)
    if head is None:
        return None
    columns = {"id": ids, "position": positions, "tie": ties}
    return _Stretch(sheet.rows(), pa.table(columns, schema=files.IDS), head)


def _settled(folder: Path, state: Manifest, source: DurableSource) -> Manifest:
    """The state in which the acts that other records decide about stand together."""
    if not any(part.ties for part in state.parts):
        return state
    deciding = _positions(folder, state.parts, lambda ids: ids["tie"])
    records = dict(source.fetch(deciding))
    named = {id_ for record in records.values() for id_ in named_by(record)}
    wanted = pa.array([bytes.fromhex(id_) for id_ in named], pa.binary(16))
    parts: list[Part] = []
    for part in state.parts:
        events = _positions(folder, [part], lambda ids: _events(ids, wanted))
        records.update(source.fetch(events))
        is_new = len(events) != part.moved
        parts.append(files.shorter(folder, part, events) if is_new else part)
    sheet = Sheet(state.scale)
    sheet.add_tied(records, Log())
    tied = files.write_part(folder, sheet.rows(), first=1, last=state.head.position)
    return attrs.evolve(state, parts=tuple(parts), tied=tied)


def _events(ids: pa.Table, wanted: pa.Array) -> pa.ChunkedArray:
    return pc.and_not(pc.is_in(ids["id"], value_set=wanted), ids["tie"])


def _positions(
    folder: Path, parts: tuple[Part, ...] | list[Part], which: Callable[[pa.Table], pa.ChunkedArray]
) -> list[int]:
    found: list[int] = []
    for part in parts:
        ids = files.read_ids(folder, part)
        found += ids["position"].filter(which(ids)).to_pylist()
    return found
