"""Figures of rules and learned coder on the briefs held apart, by event type, region and conflict.

    python .ci/learned/figures.py

Writes them beside the model. No coder has seen the briefs, and nothing is to be changed after a
look at them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from stances.coding import code
from stances.evaluate import evaluate, evaluate_sets
from stances.events import StanceEvent
from stances.gold import GoldRow, read_gold
from stances.measures import Counts
from stances.reading import read_articles

ROOT = Path(__file__).parents[2]
BRIEFS = ROOT / "fixtures" / "briefs"
OUT = ROOT / "stances" / "coding" / "model" / "FIGURES.md"
CODERS = ("rules", "learned")
HEAD = """\
# Rules and learned coder on the briefs held apart

Made by `.ci/learned/figures.py`. Precision, recall and F1 over distinct (actor, type, recipient) of
an article, core events only; `by hand` is how many of them there are. A conflict is one brief, so
its row says little by itself."""


def front(path: Path, name: str) -> str:
    """A line of a brief's front matter."""
    (told,) = (
        line.partition(":")[2].strip()
        for line in path.read_text("utf-8").split("\n\n")[0].splitlines()
        if line.startswith(f"{name}:")
    )
    return told


def by_front(name: str) -> Mapping[str, set[str]]:
    """The ids of the briefs by a line of their front matter."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted((BRIEFS / "held").glob("*.txt")):
        found[front(path, name)].add(path.stem)
    return dict(sorted(found.items()))


def cells(counts: Counts) -> str:
    return " | ".join(
        "–" if share is None else f"{share:.2f}".lstrip("0")
        for share in (counts.precision, counts.recall, counts.f1)
    )


def table(of: str, rows: Iterator[tuple[str, int, Sequence[Counts]]]) -> Iterator[str]:
    yield f"\n| {of} | by hand | rules: P | R | F1 | learned: P | R | F1 |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for name, gold, each in rows:
        yield f"| {name} | {gold} | {' | '.join(map(cells, each))} |"


def by_type(
    gold: Sequence[GoldRow], coded: Sequence[Sequence[StanceEvent]], ids: set[str]
) -> Iterator[tuple[str, int, Sequence[Counts]]]:
    told = [dict(evaluate(gold, events, ids).by_type) for events in coded]
    for name in told[0]:
        each = [one[name] for one in told]
        yield name.value, each[0].gold, each


def by_set(
    gold: Sequence[GoldRow], coded: Sequence[Sequence[StanceEvent]], sets: Mapping[str, set[str]]
) -> Iterator[tuple[str, int, Sequence[Counts]]]:
    told = [evaluate_sets(gold, events, sets) for events in coded]
    for name in told[0]:
        each = [one[name].event.counts for one in told]
        yield name, each[0].gold, each


def main() -> None:
    gold = [row for path in sorted(BRIEFS.glob("held-*.gold.jsonl")) for row in read_gold(path)]
    articles = list(read_articles(BRIEFS / "held"))
    coded = [list(code(articles, coder=name)) for name in CODERS]
    ids = {article.id for article in articles}
    lines = [
        HEAD,
        *table("event type", by_type(gold, coded, ids)),
        *table("region", by_set(gold, coded, by_front("region"))),
        *table("conflict", by_set(gold, coded, by_front("conflict"))),
    ]
    OUT.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
