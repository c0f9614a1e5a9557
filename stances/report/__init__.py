"""One page that travels in time: a log as a single HTML file that needs no network.

The page holds what was known of every act on every day, so that it can show any day as we know it
now and as it was known then. It draws with plain SVG and no library: places come ready from here,
and what is left, some curves and steps, is less code than any library that could draw them, which
each file would have to carry.
"""

from __future__ import annotations

import os
from pathlib import Path

from stances.balance import HALF_LIFE
from stances.log import Viewable
from stances.report.content import content
from stances.report.page import page

__all__ = ["report_page", "write_report"]

TITLE = "Who stands how to whom"


def report_page(
    source: Viewable, *, title: str = TITLE, half_life: float | None = HALF_LIFE
) -> str:
    """The page as text, for whoever serves it themselves.

    Args:
        source: the log, or a view of it.
        title: what stands at the head of the page.
        half_life: in days, of balances; None for no decay.

    Raises:
        InvalidArgument: the half-life is not positive.
        MissingExtra: NumPy is not installed, which finds places for the actors.

    """
    return page(title, content(source.view(), half_life=half_life))


def write_report(
    source: Viewable,
    path: str | os.PathLike[str],
    *,
    title: str = TITLE,
    half_life: float | None = HALF_LIFE,
) -> None:
    """Write the page into one file, which any browser opens from the disk.

    The arguments are those of ``report_page``.
    """
    Path(path).write_text(
        report_page(source, title=title, half_life=half_life), encoding="utf-8", newline="\n"
    )
