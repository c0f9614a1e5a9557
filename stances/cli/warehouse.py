"""``warehouse``: the log as Parquet files, for engines that answer past memory."""

from __future__ import annotations

import click

from stances.cli.asking import existing
from stances.cli.exits import Exit
from stances.cli.options import as_json, log_location, quiet
from stances.cli.screen import Screen
from stances.cli.text import many


@click.group(name="warehouse")
def warehouse() -> None:
    """Keep the log as Parquet files, which DuckDB and other engines read."""


@warehouse.command(name="sync")
@log_location
@click.argument("directory", type=click.Path(file_okay=False), metavar="DIR")
@as_json
@quiet
def sync_command(location: str, directory: str, as_json: bool, quiet: bool) -> int:
    """Bring the Parquet files in DIR to where the log is now.

    Only what is new is read; again changes nothing; a run that was killed is gone on with. What
    is in doubt, such as a torn file or another log, is made anew.
    """
    from stances.warehouse import sync

    screen = Screen(quiet)
    with (
        existing(location) as log,
        screen.counting(total=log.head.position, doing="writing") as progress,
    ):
        done = sync(log, directory, progress=progress)
    if as_json:
        screen.records([done])
    if done.doubt is not None:
        screen.say(f"made anew, as {done.doubt}")
    screen.say(
        f"{many(done.read, 'record')} read; {many(done.acts, 'row')} up to position"
        f" {done.head.position:,} of the log"
    )
    return Exit.DONE
