"""Colours that can be told apart on a light and on a dark ground, and by colour-blind readers.

Friendly is blue and hostile orange, after Okabe and Ito (2008): the pair that every kind of colour
blindness keeps apart. Each has a contrast of at least 3 to 1 to its ground.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgba
from matplotlib.figure import Figure

LITTLE = 0.05
"""A balance nearer to nothing than this is shown as neither friendly nor hostile."""


@attrs.frozen(kw_only=True)
class Palette:
    """The colours of one figure: ``ink`` for text, ``faint`` for what stands behind."""

    ground: str
    ink: str
    faint: str
    grid: str
    friendly: str
    hostile: str
    neither: str

    def of(self, value: float) -> str:
        """The colour of a score or balance."""
        if abs(value) < LITTLE:
            return self.neither
        return self.friendly if value > 0 else self.hostile

    def between(self) -> LinearSegmentedColormap:
        """From hostile over the ground to friendly."""
        return LinearSegmentedColormap.from_list(
            "stances", [self.hostile, self.ground, self.friendly]
        )


LIGHT = Palette(
    ground="#ffffff",
    ink="#1c2128",
    faint="#66707b",
    grid="#d5dae0",
    friendly="#0072b2",
    hostile="#d55e00",
    neither="#7b858f",
)
DARK = Palette(
    ground="#14181d",
    ink="#e8ebee",
    faint="#a3adb8",
    grid="#3a424b",
    friendly="#56b4e9",
    hostile="#ff9a4d",
    neither="#98a2ad",
)


def palette_of(ax: Axes) -> Palette:
    """The colours for the ground that these axes have, whatever style it comes from."""
    ground = _ground(ax)
    chosen = LIGHT if _luminance(ground) > 0.4 else DARK
    return attrs.evolve(chosen, ground=to_hex(ground))


def _ground(ax: Axes) -> tuple[float, float, float]:
    """What is seen behind the axes: their colour over that of the figure, over white paper."""
    seen = (1.0, 1.0, 1.0)
    figure = ax.get_figure(root=True)
    for colour in (
        figure.get_facecolor() if isinstance(figure, Figure) else "w",
        ax.get_facecolor(),
    ):
        red, green, blue, alpha = to_rgba(colour)
        over = (red, green, blue)
        seen = (
            _mixed(over[0], seen[0], alpha),
            _mixed(over[1], seen[1], alpha),
            _mixed(over[2], seen[2], alpha),
        )
    return seen


def _mixed(over: float, under: float, alpha: float) -> float:
    return over * alpha + under * (1 - alpha)


def _luminance(colour: Sequence[float]) -> float:
    """Relative luminance, as the contrast rules of the WCAG define it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
