"""The group of all commands, and how each way of ending becomes an exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

import stances
from stances.cli.alignment import alignment
from stances.cli.code import code, track
from stances.cli.compare import compare
from stances.cli.corroborating import contested, merge
from stances.cli.evaluate import evaluate
from stances.cli.exits import Exit
from stances.cli.explain import explain_command
from stances.cli.graph import graph
from stances.cli.importing import import_command
from stances.cli.integrity import head, recover, verify
from stances.cli.move import export_command
from stances.cli.outcomes import agreements, demands, threats
from stances.cli.recode import recode
from stances.cli.report import report
from stances.cli.screen import Screen
from stances.cli.shards import shards
from stances.cli.show import dyads, series, show
from stances.cli.story import story, turning_points
from stances.cli.warehouse import warehouse
from stances.cli.write import append, correct, erase, retract, rule
from stances.errors import InvalidArgument, StancesError, UnknownRecord

COMMANDS = (
    track,
    code,
    shards,
    explain_command,
    append,
    show,
    dyads,
    compare,
    series,
    story,
    turning_points,
    alignment,
    demands,
    threats,
    agreements,
    contested,
    graph,
    report,
    merge,
    correct,
    retract,
    rule,
    erase,
    recode,
    head,
    verify,
    export_command,
    import_command,
    recover,
    warehouse,
    evaluate,
)


@click.group(
    name="stances",
    commands=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(stances.__version__, prog_name="stances")
def group() -> None:
    """Read news articles for who took which stance toward whom, keep that in a log, and ask it.

    Exit codes: 0 done, 1 a fault in the data, 2 wrong usage.
    """


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code; messages go to standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    code = _run(arguments)
    if code == Exit.CLOSED_PIPE:
        # Else the interpreter would complain while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _run(arguments: Sequence[str]) -> int:
    try:
        code: int | None = group.main(list(arguments), prog_name="stances", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        Screen().fault("Interrupted.")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return Exit.CLOSED_PIPE
    except (InvalidArgument, UnknownRecord) as error:
        Screen().fault(str(error))
        return Exit.USAGE
    except (StancesError, OSError) as error:
        Screen().fault(str(error))
        return Exit.FAULT
    return code or Exit.DONE
