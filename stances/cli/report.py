"""``report``: the log as one page that travels in time."""

from __future__ import annotations

import click

from stances.cli.asking import Asked, asking
from stances.cli.exits import Exit
from stances.cli.text import many
from stances.report import TITLE, report_page, write_report


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True),
    help="The file to write, instead of standard output.",
)
@click.option("--title", default=TITLE, show_default=True, help="What stands at its head.")
@asking("html")
def report(asked: Asked, output: str | None, title: str) -> int:
    """Write a page that shows who stood how to whom on any day. One file; it needs no network.

    It has a slider through the days, and shows each as we know it now and as it was known then.
    """
    if output is None:
        asked.screen.line(report_page(asked.view, title=title).rstrip())
        return Exit.DONE
    write_report(asked.view, output, title=title)
    asked.screen.say(f"{many(len(asked.view), 'act')} in {output}; open it in a browser")
    return Exit.DONE
