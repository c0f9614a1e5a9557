"""The built site in a real browser: every page, at two widths, in light and in dark."""

from __future__ import annotations

import functools
import http.server
import os
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

sync_api = pytest.importorskip("playwright.sync_api")

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SITE = Path(os.environ.get("STANCES_SITE", Path(__file__).parents[1] / "build" / "docs"))

ABORTED = "net::ERR_ABORTED"
SIZES = {"desktop": (1280, 900), "phone": (360, 740)}


def html_pages() -> list[Path]:
    assert (SITE / "index.html").exists(), "build it: sphinx-build -n -W docs build/docs"
    return sorted(path for path in SITE.rglob("*.html") if "_static" not in path.parts)


class _Links(HTMLParser):
    """What a page links to and loads, and the anchors that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loaded: set[str] = set()
        self.anchors: set[str] = {""}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.anchors.add(told.get("id", ""))
        if tag == "a" and "href" in told:
            self.links.add(told["href"])
        if "src" in told:
            self.loaded.add(told["src"])
        if tag == "link" and told.get("rel") in ("stylesheet", "icon", "preload", "preconnect"):
            self.loaded.add(told["href"])


@functools.cache
def links_of(path: Path) -> _Links:
    found = _Links()
    found.feed(path.read_text("utf-8"))
    return found


def test_no_link_within_the_site_is_broken() -> None:
    broken = []
    for page in html_pages():
        for link in links_of(page).links | links_of(page).loaded:
            if urlsplit(link).scheme:
                continue
            place, anchor = urldefrag(urljoin(page.as_uri(), link))
            target = Path(unquote(urlsplit(place).path))
            known = target.suffix != ".html" or (
                target.exists() and unquote(anchor) in links_of(target).anchors
            )
            if not (target.exists() and known):
                broken.append(f"{page.relative_to(SITE)}: {link}")
    assert broken == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    loaded = {link for page in html_pages() for link in links_of(page).loaded}
    assert {link for link in loaded if urlsplit(link).scheme not in ("", "data")} == set()
    styles = "".join(path.read_text("utf-8") for path in SITE.rglob("*.css"))
    assert "url(http" not in styles
    assert "@import" not in styles


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    html_pages()
    serve = functools.partial(_Silent, directory=str(SITE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(params=[(size, scheme) for size in SIZES for scheme in ("light", "dark")], ids=str)
def page(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Any]:
    """A page of that size and scheme; in the end nothing was complained of or asked elsewhere."""
    size, scheme = request.param
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, base_url=address
    )
    opened = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []

    def hear(said: Any) -> None:
        if said.type == "error":
            complaints.append(said.text)

    def miss(sent: Any) -> None:
        # What the browser itself gives up when it goes on to the next page is no fault.
        if sent.failure != ABORTED:
            complaints.append(sent.url)

    opened.on("console", hear)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda sent: asked.append(sent.url))
    opened.on("requestfailed", miss)
    yield opened
    context.close()
    assert complaints == []
    assert {url for url in asked if not url.startswith((address, "data:", "blob:"))} == set()


def test_every_page_opens_and_fits_its_width(page: Any) -> None:
    wide = {}
    for path in html_pages():
        answer = page.goto(str(path.relative_to(SITE)))
        assert answer.ok
        assert page.locator("h1").count() or path.name in ("search.html", "genindex.html")
        beyond = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if beyond > 0:
            wide[path.name] = beyond
    assert wide == {}


@pytest.mark.parametrize(("where", "least"), [("index.html", 1), ("examples/idlib.html", 4)])
def test_figures_are_drawn_and_told_of(page: Any, where: str, least: int) -> None:
    page.goto(where)
    figures = page.eval_on_selector_all(
        ".cell_output img",
        "images => images.map(image => [image.complete && image.naturalWidth > 0, image.alt])",
    )
    assert len(figures) >= least
    assert all(drawn and len(told) > 30 for drawn, told in figures)


def test_text_stands_out_from_its_ground(page: Any) -> None:
    page.goto("index.html")
    ink, ground = page.evaluate(
        """() => [getComputedStyle(document.querySelector("article p")).color,
                  getComputedStyle(document.body).backgroundColor]
            .map(colour => colour.match(/[0-9.]+/g).slice(0, 3)
                .reduce((sum, value) => sum + Number(value), 0))"""
    )
    assert abs(ink - ground) > 300


def test_search_finds_a_page(page: Any) -> None:
    page.goto("search.html?q=corroborate")
    page.wait_for_selector("#search-results li a")
    found = page.eval_on_selector_all("#search-results li a", "links => links.map(a => a.href)")
    assert any("howto/merge.html" in link or "reference/asking.html" in link for link in found)
