"""Finding the article that ends its process, by halves, each in a process that may die.

The processes are commands and not of ``multiprocessing``: workers of Dask are daemons, which may
not have children of that kind.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from stances.articles import Article
from stances.coding.shards.coding import Failed, Output, code_all
from stances.coding.shards.files import article_line, read_article
from stances.coding.shards.recipe import Recipe

_MODULE = "stances.coding.shards.alone"
_TIMES = 2
_RECIPE, _ARTICLES, _READY, _OUTPUT = "recipe.json", "articles.jsonl", "ready", "output.jsonl"


def code_in_isolation(recipe: Recipe, articles: Sequence[Article]) -> Output:
    """What comes of the articles; those that end their process, alone and twice, have failed.

    One that does so costs twice the binary logarithm of the number of articles in processes.

    Raises:
        RuntimeError: no process can make the coder, whatever the articles.

    """
    found = _in_a_process(recipe, articles)
    if isinstance(found, Output):
        return found
    if len(articles) > 1:
        half = len(articles) // 2
        first = code_in_isolation(recipe, articles[:half])
        return first + code_in_isolation(recipe, articles[half:])
    for _ in range(_TIMES - 1):
        found = _in_a_process(recipe, articles)
        if isinstance(found, Output):
            return found
    problem = f"ended its process {_TIMES} times when coded alone: {_ending(found)}"
    return Output(failed=(Failed(article=articles[0].id, problem=problem),))


def _in_a_process(recipe: Recipe, articles: Sequence[Article]) -> Output | int:
    """What came of the articles, or how their process ended instead."""
    with tempfile.TemporaryDirectory(prefix="stances-") as name:
        place = Path(name)
        (place / _RECIPE).write_text(recipe.to_json(), encoding="utf-8")
        (place / _ARTICLES).write_bytes(b"".join(map(article_line, articles)))
        ended = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", _MODULE, name],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        if (place / _OUTPUT).exists():
            return Output.read(place, _OUTPUT)
        if not (place / _READY).exists() or ended.returncode == 1:
            said = ended.stderr.decode("utf-8", "replace").strip()
            raise RuntimeError(
                f"a process for single articles ended: {_ending(ended.returncode)}: {said[-1000:]}"
            )
        return ended.returncode


def code_alone(place: Path) -> None:
    """What such a process does: code the articles in this folder, and write the output there."""
    recipe = Recipe.from_json((place / _RECIPE).read_text(encoding="utf-8"))
    articles = tuple(map(read_article, (place / _ARTICLES).read_bytes().splitlines()))
    coder = recipe.make()
    (place / _READY).touch()
    code_all(coder, articles, recipe.min_confidence).write(place, _OUTPUT)


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
