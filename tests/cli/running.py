"""What a command line did, and the ways to run one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import attrs

ROOT = Path(__file__).parents[2]


@attrs.frozen
class Ran:
    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Standard output as JSON, a line each."""
        return [json.loads(line) for line in self.out.splitlines()]


Run: TypeAlias = Callable[..., Ran]


def process(*arguments: object, **options: Any) -> subprocess.Popen[str]:
    """``python -m stances`` in a process of its own, its output piped."""
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen(
        [sys.executable, "-m", "stances", *map(str, arguments)],
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **options.pop("env", {})},
        **(streams | options),
    )
