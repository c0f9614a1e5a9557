"""Parses kept as plain columns, so that rules are tested without a parser.

``python -m tests.coding.stored`` parses the sentences of ``stored_parses.jsonl`` again with the
default model and rewrites the file; it is needed only when the model or the columns change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs

from stances.coding.analysis import Analysis

PATH = Path(__file__).with_name("stored_parses.jsonl")


def read() -> dict[str, Analysis]:
    """The stored parses by their text."""
    lines = PATH.read_text("utf-8").split("\n")
    trees = (_columns(json.loads(line)) for line in lines if line)
    return {tree.text: tree for tree in trees}


def _columns(row: dict[str, Any]) -> Analysis:
    columns: Any = {name: tuple(v) if isinstance(v, list) else v for name, v in row.items()}
    return Analysis(**columns)


@attrs.frozen
class StoredAnalyzer:
    """An ``Analyzer`` that knows the stored texts and no others."""

    name: str = "stored"
    parses: dict[str, Analysis] = attrs.field(factory=read)

    def pipe(self, texts: Iterable[str]) -> Iterator[Analysis]:
        for text in texts:
            yield self.parses[text]


def _write() -> None:
    from stances.coding.spacy_analyzer import SpacyAnalyzer

    texts = list(read())
    rows = (attrs.asdict(tree) for tree in SpacyAnalyzer().pipe(texts))
    PATH.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), "utf-8")


if __name__ == "__main__":
    _write()
