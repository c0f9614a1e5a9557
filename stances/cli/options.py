"""The options that commands share, each written once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import click

Command = Callable[..., int]

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class IsoDate(click.ParamType):
    """A calendar date in the one form that cannot be misread."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Read ``2020-02-18``; anything else is wrong usage."""
        if isinstance(value, dt.date):
            return value
        try:
            if not _ISO.fullmatch(value):
                raise ValueError("it has another form")
            return dt.date.fromisoformat(value)
        except ValueError as error:
            self.fail(
                f"{value!r} is not a date ({error}): write year-month-day, such as 2020-02-18.",
                param,
                ctx,
            )


DATE = IsoDate()

quiet = click.option("-q", "--quiet", is_flag=True, help="Print faults and answers, no messages.")

log_location = click.option(
    "--log",
    "location",
    envvar="STANCES_LOG",
    show_envvar=True,
    required=True,
    metavar="FILE",
    help="The log: an SQLite file, or a database URL.",
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
