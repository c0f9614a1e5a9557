"""``shards``: a folder of articles too many for one sitting, coded piece by piece."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from stances.cli.articles import Articles, with_articles
from stances.cli.code import least
from stances.cli.coders import coder_name
from stances.cli.exits import Exit
from stances.cli.options import Command, log_location, quiet
from stances.cli.screen import Screen
from stances.cli.text import many, one_line
from stances.coding.shards import Job, ProcessRunner, Recipe, code_shards, make_shards
from stances.coding.shards.making import SIZE
from stances.store import open as open_log

_SHOWN = 5

folder_argument: Callable[[Command], Command] = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path)
)


@click.group()
def shards() -> None:
    """Code many articles: make shards of them, code those, append what came of it to a log.

    Each step may be interrupted or killed. The same command goes on where it was, and changes
    nothing once all is done. docs/sharding.md tells how to code on a cluster.
    """


@shards.command()
@click.option(
    "--into",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where the shards, and later what is coded of them, are kept.",
)
@click.option(
    "--size",
    type=click.IntRange(min=1),
    default=SIZE,
    show_default=True,
    help="Articles a shard. A worker that dies loses a shard's work.",
)
@with_articles
def make(articles: Articles, folder: Path, size: int) -> int:
    """Copy articles into shards; those that are in one already are passed over.

    PATH is a file or a folder: .txt, .html, or .jsonl with an article a line.
    """
    screen = articles.screen
    total = articles.count() if screen.shows_progress else None
    with screen.progress(articles, total=total, doing="reading") as found:
        made = make_shards(found, folder, size=size, on_fault=articles.tell)
    screen.say(
        f"{many(made.articles, 'article')} in {many(made.shards, 'new shard')},"
        f" {made.known:,} were in shards."
    )
    return Exit.FAULT if articles.faults else Exit.DONE


@shards.command(name="code")
@folder_argument
@coder_name
@least
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="How many processes code; by default as many as there are processors.",
)
@quiet
def code_command(
    folder: Path, coder: str, min_confidence: float, workers: int | None, quiet: bool
) -> int:
    """Code the shards of a folder that are not coded yet."""
    screen = Screen(quiet)
    job = Job.of(folder, Recipe(coder, min_confidence=min_confidence))
    runner = ProcessRunner() if workers is None else ProcessRunner(workers)
    total = len(job.shards)
    try:
        with screen.counting(total=total, doing="coding") as progress:
            code_shards(job, runner, progress=progress)
    except KeyboardInterrupt:
        done = total - len(job.left())
        screen.fault(f"Interrupted: {done:,} of {many(total, 'shard')} are coded."
                     " Run it again to go on.")  # fmt: skip
        return Exit.INTERRUPTED
    screen.say(f"{many(total, 'shard')} coded by {job.coder}.")
    return _tell_failed(job, screen)


@shards.command()
@folder_argument
@log_location
@coder_name
@least
@quiet
def append(folder: Path, location: str, coder: str, min_confidence: float, quiet: bool) -> int:
    """Append to a log what this coder coded, all of it or nothing; again changes nothing.

    `stances merge` then finds reports that tell of one act.
    """
    screen = Screen(quiet)
    job = Job.of(folder, Recipe(coder, min_confidence=min_confidence))
    left = job.left()
    with open_log(location) as log:
        appended = log.append(job.records())
    if appended.added or not appended.known:
        screen.say(f"{many(appended.added, 'event')} added, {appended.known:,} were in the log.")
    else:
        screen.say(f"nothing new: all {many(appended.known, 'event')} were in the log.")
    if left:
        screen.fault(f"{len(left):,} of {many(len(job.shards), 'shard')} are not coded yet.")
    failed = _tell_failed(job, screen)
    return Exit.FAULT if left else failed


def _tell_failed(job: Job, screen: Screen) -> Exit:
    failed = list(job.failed())
    if not failed:
        return Exit.DONE
    screen.fault(f"{many(len(failed), 'article')} could not be coded:")
    for failure in failed[:_SHOWN]:
        screen.fault(f"  {one_line(str(failure))}")
    if len(failed) > _SHOWN:
        screen.fault(f"  and more, all in {job.outputs / 'errors'}")
    return Exit.FAULT
