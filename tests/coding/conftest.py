"""The default coder, loaded once for all tests that need the parser."""

from __future__ import annotations

import pytest

from stances.coding import Coder, default_coder


@pytest.fixture(scope="session")
def coder() -> Coder:
    return default_coder()
