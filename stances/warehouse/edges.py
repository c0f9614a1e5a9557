"""The rows of an answer as a graph: what was many events is few edges."""

from __future__ import annotations

import ibis.expr.types as ir
import networkx as nx

from stances.errors import InvalidArgument
from stances.graph import ActorTable, add_actors

MOST_EDGES = 5_000_000
"""What NetworkX holds in the memory of an ordinary machine, with a few attributes each."""

_ROWS = 10_000


def to_networkx(
    answer: ir.Table, *, actors: ActorTable | None = None, most: int = MOST_EDGES
) -> nx.DiGraph[str]:
    """Ask a question, and put its answer into a graph: an edge a row, its attributes the columns.

    Only the answer is loaded. Actors alone with acts toward nobody are not in it.

    Args:
        answer: a table with the columns ``actor`` and ``recipient`` and one row for each pair.
        actors: where names and kinds of actors are looked up.
        most: how many edges to take at most.

    Raises:
        InvalidArgument: the table has other columns, two rows for a pair, or too many.

    """
    missing = {"actor", "recipient"}.difference(answer.columns)
    if missing:
        raise InvalidArgument(f"an edge needs the columns actor and recipient, not {missing}")
    # Not answer.to_pyarrow_batches(): Ibis 12 asks DuckDB for them by a name that 2.0 has not.
    rows = answer.limit(most + 1).to_pyarrow()
    if rows.num_rows > most:
        raise InvalidArgument(
            f"there are more than {most:,} edges: ask for fewer dyads, such as by filter(),"
            " or raise most="
        )
    graph: nx.DiGraph[str] = nx.DiGraph()
    for batch in rows.to_batches(max_chunksize=_ROWS):
        for row in batch.to_pylist():
            ends = row.pop("actor"), row.pop("recipient")
            if graph.has_edge(*ends):
                raise InvalidArgument(
                    f"{ends[0]}→{ends[1]} has several rows: ask about one day or period"
                )
            graph.add_edge(*ends, **row)
    add_actors(graph, list(graph), actors)
    return graph
