"""``graph``: the graph for other tools."""

from __future__ import annotations

import json
from pathlib import Path

import click
import networkx as nx

from stances import graph as graphs
from stances.cli.asking import Asked, asking
from stances.cli.copied import with_copies
from stances.cli.exits import Exit
from stances.cli.text import json_line, xml
from stances.copies import Sources
from stances.interchange.graphs import to_gexf, to_graphml, to_node_link


@click.command()
@click.option("--dyads", is_flag=True, help="One signed edge a dyad, instead of one edge an act.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True),
    help="A file to write, instead of standard output.",
)
@with_copies
@asking("graphml", "gexf", "json")
def graph(asked: Asked, dyads: bool, output: str | None, copies: Sources | None) -> int:
    """Write the graph as GraphML, GEXF or node-link JSON."""
    made: nx.DiGraph[str] = (
        graphs.dyads(asked.view, sources=copies)
        if dyads
        else graphs.replay(asked.view, sources=copies)
    )
    document = _document(made, asked)
    if output is None:
        asked.screen.line(document)
    else:
        Path(output).write_text(f"{document}\n", encoding="utf-8", newline="\n")
    return Exit.DONE


def _document(made: nx.DiGraph[str], asked: Asked) -> str:
    match asked.form:
        case "graphml":
            return xml(to_graphml(made)).rstrip()
        case "gexf":
            return xml(to_gexf(made)).rstrip()
        case _:
            return json_line(json.dumps(to_node_link(made), ensure_ascii=False))
