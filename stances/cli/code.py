"""``code`` and ``track``: from articles to events, printed or kept."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Sequence

import click

from stances import wire
from stances.articles import Article
from stances.cli.articles import Articles, with_articles
from stances.cli.coders import Coding, with_coding
from stances.cli.exits import Exit
from stances.cli.options import Command, log_location, output_format
from stances.cli.show import dyad_table
from stances.cli.text import json_line, many, one_line
from stances.copies import Sources, sources
from stances.corroborate import corroborate
from stances.errors import MissingExtra
from stances.store import open as open_log

least: Callable[[Command], Command] = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Pass over events that are right less often than this.",
)


@click.command()
@output_format("jsonl", "text")
@with_coding
@click.option("--dry-run", is_flag=True, help="Say what a model would cost, and ask it nothing.")
@least
@with_articles
def code(
    articles: Articles, form: str, coding: Coding, dry_run: bool, min_confidence: float
) -> int:
    """Code articles and write the events to standard output.

    PATH is a file or a folder: .txt, .html, or .jsonl with an article a line. What was passed
    over, and every fault, goes to standard error.
    """
    screen = articles.screen
    if dry_run:
        screen.text(str(coding.estimate(articles)))
        return Exit.FAULT if articles.faults else Exit.DONE
    for coded in coding.results(articles, min_confidence):
        for event in coded.events:
            screen.line(json_line(wire.dumps(event)) if form == "jsonl" else one_line(str(event)))
        for skipped in coded.skipped:
            screen.say(f"passed over {skipped}")
    coding.tell_cost(screen)
    return Exit.FAULT if articles.faults else Exit.DONE


@click.command()
@log_location
@with_coding
@least
@click.option(
    "--copies",
    "must_tell_copies",
    is_flag=True,
    help="Fail if copies of one story cannot be told. Without this they are, if what finds them"
    " is installed.",
)
@with_articles
def track(
    articles: Articles,
    location: str,
    coding: Coding,
    min_confidence: float,
    must_tell_copies: bool,
) -> int:
    """Code articles into a log, and show who stands how to whom.

    PATH is a file or a folder: .txt, .html, or .jsonl with an article a line. Articles are added
    one at a time, and nothing twice: run it again after an interruption, or with more articles.
    Copies of one story among the articles of one run count as one source.
    """
    screen = articles.screen
    if must_tell_copies:
        sources(())  # what is missing is told before anything is coded
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    telling: list[Article] = []
    total = articles.count() if screen.shows_progress else None
    with open_log(location) as log:
        try:
            found = coding.results(articles, min_confidence)
            with screen.progress(found, total=total, doing="coding") as results:
                for coded in results:
                    appended = log.append(coded.events)
                    counts.update(articles=1, added=appended.added, known=appended.known)
                    reasons.update(s.reason.partition(":")[0] for s in coded.skipped)
                    if coded.events:
                        telling.append(coded.article)
            copies = _copies(telling)
            counts["merges"] = log.append(corroborate(log, sources=copies)).added
        except KeyboardInterrupt:
            screen.fault(f"Interrupted. {_kept(counts)} Run it again to go on.")
            return Exit.INTERRUPTED
        view = log.view()
    coding.tell_cost(screen)
    if not screen.quiet:
        screen.answer(
            _coded(counts), *_passed_over(reasons), _kept(counts), "", dyad_table(view, copies)
        )
    return Exit.FAULT if articles.faults else Exit.DONE


def _copies(articles: Sequence[Article]) -> Sources | None:
    """Which of the articles are copies of one story, if what finds them is installed."""
    with contextlib.suppress(MissingExtra):
        return sources(articles)
    return None


def _coded(counts: Counter[str]) -> str:
    return f"{many(counts['articles'], 'article')} coded: {many(_events(counts), 'event')}."


def _passed_over(reasons: Counter[str]) -> list[str]:
    told = ", ".join(f"{count} {one_line(reason)}" for reason, count in reasons.most_common())
    return [f"{many(reasons.total(), 'passage')} passed over: {told}."] if told else []


def _kept(counts: Counter[str]) -> str:
    if counts["added"] == 0 and _events(counts):
        kept = f"nothing new: all {many(counts['known'], 'event')} were in the log"
    else:
        kept = f"{many(counts['added'], 'event')} added, {counts['known']} were in the log"
    if counts["merges"]:
        kept += f"; {many(counts['merges'], 'act')} recognised in more than one report"
    return f"{kept}."


def _events(counts: Counter[str]) -> int:
    return counts["added"] + counts["known"]
