"""Disks that get full, that may only be read, or whose power is cut: real ones, mounted by root."""

from __future__ import annotations

import contextlib
import fcntl
import os
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Self

_BLOCK = 4_096
_EXT4_SHUTDOWN = 0x8004587D
_WITHOUT_FLUSHING = struct.pack("I", 2)


class SmallDisk:
    """A disk of twelve megabytes, in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def __enter__(self) -> Self:
        _run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", self.folder)
        return self

    def __exit__(self, *_: object) -> None:
        _run("umount", self.folder)

    @property
    def room(self) -> int:
        """Bytes that still go onto it."""
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize

    @contextlib.contextmanager
    def full(self, *, but: int = 0) -> Iterator[None]:
        """Leave room for so many bytes."""
        ballast = self.folder / "ballast"
        with ballast.open("wb") as file:
            while self.room > but:
                file.write(bytes(min(_BLOCK, self.room - but)))
                file.flush()
        try:
            yield
        finally:
            ballast.unlink()

    @contextlib.contextmanager
    def read_only(self) -> Iterator[None]:
        """Nobody may write to it, not even root."""
        _run("mount", "-o", "remount,ro", self.folder)
        try:
            yield
        finally:
            _run("mount", "-o", "remount,rw", self.folder)


class ForgetfulDisk:
    """A disk whose power can be cut: what it was not asked to be sure of is lost."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._image = folder.with_suffix(".img")
        folder.mkdir()

    def __enter__(self) -> Self:
        with self._image.open("wb") as image:
            image.truncate(2**25)
        _run("mkfs.ext4", "-q", "-F", self._image)
        self._mount()
        return self

    def __exit__(self, *_: object) -> None:
        _run("umount", self.folder)

    def cut_power(self) -> None:
        """From now on every access fails."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _EXT4_SHUTDOWN, _WITHOUT_FLUSHING)
        finally:
            os.close(handle)

    def restart(self) -> None:
        """As it is found when the power is back; nobody may have a file open on it."""
        _run("umount", self.folder)
        self._mount()

    def _mount(self) -> None:
        _run("mount", "-o", "loop", self._image, self.folder)


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True)
