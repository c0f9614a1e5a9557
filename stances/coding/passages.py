"""A piece of an article as the rules read it: its parse, and the way back to the article."""

from __future__ import annotations

import bisect
from functools import cached_property

import attrs

from stances.articles import BlockKind
from stances.coding.analysis import Analysis
from stances.coding.clauses import Clause, Clauses
from stances.coding.dates import When
from stances.coding.prepare import Prepared


@attrs.frozen(eq=False, kw_only=True)
class Passage:
    """One prepared and parsed piece of one block."""

    kind: BlockKind
    prepared: Prepared
    tree: Analysis
    dates: tuple[When, ...] = ()

    @cached_property
    def clauses(self) -> dict[int, Clause]:
        """The clauses of the parse, by the token number of their verb."""
        return dict(Clauses(self.tree).by_verb)

    def offsets(self, first: int, last: int) -> tuple[int, int]:
        """Where the tokens ``first`` to ``last`` stand in the article."""
        return self.prepared.original(self.tree.starts[first], self.tree.ends[last])

    def token_at(self, position: int) -> int:
        """The first token that ends behind a position of the prepared text."""
        return min(bisect.bisect_right(self.tree.ends, position), len(self.tree) - 1)
