"""``import``: an exported log, or other people's event data, into a log."""

from __future__ import annotations

import datetime as dt
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import click

from stances import interchange
from stances.cli.exits import Exit
from stances.cli.move import import_log_command
from stances.cli.options import as_json, date, log_location, quiet
from stances.cli.screen import Screen
from stances.cli.text import many
from stances.interchange import Reading
from stances.releases import Imported, import_rows
from stances.store import open as open_log

_Reader: TypeAlias = Callable[..., Reading]
_Run: TypeAlias = Callable[..., int]

_READERS: Mapping[str, tuple[str, _Reader]] = {
    "gdelt": ("GDELT event files, 1.0 or 2.0", interchange.read_gdelt),
    "icews": ("ICEWS .tab files", interchange.read_icews),
    "polecat": ("POLECAT files", interchange.read_polecat),
    "phoenix": ("Phoenix files", interchange.read_phoenix),
    "acled": ("ACLED exports, as CSV", interchange.read_acled),
    "plover": ("PLOVER JSON, a record a line", interchange.read_plover),
}
_NAME_RELEASES = ("icews", "plover")
_SHOWN = 5


class _PlainForm(click.Group):
    """Without the name of a format, what is imported is a log: ``stances import LOG FILE``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        words = [word for word in args if not word.startswith("-")]
        plain = bool(words) and words[0] not in self.commands
        return super().parse_args(ctx, ["log", *args] if plain else args)


@click.group(name="import", cls=_PlainForm)
def import_command() -> None:
    """Read other people's event data, or an exported log, into a log.

    Without the name of a format, `stances import LOG FILE` reads what `stances export` wrote.
    """


import_command.add_command(import_log_command)


def _codes(_: click.Context, __: click.Parameter, path: str | None) -> Mapping[str, str]:
    if path is None:
        return {}
    try:
        said = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{path} is no TOML: {error}") from None
    if not all(isinstance(code, str) for code in said.values()):
        raise click.BadParameter(f'{path}: write lines such as "Civilians (Syria)" = "SYRREB".')
    return said


def _command(name: str, what: str, read: _Reader) -> click.Command:
    def run(
        files: Sequence[str],
        location: str,
        complete: bool,
        since: dt.date | None,
        until: dt.date | None,
        codes: Mapping[str, str],
        encoding: str,
        as_json: bool,
        quiet: bool,
        **release: str | None,
    ) -> int:
        screen = Screen(quiet)
        sources = [sys.stdin.buffer if file == "-" else file for file in files]
        with (
            open_log(location) as log,
            screen.counting(total=None, doing=f"importing {name}") as progress,
        ):
            reading = read(*sources, codes=codes, encoding=encoding, progress=progress, **release)
            done = import_rows(reading, log, complete=complete, since=since, until=until)
        if as_json:
            screen.records([done])
        screen.say(_told(done))
        return Exit.DONE

    options: list[Callable[[_Run], _Run]] = [
        click.argument(
            "files", metavar="FILE…", nargs=-1, required=True,
            type=click.Path(exists=True, dir_okay=False, allow_dash=True),
        ),
        log_location,
        *([click.option("--release", help="What the data set calls this version of itself.")]
          if name in _NAME_RELEASES else []),
        click.option("--complete", is_flag=True,
                     help="The files are all there is: what they lack was deleted."),
        click.option("--since", type=date, help="The first day that complete files cover."),
        click.option("--until", type=date, help="The last day that complete files cover."),
        click.option("--codes", callback=_codes, metavar="TOML",
                     type=click.Path(exists=True, dir_okay=False),
                     help="Our codes for actors of theirs that mean nobody otherwise."),
        click.option("--encoding", default="utf-8", show_default=True),
        as_json,
        quiet,
    ]  # fmt: skip
    made: _Run = run
    for option in reversed(options):
        made = option(made)
    made.__doc__ = (
        f"Read {what}, plain or zipped, into a log.\n\n    All of it, or with any fault nothing."
        " Again changes nothing; a newer release corrects what was edited."
    )
    return click.command(name=name)(made)


for _name, (_what, _read) in _READERS.items():
    import_command.add_command(_command(_name, _what, _read))


def _told(done: Imported) -> str:
    """What was done, and what was left out and why."""
    counts = {
        "added": done.added,
        "corrected": done.corrected,
        "retracted": done.retracted,
        "restored": done.restored,
        "as they were": done.kept,
        "left as people decided": done.protected,
    }
    said = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    lines = [f"{many(done.rows, 'row')} read; {said or 'no events'}"]
    if done.merged:
        lines.append(f"{done.merged:,} told an act again, and are merged with the first")
    if done.repeated:
        lines.append(f"{done.repeated:,} came under the id of an earlier row, which counts")
    for reason, count in done.left_out.items():
        common = [
            f"{left.value} {times:,}"
            for left, times in done.values
            if left.reason is reason and left.value
        ][:_SHOWN]
        told = f": {', '.join(common)}…" if common else ""
        lines.append(f"left out, {reason}: {count:,}{told}")
    return "\n".join(lines)
