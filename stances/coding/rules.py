"""The coder that stands on a dependency parse and rules over it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

import attrs

from stances.actors import Actors
from stances.articles import Article
from stances.coding.analysis import Analyzer
from stances.coding.assemble import assemble
from stances.coding.backing import Backing
from stances.coding.candidates import Candidate, Left
from stances.coding.coder import Coded
from stances.coding.commitments import Commitments
from stances.coding.lexicon import Lexicon
from stances.coding.nouns import NounActs
from stances.coding.parties import Parties
from stances.coding.reader import Reader, Reading
from stances.coding.utterances import Utterances
from stances.coding.verbs import VerbActs

VERSION = "rules-1"


@attrs.frozen(kw_only=True, eq=False)
class RuleCoder:
    """Codes by rules over an analyzer's columns.

    Args:
        analyzer: the parser.
        actors: who can act, and under which names; the package's tables if not given.
        lexicon: which words carry acts; the package's if not given.

    """

    analyzer: Analyzer
    actors: Actors = attrs.field(factory=Actors.default)
    lexicon: Lexicon = attrs.field(factory=Lexicon.default)

    @property
    def name(self) -> str:
        """Version of the rules, and the parser they stand on."""
        return f"{VERSION}+{self.analyzer.name}"

    def code(self, articles: Iterable[Article]) -> Iterator[Coded]:
        """Code each article, in order, lazily; raises on no text whatsoever."""
        reader = Reader(analyzer=self.analyzer, actors=self.actors, lexicon=self.lexicon)
        for reading in reader.read(articles):
            yield self.assembled(reading, coder=self.name)

    def assembled(self, reading: Reading, *, coder: str) -> Coded:
        """Code one article that was read already, in the name of a coder."""
        propose = functools.partial(self._found, reading)
        return assemble(reading, self.lexicon, coder, propose=propose)

    def _found(self, reading: Reading, number: int) -> Iterator[Candidate | Left]:
        passage, speech = reading.passages[number], reading.speech[number]
        parties = Parties(passage, speech, self.lexicon)
        yield from VerbActs(passage, speech, parties, self.lexicon).find()
        yield from Commitments(passage, speech, parties, self.lexicon).find()
        yield from Utterances(passage, speech, parties, self.lexicon).find()
        yield from NounActs(passage, speech, parties, self.lexicon).find()
        yield from Backing(passage, parties).find()
