from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

import stances as st
from stances import plot
from stances.plot.palette import DARK, LIGHT, palette_of
from tests.plot.scenes import CRISIS, SCENES, crowd


@pytest.fixture
def ax() -> Iterator[Axes]:
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


def texts(ax: Axes) -> set[str]:
    return {text.get_text() for text in ax.texts}


def curves(ax: Axes) -> list[FancyArrowPatch]:
    return [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]


@pytest.mark.parametrize("name", SCENES)
def test_a_figure_is_drawn_on_the_one_axes_given_and_sets_no_style(name: str, ax: Axes) -> None:
    before = dict(mpl.rcParams)
    figures = plt.get_fignums()
    assert SCENES[name](ax) is ax
    assert ax.figure.axes == [ax]
    assert plt.get_fignums() == figures
    assert dict(mpl.rcParams) == before


def test_without_axes_a_figure_of_its_own_is_made() -> None:
    before = set(plt.get_fignums())
    ax = plot.changes(st.compare(CRISIS, dt.date(2020, 2, 5), dt.date(2020, 2, 22)))
    (number,) = set(plt.get_fignums()) - before
    assert ax.figure is plt.figure(number)
    plt.close(number)


def test_it_is_there_as_an_attribute_and_costs_nothing_before() -> None:
    program = (
        "import sys, stances as st; assert 'matplotlib' not in sys.modules;"
        "assert st.plot.relations.__doc__; assert 'matplotlib' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_without_matplotlib_the_error_is_the_command_that_installs_it() -> None:
    program = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "import stances as st\n"
        "try: st.plot\n"
        "except st.MissingExtra as lacking: assert 'stances[plot]' in str(lacking)\n"
        "else: raise SystemExit('no error')"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_every_figure_says_what_it_is_for() -> None:
    for name in plot.__all__:
        assert getattr(plot, name).__doc__


def test_signs_are_told_by_colour_and_by_dash(ax: Axes) -> None:
    plot.relations(st.dyads(CRISIS), ax=ax)
    styles = {(to_hex(curve.get_edgecolor()), curve.get_linestyle()) for curve in curves(ax)}
    colours = {colour for colour, _ in styles}
    assert colours == {LIGHT.friendly, LIGHT.hostile, LIGHT.neither}
    whole = {colour for colour, style in styles if style == "solid" or style == (0, ())}
    assert whole <= {LIGHT.friendly}


def test_every_dyad_is_one_curve_and_every_actor_one_label(ax: Axes) -> None:
    graph = st.dyads(CRISIS)
    plot.relations(graph, ax=ax)
    assert len(curves(ax)) == graph.number_of_edges()
    assert texts(ax) == set(graph)


def test_more_acts_make_a_thicker_curve(ax: Axes) -> None:
    graph = st.dyads(crowd(2, 40))
    graph.edges["AAK", "BBK"]["acts"], graph.edges["BBK", "AAK"]["acts"] = 1, 100
    plot.relations(graph, ax=ax)
    thin, thick = sorted(curve.get_linewidth() for curve in curves(ax))
    assert thick > 3 * thin


def test_an_ego_leaves_only_those_it_has_to_do_with(ax: Axes) -> None:
    plot.relations(st.dyads(CRISIS), ax=ax, ego="SYRREB")
    assert texts(ax) == {"SYRREB", "TUR"}


def test_few_acts_can_be_left_out(ax: Axes) -> None:
    plot.relations(st.dyads(CRISIS), ax=ax, min_acts=6)
    assert texts(ax) == {"TUR", "RUS"}


def test_an_unknown_ego_and_another_graph_are_errors(ax: Axes) -> None:
    with pytest.raises(st.UnknownActor, match="'XXX' is not in this graph of 6 actors"):
        plot.relations(st.dyads(CRISIS), ax=ax, ego="XXX")
    with pytest.raises(st.InvalidArgument, match="dyads"):
        plot.relations(st.replay(CRISIS), ax=ax)


def test_two_drawings_of_one_graph_are_the_same(ax: Axes) -> None:
    graph = st.dyads(crowd(12, 70))
    plot.relations(graph, ax=ax)
    again = Figure().add_subplot()
    plot.relations(graph, ax=again)
    placed = [text.get_position() for text in ax.texts]
    assert placed == [text.get_position() for text in again.texts]


def test_a_deadline_and_an_outcome_are_in_the_timeline(ax: Axes) -> None:
    plot.timeline(CRISIS, "TUR", "RUS", ax=ax)
    assert {"TUR → RUS", "RUS → TUR", "met", "in force"} <= texts(ax)
    legend = ax.get_legend()
    assert legend is not None
    told = [text.get_text() for text in legend.get_texts()]
    assert told == ["announced", "denied", "deadline"]


def test_what_is_left_out_is_said(ax: Axes) -> None:
    found = st.compare(CRISIS, dt.date(2020, 2, 5), dt.date(2020, 2, 22))
    plot.changes(found, ax=ax, top=3)
    assert len(ax.get_yticks()) == 3
    assert ax.get_xlabel() == f"change of balance ({len(found) - 3} more not shown)"


def test_a_turning_point_is_marked_with_its_levels(ax: Axes) -> None:
    SCENES["series-turning"](ax)
    assert texts(ax) == {"2019-05-06: +4.4 → −5.3", "2019-09-02: −5.3 → +16.8"}


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_colours_stand_out_from_their_ground(colours: plot.palette.Palette) -> None:
    for name in ("ink", "faint", "friendly", "hostile", "neither"):
        least = 4.5 if name in ("ink", "faint") else 3.0
        assert contrast(getattr(colours, name), colours.ground) >= least, name


@pytest.mark.parametrize(("ground", "expected"), [("white", LIGHT), ("#101010", DARK)])
def test_colours_follow_the_ground(ground: str, expected: plot.palette.Palette) -> None:
    axes = Figure(facecolor=ground).add_subplot(facecolor="none")
    assert palette_of(axes).ink == expected.ink
    assert palette_of(axes).ground == to_hex(ground)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
