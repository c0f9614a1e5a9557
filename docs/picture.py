"""Draws docs/img/compare.svg, the picture in the README: python docs/picture.py

It says in a figure what the command beside it says in words, of the same five articles. The
ground is white, so that it can be read on a dark page too. Look at it before it is kept.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

import stances as st

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "img" / "compare.svg"
START, END = dt.date(2020, 2, 4), dt.date(2020, 2, 21)
SHOWN = 8


def draw(log: st.Log, path: Path) -> None:
    """Write the picture of what changed; the same log gives the same bytes."""
    figure = Figure(figsize=(8.4, 4.4), layout="constrained", facecolor="white")
    st.plot.changes(st.compare(log, START, END), ax=figure.add_subplot(), top=SHOWN)
    with mpl.rc_context({"svg.hashsalt": "stances"}):
        figure.savefig(path, metadata={"Date": None})


def main() -> None:
    with st.open(":memory:") as log:
        log.append(st.code(st.read_articles(ROOT / "seeds")))
        log.append(st.corroborate(log))
        draw(log.view(), PICTURE)


if __name__ == "__main__":
    main()
