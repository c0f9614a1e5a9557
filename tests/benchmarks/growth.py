"""How the cost of a log grows with its length: the table in docs/log.md.

    python -m tests.benchmarks.growth [EVENTS ...]

For each number of events (default 10000 100000 1000000): CPU microseconds an event to append in
batches of 1,000, to verify and to read; bytes an event on disk; and milliseconds to
open the log and answer a first question through the snapshot of the index, beside a full replay.
Prints the rows of a Markdown table.
"""

from __future__ import annotations

import functools
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import stances as st
from tests.benchmarks.peers import events

T = TypeVar("T")
BATCH = 1_000
HEAD = (
    "| events | append | verify | read | bytes | full replay | snapshot |\n"
    "|---:|---:|---:|---:|---:|---:|---:|"
)


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """CPU seconds, and what came of it."""
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


def appended(log: st.EventLog, count: int) -> float:
    """CPU seconds to append; the events are made before each batch, outside the count."""
    total = 0.0
    for start in range(0, count, BATCH):
        batch = list(events(min(BATCH, count - start), start))
        total += timed(functools.partial(log.append, batch))[0]
    return total


def first_answer(path: Path, snapshot: Path, actor: str, recipient: str) -> float:
    with st.open(path) as log:
        return st.index(log, path=snapshot).balance(actor, recipient)


def measured(count: int, folder: Path) -> str:
    path, snapshot = folder / f"{count}.db", folder / f"{count}.index"
    with st.open(path) as log:
        put = appended(log, count)
        checked, _ = timed(log.verify)
        read, _ = timed(lambda: sum(1 for _ in log.records()))
        st.index(log, path=snapshot).save()
    size = path.stat().st_size / count
    with st.open(path) as log:
        plain, graph = timed(lambda: st.dyads(log))
    actor, recipient = next(iter(graph.edges))
    quick, _ = timed(lambda: first_answer(path, snapshot, actor, recipient))
    each = [f"{1e6 * seconds / count:.1f} µs" for seconds in (put, checked, read)]
    figures = [*each, f"{size:.0f}", f"{1e3 * plain:,.0f} ms", f"{1e3 * quick:,.1f} ms"]
    return f"| {count:,} | {' | '.join(figures)} |"


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    print(HEAD)
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            print(measured(size, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
