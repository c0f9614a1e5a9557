"""Where answers and messages go, and what a table looks like."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeVar

import attrs
import click
from rich import box
from rich.console import Console, RenderableType
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from stances.cli.exits import Exit
from stances.cli.plain import to_line
from stances.cli.text import lines, one_line

_T = TypeVar("_T")

_UNCUT = 100_000


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _UNCUT
    return console


@attrs.frozen
class Screen:
    """Standard output for answers, standard error for messages; ``quiet`` leaves messages out."""

    quiet: bool = False

    def answer(self, *shown: RenderableType) -> None:
        """Print to standard output: wrapped and coloured on a terminal, plain and whole else."""
        console = _console(stderr=False)
        with console.capture() as printed:
            for item in shown:
                console.print(item)
        self.line("\n".join(line.rstrip() for line in printed.get().splitlines()))

    def line(self, line: str) -> None:
        """Write one line of data to standard output as it is.

        Raises:
            click.exceptions.Exit: nobody reads any more. Said here, as rich and click would each
                end the process in its own way.

        """
        try:
            sys.stdout.write(f"{line}\n")
        except BrokenPipeError:
            raise click.exceptions.Exit(Exit.CLOSED_PIPE) from None

    def text(self, text: str) -> None:
        """Write text that is laid out already to standard output."""
        self.line(lines(text))

    def records(self, values: Iterable[object]) -> None:
        """Write values as JSON, one a line."""
        for value in values:
            self.line(to_line(value))

    @property
    def shows_progress(self) -> bool:
        """Whether somebody is there to see a bar move."""
        return not self.quiet and sys.stderr.isatty()

    @contextlib.contextmanager
    def progress(
        self, items: Iterable[_T], *, total: int | None, doing: str
    ) -> Iterator[Iterable[_T]]:
        """The same items, with a bar on standard error while they are taken."""
        bar = Progress(
            console=_console(stderr=True), disable=not self.shows_progress, transient=True
        )
        with bar:
            yield bar.track(items, total=total, description=doing)

    @contextlib.contextmanager
    def counting(self, *, total: int | None, doing: str) -> Iterator[Callable[[int], None]]:
        """What is to be called with how much is done, with a bar on standard error."""
        bar = Progress(
            console=_console(stderr=True), disable=not self.shows_progress, transient=True
        )
        with bar:
            task = bar.add_task(doing, total=total)
            yield lambda done: bar.update(task, completed=done)

    def say(self, message: str) -> None:
        """Tell of something that needs no action, unless quiet."""
        if not self.quiet:
            self.fault(message)

    def fault(self, message: str) -> None:
        """Tell of something that is wrong."""
        sys.stderr.write(f"{lines(message)}\n")


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str | Text]],
    *,
    numbers: Collection[str] = (),
    long: Collection[str] = (),
) -> Table:
    """A table of untrusted text.

    Columns named in ``numbers`` are set to the right; those in ``long`` give way where it is
    narrow, and run over several lines.
    """
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for heading in headings:
        made.add_column(
            heading,
            justify="right" if heading in numbers else "left",
            no_wrap=heading not in long,
            overflow="fold",
        )
    for row in rows:
        made.add_row(*(Text(one_line(cell)) if isinstance(cell, str) else cell for cell in row))
    return made


def grid(*, columns: int) -> Table:
    """Rows without rules or headings; the last column gives way where it is narrow."""
    made = Table.grid(padding=(0, 2, 0, 0))
    for left in reversed(range(columns)):
        made.add_column(no_wrap=left > 0, overflow="fold")
    return made


def number(value: float) -> Text:
    """A score or balance with its sign, to one decimal: green above zero and red below."""
    rounded = round(value, 1)
    if rounded == 0:
        return Text("0.0")
    return Text(f"{rounded:+.1f}", style="green" if rounded > 0 else "red")
