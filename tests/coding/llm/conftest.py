from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeAlias

import pytest

from stances.articles import Article
from stances.coding.llm import Endpoint, LanguageModelCoder
from tests.coding.llm.server import Server, serving, well

KEY = "sk-SECRET-0123456789"

Coders: TypeAlias = Callable[..., LanguageModelCoder]


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key, no proxies, and nothing that this machine's user has set."""
    for name in ("STANCES_LLM_URL", "STANCES_LLM_CACHE", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STANCES_LLM_KEY", KEY)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the client waited between tries, which it does not wait here."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("openai._base_client.anyio", SimpleNamespace(sleep=sleep))
    return waited


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(well()) as served:
        yield served


@pytest.fixture
def made(server: Server, tmp_path: Path) -> Coders:
    """Coders that ask the server, and keep answers in one file."""

    def coder(
        *,
        timeout: float = 5.0,
        retries: int = 2,
        endpoint: Mapping[str, Any] | None = None,
        **how: Any,
    ) -> LanguageModelCoder:
        settings: dict[str, Any] = {"timeout": timeout, "retries": retries, **(endpoint or {})}
        kept: dict[str, Any] = {"cache": tmp_path / "replies.db", "at_once": 1, **how}
        return LanguageModelCoder(
            endpoint=Endpoint(model="m", base_url=server.url, **settings), **kept
        )

    return coder


TEXTS = (
    "Turkey on Monday called on Russia to rein in its ally.",
    "Ankara told Moscow on Monday that the shelling had to end.",
    "Turkey's foreign ministry urged Russia on Monday to keep to the truce.",
)


def article(text: str = TEXTS[0], name: str = "a") -> Article:
    return Article(id=name, text=text, published=dt.date(2020, 2, 18), publisher="The Gazette")


def articles(count: int) -> list[Article]:
    return [article(f"{TEXTS[n % 3]} It was call {n}.", name=f"a{n}") for n in range(count)]
