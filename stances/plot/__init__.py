"""Answers as figures, by matplotlib: each is drawn on one ``Axes``, which is returned.

Give your own with ``ax=``, or a new figure is made for it. Nothing is set for other figures:
colours follow the background that the axes already have, light or dark, and tell friendly from
hostile to colour-blind readers too, as does a second mark each: a dash, a hatch or a shape.
"""

from __future__ import annotations

from stances.errors import MissingExtra

try:
    import matplotlib as _matplotlib  # noqa: F401
except ImportError as _missing:
    raise MissingExtra("stances.plot", "plot") from _missing

from stances.plot.changes import changes
from stances.plot.matrix import matrix
from stances.plot.outcomes import outcomes
from stances.plot.relations import relations
from stances.plot.series import series
from stances.plot.timeline import timeline

__all__ = ["changes", "matrix", "outcomes", "relations", "series", "timeline"]
