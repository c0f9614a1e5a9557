"""``head``, ``verify`` and ``recover``: whether a log is what was recorded, and if it is not."""

from __future__ import annotations

import click

from stances.cli.asking import existing
from stances.cli.exits import Exit
from stances.cli.options import as_json, log_argument, quiet
from stances.cli.screen import Screen
from stances.cli.text import many
from stances.recovery import recover_log
from stances.store import Head


@click.command()
@log_argument
@as_json
def head(location: str, as_json: bool) -> int:
    """Show where the log ends: position and hash. Publish the hash, and nobody can alter it."""
    with existing(location) as log:
        _tell(Screen(), log.head, as_json=as_json)
    return Exit.DONE


@click.command()
@log_argument
@as_json
@quiet
def verify(location: str, as_json: bool, quiet: bool) -> int:
    """Check every record, and that each follows from those before. Shows the head of the log.

    What was cut off at the end leaves no trace: compare the head with one that you kept.
    """
    screen = Screen(quiet)
    with (
        existing(location) as log,
        screen.counting(total=log.head.position, doing="verifying") as progress,
    ):
        found = log.verify(progress)
    _tell(screen, found, as_json=as_json)
    screen.say(f"{many(found.position, 'record')} verified.")
    return Exit.DONE


@click.command()
@click.argument("bad", type=click.Path(exists=True, dir_okay=False))
@click.argument("new", metavar="NEW")
@as_json
@quiet
def recover(bad: str, new: str, as_json: bool, quiet: bool) -> int:
    """Write what verifies of a damaged log to a new one. The damaged file stays as it is.

    BAD is an SQLite file; NEW is where the new log will be, a file or a postgresql:// URL. What
    was lost is told by its positions, and makes the exit code 1.
    """
    screen = Screen(quiet)
    with screen.counting(total=None, doing="recovering") as progress:
        recovery = recover_log(bad, new, progress=progress)
    if as_json:
        screen.records([recovery])
    else:
        screen.text(str(recovery))
    return Exit.FAULT if recovery.lost or recovery.rescued else Exit.DONE


def _tell(screen: Screen, found: Head, *, as_json: bool) -> None:
    if as_json:
        screen.records([found])
    else:
        screen.line(f"{found.position} {found.hash}")
