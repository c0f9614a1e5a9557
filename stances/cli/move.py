"""``export`` and ``import log``: back-ups, moves between databases, two logs made one."""

from __future__ import annotations

import io
import sys
from typing import TextIO

import click

from stances.cli.asking import existing
from stances.cli.exits import Exit
from stances.cli.options import as_json, log_argument, quiet
from stances.cli.screen import Screen
from stances.cli.text import many
from stances.store import open as open_log
from stances.transfer import export_log, import_log


@click.command(name="export")
@log_argument
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True), default="-")
@click.option("--no-text", is_flag=True, help="Leave out the texts that events quote.")
@quiet
def export_command(location: str, file: str, no_text: bool, quiet: bool) -> int:
    """Write a log to FILE, or standard output, with the hashes that prove it whole.

    It is verified on the way. The lines are those that `stances import` reads.
    """
    screen = Screen(quiet)
    if file == "-" and sys.stdout.isatty():
        raise click.UsageError("Name a FILE, or send standard output to one.")
    with (
        existing(location) as log,
        screen.counting(total=log.head.position, doing="exporting") as progress,
    ):
        place = _standard_output() if file == "-" else file
        head = export_log(log, place, text=not no_text, progress=progress)
    screen.say(f"{many(head.position, 'record')} exported; the head is {head.hash}")
    return Exit.DONE


@click.command(name="log")
@log_argument
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@as_json
@quiet
def import_log_command(location: str, file: str, as_json: bool, quiet: bool) -> int:
    """Read FILE, or - for standard input, as `stances export` wrote it, into a log.

    A log that is new or empty becomes the exported one, with its times and hashes. To any other
    the records that it lacks are added. With any fault in FILE nothing is.
    """
    screen = Screen(quiet)
    with (
        open_log(location) as log,
        screen.counting(total=None, doing="importing") as progress,
    ):
        source = sys.stdin.buffer if file == "-" else file
        appended = import_log(source, log, progress=progress)
    if as_json:
        screen.records([appended])
    screen.say(
        f"{many(appended.added, 'record')} added, {appended.known:,} were in the log;"
        f" its head is {appended.head.hash}"
    )
    return Exit.DONE


def _standard_output() -> TextIO:
    """Standard output in the one encoding that is read again, whatever the terminal's is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="\n")
    return sys.stdout
