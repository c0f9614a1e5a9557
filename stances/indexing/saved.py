"""The columns in a file, so that a log that was indexed once is not read again.

Plain arrays behind a header in JSON, mapped into memory and never unpickled. The header names the
position of the log and its hash there; a file that was made of another log, was damaged, or is of
another format is as good as none.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import attrs
import numpy as np
from numpy.typing import NDArray

from stances.indexing.places import Places
from stances.indexing.rows import COLUMNS, Names, Rows, Sorted
from stances.store.contract import Head

_FORMAT = 1
_MAGIC = b"stances index\n\x00\x00"
_LINE = 64
_WRONG = (OSError, ValueError, KeyError, TypeError, IndexError)


@attrs.frozen(eq=False, kw_only=True)
class Saved:
    """What a file holds: the base of an index at a position, and where its records are."""

    head: Head
    names: Names
    base: Sorted
    ids: Places
    ties: Places


def read(path: Path) -> Saved | None:
    """What the file holds, or None if that cannot be told."""
    try:
        return _read(np.memmap(path, np.uint8, "r"))
    except _WRONG:
        return None


def write(path: Path, saved: Saved) -> None:
    """Put it into the file, all or nothing.

    Raises:
        OSError: there is no room or no right to write it.

    """
    arrays = _arrays(saved)
    header = json.dumps(
        {
            "format": _FORMAT,
            "position": saved.head.position,
            "hash": saved.head.hash,
            "dyads": list(saved.names.dyads),
            "publishers": list(saved.names.publishers),
            "arrays": {name: [array.dtype.str, len(array)] for name, array in arrays.items()},
        }
    ).encode()
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with open(descriptor, "wb") as file:
            _put(file, header, arrays)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _put(file: BinaryIO, header: bytes, arrays: Mapping[str, NDArray[Any]]) -> None:
    file.write(_MAGIC + bytes(8) + len(header).to_bytes(8, "little"))
    checksum = 0
    for part in _parts(header, arrays):
        file.write(part)
        checksum = zlib.crc32(part, checksum)
    file.seek(len(_MAGIC))
    file.write(checksum.to_bytes(8, "little"))


def _parts(header: bytes, arrays: Mapping[str, NDArray[Any]]) -> Iterator[bytes | memoryview]:
    yield header + bytes(-(len(_MAGIC) + 16 + len(header)) % _LINE)
    for array in arrays.values():
        content = np.ascontiguousarray(array).data.cast("B") if len(array) else b""
        yield content
        yield bytes(-len(content) % _LINE)


def _arrays(saved: Saved) -> dict[str, NDArray[Any]]:
    columns: dict[str, NDArray[Any]] = {
        name: getattr(saved.base.rows, name).astype(dtype, copy=False)
        for name, dtype in COLUMNS.items()
    }
    for name, places in (("ids", saved.ids), ("ties", saved.ties)):
        places.settle()
        columns[f"{name}.keys"] = places.keys.astype("<u8", copy=False)
        columns[f"{name}.positions"] = places.positions.astype("<i8", copy=False)
    return columns


def _read(file: NDArray[np.uint8]) -> Saved:
    begin = len(_MAGIC) + 16
    checksum, size = np.frombuffer(file[len(_MAGIC) : begin], "<u8").tolist()
    if bytes(file[: len(_MAGIC)]) != _MAGIC or zlib.crc32(file[begin:].data) != checksum:
        raise ValueError("no index, or damaged")
    header = json.loads(bytes(file[begin : begin + size]))
    if header["format"] != _FORMAT:
        raise ValueError("another format")
    arrays: dict[str, NDArray[Any]] = {}
    place = begin + size
    for name, (dtype, length) in header["arrays"].items():
        place += -place % _LINE
        end = place + length * np.dtype(dtype).itemsize
        arrays[name] = file[place:end].view(np.ndarray).view(dtype)
        place = end
    dyads = ((actor, recipient) for actor, recipient in header["dyads"])
    return Saved(
        head=Head(header["position"], header["hash"]),
        names=Names(
            {dyad: number for number, dyad in enumerate(dyads)},
            {publisher: number for number, publisher in enumerate(header["publishers"])},
        ),
        base=Sorted(Rows(**{name: arrays[name] for name in COLUMNS})),
        ids=Places(arrays["ids.keys"], arrays["ids.positions"]),
        ties=Places(arrays["ties.keys"], arrays["ties.positions"]),
    )
