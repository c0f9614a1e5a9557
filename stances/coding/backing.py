"""Standing support told in passing: "US-backed rebels", "Turkey-backed fighters"."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from stances.coding.candidates import Candidate
from stances.coding.parties import Parties
from stances.coding.passages import Passage
from stances.events import EventType

_BACKED = frozenset({"backed", "supported", "allied", "sponsored", "led", "armed", "funded"})


@attrs.frozen(eq=False)
class Backing:
    """The support that one passage's hyphenated adjectives tell of."""

    passage: Passage
    parties: Parties

    def find(self) -> Iterator[Candidate]:
        """Every such support, in text order."""
        tree = self.passage.tree
        for token, word in enumerate(tree.words):
            if tree.deps[token] != "amod" or word.lower() not in _BACKED:
                continue
            if token < 2 or tree.words[token - 1] != "-" or word.lower() == "led":
                continue
            backers = self.parties.named(token - 2)
            backed = tuple(c for c in self.parties.named(tree.heads[token]) if c not in backers)
            if backers and backed:
                yield Candidate(
                    rule="backed",
                    event_type=EventType.SUPPORT,
                    anchor=token,
                    actors=backers,
                    recipients=backed,
                    tokens=(token - 2, tree.heads[token]),
                    standing=True,
                )
