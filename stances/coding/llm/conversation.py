"""What passes between the coder and whatever answers it."""

from __future__ import annotations

from typing import Protocol

import attrs

from stances.coding.llm.usage import Tokens


class NoReply(Exception):
    """There is no reply that can be used; the message says why.

    ``used`` is what the endpoint says that took, None if it says nothing; ``outage`` whether it
    is the endpoint that fails, rather than the model.
    """

    def __init__(self, reason: str, *, used: Tokens | None = None, outage: bool = False) -> None:
        super().__init__(reason)
        self.used = used
        self.outage = outage


@attrs.frozen
class Reply:
    """What a model said, and how many tokens the endpoint says that took, if it says so."""

    text: str
    used: Tokens | None


class Asks(Protocol):
    """What answers, such as a connection to an endpoint; threads may share it."""

    def ask(self, guidelines: str, shown: str) -> Reply:
        """What the model says to this; raises ``NoReply``."""
        ...
