"""What codes, and for a language model where it is asked and what it may cost."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs
import click

from stances.articles import Article
from stances.cli.options import Command
from stances.cli.screen import Screen
from stances.coding import CODERS, MODEL, Coded, Coder, code_articles, coder_named
from stances.coding.llm import (
    Budget,
    Endpoint,
    Estimate,
    LanguageModelCoder,
    Price,
    default_cache,
)


def _named(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    for name in (value,) if isinstance(value, str) else value:
        if name not in CODERS and name.removeprefix(MODEL) in ("", name):
            raise click.BadParameter(f"{name!r} is none of {', '.join(CODERS)}, {MODEL}MODEL.")
    return value


_METAVAR = f"[{'|'.join(CODERS)}|{MODEL}MODEL]"
_HELP = "What codes: the rules alone, with a network, or a language model."

coder_name: Callable[[Command], Command] = click.option(
    "--coder",
    default=CODERS[0],
    show_default=True,
    metavar=_METAVAR,
    callback=_named,
    help=_HELP,
)
coder_names: Callable[[Command], Command] = click.option(
    "--coder",
    "coders",
    default=CODERS[:1],
    show_default=True,
    multiple=True,
    metavar=_METAVAR,
    callback=_named,
    help=f"{_HELP} Give it again for another beside it.",
)


@attrs.frozen(kw_only=True)
class Asking:
    """Where a language model is asked, and what it may cost."""

    base_url: str | None
    price: tuple[float, float] | None
    budget: float | None
    token_budget: int | None
    cache: Path | None

    def coder(self, name: str, *, at_once: int = 1) -> Coder:
        """The coder of that name; these settings and ``at_once`` matter to a language model only.

        Raises:
            InvalidArgument: they cannot be meant.
            MissingExtra: what the coder needs is not installed.

        """
        if not name.startswith(MODEL):
            return coder_named(name)
        return LanguageModelCoder(
            endpoint=Endpoint.of_environment(name.removeprefix(MODEL), self.base_url),
            price=None if self.price is None else Price(*self.price),
            budget=Budget(cost=self.budget, tokens=self.token_budget),
            cache=default_cache() if self.cache is None else self.cache,
            at_once=at_once,
        )


def with_asking(command: Command) -> Command:
    """Give a command the ``Asking`` that its options tell."""

    @click.option(
        "--base-url",
        metavar="URL",
        help="Where a model is asked; else STANCES_LLM_URL, else OpenAI."
        " The key is in STANCES_LLM_KEY.",
    )
    @click.option(
        "--price",
        type=(float, float),
        metavar="IN OUT",
        default=None,
        help="What a million tokens cost, asked and answered.",
    )
    @click.option("--budget", type=float, help="Stop before a model costs more than this.")
    @click.option("--token-budget", type=int, help="Stop before a model takes more tokens.")
    @click.option(
        "--cache",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Where answers of a model are kept; else STANCES_LLM_CACHE, else your cache folder.",
    )
    @functools.wraps(command)
    def answer(
        *,
        base_url: str | None,
        price: tuple[float, float] | None,
        budget: float | None,
        token_budget: int | None,
        cache: Path | None,
        **own: object,
    ) -> int:
        asking = Asking(
            base_url=base_url, price=price, budget=budget, token_budget=token_budget, cache=cache
        )
        return command(asking=asking, **own)

    return answer


@attrs.frozen(kw_only=True)
class Coding:
    """What codes: by name where processes share the work, a language model as it was set up."""

    name: str
    workers: int
    coder: Coder | str

    @classmethod
    def of(cls, name: str, asking: Asking, workers: int) -> Coding:
        """The coder of that name, if it can be made."""
        model = name.startswith(MODEL)
        coder = asking.coder(name, at_once=workers) if model else name
        return cls(name=name, coder=coder, workers=1 if model else workers)

    def results(self, articles: Iterable[Article], min_confidence: float) -> Iterator[Coded]:
        """What is coded of the articles, and passed over."""
        return code_articles(
            articles, coder=self.coder, workers=self.workers, min_confidence=min_confidence
        )

    def estimate(self, articles: Iterable[Article]) -> Estimate:
        """What a language model would cost.

        Raises:
            click.UsageError: another coder was named, which costs nothing.

        """
        if not isinstance(self.coder, LanguageModelCoder):
            raise click.UsageError(f"--dry-run is for {MODEL}MODEL: {self.name} costs nothing.")
        return self.coder.estimate(articles)

    def tell_cost(self, screen: Screen) -> None:
        """Say what was spent, if a language model was asked."""
        if isinstance(self.coder, LanguageModelCoder):
            screen.say(f"{self.coder.spent}.")


def with_coding(command: Command) -> Command:
    """Give a command the ``Coding`` that its options tell."""

    @coder_name
    @with_asking
    @click.option(
        "--workers",
        type=click.IntRange(min=1),
        default=1,
        show_default=True,
        help="How many processes code, or how many requests to a model are under way.",
    )
    @functools.wraps(command)
    def answer(*, coder: str, asking: Asking, workers: int, **own: object) -> int:
        return command(coding=Coding.of(coder, asking, workers), **own)

    return answer
