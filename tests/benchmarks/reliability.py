"""Whether confidence means what it says, on articles that no rule was written from.

    python tests/benchmarks/reliability.py [GOLD ARTICLES]...

Without arguments, the briefs held apart. Prints, for bands of confidence, how many events were
coded and which share of them the gold has (core or not), and the precision of all events from
each threshold up.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from stances.coding import code
from stances.gold import read_gold
from stances.reading import read_articles

BRIEFS = Path(__file__).parents[2] / "fixtures" / "briefs"
BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def judged(gold: list[Path], articles: Path) -> list[tuple[float, bool]]:
    keys = {
        (row.article, row.actor, row.event_type, row.recipient)
        for path in gold
        for row in read_gold(path)
    }
    found: dict[tuple[object, ...], tuple[float, bool]] = {}
    for event in code(read_articles(articles)):
        key = (event.article, event.actor, event.event_type, event.recipient)
        sure = event.confidence or 0.0
        found[key] = max(found.get(key, (0.0, False)), (sure, key in keys))
    return list(found.values())


def tell(name: object, told: list[tuple[float, bool]]) -> None:
    print(f"{name}: {len(told)} events")
    for low, high in itertools.pairwise(BANDS):
        band = [right for sure, right in told if low <= sure < high]
        above = [right for sure, right in told if sure >= low]
        if band:
            print(
                f"  confidence {low:.1f} to {min(high, 1.0):.1f}: {len(band):4} coded, "
                f"{sum(band) / len(band):.2f} right; from {low:.1f} up {len(above):4}, "
                f"{sum(above) / len(above):.2f} right"
            )


def main() -> None:
    if len(sys.argv) > 1:
        for path, articles in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
            tell(articles, judged([Path(path)], Path(articles)))
        return
    for side in ("development", "held"):
        gold = sorted(BRIEFS.glob(f"{side}-*.gold.jsonl"))
        tell(f"briefs, {side}", judged(gold, BRIEFS / side))


if __name__ == "__main__":
    main()
