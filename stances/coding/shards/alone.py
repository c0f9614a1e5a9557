"""The command that codes articles in a process that may die: see ``isolation``."""

from __future__ import annotations

import sys
from pathlib import Path

from stances.coding.shards.isolation import code_alone

if __name__ == "__main__":
    code_alone(Path(sys.argv[1]))
