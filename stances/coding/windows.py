"""A sentence as a learned coder reads it: what it follows on, and who is mentioned where.

Whom a word stands for is known already, from the rules' own references and voices; here it is laid
out as one short text with the places of the mentions, and the pairs of actors that may have acted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import attrs

from stances.articles import BlockKind
from stances.coding.passages import Passage
from stances.coding.speech import Speech

BEFORE = 300
"""How many characters of the sentence before are read with a sentence at most."""

HEADLINE = 120
"""How many characters of the headline."""

MAX_SENTENCE = 1_000
_EARLIER = 3
"""How many sentences back it is looked who else was named, beyond the one before."""

_MOST_NAMED = 4
_MOST_HERE = 8
_MOST_BEFORE = 6

Pair: TypeAlias = tuple[str, str | None]
"""Codes of who may have acted, and toward whom, if anybody."""


@attrs.frozen
class Spot:
    """A mention in a window's text: ``token`` is its number in the passage, None before it."""

    start: int
    end: int
    codes: tuple[str, ...]
    token: int | None


@attrs.frozen(kw_only=True)
class Window:
    """One sentence of one passage; it begins at ``begins`` in ``text``."""

    passage: int
    sentence: int
    text: str
    begins: int
    spots: tuple[Spot, ...]

    def stretch_in(self, passage: Passage) -> tuple[int, int]:
        """Where its sentence begins in the article, and where it ends."""
        tokens = passage.tree.sentence_range(self.sentence)
        return passage.offsets(tokens[0], tokens[-1])

    @property
    def here(self) -> tuple[str, ...]:
        """Codes mentioned in the sentence, in text order."""
        told = (code for spot in self.spots if spot.token is not None for code in spot.codes)
        return tuple(dict.fromkeys(told))[:_MOST_HERE]

    @property
    def before(self) -> tuple[str, ...]:
        """Codes mentioned only before the sentence, the nearest first."""
        here = self.here
        told = (c for s in reversed(self.spots) if s.token is None for c in s.codes)
        return tuple(dict.fromkeys(code for code in told if code not in here))[:_MOST_BEFORE]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Who may have acted toward whom: of actor and recipient at least one stands here."""
        here, before = self.here, self.before
        everyone = (*here, *before)
        return tuple(
            (actor, recipient)
            for actor in everyone
            for recipient in (None, *everyone)
            if actor != recipient and (actor in here or recipient in here)
        )


def windows(passages: Sequence[Passage], speech: Sequence[Speech]) -> Iterator[Window]:
    """A window for every sentence that mentions anybody; the headline is only read along."""
    both = list(zip(passages, speech, strict=True))
    headline = _headline(both)
    back: list[_Stretch] = []
    for number, (passage, voices) in enumerate(both):
        if passage.kind is BlockKind.TITLE:
            continue
        for sentence in range(len(passage.tree.sentences)):
            own = _own(passage, voices, sentence)
            told = _told(passage, voices, sentence, own[1])
            last = back[-1] if back else _EMPTY
            named = _named(back[-1 - _EARLIER : -1], (headline, last, told, own))
            window = _joined(number, sentence, (headline, named, last, told), own)
            if window.here:
                yield window
            back = [*back[-_EARLIER:], own]


_Stretch: TypeAlias = tuple[str, tuple[Spot, ...]]
_EMPTY: _Stretch = ("", ())


def _headline(both: Sequence[tuple[Passage, Speech]]) -> _Stretch:
    """The first headline, if there is one, up to its full length."""
    for passage, voices in both:
        if passage.kind is BlockKind.TITLE and len(passage.tree.sentences):
            words, spots = _own(passage, voices, 0)
            cut = words[:HEADLINE]
            return f"{cut}.", tuple(spot for spot in spots if spot.end <= len(cut))
    return _EMPTY


def _named(earlier: Sequence[_Stretch], known: Sequence[_Stretch]) -> _Stretch:
    """Who was named a little earlier and stands in none of the known stretches, the latest last."""
    mentioned = {code for _, spots in known for spot in spots for code in spot.codes}
    found: dict[tuple[str, ...], str] = {}
    for words, spots in reversed(earlier):
        for spot in reversed(spots):
            name = words[spot.start : spot.end]
            if name[:1].isupper() and mentioned.isdisjoint(spot.codes):
                found.setdefault(spot.codes, name)
    text = ""
    placed: list[Spot] = []
    for codes, name in reversed(list(found.items())[:_MOST_NAMED]):
        text += f"{', ' if text else ''}{name}"
        placed.append(Spot(len(text) - len(name), len(text), codes, None))
    return (f"{text}:", tuple(placed)) if text else _EMPTY


def _own(passage: Passage, voices: Speech, sentence: int) -> _Stretch:
    """A sentence and the mentions in it, places counted from its first character."""
    tree = passage.tree
    tokens = tree.sentence_range(sentence)
    start = tree.starts[tokens[0]]
    text = tree.text[start : tree.ends[tokens[-1]]][:MAX_SENTENCE]
    found = [
        Spot(tree.starts[token] - start, tree.ends[token] - start, reference.codes, token)
        for token in tokens
        if (reference := voices.references.get(token)) is not None
        and reference.codes
        and tree.ends[token] - start <= len(text)
    ]
    return text, tuple(found)


def _told(passage: Passage, voices: Speech, sentence: int, spots: tuple[Spot, ...]) -> _Stretch:
    """Who says a quoted sentence that does not name them."""
    tree = passage.tree
    tokens = tree.sentence_range(sentence)
    root = next((t for t in tokens if tree.heads[t] == t), tokens[0])
    voice = voices.quoted.get(root)
    if voice is None or not voice.codes or any(set(s.codes) & set(voice.codes) for s in spots):
        return "", ()
    name = voice.person or voice.codes[0]
    return f"{name} said:", (Spot(0, len(name), voice.codes, None),)


def _joined(number: int, sentence: int, before: Sequence[_Stretch], own: _Stretch) -> Window:
    text = ""
    spots: list[Spot] = []
    for words, found in before:
        if not words:
            continue
        cut = max(0, len(words) - BEFORE)
        shift = len(text) - cut
        spots += [
            Spot(s.start + shift, s.end + shift, s.codes, None) for s in found if s.start >= cut
        ]
        text += words[cut:] + " "
    begins = len(text)
    spots += [Spot(s.start + begins, s.end + begins, s.codes, s.token) for s in own[1]]
    return Window(
        passage=number, sentence=sentence, text=text + own[0], begins=begins, spots=tuple(spots)
    )
