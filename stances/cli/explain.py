"""``explain``: why each event was coded."""

from __future__ import annotations

import html
from pathlib import Path

import click

from stances.cli.articles import Articles, with_articles
from stances.cli.coders import coder_name
from stances.cli.exits import Exit
from stances.coding import coder_named
from stances.coding.explain import Explanation, explain

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>Why these events</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; }}
figure {{ margin: 0 0 1.8rem; }}
blockquote {{ margin: 0 0 .3rem; }}
figcaption {{ font-size: .9rem; opacity: .8; }}
mark {{ color: inherit; background: none; border-bottom: .2em solid; padding: 0 .1em; }}
mark.actor {{ border-color: #1f77b4; }}
mark.recipient {{ border-color: #d62728; }}
mark.about {{ border-color: #9467bd; }}
mark.claimed_by {{ border-color: #8c564b; }}
mark.speaker {{ border-color: #17a0b0; }}
mark.date, mark.deadline {{ border-color: #2a9d3a; }}
mark.condition {{ border-color: #d98200; }}
</style>
</head>
<body>
<p>Underlined: <mark class="actor">actor</mark> <mark class="recipient">recipient</mark>
<mark class="about">about</mark> <mark class="claimed_by">claimed by</mark>
<mark class="speaker">speaker</mark> <mark class="date">date or deadline</mark>
<mark class="condition">condition</mark></p>
{body}
</body>
</html>
"""


@click.command(name="explain")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, writable=True),
    metavar="FILE",
    help="Write a page instead.",
)
@coder_name
@with_articles
def explain_command(articles: Articles, page: str | None, coder: str) -> int:
    """Code articles, and show why: each event's sentence with its parts marked, and the rule.

    PATH is a file or a folder: .txt, .html, or .jsonl with an article a line.
    """
    chosen = coder_named(coder)
    told: list[str] = []
    for article in articles:
        found = explain(article, coder=chosen)
        if page is None:
            for item in found:
                articles.screen.text(f"{item}\n")
        else:
            told.append(_section(article.title or article.id, found))
    if page is not None:
        Path(page).write_text(_PAGE.format(body="\n".join(told)), "utf-8")
        articles.screen.say(f"{page} written.")
    return Exit.FAULT if articles.faults else Exit.DONE


def _section(title: str, found: tuple[Explanation, ...]) -> str:
    return f"<h2>{html.escape(title)}</h2>\n" + "\n".join(item.to_html() for item in found)
