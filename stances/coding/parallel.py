"""Coding on several processors: each worker process loads a parser of its own."""

from __future__ import annotations

import collections
import functools
import itertools
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor

from stances.articles import Article
from stances.coding.coder import Coded, Coder

_BATCH = 16
_AHEAD = 3


def code_in_processes(articles: Iterable[Article], workers: int) -> Iterator[Coded]:
    """Code with the default coder in ``workers`` processes; results come in the articles' order.

    At most three batches of 16 articles a worker are read ahead, so memory stays bounded.
    """
    # Spawned and not forked: a parser's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    source = iter(articles)
    waiting: collections.deque[Future[list[Coded]]] = collections.deque()
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_coder) as pool:
        try:
            while batch := tuple(itertools.islice(source, _BATCH)):
                waiting.append(pool.submit(_code, batch))
                if len(waiting) >= workers * _AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


@functools.cache
def _coder() -> Coder:
    """The coder of this process, loaded when the process starts."""
    from stances.coding import default_coder

    return default_coder()


def _code(batch: tuple[Article, ...]) -> list[Coded]:
    return list(_coder().code(batch))
