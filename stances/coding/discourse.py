"""What an article has told so far: the memory that pronouns and definite nouns draw on."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import attrs

from stances.actors import ActorKind, Actors, AliasKind
from stances.coding.names import Name
from stances.coding.people import People
from stances.coding.phrases import Grade, Reference

_REMEMBERED = 60
_NEAR = 3
_PARTIES = (
    ActorKind.STATE,
    ActorKind.TERRITORY,
    ActorKind.ARMED_GROUP,
    ActorKind.MOVEMENT,
)


@attrs.frozen
class Mention:
    """An actor met in the text; ``sentence`` counts over the article.

    ``several`` are what "they" can mean; a person that no table knows has no codes.
    """

    reference: Reference
    sentence: int
    subject: bool
    several: bool


@attrs.define
class Discourse:
    """The mentions of one article in reading order, and what it calls whom.

    ``counts`` says how often each party of the article is named in all; ``roles`` whose a noun
    was last ("the ministry"), ``surnames`` who the article introduced.
    """

    actors: Actors
    people: People
    counts: Counter[str]
    sentence: int = 0
    mentions: list[Mention] = attrs.Factory(list)
    state: Reference | None = None
    roles: dict[str, tuple[str, ...]] = attrs.Factory(dict)
    surnames: dict[str, Reference] = attrs.Factory(dict)
    topics: list[tuple[str, ...]] = attrs.Factory(list)

    @classmethod
    def of(cls, names: Sequence[Sequence[Name]], people: People, actors: Actors) -> Discourse:
        """An empty memory for an article with these names."""
        counts = Counter(
            name.alias.code
            for found in names
            for name in found
            if name.alias.kind is not AliasKind.PLACE and _is_party(actors, name.alias.code)
        )
        return cls(actors, people, counts)

    def note(self, mention: Mention) -> None:
        """Remember a mention; what lies far back is forgotten."""
        self.mentions.append(mention)
        for code in mention.reference.codes:
            if _is_party(self.actors, code):
                self.counts[code] += 1
        del self.mentions[:-_REMEMBERED]

    def kind(self, code: str) -> ActorKind | None:
        """What sort of actor a code stands for, if a table knows it."""
        actor = self.actors.get(code)
        return None if actor is None else actor.kind

    def person(
        self, *, woman: bool | None = None, but: str = "", here: int | None = None
    ) -> Reference | None:
        """Whom "he", "she" or an office means: the last subject that fits, else the last person.

        ``but`` is the name of the clause's own subject, whom an object pronoun cannot mean; it
        means whoever else its sentence, ``here``, told of last.
        """
        fitting = [
            mention
            for mention in self._back()
            if mention.reference.person is not None
            and not (but and mention.reference.person == but)
            and (woman is None or self.people.woman(mention.reference.person) in (None, woman))
        ]
        for mention in fitting:
            if mention.subject or (here is not None and mention.sentence >= here - 1):
                return mention.reference if mention.reference.codes else None
        return fitting[0].reference if fitting and fitting[0].reference.codes else None

    def body(self) -> Reference | None:
        """Whom "it" means at the head of a sentence: the last subject that is no person."""
        for mention in self._back():
            if (
                mention.subject
                and mention.reference.person is None
                and len(mention.reference.codes) == 1
            ):
                return mention.reference
        return None

    def several(self, but: Iterable[str] = ()) -> Reference | None:
        """Whom "they" means: the last plural, or the last subject."""
        others = frozenset(but)
        for mention in self._back():
            codes = mention.reference.codes
            if codes and mention.several | mention.subject and not others & set(codes):
                return Reference(codes, Grade.ACTOR)
        return None

    def topic(self, but: Iterable[str]) -> tuple[str, ...]:
        """The last subject of a main clause that is not one of these."""
        others = frozenset(but)
        return next((codes for codes in reversed(self.topics[-2:]) if not others & set(codes)), ())

    def lately(self, here: int) -> tuple[str, ...]:
        """Codes told of in one sentence, the last first."""
        codes = (c for m in self._back() if m.sentence == here for c in m.reference.codes)
        return tuple(dict.fromkeys(codes))

    def recent(self) -> tuple[str, ...]:
        """Codes told of, the last first."""
        codes = (code for mention in self._back() for code in mention.reference.codes)
        return tuple(dict.fromkeys(codes))

    def last_of(self, *kinds: ActorKind) -> Reference | None:
        """The actor of one of these kinds that was told of last."""
        for code in self.recent():
            if self.kind(code) in kinds:
                return Reference((code,), Grade.ACTOR)
        return None

    def listed(self, size: int, here: int) -> tuple[str, ...]:
        """The last list of so many actors, else so many told of just now: "the three countries"."""
        for mention in self._back():
            if len(mention.reference.codes) == size:
                return mention.reference.codes
        lately = dict.fromkeys(
            code
            for mention in self.mentions
            if here - mention.sentence < _NEAR
            for code in mention.reference.codes
            if _is_party(self.actors, code)
        )
        return tuple(lately) if len(lately) == size else ()

    def pair(self, but: Iterable[str] = (), *, persons: bool = False) -> tuple[str, ...]:
        """The two of "the two sides": two told of together just now, else the article's two."""
        others = frozenset(but)
        two = self._two_persons(others) if persons else ()
        if two or (two := self.joined(others)):
            return two
        named = (code for code, _ in self.counts.most_common() if code not in others)
        ranked = tuple(itertools.islice(named, 2))
        return tuple(sorted(ranked)) if len(ranked) == 2 else ()

    def joined(self, but: Iterable[str] = ()) -> tuple[str, ...]:
        """The last two parties told of together, a few sentences back at most."""
        others = frozenset(but)
        for mention in self._lately():
            codes = mention.reference.codes
            parties = all(_is_party(self.actors, code) for code in codes)
            if len(codes) == 2 and parties and not others & set(codes):
                return tuple(sorted(codes))
        return ()

    def _two_persons(self, others: frozenset[str]) -> tuple[str, ...]:
        codes = dict.fromkeys(
            mention.reference.codes[0]
            for mention in self._lately()
            if mention.reference.person is not None
            and len(mention.reference.codes) == 1
            and not others & set(mention.reference.codes)
        )
        return tuple(sorted(list(codes)[:2])) if len(codes) >= 2 else ()

    def _lately(self) -> Iterator[Mention]:
        return (m for m in self._back() if self.sentence - m.sentence <= _NEAR)

    def _back(self) -> Iterator[Mention]:
        return reversed(self.mentions)


def _is_party(actors: Actors, code: str) -> bool:
    actor = actors.get(code)
    return actor is None or actor.kind in _PARTIES
