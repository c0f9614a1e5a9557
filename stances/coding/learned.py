"""The coder that a network proposes to, beside the rules.

Both read the same windows. What the rules found is judged by how likely the network thinks it,
what the network alone finds is added where it is likely enough; dates, speakers, third parties and
evidence of both are worked out in the same way. The weights of that judgement are data
(``model/blend.toml``), fitted on coded texts that neither had seen.
"""

from __future__ import annotations

import bisect
import functools
import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import TypeAlias

import attrs

from stances.actors import Actors
from stances.articles import Article
from stances.coding.analysis import Analyzer
from stances.coding.assemble import assemble
from stances.coding.candidates import Candidate
from stances.coding.coder import Coded
from stances.coding.lexicon import Lexicon
from stances.coding.proposals import proposal
from stances.coding.reader import Reader, Reading
from stances.coding.rules import RuleCoder
from stances.coding.scorer import Score, Scorer
from stances.coding.windows import Window, windows
from stances.events import EventType, Span, StanceEvent

VERSION = "learned-1"

LEAST = 0.02
"""What the network thinks less likely is taken for this likely, and its mirror."""
_Key: TypeAlias = tuple[str, EventType, str | None]


@attrs.frozen
class Blend:
    """How sure to be of an event, from what the network and the rules say of it.

    The sum of the weights goes through a logistic function; ``least`` is where coding begins.
    """

    bias: float
    network: float
    rule: float
    rule_confidence: float
    least: float

    @classmethod
    def default(cls) -> Blend:
        """The weights that come with the network."""
        return _default()

    def sure(self, likely: float, rule_confidence: float | None) -> float:
        """From 0 to 1; ``rule_confidence`` is that of the rule that found it too, if one did."""
        weights = (self.bias, self.network, self.rule, self.rule_confidence)
        terms = zip(weights, self.features(likely, rule_confidence), strict=True)
        return 1 / (1 + math.exp(-sum(weight * feature for weight, feature in terms)))

    @staticmethod
    def features(likely: float, rule_confidence: float | None) -> tuple[float, float, float, float]:
        """What the weights go with, in their order."""
        if rule_confidence is None:
            return 1.0, _log_odds(likely), 0.0, 0.0
        return 1.0, _log_odds(likely), 1.0, _log_odds(rule_confidence)


def _log_odds(share: float) -> float:
    bounded = min(max(share, LEAST), 1 - LEAST)
    return math.log(bounded / (1 - bounded))


@functools.cache
def _default() -> Blend:
    path = resources.files("stances.coding").joinpath("model", "blend.toml")
    return Blend(**tomllib.loads(path.read_text("utf-8")))


@attrs.frozen(kw_only=True, eq=False)
class LearnedCoder:
    """Codes by rules and a network together.

    Args:
        analyzer: the parser.
        actors: who can act, and under which names; the package's tables if not given.
        lexicon: which words carry acts; the package's if not given.
        scorer: the network; the package's if not given.
        blend: how both are weighed; the package's weights if not given.

    """

    analyzer: Analyzer
    actors: Actors = attrs.field(factory=Actors.default)
    lexicon: Lexicon = attrs.field(factory=Lexicon.default)
    scorer: Scorer = attrs.field(factory=Scorer.default)
    blend: Blend = attrs.field(factory=Blend.default)

    @property
    def name(self) -> str:
        """Version of the network, and the parser it stands on."""
        return f"{VERSION}+{self.analyzer.name}"

    def code(self, articles: Iterable[Article]) -> Iterator[Coded]:
        """Code each article, in order, lazily; raises on no text whatsoever."""
        reader = Reader(analyzer=self.analyzer, actors=self.actors, lexicon=self.lexicon)
        rules = RuleCoder(analyzer=self.analyzer, actors=self.actors, lexicon=self.lexicon)
        for reading in reader.read(articles):
            found = list(windows(reading.passages, reading.speech))
            scores = list(self.scorer.scores(found, least=LEAST))
            yield self._judged(reading, rules.assembled(reading), found, scores)

    def _judged(
        self,
        reading: Reading,
        by_rules: Coded,
        found: Sequence[Window],
        scores: Sequence[Sequence[Score]],
    ) -> Coded:
        likely = _Likely.of(reading, found, scores)
        kept: list[StanceEvent] = []
        ruled: dict[_Key, float] = {}
        for event in by_rules.events:
            sure = self.blend.sure(likely.of_event(event), event.confidence)
            ruled[_key(event)] = sure
            if sure >= self.blend.least:
                kept.append(attrs.evolve(event, confidence=round(sure, 3)))
        alone: dict[int, list[Candidate]] = {}
        told: dict[_Key, float] = {}
        for window, scored in zip(found, scores, strict=True):
            for score in scored:
                sure = self.blend.sure(score.likely, None)
                key = (score.pair[0], score.event_type, score.pair[1])
                if sure >= self.blend.least and key not in ruled:
                    passage, speech = (
                        reading.passages[window.passage],
                        reading.speech[window.passage],
                    )
                    candidate = proposal(window, score, passage, speech)
                    alone.setdefault(window.passage, []).append(candidate)
                    told[key] = max(sure, told.get(key, 0.0))
        more = assemble(reading, self.lexicon, self.name, propose=lambda n: alone.get(n, ()))
        kept += (
            attrs.evolve(event, confidence=round(told[_key(event)], 3))
            for event in more.events
            if _key(event) in told
        )
        return Coded(by_rules.article, tuple(sorted(kept, key=_place)), by_rules.skipped)


def _key(event: StanceEvent) -> _Key:
    return event.actor, event.event_type, event.recipient


def _place(event: StanceEvent) -> int:
    return event.evidence.start if isinstance(event.evidence, Span) else 0


@attrs.frozen(eq=False)
class _Likely:
    """What the network thinks of an event, by the window in which its evidence begins."""

    begins: Sequence[int]
    scores: Sequence[Mapping[_Key, float]]

    @classmethod
    def of(
        cls, reading: Reading, found: Sequence[Window], scores: Sequence[Sequence[Score]]
    ) -> _Likely:
        begins = [window.begins_in(reading.passages[window.passage]) for window in found]
        by_key = [{(s.pair[0], s.event_type, s.pair[1]): s.likely for s in one} for one in scores]
        return cls(begins, by_key)

    def of_event(self, event: StanceEvent) -> float:
        """The likelihood that the network gives it; 0 where it read no such pair."""
        place = bisect.bisect_right(self.begins, _place(event)) - 1
        return self.scores[place].get(_key(event), 0.0) if place >= 0 else 0.0
