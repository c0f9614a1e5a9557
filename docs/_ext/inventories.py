"""Inventories of other projects' documentation, from a list kept here: a build asks no network."""

from __future__ import annotations

import tomllib
import zlib
from pathlib import Path


def compiled(listed: Path, folder: Path) -> dict[str, tuple[str, str]]:
    """What ``intersphinx_mapping`` takes; the inventories are written into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    mapping: dict[str, tuple[str, str]] = {}
    for name, project in tomllib.loads(listed.read_text(encoding="utf-8")).items():
        rows = [
            f"{target} {role} 1 {page if '#' in page else f'{page}#$'} -\n"
            for role, targets in project["targets"].items()
            for target, page in targets.items()
        ]
        head = (
            "# Sphinx inventory version 2\n"
            f"# Project: {name}\n"
            "# Version: \n"
            "# The remainder of this file is compressed using zlib.\n"
        )
        path = folder / f"{name}.inv"
        content = head.encode() + zlib.compress("".join(rows).encode())
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
        mapping[name] = (project["url"], str(path))
    return mapping
