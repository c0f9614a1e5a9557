"""How long the page of a large log takes to make and to open, and how smoothly its slider moves.

    python tests/benchmarks/report.py [events]

Five thousand events by default, of forty actors over a year, some reported late and twice. Opening
is measured in headless Chromium from the navigation until the first day is drawn; the slider moves
one day a frame, as fast as frames come, with lists and tables being kept up meanwhile. Beside
frames a second, which fall where other programs run, stands the CPU time that a frame takes in
each kind of process: the renderer's is what holds frames up, the GPU's draws beside it.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

import stances as st
from stances.testing import event

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ACTORS, DAYS, RUNS, FRAMES_MOVED = 40, 365, 5, 150
WORDS = "officials said on Monday that the two sides had met again over the disputed border area"

FRAMES = """async ({frames, then}) => {
    const slider = document.getElementById("day");
    document.querySelector(`input[value="${then ? "then" : "now"}"]`).click();
    document.getElementById("relations").open = true;
    const times = [];
    let day = Number(slider.min);
    await new Promise(done => {
        const step = time => {
            times.push(time);
            if (times.length > frames) { done(); return; }
            day = day >= Number(slider.max) ? Number(slider.min) : day + 1;
            slider.value = day;
            slider.dispatchEvent(new Event("input"));
            requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
    });
    return times.slice(1).map((time, number) => time - times[number]);
}"""


def log_of(number: int) -> st.Log:
    draw = random.Random(1)
    codes = [f"A{chr(65 + i // 26)}{chr(65 + i % 26)}" for i in range(ACTORS)]
    weights = [1 / (rank + 1) for rank in range(ACTORS)]
    records: list[st.Record] = []
    for place in range(number):
        one, other = draw.choices(codes, weights, k=2)
        day = dt.date(2020, 1, 1) + dt.timedelta(days=draw.randrange(DAYS))
        kind = draw.choice(list(st.EventType))
        made = event(
            f'{day} {one} {kind} {other} "{WORDS} {place}"',
            published=day + dt.timedelta(days=draw.choice([0, 0, 1, 2, 9])),
            publisher=f"Paper {place % 12}",
            article=f"article-{place}",
        )
        if records and place % 20 == 0:
            records.append(st.Merge(ids=(made.id, records[-1].id)))
        records.append(made)
    return st.Log(records)


def opened(page: Page, path: Path) -> float:
    started = time.perf_counter()
    page.goto(path.as_uri())
    page.wait_for_selector("#act-rows > li")
    return time.perf_counter() - started


def cpu_times(session: CDPSession) -> Counter[str]:
    """CPU seconds so far of the browser's processes, by their kind."""
    times: Counter[str] = Counter()
    for process in session.send("SystemInfo.getProcessInfo")["processInfo"]:
        times[process["type"]] += process["cpuTime"]
    return times


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    log = log_of(number)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "report.html"
        started = time.perf_counter()
        st.write_report(log, path)
        made = time.perf_counter() - started
        print(f"{number:,} events: made in {made:.1f} s, {path.stat().st_size / 1e6:.2f} MB")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.set_default_timeout(300_000)
        times = [opened(page, path) for _ in range(RUNS)]
        print(
            f"opened in {statistics.median(times):.2f} s (median of {RUNS}, {max(times):.2f} worst)"
        )
        session = browser.new_browser_cdp_session()
        for then in (False, True):
            before = cpu_times(session)
            frames: list[float] = page.evaluate(FRAMES, {"frames": FRAMES_MOVED, "then": then})
            spent = cpu_times(session) - before
            slow = statistics.quantiles(frames, n=20)[-1]
            told = "as was known then" if then else "as we know now"
            print(
                f"slider, {told}: {1000 / statistics.mean(frames):.0f} frames a second,"
                f" 19 in 20 within {slow:.0f} ms"
            )
            for kind, seconds in spent.most_common():
                print(f"  {kind}: {1000 * seconds / FRAMES_MOVED:.1f} ms of CPU time a frame")
        browser.close()


if __name__ == "__main__":
    main()
