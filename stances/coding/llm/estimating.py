"""What a run would cost, worked out before the first request."""

from __future__ import annotations

import json
from collections.abc import Sequence

import attrs

from stances.coding.llm.endpoint import Endpoint
from stances.coding.llm.pieces import Piece, message
from stances.coding.llm.prompt import Prompt
from stances.coding.llm.request import request_body
from stances.coding.llm.usage import Price, Tokens, estimated_tokens

ANSWERED = 1.7
"""Tokens of a reply for each character of story: dense news has 15 events in 1,000, of 110 each."""


@attrs.frozen(kw_only=True)
class Estimate:
    """What coding some articles would take.

    Attributes:
        articles: how many there are.
        kept: of their pieces those that were answered before, and cost nothing.
        requests: how many would be made, if none has to be made again.
        tokens: about how many; of the replies as many as dense news needs.
        most: as many as there could be, each reply being as long as it may.
        price: what a million tokens cost, if that is known.

    """

    articles: int
    kept: int
    requests: int
    tokens: Tokens
    most: Tokens
    price: Price | None

    @property
    def cost(self) -> float | None:
        """About what it would cost; None without a price."""
        return None if self.price is None else self.price.of(self.tokens)

    @property
    def most_cost(self) -> float | None:
        """What it could cost at most, if no request has to be made again."""
        return None if self.price is None else self.price.of(self.most)

    def __str__(self) -> str:
        told = (
            f"articles: {self.articles:,}; pieces of them answered before: {self.kept:,};"
            f" requests to make: {self.requests:,}\n"
            f"about {self.tokens.asked:,} tokens asked and {self.tokens.answered:,} answered,"
            f" at most {self.most.answered:,}"
        )
        if self.cost is None or self.most_cost is None:
            return told
        return f"{told}\nabout {self.cost:.4f}, at most {self.most_cost:.4f}"


def most_of(endpoint: Endpoint, prompt: Prompt, shown: str) -> Tokens:
    """As many tokens as a request that shows this could take."""
    body = json.dumps(request_body(endpoint, prompt.text, shown), ensure_ascii=False)
    return Tokens(estimated_tokens(body), endpoint.reply_tokens)


def likely_of(endpoint: Endpoint, prompt: Prompt, shown: Sequence[Piece]) -> Tokens:
    """About as many as a request that shows these pieces would take."""
    most = most_of(endpoint, prompt, message(shown))
    story = sum(piece.length for piece in shown)
    return Tokens(most.asked, min(most.answered, round(story * ANSWERED)))
