"""The default coder, loaded once for all tests that need the parser."""

from __future__ import annotations

import pytest

from stances.coding import Coder, coder_named


@pytest.fixture(scope="session")
def coder() -> Coder:
    return coder_named("rules")
