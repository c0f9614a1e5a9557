"""``evaluate``: how well the coder does, against events coded by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs
import click

from stances.cli.articles import Articles, with_articles
from stances.cli.exits import Exit
from stances.cli.options import coder_name, output_format
from stances.coding import code_articles
from stances.evaluate import Evaluation, evaluate_sets
from stances.evaluation_text import comparison_text, evaluation_text
from stances.events import StanceEvent
from stances.gold import read_gold, read_sets

_FILE = click.Path(exists=True, dir_okay=False)


@click.command()
@click.argument("gold", type=_FILE)
@click.option(
    "--sets",
    type=_FILE,
    metavar="FILE.csv",
    help="Measure sets of articles apart: columns id and set.",
)
@click.option("--diff", is_flag=True, help="List every disagreement too.")
@coder_name
@output_format("table", "jsonl")
@with_articles
def evaluate(
    articles: Articles, gold: str, sets: str | None, diff: bool, coder: str, form: str
) -> int:
    """Measure the coder against events coded by hand.

    GOLD has a line of JSON for each event that a person coded in the articles at PATH.
    """
    screen = articles.screen
    rows = read_gold(gold)
    named = None if sets is None else read_sets(sets)
    events: list[StanceEvent] = []
    ids: set[str] = set()
    for coded in code_articles(articles, coder=coder):
        ids.add(coded.article.id)
        events += coded.events
    scored = {"all": frozenset(ids)} if named is None else _among(ids, named)
    missing = {row.article for row in rows} - ids
    if missing:
        screen.say(f"not among the articles, so left out: {', '.join(sorted(missing))}")
    evaluations = evaluate_sets(rows, events, scored)
    if form == "jsonl":
        screen.records(_records(evaluations, diff=diff))
    else:
        for text in _texts(evaluations, diff=diff):
            screen.text(text)
    return Exit.FAULT if articles.faults else Exit.DONE


def _among(ids: set[str], named: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    return {name: articles & ids for name, articles in named.items() if articles & ids}


def _texts(evaluations: Mapping[str, Evaluation], *, diff: bool) -> Iterator[str]:
    if len(evaluations) > 1:
        yield f"{comparison_text(evaluations)}\n"
    for name, evaluation in evaluations.items():
        yield f"{name}: {evaluation_text(evaluation)}\n"
    if diff:
        yield from (f"{disagreement}\n" for disagreement in _all(evaluations).disagreements)


def _records(evaluations: Mapping[str, Evaluation], *, diff: bool) -> Iterator[dict[str, object]]:
    for name, evaluation in evaluations.items():
        yield from ({"set": name, **record} for record in evaluation.to_records())
    if diff:
        for disagreement in _all(evaluations).disagreements:
            yield {"table": "disagreement", **attrs.asdict(disagreement, recurse=False)}


def _all(evaluations: Mapping[str, Evaluation]) -> Evaluation:
    """The evaluation of all articles, which comes first."""
    return next(iter(evaluations.values()))
