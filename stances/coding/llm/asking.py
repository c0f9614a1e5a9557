"""Asking about many articles: each piece once, several at a time, within a budget."""

from __future__ import annotations

import collections
import itertools
import threading
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import attrs

from stances.articles import Article
from stances.coding.llm.cache import Asked, Cache
from stances.coding.llm.conversation import Asks, NoReply
from stances.coding.llm.endpoint import Endpoint
from stances.coding.llm.estimating import most_of
from stances.coding.llm.pieces import Piece, message, packed, pieces
from stances.coding.llm.prompt import Prompt
from stances.coding.llm.replies import Unreadable, read_reply
from stances.coding.llm.usage import Meter, Tokens
from stances.errors import EndpointRefused

_In = TypeVar("_In")
_Out = TypeVar("_Out")

_AHEAD = 2
_PATIENCE = 3
_TRIES = 2


def key_of(piece: Piece, prompt: Prompt, endpoint: Endpoint) -> Asked:
    """What the answer about a piece is kept by."""
    return Asked(
        article=piece.sha256,
        prompt=prompt.version,
        model=endpoint.model,
        endpoint=endpoint.base_url,
    )


@attrs.frozen
class Answer:
    """The events that a model claims for a piece; or ``fault``, why there is no answer."""

    piece: Piece
    events: Sequence[object] = ()
    fault: str | None = None


class Asking:
    """One run: where to ask, what is known already, and how much was spent."""

    def __init__(
        self, *, chat: Asks, endpoint: Endpoint, prompt: Prompt, cache: Cache | None, meter: Meter
    ) -> None:
        self._chat = chat
        self._endpoint = endpoint
        self._prompt = prompt
        self._cache = cache
        self._meter = meter
        self._failed = 0
        self._lock = threading.Lock()

    def answers(self, batch: Sequence[Article]) -> list[list[Answer]]:
        """The answers about each of these articles, of which one request may ask together.

        Raises:
            BudgetSpent: there is no room for a request.
            EndpointRefused: the endpoint will not answer, or failed three times in a row.

        """
        split = [pieces(article) for article in batch]
        found: dict[Piece, Answer] = {}
        wanted: dict[Piece, None] = {}
        for piece in itertools.chain.from_iterable(split):
            events = self._known(piece)
            if events is None:
                wanted[piece] = None
            else:
                found[piece] = Answer(piece, events)
        for group in packed(wanted):
            found |= self._asked(group)
            # What a reply about several left out or garbled is asked about alone.
            for piece in group:
                if piece not in found:
                    found |= self._asked([piece])
        return [[found[piece] for piece in group] for group in split]

    def _known(self, piece: Piece) -> Sequence[object] | None:
        return None if self._cache is None else self._cache.get(self._key(piece))

    def _key(self, piece: Piece) -> Asked:
        return key_of(piece, self._prompt, self._endpoint)

    def _asked(self, shown: Sequence[Piece]) -> Mapping[Piece, Answer]:
        """Answers about these pieces, which are kept; about one piece in any case."""
        fault = ""
        alone = len(shown) == 1
        for _ in range(_TRIES if alone else 1):
            try:
                events = read_reply(self._said(shown), len(shown))
            except NoReply as error:
                fault = str(error)
                break
            except Unreadable as error:
                fault = str(error)
                continue
            claimed = {piece: events[n] for n, piece in enumerate(shown, 1) if n in events}
            self._keep(claimed)
            if claimed or not alone:
                return {piece: Answer(piece, events) for piece, events in claimed.items()}
            fault = "the reply leaves the article out"
        return {shown[0]: Answer(shown[0], fault=fault)} if alone else {}

    def _keep(self, claimed: Mapping[Piece, Sequence[object]]) -> None:
        if self._cache is not None:
            for piece, events in claimed.items():
                self._cache.put(self._key(piece), events)

    def _said(self, shown: Sequence[Piece]) -> str:
        text = message(shown)
        most = most_of(self._endpoint, self._prompt, text)
        self._meter.reserve(most)
        used = Tokens()
        try:
            reply = self._chat.ask(self._prompt.text, text)
            used = reply.used or most
        except NoReply as error:
            used = error.used or most
            self._count(error if error.outage else None)
            raise
        finally:
            self._meter.settle(most, used)
        self._count(None)
        return reply.text

    def _count(self, outage: NoReply | None) -> None:
        """An endpoint that fails for one article may answer the next; one that is down will not."""
        with self._lock:
            self._failed = 0 if outage is None else self._failed + 1
            if self._failed >= _PATIENCE:
                raise EndpointRefused(
                    f"{self._endpoint.base_url} failed {_PATIENCE} times in a row, at last:"
                    f" {outage}. Answers are kept: run it again to go on"
                )


def in_order(
    items: Iterable[_In], work: Callable[[_In], _Out], *, at_once: int
) -> Generator[_Out, None, None]:
    """What work makes of each item, so many at a time in threads, in the order of the items.

    At most twice as many items are read ahead. Work that has begun ends, also if nobody waits for
    it any more: what was paid for is kept.
    """
    source = iter(items)
    waiting: collections.deque[Future[_Out]] = collections.deque()
    with ThreadPoolExecutor(at_once, thread_name_prefix="stances-llm") as pool:
        try:
            for item in source:
                waiting.append(pool.submit(work, item))
                if len(waiting) >= at_once * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
