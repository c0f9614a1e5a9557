"""The coder that a network proposes to, beside the rules.

Both read the same windows. What the rules found and what the network found is judged together
(``blend.py``), and kept where the judgement is sure enough; dates, speakers, third parties and
evidence of both are worked out in the same way.
"""

from __future__ import annotations

import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import attrs

from stances.actors import Actors
from stances.articles import Article
from stances.coding.analysis import Analyzer
from stances.coding.assemble import assemble
from stances.coding.blend import LEAST, Act, Blend, judged, unwindowed
from stances.coding.candidates import Candidate
from stances.coding.coder import Coded
from stances.coding.lexicon import Lexicon
from stances.coding.proposals import proposal
from stances.coding.reader import Reader, Reading
from stances.coding.rules import RuleCoder
from stances.coding.scorer import Score, Scorer
from stances.coding.windows import Window, windows
from stances.events import Span, StanceEvent

VERSION = "learned-3"

EVEN = 0.5
"""How sure a rule is taken to be that does not say."""


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
            yield self._judged(reading, rules.assembled(reading, coder=self.name), found, scores)

    def _judged(
        self,
        reading: Reading,
        by_rules: Coded,
        found: Sequence[Window],
        scores: Sequence[Sequence[Score]],
    ) -> Coded:
        likely = [{(s.pair, s.event_type): s.likely for s in one} for one in scores]
        placed = _Placed.of(reading, found, by_rules.events)
        sure = [
            {act: self.blend.sure(features) for act, features in judged(w, p, ruled).items()}
            for w, p, ruled in zip(found, likely, placed.ruled, strict=True)
        ]
        kept: list[StanceEvent] = []
        for event, place in zip(by_rules.events, placed.places, strict=True):
            if place is None:
                elsewhere = max((one.get(_act(event), 0.0) for one in likely), default=0.0)
                features = unwindowed(elsewhere, _confidence(event))
                confidence = self.blend.sure(features)
            else:
                confidence = sure[place][_act(event)]
            if confidence >= self.blend.least:
                kept.append(attrs.evolve(event, confidence=round(confidence, 3)))
        kept += self._alone(reading, found, scores, sure, {_act(e) for e in by_rules.events})
        return Coded(by_rules.article, tuple(sorted(kept, key=_begins)), by_rules.skipped)

    def _alone(
        self,
        reading: Reading,
        found: Sequence[Window],
        scores: Sequence[Sequence[Score]],
        sure: Sequence[Mapping[Act, float]],
        ruled: Collection[Act],
    ) -> Iterator[StanceEvent]:
        """What only the network found, and is sure enough."""
        alone: dict[int, list[Candidate]] = {}
        told: dict[Act, float] = {}
        for window, scored, surely in zip(found, scores, sure, strict=True):
            for score in scored:
                act = score.pair, score.event_type
                confidence = surely.get(act, 0.0)
                if confidence >= self.blend.least and act not in ruled:
                    passage = reading.passages[window.passage]
                    speech = reading.speech[window.passage]
                    candidate = proposal(window, score, passage, speech)
                    alone.setdefault(window.passage, []).append(candidate)
                    told[act] = max(confidence, told.get(act, 0.0))
        more = assemble(reading, self.lexicon, self.name, propose=lambda n: alone.get(n, ()))
        for event in more.events:
            if _act(event) in told:
                yield attrs.evolve(event, confidence=round(told[_act(event)], 3))


def _act(event: StanceEvent) -> Act:
    return (event.actor, event.recipient), event.event_type


def _begins(event: StanceEvent) -> int:
    return event.evidence.start if isinstance(event.evidence, Span) else 0


def _confidence(event: StanceEvent) -> float:
    return EVEN if event.confidence is None else event.confidence


@attrs.frozen(eq=False)
class _Placed:
    """In which window each event of the rules begins, and by window what the rules found there."""

    places: Sequence[int | None]
    ruled: Sequence[Mapping[Act, float]]

    @classmethod
    def of(
        cls, reading: Reading, found: Sequence[Window], events: Iterable[StanceEvent]
    ) -> _Placed:
        stretches = [window.stretch_in(reading.passages[window.passage]) for window in found]
        begins = [start for start, _ in stretches]
        places: list[int | None] = []
        ruled: list[dict[Act, float]] = [{} for _ in found]
        for event in events:
            place = bisect.bisect_right(begins, _begins(event)) - 1
            if place < 0 or _begins(event) >= stretches[place][1]:
                places.append(None)
                continue
            places.append(place)
            best = ruled[place].get(_act(event), 0.0)
            ruled[place][_act(event)] = max(best, _confidence(event))
        return cls(places, ruled)
