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
    metavar="FILE",
    help="The log, an SQLite file.",
)


def output_format(*forms: str) -> Callable[[Command], Command]:
    """``--format`` with these choices, the first being the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help="How the answer is written.",
    )
