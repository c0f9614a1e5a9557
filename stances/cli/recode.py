"""``recode``: a better coder over the same articles, its difference shown before it is written."""

from __future__ import annotations

import click

from stances.cli.articles import Articles, with_articles
from stances.cli.asking import existing
from stances.cli.code import least
from stances.cli.coders import Asking, coder_name, with_asking
from stances.cli.exits import Exit
from stances.cli.options import as_json, log_argument
from stances.corroborate import corroborate
from stances.recoding import recode as recoding_of


@click.command()
@log_argument
@click.option("-y", "--yes", is_flag=True, help="Write the difference without asking.")
@coder_name
@with_asking
@least
@as_json
@with_articles
def recode(
    articles: Articles,
    location: str,
    yes: bool,
    coder: str,
    asking: Asking,
    min_confidence: float,
    as_json: bool,
) -> int:
    """Code articles again, and correct, retract and add what differs from the log.

    PATH is a file or a folder with articles that are in the log, or new ones. The difference is
    shown before it is written. What was coded, corrected or retracted by hand stays as it is.
    """
    screen = articles.screen
    total = articles.count() if screen.shows_progress else None
    with existing(location, writing=True) as log:
        with screen.progress(articles, total=total, doing="coding") as coming:
            chosen = asking.coder(coder)
            plan = recoding_of(log, coming, chosen, min_confidence=min_confidence)
        if as_json:
            screen.records([plan])
        else:
            screen.text(str(plan))
        if plan.records:
            if not yes and not click.confirm("Write this to the log?", err=True):
                screen.say("Nothing was written.")
                return Exit.DONE
            log.append(plan.records, expected_position=plan.position)
            log.append(corroborate(log))
        screen.say("The log is as this coder has it.")
    return Exit.FAULT if articles.faults else Exit.DONE
