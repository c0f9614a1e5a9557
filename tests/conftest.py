from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "dev", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("dev"), max_examples=400, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

_LEFT = pytest.StashKey[Counter[str]]()


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    for item in items:
        left = item.config.stash.setdefault(_LEFT, Counter())
        left.update(
            mark
            for mark in ("server", "browser", "install", "root", "slow")
            if item.get_closest_marker(mark)
        )


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for mark, count in config.stash.get(_LEFT, Counter()).items():
        terminalreporter.write_line(f"left to .ci/run: {count} marked {mark}")
