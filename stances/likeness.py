"""When two reports tell of one act: what contradicts it, and which rule speaks for it.

Two reports can tell of one act only if actor, recipient, event type and modality are the same and
nothing that one says contradicts the other: their dates agree as exactly as they are known, and
third party, speaker and deadline are alike where both have one. They are taken to, if a ``Rule``
holds too. Everything here looks at a pair alone, so a pair is as alike in one log as in any other.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType

import attrs

from stances.actors import Actors
from stances.events import Modality, Precision, Row, StanceEvent
from stances.evidence import quoted
from stances.names import AliasKind
from stances.spans import days_meant
from stances.wording import Wording, stems, wording

LOOK_BACK = 30
"""Days within which an act of unknown date is taken to lie before its report (or, announced,
after it)."""

SAME_NEWS = 2
"""Days between two publications within which one telling word in common is enough."""

SAME_WEEK = 7
"""Days between two publications within which names, numbers or two telling words are enough."""

LIKE_AFTERWARDS = 0.25
"""How alike the words of two reports must be (Dice) that came further apart; a name in common too.
"""

SAME_WORDS = 0.8
"""How alike the words of two passages must be (Dice) for one to be a copy of the other."""


_OWN_NAMES = {AliasKind.NAME, AliasKind.ADJECTIVE, AliasKind.DEMONYM, AliasKind.CAPITAL}


class Rule(enum.StrEnum):
    """Why two reports that nothing contradicts are taken to tell of one act, the surest first."""

    COPY = "same words in copies of one story"
    DAY = "same day and details"
    WEEK = "dates agree and details are the same"
    DEADLINE = "same deadline"
    NEWS_WORD = "dates agree, same news and a telling word"
    LATER = "dates agree and names are the same"
    DAY_WORD = "same day and a telling word"


CONFIDENCE: Mapping[Rule, float] = MappingProxyType(
    {
        Rule.COPY: 0.99,
        Rule.DAY: 0.97,
        Rule.WEEK: 0.94,
        Rule.DEADLINE: 0.8,
        Rule.NEWS_WORD: 0.86,
        Rule.LATER: 0.8,
        Rule.DAY_WORD: 0.67,
    }
)
"""How often each rule was right on the development pairs of ``fixtures/pairs.jsonl``, as
(right + 1) / (found + 2); what copies say in the same words is one act but for an error of coding.
"""


@attrs.frozen
class Likeness:
    """Why two reports are taken to tell of one act; ``words`` is how alike they are (Dice)."""

    rule: Rule
    words: float

    @property
    def confidence(self) -> float:
        """How often the rule was right on pairs marked by hand, 0 to 1."""
        return CONFIDENCE[self.rule]


@attrs.frozen(eq=False)
class Report:
    """An event with what is compared of it worked out.

    ``earliest`` and ``latest`` are ordinals of the days on which the act may have taken place,
    ``published`` that of its publication. ``exact``: the day is known; ``wide``: it tells a week, a
    month or a year, and so may look back on what was reported. ``origin`` is the same for copies
    of one story. ``surname`` is the speaker's last word as a stem, or empty. ``particulars`` are
    names and numbers.
    """

    event: StanceEvent
    article: str | None
    earliest: int
    latest: int
    published: int
    exact: bool
    wide: bool
    origin: str
    surname: str
    wording: Wording
    particulars: frozenset[str]

    @property
    def id(self) -> str:
        """The id of the event."""
        return self.event.id

    @property
    def subject(self) -> tuple[str, str, str, str]:
        """What two reports of one act have the same."""
        event = self.event
        return (event.actor, event.recipient or "", event.event_type, event.modality)


@attrs.frozen
class Names:
    """The stems of every name that each actor goes by: those of actor, recipient and third party
    stand in every report of what they do, and make no two alike. ``called`` gives the code for a
    stem that only one actor goes by.
    """

    by_code: Mapping[str, frozenset[str]]
    called: Mapping[str, str]

    @classmethod
    def of(cls, actors: Actors | None) -> Names:
        """The names of these actors, or of the ones that come with the package."""
        table = Actors.default() if actors is None else actors
        named: dict[str, set[str]] = {}
        owners: dict[str, set[str]] = {}
        for alias in chain.from_iterable(table.aliases.values()):
            words = tuple(stems(alias.text))
            named.setdefault(alias.code, set()).update(words)
            if len(words) == 1 and alias.kind in _OWN_NAMES:
                owners.setdefault(words[0], set()).add(alias.code)
        return cls(
            by_code={code: frozenset(words) for code, words in named.items()},
            called={word: min(codes) for word, codes in owners.items() if len(codes) == 1},
        )

    def known(self, event: StanceEvent) -> frozenset[str]:
        """The stems that say no more than who takes part and who speaks."""
        parties = (event.actor, event.recipient, event.about, event.claimed_by)
        named = (self.by_code.get(code, frozenset()) for code in parties if code is not None)
        return frozenset(stems(event.speaker or "")).union(*named)


def report_of(event: StanceEvent, names: Names, origins: Mapping[str, str]) -> Report:
    """The event, ready to be compared; ``origins`` names the story of an article that is a copy."""
    earliest, latest = _days(event)
    text = "" if isinstance(event.evidence, Row) else quoted(event.evidence)
    *_, surname = ("", *stems(event.speaker or ""))
    said = wording(text, event.event_type, names.known(event), names.called)
    return Report(
        event=event,
        article=event.article,
        earliest=earliest,
        latest=latest,
        published=event.published.toordinal(),
        exact=event.date_precision is Precision.DAY,
        wide=event.date_precision not in (Precision.DAY, Precision.UNKNOWN),
        origin=origin_of(event, origins),
        surname=surname,
        wording=said,
        particulars=said.names | said.numbers,
    )


def origin_of(event: StanceEvent, origins: Mapping[str, str]) -> str:
    """What one story is known by: the same text under another id is the same story, too."""
    if isinstance(event.evidence, Row):
        return event.id
    return origins.get(event.evidence.article, event.evidence.sha256)


def likeness(
    left: StanceEvent,
    right: StanceEvent,
    *,
    actors: Actors | None = None,
    origins: Mapping[str, str] | None = None,
) -> Likeness | None:
    """Why the two are taken to tell of one act, or None where they are not.

    ``origins`` is as in ``Sources``. What is measured here is one pair; ``proposals`` also sees to
    it that a whole group agrees.
    """
    names = Names.of(actors)
    one, other = (report_of(event, names, origins or {}) for event in (left, right))
    if None in (left.article, right.article) or one.subject != other.subject:
        return None
    return None if contradict(one, other) else compare(one, other)


def compare(one: Report, other: Report) -> Likeness | None:
    """The surest rule that holds for two reports of one subject that nothing contradicts."""
    both, either = (
        one.wording.all & other.wording.all,
        len(one.wording.all) + len(other.wording.all),
    )
    words = 2 * len(both) / either if either else 0.0
    rule = _rule(one, other, both, words)
    return None if rule is None else Likeness(rule, words)


def _rule(one: Report, other: Report, both: frozenset[str], words: float) -> Rule | None:
    if one.origin == other.origin:
        return Rule.COPY if _same_passage(one, other) else None
    particular = bool(one.particulars & other.particulars)
    telling = particular or len(both) > 1
    hinting = bool(both) and not _name_others(one, other)
    one_day = one.exact and other.exact
    apart = 0 if one_day else abs(one.published - other.published)
    if one_day and (telling or (one.surname and one.surname == other.surname)):
        return Rule.DAY
    if telling and apart <= SAME_WEEK:
        return Rule.WEEK
    if one.event.deadline is not None and one.event.deadline == other.event.deadline:
        return Rule.DEADLINE
    if hinting and apart <= SAME_NEWS:
        return Rule.DAY_WORD if one_day else Rule.NEWS_WORD
    looks_back = one.wide or other.wide
    return Rule.LATER if looks_back and particular and words >= LIKE_AFTERWARDS else None


def _name_others(one: Report, other: Report) -> bool:
    """Whether both name somebody or some place, and none the same."""
    mine, theirs = one.wording.names, other.wording.names
    return bool(mine) and bool(theirs) and mine.isdisjoint(theirs)


def contradict(one: Report, other: Report) -> bool:
    """Whether something that one says cannot be if the other tells of the same act."""
    if one.latest < other.earliest or other.latest < one.earliest:
        return True
    a, b = one.event, other.event
    return (
        (one.article is not None and one.article == other.article)
        or (a.about is not None and b.about is not None and a.about != b.about)
        or (a.deadline is not None and b.deadline is not None and a.deadline != b.deadline)
        or (one.surname != other.surname and "" not in (one.surname, other.surname))
        or (one.origin == other.origin and not _same_passage(one, other))
    )


def _same_passage(one: Report, other: Report) -> bool:
    """Whether two passages of copies are one: else they are two acts, as in one article."""
    if quoted(one.event.evidence) == quoted(other.event.evidence):
        return True
    mine, theirs = one.wording.all, other.wording.all
    return 2 * len(mine & theirs) >= SAME_WORDS * (len(mine) + len(theirs)) > 0


def _days(event: StanceEvent) -> tuple[int, int]:
    """The first and the last day on which the act may have taken place, as ordinals.

    What is said to have happened did not happen after it was published.
    """
    first, last = days_meant(event.date, event.date_precision)
    unknown = event.date_precision is Precision.UNKNOWN
    if event.modality is Modality.FUTURE:
        return first, last + LOOK_BACK if unknown else last
    return (
        first - LOOK_BACK if unknown else first,
        max(first, min(last, event.published.toordinal())),
    )
