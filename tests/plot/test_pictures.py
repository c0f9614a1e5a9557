"""Figures beside the pictures of them that were looked at and kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.testing.compare import compare_images

from tests.plot.scenes import DRAWN, PICTURES, drawn

TOLERANCE = 6.0
"""Root mean square of the difference, of 255: lines a pixel off pass, a missing label does not."""


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_looks_as_it_did(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.png"
    drawn(name, path)
    assert compare_images(str(PICTURES / path.name), str(path), tol=TOLERANCE) is None


def test_every_kept_picture_is_of_a_scene() -> None:
    assert {path.stem for path in PICTURES.glob("*.png")} == set(DRAWN)


def test_the_comparison_sees_a_figure_that_differs(tmp_path: Path) -> None:
    path = tmp_path / "other.png"
    drawn("timeline-crisis", path)
    kept = str(PICTURES / "outcomes-crisis.png")
    assert compare_images(kept, str(path), tol=TOLERANCE) is not None
