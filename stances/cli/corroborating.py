"""``merge`` and ``contested``: which reports tell of one act, and which acts not all tell alike."""

from __future__ import annotations

from collections.abc import Callable

import click
from rich.text import Text

from stances import disputes
from stances.cli.acts import quote_of, said_of, what_of, when
from stances.cli.asking import Asked, asking, existing
from stances.cli.copied import with_copies
from stances.cli.exits import Exit
from stances.cli.options import log_location, output_format, quiet
from stances.cli.screen import Screen, grid
from stances.cli.text import one_line
from stances.copies import Sources
from stances.corroborate import Proposal, proposals
from stances.disputes import Contested, Dispute
from stances.events import StanceEvent

_STYLES = {Dispute.DENIED: "red", Dispute.REJECTED: "red", Dispute.ONE_SIDE: "yellow"}


@click.command()
@log_location
@click.option("--yes", is_flag=True, help="Record what is proposed; `retract` undoes it.")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Pass over merges that are right less often than this.",
)
@with_copies
@output_format("table", "jsonl")
@quiet
def merge(
    location: str,
    yes: bool,
    min_confidence: float,
    copies: Sources | None,
    form: str,
    quiet: bool,
) -> int:
    """List reports that seem to tell of one act, and with --yes record that they do."""
    screen = Screen(quiet)
    with existing(location, writing=yes) as log:
        found = proposals(log, sources=copies, min_confidence=min_confidence)
        if yes:
            log.append(proposal.merge for proposal in found)
    if form == "jsonl":
        screen.records(proposal.merge for proposal in found)
    else:
        blocks = grid(columns=3)
        for proposal in found:
            _propose(blocks.add_row, proposal)
        screen.answer(blocks if found else "None.")
    told = "recorded" if yes else "proposed; to record them: stances merge --yes"
    screen.say(f"{len(found):,} {'merge' if len(found) == 1 else 'merges'} {told}")
    return Exit.DONE


@click.command()
@asking("table", "jsonl")
def contested(asked: Asked) -> int:
    """List acts that somebody denies, or that one side alone tells."""
    found = disputes.contested(asked.view)
    if asked.form == "jsonl":
        asked.screen.records(found)
        return Exit.DONE
    blocks = grid(columns=3)
    for item in found:
        status = Text(item.dispute, style=_STYLES[item.dispute])
        blocks.add_row(status, when(item.event), f"{_parties(item.event)}  {said_of(item.act)}")
        blocks.add_row("", "", Text(quote_of(item.event), style="italic"))
        blocks.add_row("", "", Text(f"→ {_why(item)}", style="dim"))
    asked.screen.answer(blocks if found else "None.")
    return Exit.DONE


def _propose(add_row: Callable[..., None], proposal: Proposal) -> None:
    event = proposal.act.event
    reason = one_line(proposal.merge.reason or "")
    add_row(f"{proposal.confidence:.2f}", when(event), f"{_parties(event)}  {what_of(event)}")
    add_row("", "", Text(reason, style="dim"))
    for report in proposal.act.reports:
        told = one_line(f"{report.publisher or report.article or '?'}, {report.published}:")
        add_row("", "", Text(f"{told} {quote_of(report)}", style="italic"))


def _parties(event: StanceEvent) -> str:
    return f"{event.actor}→{event.recipient or ''}"


def _why(item: Contested) -> str:
    against = "".join(f"; {one_line(str(act))}" for act in item.against)
    return f"{one_line(item.reason)}{against}"
