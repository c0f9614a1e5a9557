"""What a folder of Parquet files holds, up to where in which log; nothing else says so.

A file that it does not list counts for nothing, however it came there.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
import pyarrow as pa
import pyarrow.parquet as pq

from stances.scale import Scale
from stances.store.contract import Head

FORMAT = 1
COMPLETE = "manifest.json"
WORKING = "working.json"

_BROKEN = (OSError, ValueError, KeyError, TypeError, pa.ArrowException)


class Doubt(Exception):
    """Why what is there cannot be gone on with."""


@attrs.frozen(kw_only=True)
class Part:
    """Rows of one stretch of the log, in files of their own.

    Attributes:
        first: position of the first record.
        last: position of the last.
        ties: how many of the records say what becomes of others.
        moved: how many of the events are named by such records, and have their rows elsewhere.
        acts: files by their place in the folder, each with its size in bytes and its rows.
        voices: the same.
        ids: the same.

    """

    first: int
    last: int
    ties: int = 0
    moved: int = 0
    acts: Mapping[str, tuple[int, int]]
    voices: Mapping[str, tuple[int, int]]
    ids: Mapping[str, tuple[int, int]] = attrs.field(factory=dict)

    @property
    def files(self) -> dict[str, tuple[int, int]]:
        """All of its files."""
        return {**self.acts, **self.voices, **self.ids}


@attrs.frozen(kw_only=True)
class Manifest:
    """What the folder holds.

    Attributes:
        head: up to where in the log.
        scale: scores by event type, with the name of the scale.
        parts: one stretch of the log after the other.
        tied: the rows of all acts that other records decide about.

    """

    head: Head = attrs.field(factory=Head)
    scale: Scale
    parts: tuple[Part, ...] = ()
    tied: Part | None = None

    @property
    def whole(self) -> tuple[Part, ...]:
        """Every part with rows."""
        return self.parts if self.tied is None else (*self.parts, self.tied)

    @property
    def files(self) -> dict[str, tuple[int, int]]:
        """Every file that counts."""
        return {place: told for part in self.whole for place, told in part.files.items()}

    @property
    def acts(self) -> int:
        """How many rows the table of acts has."""
        return sum(rows for part in self.whole for _, rows in part.acts.values())


def read(folder: Path, name: str) -> Manifest:
    """The manifest in the folder.

    Raises:
        FileNotFoundError: there is none.
        Doubt: it is torn, or of another format.

    """
    try:
        told = json.loads((folder / name).read_bytes())
        if told["format"] != FORMAT:
            raise Doubt(f"{name} is of format {told['format']!r}, not {FORMAT}")
        return Manifest(
            head=Head(told["position"], told["hash"]),
            scale=Scale(told["scale"]["name"], told["scale"]["scores"]),
            parts=tuple(Part(**part) for part in told["parts"]),
            tied=None if told["tied"] is None else Part(**told["tied"]),
        )
    except FileNotFoundError:
        raise
    except _BROKEN as error:
        raise Doubt(f"{name} cannot be read: {error}") from error


def write(folder: Path, name: str, manifest: Manifest) -> None:
    """Put it into the folder, all or nothing."""
    told = {
        "format": FORMAT,
        "position": manifest.head.position,
        "hash": manifest.head.hash,
        "scale": {"name": manifest.scale.name, "scores": dict(manifest.scale.scores)},
        "parts": [attrs.asdict(part) for part in manifest.parts],
        "tied": None if manifest.tied is None else attrs.asdict(manifest.tied),
    }
    with appearing(folder / name) as path:
        path.write_text(json.dumps(told), encoding="utf-8")


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raises Doubt unless every file is there, as long as it was, with the rows that it had."""
    for place, (size, rows) in manifest.files.items():
        path = folder / place
        try:
            if path.stat().st_size != size or pq.read_metadata(path).num_rows != rows:
                raise Doubt(f"{place} is torn")
        except _BROKEN as error:
            raise Doubt(f"{place} cannot be read: {error}") from error


@contextlib.contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """A temporary name to write a file under, which becomes the path once it is whole."""
    made = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        yield made
        _to_disk(made)
        os.replace(made, path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
