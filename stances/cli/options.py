"""The options that commands share, each written once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import click

from stances.notation import read_day

Command = Callable[..., int]


def date(value: str) -> dt.date:
    """A calendar date in the one form that cannot be misread."""
    try:
        return read_day(value)
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is not a date: write year-month-day, such as 2020-02-18."
        ) from None


quiet: Callable[[Command], Command] = click.option(
    "-q", "--quiet", is_flag=True, help="Print faults and answers, no messages."
)

log_location: Callable[[Command], Command] = click.option(
    "--log",
    "location",
    envvar="STANCES_LOG",
    show_envvar=True,
    required=True,
    metavar="LOG",
    help="The log: an SQLite file, or a postgresql:// URL.",
)

log_argument: Callable[[Command], Command] = click.argument("location", metavar="LOG")

as_json: Callable[[Command], Command] = click.option(
    "--json", "as_json", is_flag=True, help="Answer with a line of JSON."
)


def output_format(*forms: str) -> Callable[[Command], Command]:
    """``--format`` with these choices, the first being the default; ``--json`` for JSON Lines."""
    chosen = click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help="How the answer is written.",
    )
    if "jsonl" not in forms:
        return chosen
    short = click.option("--json", "form", flag_value="jsonl", help="Short for --format jsonl.")
    return lambda command: chosen(short(command))
