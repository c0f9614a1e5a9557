"""Whom an act is meant for that names nobody: "Egypt has refused", "Paris condemned the raid".

The answer lies in what the article told before: whoever was last in an act with its actor and is
still spoken of, else the other one of an article about two. Who welcomes "the deal" welcomes what
those who made it did. Where two are equally near nobody is meant: no addressee is ever guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import attrs

from stances.coding.analysis import Analysis
from stances.coding.antecedents import DEALS
from stances.coding.candidates import Candidate
from stances.coding.clauses import Clause
from stances.coding.lexicon import Frame, NounClasses
from stances.coding.parties import Parties
from stances.coding.passages import Passage
from stances.coding.phrases import Grade
from stances.coding.speech import Speech
from stances.events import EventType

_NEAR = 3
_OFTEN = 5
_OPEN = frozenset(
    {
        EventType.ACCUSE,
        EventType.REJECT,
        EventType.REQUEST,
        EventType.THREATEN,
        EventType.SANCTION,
        EventType.ASSAULT,
        EventType.SUPPORT,
        EventType.AGREE,
    }
)
_ANSWERED = {
    EventType.AGREE: frozenset({EventType.REQUEST, EventType.AGREE}),
    EventType.REJECT: frozenset({EventType.REQUEST}),
}
_DEALINGS = DEALS | {"news", "announcement", "breakthrough", "handshake"}
_TOWARD_THE_OTHER = frozenset({EventType.SANCTION})
_DEMANDS = frozenset({"demand", "urge", "appeal", "press", "request"})
_CALLS = frozenset({"call", "ask", "press", "appeal", "push"})
_TO_WHOM = {
    EventType.REQUEST: frozenset({"to", "on", "upon", "of", "from", "with"}),
    EventType.ACCUSE: frozenset({"to", "at", "against"}),
    EventType.THREATEN: frozenset({"to", "against"}),
}


def left_open(parties: Parties, clause: Clause, frame: Frame) -> bool:
    """Whether the clause leaves unsaid toward whom its act is, as news often does.

    Where somebody stands whom no table knows, it is told.
    """
    if frame.event_type not in _OPEN or frame.mutual or (clause.passive and not clause.subjects):
        return False
    if frame.event_type is EventType.REQUEST and not _demanded(clause):
        return False
    tree = parties.passage.tree
    if frame.event_type is EventType.SUPPORT:
        return any(tree.lemmas[item] in _DEALINGS for item in clause.objects)
    if frame.objects is not None:
        return tree.child(clause.verb, "dative") is None
    led = _TO_WHOM.get(frame.event_type)
    if led is None:
        return frame.event_type is not EventType.REJECT
    told = [item for name, item in clause.preps if name in led]
    if frame.event_type is EventType.REQUEST:
        told += [item for token in clause.complements for item in tree.having(token, "nsubj")]
        return not told and not any(_a_person(tree, token) for token in clause.objects)
    return not any(_a_person(tree, token) for token in (*clause.objects, *told))


def _a_person(tree: Analysis, token: int) -> bool:
    """Whether it is somebody, and not a deed or a thing."""
    people = NounClasses.default().people
    return tree.lemmas[token] in people or (
        tree.tags[token] == "PRP" and tree.lemmas[token] != "it"
    )


def _demanded(clause: Clause) -> bool:
    led = {name for name, _ in clause.preps}
    if clause.lemma in _CALLS and "for" in led:
        return True
    return clause.lemma in _DEMANDS or (clause.lemma == "insist" and "on" in led)


@attrs.define
class Story:
    """What one article has told so far, sentence by sentence.

    ``ties`` are pairs of actors between whom an act was told, with the number of its sentence;
    ``counts`` says how often the whole article speaks of each actor.
    """

    spoken_of: Sequence[Sequence[tuple[int, tuple[str, ...]]]]
    counts: Counter[str]
    starts: Sequence[int]
    ties: list[tuple[int, str, str, EventType]] = attrs.Factory(list)

    @classmethod
    def of(cls, passages: Sequence[Passage], speech: Sequence[Speech]) -> Story:
        """The story of an article of which nothing is coded yet."""
        spoken_of: list[list[tuple[int, tuple[str, ...]]]] = []
        starts: list[int] = []
        for passage, voices in zip(passages, speech, strict=True):
            tree = passage.tree
            starts.append(len(spoken_of))
            spoken_of.extend([] for _ in tree.sentences)
            for token, reference in sorted(voices.references.items()):
                if reference.grade is Grade.ACTOR:
                    sentence = starts[-1] + tree.sentence_of[token]
                    spoken_of[sentence].append((token, reference.codes))
        counts = Counter(code for sentence in spoken_of for _, codes in sentence for code in codes)
        return cls(spoken_of, counts, starts)

    def note(self, sentence: int, kind: EventType, pairs: Iterable[tuple[str, str | None]]) -> None:
        """Remember between whom an act was told."""
        self.ties += [(sentence, one, other, kind) for one, other in pairs if other is not None]

    def addressee(
        self, found: Candidate, sentence: int, beside: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Whom an act of that sentence is meant for; nobody if two are equally near.

        Of an article's two, the other one is not meant if named ``beside`` the act, as its place
        or its matter.
        """
        if found.event_type not in _OPEN:
            return ()
        if found.event_type is EventType.SUPPORT:
            return self._dealers(found)
        if found.event_type in _ANSWERED:
            return self._asking(found, sentence)
        told = self._partner(found, sentence)
        if told or found.event_type not in _TOWARD_THE_OTHER:
            return told
        other = self._other_of_two(found)
        return () if set(other) & set(beside) else other

    def unclear(self, found: Candidate) -> bool:
        """Whether a denial that names nobody can answer any of those in acts with its actor."""
        denial = found.event_type is EventType.REJECT and not found.mutual
        return denial and any({one, other} & set(found.actors) for _, one, other, _ in self.ties)

    def _partner(self, found: Candidate, sentence: int) -> tuple[str, ...]:
        """Who was last in an act with the actor, and is still spoken of."""
        actors = frozenset(found.actors)
        near = {
            code
            for token, codes in self.spoken_of[sentence]
            if token < found.anchor
            for code in codes
        }
        if sentence:
            near.update(code for _, codes in self.spoken_of[sentence - 1] for code in codes)
        last: int | None = None
        partners: dict[str, None] = {}
        blow = found.event_type is EventType.ASSAULT
        for where, one, other, kind in reversed(self.ties):
            if blow and kind is not EventType.ASSAULT:
                continue
            if sentence - where > _NEAR or (last is not None and where < last):
                break
            partner = other if one in actors else one if other in actors else None
            if partner is not None and partner not in actors:
                last, partners[partner] = where, None
        told = tuple(partners)
        return told if len(told) == 1 and told[0] in near else ()

    def _dealers(self, found: Candidate) -> tuple[str, ...]:
        """Who agreed last: whoever welcomes that welcomes what they did."""
        both = [(w, {a, b}) for w, a, b, kind in self.ties if kind is EventType.AGREE]
        last = [pair for where, pair in both if where == both[-1][0]]
        codes = {code for pair in last for code in pair}
        return tuple(sorted(codes)) if len(codes) == 2 and not codes & set(found.actors) else ()

    def _asking(self, found: Candidate, sentence: int) -> tuple[str, ...]:
        """Who last did toward the actor what this answers: a demand, or an offer."""
        asking = [
            one
            for where, one, other, kind in self.ties
            if other in found.actors
            and sentence - where <= _NEAR
            and kind in _ANSWERED[found.event_type]
        ]
        return tuple(code for code in asking[-1:] if code not in found.actors)

    def _other_of_two(self, found: Candidate) -> tuple[str, ...]:
        """The other one of the two whom the article is about."""
        ranked = [*self.counts.most_common(3), ("", 0)]
        if len(found.actors) != 1 or len(self.counts) < 2:
            return ()
        (one, _), (other, often), (_, third) = ranked[:3]
        pair = {one, other}
        if found.actors[0] not in pair or often < _OFTEN or third * 2 > often:
            return ()
        return tuple(pair - set(found.actors))
