"""What the kept pictures show: a name, and what draws it on given axes.

``python -m tests.plot.scenes`` draws them all anew. Look at each before keeping it.
"""

from __future__ import annotations

import datetime as dt
import random
import string
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import stances as st
from stances import plot
from stances.testing import event

PICTURES = Path(__file__).parent / "pictures"
DPI = 64

LINES = """
2020-02-03 TUR ASSAULT SYR
2020-02-03 SYR ASSAULT TUR
2020-02-04 TUR ACCUSE RUS
2020-02-04 RUS REJECT TUR
2020-02-05 TUR REQUEST SYR about SYRREB by 2020-02-29
2020-02-06 RUS CONSULT TUR
2020-02-06 TUR CONSULT RUS
2020-02-06 TUR CONSULT RUS
2020-02-08 TUR AGREE RUS
2020-02-08 RUS AGREE TUR
2020-02-10 SYR ASSAULT TUR
2020-02-10 TUR ASSAULT SYR
2020-02-11 TUR THREATEN SYR if "if one more soldier is hurt"
2020-02-12 TUR ACCUSE RUS
2020-02-12 RUS ACCUSE TUR
2020-02-13 USA SUPPORT TUR
2020-02-14 TUR REQUEST USA
2020-02-15 TUR REQUEST RUS
2020-02-16 USA REQUEST RUS about SYR
2020-02-17 RUS REJECT USA
2020-02-18 RUS REJECT TUR
2020-02-18 TUR THREATEN RUS by 2020-02-24
2020-02-19 TUR CONSULT RUS future
2020-02-19 RUS ASSAULT TUR denied
2020-02-20 RUS AID SYR
2020-02-20 RUS AID SYR
2020-02-20 TUR ASSAULT SYR
2020-02-20 TUR SUPPORT SYRREB
2020-02-21 IRN MOBILIZE -
2020-02-22 RUS CONCEDE TUR
""".strip().splitlines()


def log_of(lines: list[str]) -> st.Log:
    return st.Log(event(line, article=f"A{number}") for number, line in enumerate(lines))


def crowd(actors: int, acts: int, *, seed: int = 7) -> st.Log:
    """Acts of three camps: friendly within one, hostile to the others, mostly of few actors."""
    draw = random.Random(seed)
    letters = string.ascii_uppercase
    codes = [f"{'ABC'[i % 3]}{letters[i % 26]}{letters[10 + i // 26]}" for i in range(actors)]
    lines = []
    for _ in range(acts):
        one = codes[min(int(draw.paretovariate(0.9)) - 1, actors - 1)]
        other = draw.choice([code for code in codes if code != one])
        friendly = (one[0] == other[0]) != (draw.random() < 0.1)
        kind = draw.choice(["SUPPORT", "AID", "CONSULT"] if friendly else ["ACCUSE", "ASSAULT"])
        day = dt.date(2020, 1, 1) + dt.timedelta(days=draw.randrange(60))
        lines.append(f"{day} {one} {kind} {other}")
    return log_of(lines)


CRISIS = log_of(LINES)
TWO = log_of(["2020-02-03 TUR ASSAULT SYR", "2020-02-04 SYR ACCUSE TUR"])
ONE = log_of(["2020-02-03 TUR THREATEN SYR"])
NONE = st.Log()

TURNED = log_of(
    [
        f"{dt.date(2019, 1, 7) + dt.timedelta(days=4 * number)} TUR {kind} RUS"
        for number, kind in enumerate(30 * ["CONSULT"] + 30 * ["ACCUSE"] + 30 * ["COOPERATE"])
    ]
)

SCENES: Mapping[str, Callable[[Axes], Axes]] = {
    "relations-crisis": lambda ax: plot.relations(st.dyads(CRISIS), ax=ax),
    "relations-2": lambda ax: plot.relations(st.dyads(TWO), ax=ax),
    "relations-1": lambda ax: plot.relations(st.dyads(ONE), ax=ax),
    "relations-0": lambda ax: plot.relations(st.dyads(NONE), ax=ax),
    "relations-12": lambda ax: plot.relations(st.dyads(crowd(12, 70)), ax=ax),
    "relations-40": lambda ax: plot.relations(st.dyads(crowd(40, 160)), ax=ax),
    "relations-40-often": lambda ax: plot.relations(st.dyads(crowd(40, 500)), ax=ax, min_acts=4),
    "relations-40-ego": lambda ax: plot.relations(st.dyads(crowd(40, 160)), ax=ax, ego="BEK"),
    "matrix-crisis": lambda ax: plot.matrix(st.dyads(CRISIS), ax=ax),
    "matrix-40": lambda ax: plot.matrix(st.dyads(crowd(40, 500)), ax=ax),
    "matrix-1": lambda ax: plot.matrix(st.dyads(ONE), ax=ax),
    "matrix-0": lambda ax: plot.matrix(st.dyads(NONE), ax=ax),
    "series-crisis": lambda ax: plot.series(
        st.series(CRISIS, "TUR", "RUS", by="day", direction="both"), ax=ax
    ),
    "series-turning": lambda ax: plot.series(
        st.series(TURNED, "TUR", "RUS", measure="score", direction="both"),
        turning_points=st.turning_points(TURNED, "TUR", "RUS"),
        ax=ax,
    ),
    "series-quad": lambda ax: plot.series(
        st.series(CRISIS, "TUR", "RUS", by="day", direction="both", measure="quad"), ax=ax
    ),
    "series-1": lambda ax: plot.series(st.series(ONE, "TUR", "SYR", by="day"), ax=ax),
    "series-0": lambda ax: plot.series(st.series(NONE, "TUR", "SYR"), ax=ax),
    "timeline-crisis": lambda ax: plot.timeline(CRISIS, "TUR", "RUS", ax=ax),
    "timeline-1": lambda ax: plot.timeline(ONE, "TUR", "SYR", ax=ax),
    "timeline-0": lambda ax: plot.timeline(NONE, "TUR", "SYR", ax=ax),
    "changes-crisis": lambda ax: plot.changes(
        st.compare(CRISIS, dt.date(2020, 2, 5), dt.date(2020, 2, 22)), ax=ax
    ),
    "changes-1": lambda ax: plot.changes(
        st.compare(ONE, dt.date(2020, 2, 1), dt.date(2020, 2, 22)), ax=ax
    ),
    "changes-0": lambda ax: plot.changes((), ax=ax),
    "outcomes-crisis": lambda ax: plot.outcomes(
        [*st.demands(CRISIS), *st.threats(CRISIS), *st.agreements(CRISIS)], ax=ax
    ),
    "outcomes-1": lambda ax: plot.outcomes(st.threats(ONE), ax=ax),
    "outcomes-0": lambda ax: plot.outcomes((), ax=ax),
}

DARK_TOO = ("relations-crisis", "matrix-crisis", "series-crisis", "timeline-crisis",
            "changes-crisis", "outcomes-crisis", "relations-0")  # fmt: skip

DRAWN = [*SCENES, *(f"{name}-dark" for name in DARK_TOO)]


def drawn(name: str, path: Path) -> None:
    """Draw the scene of this name into a file; ``-dark`` at its end is for a dark ground."""
    ground = "#14181d" if name.endswith("-dark") else "white"
    with mpl.rc_context():
        mpl.rcdefaults()
        figure = Figure(figsize=(7.2, 4.8), dpi=DPI, layout="constrained", facecolor=ground)
        FigureCanvasAgg(figure)
        axes = figure.add_subplot(facecolor=ground)
        SCENES[name.removesuffix("-dark")](axes)
        figure.savefig(path, metadata={"Software": None})


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    folder.mkdir(exist_ok=True)
    for name in DRAWN:
        drawn(name, folder / f"{name}.png")


if __name__ == "__main__":
    main()
