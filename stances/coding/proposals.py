"""What the network found, as a candidate with the parts that events are made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stances.coding.analysis import Analysis
from stances.coding.candidates import Candidate
from stances.coding.passages import Passage
from stances.coding.scorer import Score
from stances.coding.speech import Speech, Voice
from stances.coding.timing import verb_above
from stances.coding.verbs import SPOKEN
from stances.coding.windows import Window
from stances.events import EventType

FAMILY = "pair"

_HOSTILE = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.MOBILIZE})


def proposal(window: Window, score: Score, passage: Passage, speech: Speech) -> Candidate:
    """One act of one pair; its predicate is where the two mentions meet in the parse."""
    actor, recipient = score.pair
    doing = _tokens(window, actor)
    toward = _tokens(window, recipient)
    anchor = meeting(passage, window.sentence, doing, toward)
    voice = speech.voice(passage, anchor)
    spoken = score.event_type in SPOKEN
    return Candidate(
        rule=f"{FAMILY}:{score.event_type.lower()}",
        event_type=score.event_type,
        anchor=anchor,
        actors=(actor,),
        recipients=() if recipient is None else (recipient,),
        tokens=(*doing[:1], anchor, *toward[:1]),
        modality=score.modality,
        person=_person(speech, doing, voice, actor) if spoken else None,
        claimed_by=_claimed_by(voice, actor, score.event_type),
    )


def _tokens(window: Window, code: str | None) -> list[int]:
    return [s.token for s in window.spots if s.token is not None and code in s.codes]


def meeting(passage: Passage, sentence: int, doing: Sequence[int], toward: Sequence[int]) -> int:
    """The lowest word above an actor and a recipient, the nearest two of them, or its verb."""
    tree = passage.tree
    tokens = tree.sentence_range(sentence)
    root = next((token for token in tokens if tree.heads[token] == token), tokens[0])
    lowest = min(
        ((_meet(tree, a, b), a, b) for a in doing or [root] for b in toward or doing or [root]),
        key=lambda met: met[0][1],
    )[0][0]
    if lowest in doing or lowest in toward:
        above = verb_above(passage, lowest)
        return lowest if above is None else above
    return lowest


def _meet(tree: Analysis, one: int, other: int) -> tuple[int, int]:
    """Where the paths up from two words meet, and how long they are together."""
    up = {token: steps for steps, token in enumerate((one, *tree.ancestors(one)))}
    for steps, token in enumerate((other, *tree.ancestors(other))):
        if token in up:
            return token, steps + up[token]
    return one, len(tree)


def _person(speech: Speech, doing: Iterable[int], voice: Voice | None, actor: str) -> str | None:
    for token in doing:
        person = speech.references[token].person
        if person is not None:
            return person
    return voice.person if voice is not None and actor in voice.codes else None


def _claimed_by(voice: Voice | None, actor: str, event_type: EventType) -> str | None:
    if voice is None or not voice.codes or (actor in voice.codes and event_type not in _HOSTILE):
        return None
    return voice.codes[0]
