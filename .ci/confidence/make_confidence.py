"""Count how often each rule family is right on the development briefs.

    python .ci/confidence/make_confidence.py [OUT]

An event is right if its article's gold, core or not, has one with the same actor, event type and
recipient. Run it again when the rules or the briefs change; the held-apart briefs play no part.
"""

from __future__ import annotations

import collections
import sys
from pathlib import Path

from stances.coding import code
from stances.coding.confidence import family
from stances.gold import read_gold
from stances.reading import read_articles

ROOT = Path(__file__).parents[2]
OUT = ROOT / "stances" / "coding" / "data" / "confidence.toml"
HEAD = """\
# Events right and events coded on the development briefs, by rule family and event type. Made by
# .ci/confidence/make_confidence.py.
"""


def counted() -> dict[str, dict[str, list[int]]]:
    briefs = ROOT / "fixtures" / "briefs"
    gold = {
        (row.article, row.actor, row.event_type, row.recipient)
        for path in sorted(briefs.glob("development-*.gold.jsonl"))
        for row in read_gold(path)
    }
    counts: dict[str, dict[str, list[int]]] = collections.defaultdict(
        lambda: collections.defaultdict(lambda: [0, 0])
    )
    seen = set()
    for event in code(read_articles(briefs / "development"), coder="rules"):
        key = (event.article, event.actor, event.event_type, event.recipient)
        rule = family(event.coder.rpartition(" ")[2])
        if (key, rule) not in seen:
            seen.add((key, rule))
            pair = counts[rule][event.event_type]
            pair[0] += key in gold
            pair[1] += 1
    return counts


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    lines = [HEAD]
    for rule, types in sorted(counted().items()):
        lines.append(f"\n[{rule}]\n")
        lines += [f"{kind} = {pair}\n" for kind, pair in sorted(types.items())]
    out.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
