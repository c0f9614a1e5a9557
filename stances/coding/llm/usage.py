"""Tokens, what they cost, and a budget that no request may overrun."""

from __future__ import annotations

import math
import threading
from typing import Any

import attrs

from stances.errors import BudgetSpent, InvalidArgument

_CHARACTERS = 3.5
"""Characters a token: English prose has 4 to 5 in the usual vocabularies, JSON about 3."""


@attrs.frozen
class Tokens:
    """How many tokens were asked, which is what a model reads, and answered, what it writes."""

    asked: int = 0
    answered: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.asked + self.answered

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(self.asked + other.asked, self.answered + other.answered)

    def __sub__(self, other: Tokens) -> Tokens:
        return Tokens(self.asked - other.asked, self.answered - other.answered)


def estimated_tokens(text: str) -> int:
    """About how many tokens a text is, rather more than fewer, in the usual vocabularies.

    Every vocabulary cuts otherwise and most are to be had from the network only, so it is counted
    by letters: 3.5 of ASCII make a token, and every byte of another one.
    """
    ascii_letters = sum(map(str.isascii, text))
    others = len(text.encode("utf-8", "replace")) - ascii_letters
    return math.ceil(ascii_letters / _CHARACTERS) + others


def _not_negative(record: object, attribute: attrs.Attribute[Any], value: float | None) -> None:
    if value is not None and not 0 <= value < float("inf"):
        raise InvalidArgument(f"{attribute.name}={value!r}: expected a number from 0")


@attrs.frozen
class Price:
    """What a million tokens cost, asked and answered, in whatever currency a budget is in."""

    asked: float = attrs.field(validator=_not_negative)
    answered: float = attrs.field(validator=_not_negative)

    def of(self, tokens: Tokens) -> float:
        """What these cost."""
        return (tokens.asked * self.asked + tokens.answered * self.answered) / 1_000_000


@attrs.frozen(kw_only=True)
class Budget:
    """How much may be spent, in money or in tokens; None is without bound."""

    cost: float | None = attrs.field(default=None, validator=_not_negative)
    tokens: int | None = attrs.field(default=None, validator=_not_negative)


@attrs.frozen(kw_only=True)
class Spent:
    """What was spent so far; ``cost`` is None without a price.

    What no endpoint gave a figure for, such as a reply that never came, is counted as estimated.
    """

    requests: int = 0
    tokens: Tokens = Tokens()
    cost: float | None = None

    def __str__(self) -> str:
        cost = "" if self.cost is None else f"; cost: {self.cost:.4f}"
        return (
            f"requests: {self.requests:,}; tokens asked: {self.tokens.asked:,},"
            f" answered: {self.tokens.answered:,}{cost}"
        )


class Meter:
    """Keeps what was spent within a budget, for threads that spend together.

    A request begins only if its longest reply would still fit; while others are under way, it
    waits for what they really used.
    """

    def __init__(self, budget: Budget, price: Price | None) -> None:
        if budget.cost is not None and price is None:
            raise InvalidArgument(
                f"a budget of {budget.cost:g} needs the price of a million tokens, asked and"
                " answered: give price, or the budget in tokens"
            )
        self._budget = budget
        self._price = price
        self._requests = 0
        self._used = Tokens()
        self._reserved = Tokens()
        self._under_way = 0
        self._settled = threading.Condition()

    @property
    def spent(self) -> Spent:
        """What was spent so far."""
        with self._settled:
            return self._spent()

    def reserve(self, most: Tokens) -> None:
        """Make room for a request of at most so many tokens.

        Raises:
            BudgetSpent: it could cost more than is left.

        """
        with self._settled:
            while not self._fits(most):
                if not self._under_way:
                    raise BudgetSpent(self._refusal(most))
                self._settled.wait()
            self._reserved += most
            self._under_way += 1

    def settle(self, most: Tokens, used: Tokens) -> None:
        """Give back what was reserved, and count what was used."""
        with self._settled:
            self._reserved -= most
            self._under_way -= 1
            self._used += used
            self._requests += 1
            self._settled.notify_all()

    def _fits(self, most: Tokens) -> bool:
        whole = self._used + self._reserved + most
        tokens, cost = self._budget.tokens, self._budget.cost
        if tokens is not None and whole.total > tokens:
            return False
        return cost is None or self._price is None or self._price.of(whole) <= cost

    def _spent(self) -> Spent:
        cost = None if self._price is None else self._price.of(self._used)
        return Spent(requests=self._requests, tokens=self._used, cost=cost)

    def _refusal(self, most: Tokens) -> str:
        bounds = [
            *([] if self._budget.cost is None else [f"{self._budget.cost:g}"]),
            *([] if self._budget.tokens is None else [f"{self._budget.tokens:,} tokens"]),
        ]
        cost = "" if self._price is None else f", or {self._price.of(most):.4f}"
        return (
            f"the budget of {' and '.join(bounds)} has no room for the next request, which may"
            f" take {most.total:,} tokens{cost}; spent so far: {self._spent()}. Answers are kept:"
            " run it again with a larger budget to go on"
        )
