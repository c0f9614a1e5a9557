"""The exit codes, in one place."""

from __future__ import annotations

import enum


class Exit(enum.IntEnum):
    """How a command ended; those above 2 are what a shell gives a command ended by a signal."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    INTERRUPTED = 130
    CLOSED_PIPE = 141
