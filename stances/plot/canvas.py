"""What all figures share: axes to draw on, their look, days along them, and words for nothing."""

from __future__ import annotations

import datetime as dt

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.patheffects import AbstractPathEffect, withStroke

from stances.plot.palette import Palette, palette_of

SMALL, SMALLER = 8.5, 7.5
"""Sizes of type, in points."""

_FEWEST_DAYS = 6


def canvas(ax: Axes | None, *, height: float = 4.8, width: float = 7.2) -> tuple[Axes, Palette]:
    """The axes to draw on, a new figure's if none are given, and the colours that suit them."""
    if ax is None:
        ax = plt.figure(figsize=(width, height), layout="constrained").add_subplot()
    colours = palette_of(ax)
    ax.title.set_color(colours.ink)
    ax.tick_params(which="both", colors=colours.faint, labelcolor=colours.ink, labelsize=SMALL)
    for name, label in (("x", ax.xaxis.label), ("y", ax.yaxis.label)):
        label.set_color(colours.ink)
        label.set_fontsize(SMALL)
        ax.spines["bottom" if name == "x" else "left"].set_color(colours.faint)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    return ax, colours


def titled(ax: Axes, title: str) -> None:
    """Write the title at the left, in type that leaves room."""
    ax.set_title(title, loc="left", fontsize=10.5, color=palette_of(ax).ink)


def nothing(ax: Axes, words: str) -> Axes:
    """Say in the middle of the axes that there is nothing to draw."""
    ax.set_axis_off()
    ax.text(
        *(0.5, 0.5, words),
        transform=ax.transAxes,
        ha="center",
        va="center",
        wrap=True,
        color=palette_of(ax).faint,
    )
    return ax


def days_along(ax: Axes, first: dt.date, last: dt.date, *, after: float = 0.0) -> None:
    """Days along the lower edge, from the first to the last, with a little room around them.

    Less than a week is shown as part of one, since hours say nothing here. ``after`` is the share
    of the width that is left free on the right.
    """
    start, end = float(date2num(first)), float(date2num(last))
    lacking = max(_FEWEST_DAYS - (end - start), 0.0)
    start, end = start - lacking / 2, end + lacking / 2
    room = 0.03 * (end - start)
    ax.set_xlim(start - room, end + room + after * (end - start))
    locator = AutoDateLocator(minticks=3, maxticks=8)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    ax.xaxis.get_offset_text().set_color(palette_of(ax).ink)
    ax.xaxis.get_offset_text().set_fontsize(SMALL)


def halo(colours: Palette, width: float = 2.5) -> list[AbstractPathEffect]:
    """A rim in the colour of the ground, that parts a text from what is behind it."""
    return [withStroke(linewidth=width, foreground=colours.ground)]


def number(value: float) -> str:
    """A balance with its sign, to one decimal, as it is set in print."""
    return "0" if abs(value) < 0.05 else f"{value:+.1f}".replace("-", "−")
