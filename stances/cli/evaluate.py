"""``evaluate``: how well coders do, against events coded by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs
import click

from stances.cli.articles import Articles, with_articles
from stances.cli.coders import Asking, coder_names, with_asking
from stances.cli.exits import Exit
from stances.cli.options import output_format
from stances.coding import Coder
from stances.evaluate import Evaluation, evaluate_sets
from stances.evaluation_text import comparison_text, evaluation_text, side_by_side_text
from stances.events import StanceEvent
from stances.gold import GoldRow, read_gold, read_sets
from stances.side_by_side import run, side_by_side

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
@coder_names
@with_asking
@output_format("table", "jsonl")
@with_articles
def evaluate(
    articles: Articles,
    gold: str,
    sets: str | None,
    diff: bool,
    coders: Sequence[str],
    asking: Asking,
    form: str,
) -> int:
    """Measure coders against events coded by hand.

    GOLD has a line of JSON for each event that a person coded in the articles at PATH. Several
    coders are shown beside each other, with what they differ by, how far they agree, and what
    they cost.
    """
    if diff and len(coders) > 1:
        raise click.UsageError("--diff lists the errors of one coder: name one.")
    rows = read_gold(gold)
    named = None if sets is None else read_sets(sets)
    if len(coders) == 1:
        _one(articles, rows, named, asking.coder(coders[0]), diff=diff, form=form)
    else:
        _several(articles, rows, named, {name: asking.coder(name) for name in coders}, form=form)
    return Exit.FAULT if articles.faults else Exit.DONE


def _one(
    articles: Articles,
    rows: Sequence[GoldRow],
    named: Mapping[str, frozenset[str]] | None,
    coder: Coder,
    *,
    diff: bool,
    form: str,
) -> None:
    screen = articles.screen
    events: list[StanceEvent] = []
    ids: set[str] = set()
    for coded in coder.code(articles):
        ids.add(coded.article.id)
        events += coded.events
    evaluations = evaluate_sets(rows, events, _scored(articles, rows, named, ids))
    if form == "jsonl":
        screen.records(_records(evaluations, diff=diff))
    else:
        for text in _texts(evaluations, diff=diff):
            screen.text(text)


def _several(
    articles: Articles,
    rows: Sequence[GoldRow],
    named: Mapping[str, frozenset[str]] | None,
    coders: Mapping[str, Coder],
    *,
    form: str,
) -> None:
    screen = articles.screen
    every = tuple(articles)
    runs = [run(name, coder, every) for name, coder in coders.items()]
    scored = _scored(articles, rows, named, {article.id for article in every})
    for name, ids in scored.items():
        found = side_by_side(rows, runs, ids)
        if form == "jsonl":
            screen.records({"set": name, **record} for record in found.to_records())
        else:
            screen.text(f"{name}: {side_by_side_text(found)}\n")


def _scored(
    articles: Articles,
    rows: Sequence[GoldRow],
    named: Mapping[str, frozenset[str]] | None,
    ids: set[str],
) -> Mapping[str, frozenset[str]]:
    """The sets of articles that are scored, by name; tells of rows that are of none."""
    missing = {row.article for row in rows} - ids
    if missing:
        articles.screen.say(f"not among the articles, so left out: {', '.join(sorted(missing))}")
    return {"all": frozenset(ids)} if named is None else _among(ids, named)


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
