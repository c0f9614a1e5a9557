"""The page in a real browser, opened from the disk."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

import stances as st
from stances.testing import event
from tests.plot.scenes import LINES

sync_api = pytest.importorskip("playwright.sync_api")

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

MARKUP = (
    '</script><script>window.harmed = 1</script><img src="https://example.org/x.png"'
    ' onerror="window.harmed = 2"><b>bold</b> &amp; <!-- {{script}} \u2028 ‮ end'
)


@attrs.frozen
class Seen:
    """A page, and everything it complained of or asked for."""

    page: Any
    complaints: list[str]
    requests: list[str]

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    def go_to(self, day: str) -> None:
        """Move the slider as a pointer would."""
        self.page.evaluate(
            """day => {
                const slider = document.getElementById("day");
                const first = Date.parse(document.getElementById("from").min);
                slider.value = (Date.parse(day) - first) / 864e5;
                slider.dispatchEvent(new Event("input"));
            }""",
            day,
        )
        self.page.wait_for_function(
            "day => document.getElementById('told').textContent.startsWith(day)", arg=day
        )

    def relations(self) -> dict[tuple[str, str], tuple[str, int]]:
        """Balance and number of acts by dyad, from the table."""
        if not self.page.evaluate("document.getElementById('relations').open"):
            self.page.click("#relations summary")
        self.page.wait_for_timeout(300)
        rows = self.page.eval_on_selector_all(
            "#relation-rows tr", "rows => rows.map(row => [...row.cells].map(c => c.textContent))"
        )
        return {tuple(row[0].split(" → ")): (row[2], int(row[3])) for row in rows}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def look(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Seen]]:
    """Opens the page of a log; in the end nothing may have been complained of or asked for."""
    opened: list[Seen] = []

    def see(log: st.Log, **options: Any) -> Seen:
        path = tmp_path / f"report-{len(opened)}.html"
        st.write_report(log, path)
        settings = {"viewport": {"width": 1200, "height": 900}, **options}
        page = browser.new_context(**settings).new_page()
        seen = Seen(page, [], [])
        page.on("console", lambda message: seen.complaints.append(message.text))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("request", lambda request: seen.requests.append(request.url))
        page.goto(path.as_uri())
        opened.append(seen)
        return seen

    yield see
    for number, seen in enumerate(opened):
        seen.page.wait_for_timeout(200)
        assert seen.complaints == []
        assert seen.requests == [(tmp_path / f"report-{number}.html").as_uri()]
        seen.page.context.close()


def published(line: str, on: str, number: int, **more: Any) -> st.StanceEvent:
    day = dt.date.fromisoformat(on)
    return event(line, published=day, article=f"A{number}", publisher="The Herald", **more)


@pytest.fixture
def crisis() -> st.Log:
    """Acts that became known three days late, two of them reported twice and merged."""
    late = [
        published(line, str(dt.date.fromisoformat(line[:10]) + dt.timedelta(days=3)), number)
        for number, line in enumerate(LINES)
    ]
    again = [
        published("2020-02-04 TUR ACCUSE RUS", "2020-02-15", 900),
        published("2020-02-10~week SYR ASSAULT TUR", "2020-02-11", 901),
    ]
    merges = [
        st.Merge(ids=(late[2].id, again[0].id)),
        st.Merge(ids=(late[10].id, again[1].id)),
    ]
    return st.Log([*late, *again, *merges])


def expected(log: st.Log, day: str, *, then: bool) -> dict[tuple[str, str], tuple[str, int]]:
    on = dt.date.fromisoformat(day)
    graph = st.dyads(log, at=on, as_of=on if then else None)
    return {
        (actor, recipient): (told(edge["balance"]), edge["acts"])
        for actor, recipient, edge in graph.edges(data=True)
    }


def told(balance: float) -> str:
    return "0.0" if abs(balance) < 0.05 else f"{balance:+.1f}".replace("-", "−")


@pytest.mark.parametrize("then", [False, True])
def test_the_slider_shows_what_the_library_answers(
    look: Callable[..., Seen], crisis: st.Log, then: bool
) -> None:
    seen = look(crisis)
    if then:
        seen.page.check("input[value=then]")
    for day in ("2020-02-03", "2020-02-07", "2020-02-12", "2020-02-20", "2020-02-22"):
        seen.go_to(day)
        assert seen.relations() == expected(crisis, day, then=then)
        assert seen.text("#date") == day


def test_the_figure_has_a_curve_for_every_dyad_of_the_day(
    look: Callable[..., Seen], crisis: st.Log
) -> None:
    seen = look(crisis)
    for day in ("2020-02-05", "2020-02-22"):
        seen.go_to(day)
        shown = seen.page.eval_on_selector_all(
            ".pair", "all => all.filter(g => g.getAttribute('display') !== 'none').length"
        )
        assert shown == len(expected(crisis, day, then=False))


def test_actors_do_not_move(look: Callable[..., Seen], crisis: st.Log) -> None:
    seen = look(crisis)
    places = "dots => dots.map(dot => [dot.getAttribute('cx'), dot.getAttribute('cy')])"
    seen.go_to("2020-02-04")
    before = seen.page.eval_on_selector_all(".dot", places)
    seen.go_to("2020-02-21")
    assert seen.page.eval_on_selector_all(".dot", places) == before


def test_the_switch_tells_what_was_learnt_late(look: Callable[..., Seen], crisis: st.Log) -> None:
    seen = look(crisis)
    seen.go_to("2020-02-08")
    assert "2 acts on 2020-02-08" in seen.text("#acts-heading")
    assert not seen.page.is_visible("#learnt-heading")
    seen.page.check("input[value=then]")
    seen.page.wait_for_selector("#learnt-heading", state="visible")
    assert "No act on 2020-02-08; the last, on 2020-02-05" in seen.text("#acts-heading")
    assert seen.page.locator("#learnt-rows > li").count() == 1


def test_acts_are_listed_with_sentence_and_publisher(look: Callable[..., Seen]) -> None:
    line = '2020-02-16 USA REQUEST RUS about SYR speaker "A. Smith" "called on Russia to stop"'
    seen = look(st.Log([published(line, "2020-02-17", 1)]))
    seen.page.wait_for_selector("#act-rows > li")
    row = seen.text("#act-rows > li")
    for part in ("2020-02-16", "USA → RUS", "demand", "about SYR", "voiced by A. Smith"):
        assert part in row
    assert seen.text("#act-rows blockquote") == "called on Russia to stop"
    assert seen.text("#act-rows .by") == "The Herald"


def test_what_stands_follows_the_day(look: Callable[..., Seen], crisis: st.Log) -> None:
    seen = look(crisis)
    kinds = {"demands": st.demands, "threats": st.threats, "agreements": st.agreements}
    standing = {"open", "standing", "in force", "disputed"}
    for day in ("2020-02-09", "2020-02-18", "2020-02-22"):
        seen.go_to(day)
        for name, question in kinds.items():
            found = question(crisis, at=dt.date.fromisoformat(day))
            left = [outcome for outcome in found if outcome.status in standing]
            assert seen.page.locator(f"#{name} > li").count() == len(left), (day, name)


def test_filters_by_actor_and_type(look: Callable[..., Seen], crisis: st.Log) -> None:
    seen = look(crisis)
    seen.go_to("2020-02-22")
    seen.page.select_option("#actor", label="USA, United States")
    assert seen.relations() == {
        ends: value
        for ends, value in expected(crisis, "2020-02-22", then=False).items()
        if "USA" in ends
    }
    seen.page.select_option("#actor", value="")
    seen.page.click("#types summary")
    seen.page.click("#types-none")
    assert seen.relations() == {}
    seen.page.check("input[value=AID]")
    assert set(seen.relations()) == {("RUS", "SYR")}
    assert seen.text("#types-told") == "(1 of 16)"
    seen.page.click("#types-all")
    assert seen.relations() == expected(crisis, "2020-02-22", then=False)


def test_a_click_on_a_curve_shows_series_and_story(
    look: Callable[..., Seen], crisis: st.Log
) -> None:
    seen = look(crisis)
    seen.go_to("2020-02-22")
    place = seen.page.evaluate(
        """() => {
            const path = document.querySelector('[data-pair="TUR SYRREB"] .hit');
            const at = path.getPointAtLength(path.getTotalLength() / 2);
            const to = at.matrixTransform(path.getScreenCTM());
            return [to.x, to.y];
        }"""
    )
    seen.page.mouse.click(*place)
    assert seen.page.is_visible("#detail")
    names = seen.text("#detail-heading")
    assert names.startswith("Turkey and ")
    assert seen.page.locator("#charts svg").count() == 2
    label = seen.page.get_attribute("#charts svg >> nth=0", "aria-label")
    balance = told(st.dyads(crisis)["TUR"]["SYRREB"]["balance"])
    assert label == f"TUR → SYRREB: balance {balance} on 2020-02-22"
    story = st.story(crisis, "TUR", "SYRREB")
    assert seen.page.locator("#story > li").count() == len(story)
    seen.page.keyboard.press("Escape")
    assert not seen.page.is_visible("#detail")


def test_the_series_is_the_library_s(look: Callable[..., Seen], crisis: st.Log) -> None:
    seen = look(crisis)
    seen.page.click("#act-rows .ends >> nth=0")
    seen.page.click("#balances summary")
    rows = seen.page.eval_on_selector_all(
        "#balance-rows tr", "rows => rows.map(row => [...row.cells].map(c => c.textContent))"
    )
    actor, recipient = seen.text("#forth-name").split(" → ")
    wanted = {
        str(point.period.start): told(point.value)
        for point in st.series(crisis, actor, recipient, by="day").points
    }
    assert len(rows) > 3
    assert all(wanted.get(day, "0.0") == value for day, value, _ in rows if day <= max(wanted))


def test_signs_are_dashed_again_when_the_slider_rests(
    look: Callable[..., Seen], crisis: st.Log
) -> None:
    dashes = """() => {
        const slider = document.getElementById("day");
        slider.value = slider.max;
        slider.dispatchEvent(new Event("input"));
        return getComputedStyle(document.querySelector(".edge.hostile")).strokeDasharray;
    }"""
    seen = look(crisis)
    seen.go_to("2020-02-22")
    assert seen.page.evaluate(dashes) == "none"
    seen.page.wait_for_function(
        "() => getComputedStyle(document.querySelector('.edge.hostile')).strokeDasharray !== 'none'"
    )


def test_play_goes_through_the_days_and_stops(look: Callable[..., Seen], crisis: st.Log) -> None:
    seen = look(crisis)
    seen.go_to("2020-02-20")
    seen.page.click("#play")
    assert seen.page.get_attribute("#play", "aria-pressed") == "true"
    seen.page.wait_for_function("() => document.getElementById('play').textContent === 'Play'")
    seen.page.wait_for_function(
        "() => document.getElementById('date').textContent === document.getElementById('from').max"
    )


def test_the_keyboard_does_all(look: Callable[..., Seen], crisis: st.Log) -> None:
    seen = look(crisis)
    seen.go_to("2020-02-12")

    def after(key: str, date: str) -> None:
        seen.page.keyboard.press(key)
        seen.page.wait_for_function(
            "date => document.getElementById('date').textContent === date", arg=date
        )

    after("ArrowRight", "2020-02-13")
    after("ArrowLeft", "2020-02-12")
    after("Shift+ArrowLeft", "2020-02-05")
    after("Home", "2020-02-03")
    seen.page.focus("#day")
    after("ArrowRight", "2020-02-04")
    seen.page.keyboard.press("k")
    assert seen.page.is_checked("input[value=then]")
    seen.page.keyboard.press("k")
    assert seen.page.is_checked("input[value=now]")
    seen.page.wait_for_selector("#act-rows .ends")
    seen.page.focus("#act-rows .ends >> nth=0")
    seen.page.keyboard.press("Enter")
    assert seen.page.is_visible("#detail")
    assert seen.page.evaluate("document.activeElement.id") == "detail"
    seen.page.keyboard.press("Escape")
    assert seen.page.evaluate("document.activeElement.id") == "day"
    seen.page.keyboard.press(" ")
    assert seen.page.get_attribute("#play", "aria-pressed") == "true"
    seen.page.keyboard.press(" ")
    assert seen.page.get_attribute("#play", "aria-pressed") == "false"


def test_markup_and_script_of_an_article_are_text(look: Callable[..., Seen]) -> None:
    plain = event("2020-02-16 USA THREATEN RUS")
    span = st.Span(
        article=MARKUP,
        sha256="0" * 64,
        start=0,
        end=len(MARKUP),
        text=MARKUP,
    )
    harmful = attrs.evolve(
        plain,
        evidence=span,
        speaker=MARKUP,
        condition=MARKUP,
        publisher=MARKUP,
        url="javascript:window.harmed=3",
    )
    seen = look(st.Log([harmful]))
    seen.page.wait_for_selector("#act-rows blockquote")
    seen.page.click("#act-rows .ends")
    assert seen.page.evaluate("window.harmed") is None
    assert seen.page.locator("img, main b, #act-rows a").count() == 0
    quoted = seen.page.text_content("#act-rows blockquote")
    assert quoted == " ".join(MARKUP.split())
    assert MARKUP in seen.page.text_content("#act-rows .by")


def test_an_address_of_the_web_is_a_link_that_is_not_followed_by_itself(
    look: Callable[..., Seen],
) -> None:
    told_of = attrs.evolve(event("2020-02-16 USA THREATEN RUS"), url="https://example.org/a?b=1")
    seen = look(st.Log([told_of]))
    seen.page.wait_for_selector("#act-rows a")
    assert seen.page.get_attribute("#act-rows a", "href") == "https://example.org/a?b=1"
    assert seen.page.get_attribute("#act-rows a", "rel") == "noopener noreferrer"


@pytest.mark.parametrize("width", [360, 1200])
def test_nothing_is_wider_than_the_screen(
    look: Callable[..., Seen], crisis: st.Log, width: int
) -> None:
    seen = look(crisis, viewport={"width": width, "height": 740})
    seen.page.click("#act-rows .ends >> nth=0")
    seen.page.click("#types summary")
    seen.relations()
    assert seen.page.evaluate("document.documentElement.scrollWidth") == width


def test_an_empty_log_says_so(look: Callable[..., Seen]) -> None:
    seen = look(st.Log())
    assert seen.text("#empty") == "There is no act in this log."
    assert not seen.page.is_visible("main")


def test_a_screen_reader_is_told(look: Callable[..., Seen], crisis: st.Log) -> None:
    seen = look(crisis)
    seen.go_to("2020-02-22")
    status = seen.page.get_by_role("status")
    assert re.match(
        r"2020-02-22, as we know now: \d+ acts so far between \d+ dyads", status.inner_text()
    )
    assert seen.page.get_attribute("#day", "aria-valuetext") == "2020-02-22"
    assert seen.page.get_by_role("img", name=re.compile("^Relations on 2020-02-22: 1")).count() == 1
    assert seen.page.get_by_role("slider", name="Day").count() == 1
    assert seen.page.get_by_role("radio", name="as was known then").count() == 1
    unnamed = seen.page.evaluate(
        """() => [...document.querySelectorAll("button, input, select")].filter(
            one => !one.labels?.length && !one.getAttribute("aria-label") && !one.textContent.trim()
        ).map(one => one.outerHTML)"""
    )
    assert unnamed == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(
    look: Callable[..., Seen], crisis: st.Log, scheme: str
) -> None:
    seen = look(crisis, color_scheme=scheme)
    ratios = seen.page.evaluate(
        """() => {
            const style = getComputedStyle(document.documentElement);
            const light = name => {
                const said = style.getPropertyValue(name).trim();
                const hex = said.replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3");
                const [r, g, b] = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16) / 255)
                    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ratio = (one, other) => {
                const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
                return (high + 0.05) / (low + 0.05);
            };
            return Object.fromEntries(
                ["--ink", "--faint", "--friendly", "--hostile", "--neither"].map(
                    name => [name, Math.min(ratio(name, "--panel"), ratio(name, "--ground"))]));
        }"""
    )
    assert min(ratios["--ink"], ratios["--faint"]) >= 4.5
    assert min(ratios["--friendly"], ratios["--hostile"]) >= 4.5, "they colour words too"
    assert ratios["--neither"] >= 3
