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


def code_in_processes(articles: Iterable[Article], workers: int, coder: str) -> Iterator[Coded]:
    """Code with the coder of that name in ``workers`` processes, results in the articles' order.

    At most three batches of 16 articles a worker are read ahead, so memory stays bounded.
    """
    # Spawned and not forked: a parser's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    source = iter(articles)
    waiting: collections.deque[Future[list[Coded]]] = collections.deque()
    with ProcessPoolExecutor(
        workers, mp_context=context, initializer=_coder, initargs=(coder,)
    ) as pool:
        try:
            while batch := tuple(itertools.islice(source, _BATCH)):
                waiting.append(pool.submit(_code, coder, batch))
                if len(waiting) >= workers * _AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


@functools.cache
def _coder(name: str) -> Coder:
    """The coder of this process, loaded when the process starts."""
    from stances.coding import coder_named

    return coder_named(name)


def _code(coder: str, batch: tuple[Article, ...]) -> list[Coded]:
    return list(_coder(coder).code(batch))
