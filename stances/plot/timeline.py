"""``timeline``: what two did toward each other, day by day, one lane a direction."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TypeAlias

import attrs
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.lines import Line2D

from stances.events import EventType, Modality
from stances.graph import Dyad
from stances.log import Act, Viewable
from stances.outcomes import Outcome, agreements, demands, threats
from stances.plot.canvas import SMALL, SMALLER, canvas, days_along, halo, nothing, titled
from stances.plot.palette import Palette
from stances.plot.statuses import MARKS
from stances.scale import PLOVER, counted

_ROW, _REST, _BETWEEN = 0.3, 1.25, 1.2
_FEWEST_ROWS = 4
_DOT, _LARGEST = 42.0, 260.0
_LETTER = 0.58 * SMALLER / 72

_Rows: TypeAlias = dict[tuple[Dyad, EventType], float]


@attrs.frozen
class _Dot:
    """Acts of one day that look the same."""

    day: dt.date
    dyad: Dyad
    event_type: EventType
    modality: Modality


def timeline(
    source: Viewable,
    actor: str,
    recipient: str,
    *,
    ax: Axes | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    as_of: dt.date | None = None,
) -> Axes:
    """Draw what two did toward each other: a lane a direction, in it a row for each type of act.

    A dot is the acts of one day, the larger the more there are: blue and round for friendly types,
    orange and square for hostile ones, grey and round for those that score nothing. Hollow ones
    are announced, crossed ones denied. A line runs from a demand, a threat or an agreement to the
    day on which it was settled, with what became of it; a dotted one to a deadline.

    Args:
        source: the log.
        actor: code of one of the two, whose lane is the upper one.
        recipient: code of the other.
        ax: where to draw; by default on a new figure.
        since: first day of acts.
        until: last day of acts.
        as_of: last day of publication.

    """
    seen = source.view(since=since, until=until, as_of=as_of)
    lanes = list(dict.fromkeys([(actor, recipient), (recipient, actor)]))
    acts = [act for act in seen if (act.event.actor, act.event.recipient) in lanes]
    rows = _rows(acts, lanes)
    ax, colours = canvas(ax, height=max(2.4, _REST + _ROW * (max(rows.values(), default=0) + 1)))
    if not acts:
        return nothing(ax, f"No acts between {actor} and {recipient}")
    became = [outcome for outcome in _outcomes_of(seen) if _ends(outcome.act) in lanes]
    settled = [outcome.settled_by.event.date for outcome in became if outcome.settled_by]
    deadlines = [act.event.deadline for act in acts if act.event.deadline is not None]
    dates = [act.event.date for act in acts]
    days_along(ax, min(dates), max(chain(dates, settled, deadlines)), after=0.08)
    _scales(ax, rows, lanes, colours)
    for outcome in became:
        _settled(ax, outcome, rows, colours)
    _dots(ax, acts, rows, colours)
    _labels(ax, became, rows, colours)
    titled(ax, f"{actor} and {recipient}, act by act" if actor != recipient else actor)
    _legend(ax, acts, colours)
    return ax


def _outcomes_of(source: Viewable) -> Iterable[Outcome]:
    return chain(demands(source), threats(source), agreements(source))


def _ends(act: Act) -> tuple[str, str | None]:
    return (act.event.actor, act.event.recipient)


def _rows(acts: Sequence[Act], lanes: Sequence[Dyad]) -> _Rows:
    """How far down each row stands; types are in order of their scores, the friendliest on top."""
    there = {(_ends(act), act.event.event_type) for act in acts}
    order = sorted(EventType, key=lambda name: (-PLOVER[name], name))
    rows: _Rows = {}
    down = 0.0
    for lane in lanes:
        for name in order:
            if (lane, name) in there:
                rows[lane, name] = down
                down += 1.0
        down += _BETWEEN
    return rows


def _scales(ax: Axes, rows: _Rows, lanes: Sequence[Dyad], colours: Palette) -> None:
    names = [counted(name, 2).removeprefix("2 ") for _, name in rows]
    ax.set_yticks(list(rows.values()), names)
    ax.set_ylim(max(*rows.values(), _FEWEST_ROWS - 1.0) + 0.7, -1.3)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    for lane in lanes:
        own = [down for (dyad, _), down in rows.items() if dyad == lane]
        if not own:
            continue
        ax.axhspan(min(own) - 0.5, max(own) + 0.5, color=colours.grid, alpha=0.3, linewidth=0)
        ax.annotate(
            f"{lane[0]} → {lane[1]}",
            (0.0, min(own) - 0.55),
            xycoords=("axes fraction", "data"),
            xytext=(2, 0),
            textcoords="offset points",
            va="bottom",
            fontsize=SMALL,
            fontweight="bold",
            color=colours.ink,
        )
    ax.grid(axis="x", color=colours.grid, linewidth=0.6)
    ax.set_axisbelow(True)


def _dots(ax: Axes, acts: Sequence[Act], rows: _Rows, colours: Palette) -> None:
    counts = Counter(
        _Dot(e.date, (e.actor, e.recipient or ""), e.event_type, e.modality)
        for e in (act.event for act in acts)
    )
    # The larger first, so that they cover none.
    for dot, count in sorted(counts.items(), key=lambda item: -item[1]):
        score = PLOVER[dot.event_type]
        asserted = dot.modality is Modality.ASSERTED
        ax.scatter(
            float(date2num(dot.day)),
            rows[dot.dyad, dot.event_type],
            s=min(_DOT * count, _LARGEST),
            marker="s" if score < 0 else "o",
            facecolor=colours.of(score) if asserted else colours.ground,
            edgecolor=colours.ground if asserted else colours.of(score),
            linewidth=0.8 if asserted else 1.4,
            zorder=3,
        )
        if dot.modality is Modality.DENIED:
            ax.scatter(
                float(date2num(dot.day)),
                rows[dot.dyad, dot.event_type],
                s=22,
                marker="x",
                color=colours.of(score),
                linewidth=1.2,
                zorder=4,
            )


def _settled(ax: Axes, outcome: Outcome, rows: _Rows, colours: Palette) -> None:
    event = outcome.event
    down = rows[(event.actor, event.recipient or ""), event.event_type]
    start = float(date2num(event.date))
    if event.deadline is not None:
        end = float(date2num(event.deadline))
        ax.plot([start, end], [down, down], color=colours.ink, linewidth=1.0, linestyle=":")
        ax.plot(end, down, marker="|", markersize=10, markeredgewidth=1.6, color=colours.ink)
    if outcome.settled_by is not None:
        mark = MARKS[outcome.status.value]
        end = float(date2num(outcome.settled_by.event.date))
        ax.plot([start, end], [down, down], color=mark.colour(colours), linewidth=1.6)
        ax.plot(
            end,
            down,
            marker=mark.shape,
            markersize=6,
            color=mark.colour(colours),
            markerfacecolor=mark.face(colours),
            zorder=4,
        )


def _labels(ax: Axes, became: Sequence[Outcome], rows: _Rows, colours: Palette) -> None:
    """What became of them, after their lines, where no other word or dot of the row is."""
    left, right = ax.get_xlim()
    figure = ax.get_figure(root=True)
    assert figure is not None
    letter = _LETTER * (right - left) / (ax.bbox.width / figure.dpi)
    told: dict[tuple[float, float], Counter[str]] = {}
    for outcome in became:
        event = outcome.event
        ends = (event.date, outcome.settled_by.event.date) if outcome.settled_by else (event.date,)
        down = rows[(event.actor, event.recipient or ""), event.event_type]
        words = told.setdefault((down, float(date2num(max(ends)))), Counter())
        words[outcome.status.value] += 1
    taken: dict[float, list[tuple[float, float]]] = {}
    for down, day in told:
        taken.setdefault(down, []).append((day, day))
    for outcome in became:
        event = outcome.event
        down = rows[(event.actor, event.recipient or ""), event.event_type]
        day = float(date2num(event.date))
        taken[down].append((day, day))
    for (down, day), words in sorted(told.items()):
        text = ", ".join(f"{count} {word}" if count > 1 else word for word, count in words.items())
        start, end = day + 1.6 * letter, day + (2.0 + len(text)) * letter
        if end > right or any(a < end and b > start - letter for a, b in taken[down]):
            continue
        taken[down].append((start, end))
        ax.annotate(
            text,
            (start, down),
            va="center",
            fontsize=SMALLER,
            color=colours.ink,
            path_effects=halo(colours),
            zorder=5,
        )


def _legend(ax: Axes, acts: Sequence[Act], colours: Palette) -> None:
    modalities = {act.event.modality for act in acts}
    kinds = (
        ("announced", Modality.FUTURE, "o", colours.ground),
        ("denied", Modality.DENIED, "x", colours.faint),
    )
    handles = [
        Line2D(
            *([], []),
            linestyle="none",
            marker=shape,
            markersize=6,
            color=colours.faint,
            markerfacecolor=face,
            label=told,
        )
        for told, modality, shape, face in kinds
        if modality in modalities
    ]
    if any(act.event.deadline for act in acts):
        handles.append(
            Line2D(
                [], [], linestyle=":", marker="|", markersize=9, color=colours.ink, label="deadline"
            )
        )
    if handles:
        ax.legend(
            handles=handles,
            loc="lower right",
            bbox_to_anchor=(1.0, 1.0),
            ncols=len(handles),
            frameon=False,
            fontsize=SMALLER,
            labelcolor=colours.ink,
            borderpad=0.0,
        )
