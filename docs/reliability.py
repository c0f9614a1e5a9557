"""Draws docs/img/reliability.svg, how often events of each confidence are right.

    python docs/reliability.py

Codes the briefs held apart, which neither rules nor network have seen.
"""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt

from stances.coding import CODERS, code
from stances.gold import read_gold
from stances.reading import read_articles

ROOT = Path(__file__).parents[1]
BRIEFS = ROOT / "fixtures" / "briefs"
EDGES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
COLOURS = {"rules": "#1f5fa8", "learned": "#c2571a"}


def judged(coder: str) -> list[tuple[float, bool]]:
    """Confidence of each distinct event of an article, and whether the gold has it."""
    keys = {
        (row.article, row.actor, row.event_type, row.recipient)
        for path in sorted(BRIEFS.glob("held-*.gold.jsonl"))
        for row in read_gold(path)
    }
    found: dict[tuple[object, ...], tuple[float, bool]] = {}
    for event in code(read_articles(BRIEFS / "held"), coder=coder):
        key = (event.article, event.actor, event.event_type, event.recipient)
        sure = event.confidence or 0.0
        found[key] = max(found.get(key, (0.0, False)), (sure, key in keys))
    return list(found.values())


def interval(right: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    z, share = 1.96, right / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    reach = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total**2)) / (1 + z**2 / total)
    return middle - reach, middle + reach


def main() -> None:
    matplotlib.rcParams["svg.hashsalt"] = "reliability"
    figure, axes = plt.subplots(figsize=(6, 4.5), layout="constrained")
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--")
    for shift, coder in enumerate(CODERS):
        told = judged(coder)
        for low, high in itertools.pairwise(EDGES):
            band = [(sure, right) for sure, right in told if low <= sure < high]
            if len(band) < 5:
                continue
            mean = sum(sure for sure, _ in band) / len(band) + 0.004 * shift
            right = sum(right for _, right in band)
            below, above = interval(right, len(band))
            share = right / len(band)
            axes.errorbar(
                mean,
                share,
                yerr=[[share - below], [above - share]],
                fmt="os"[shift],
                color=COLOURS[coder],
                capsize=3,
            )
            axes.annotate(
                str(len(band)),
                (mean, share),
                (6, -12 + 18 * shift),
                textcoords="offset points",
                fontsize=8,
                color=COLOURS[coder],
            )
        axes.plot([], [], "os"[shift], color=COLOURS[coder], label=coder)
    axes.set(
        xlim=(0.15, 1),
        ylim=(0, 1),
        xlabel="confidence",
        ylabel="share that is right",
        title="Events coded on the briefs held apart, with their numbers",
    )
    axes.legend(loc="lower right", frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.savefig(ROOT / "docs" / "img" / "reliability.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
