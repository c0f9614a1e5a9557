"""Reports of one act, recognised across articles and wordings, and proposed as merges.

Two events may be reports of one act if they come from different articles, have the same actor,
recipient, event type and modality, and nothing that one says contradicts the other: their dates
agree as exactly as they are known, and third party, speaker and deadline are alike where both
have one. They are taken to be, if one of the rules in ``Rule`` holds too.

Likeness goes no further than the pair: the first report may be like the second and the second
like the third, and the first contradict the third. So acts grow from the closest pair on, and two
groups of reports join only if no report of one contradicts any of the other. As groups only grow,
a second run finds nothing that the first did not.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations
from typing import TypeAlias

import attrs

from stances.actors import Actors
from stances.events import Merge, Modality, Precision, Span, StanceEvent
from stances.log import Log, Viewable
from stances.spans import days_meant

_Pairs: TypeAlias = frozenset[frozenset[str]]
_Names: TypeAlias = Mapping[str | None, frozenset[str]]

LOOK_BACK = 30
"""Days within which an act of unknown date is taken to lie before its report (or, announced,
after it)."""

LIKE_ENOUGH = 0.5
"""The share of the shorter wording's words that the longer one has too; names do not count."""


class Rule(enum.StrEnum):
    """Why two reports that nothing contradicts are taken to tell of one act, the surest first."""

    DEADLINE = "same deadline"
    DAY = "same day"
    WORDS = "dates agree and words are alike"


@attrs.frozen
class Likeness:
    """Why two reports are taken to tell of one act; ``words`` is how alike they are, 0 to 1."""

    rule: Rule
    words: float


def corroborate(source: Viewable, *, actors: Actors | None = None) -> tuple[Merge, ...]:
    """Merges that the log does not have yet: one for each act of which more is reported.

    ``actors`` says which words of a report are names: those of actor, recipient and third party
    stand in every report of what they do, and make no two alike.

    Imported rows are left alone: they have no wording to compare, and which rows of a data set
    are one act is for its makers to say. What a retracted merge joined is not joined again.

    The source with these merges appended gives none.
    """
    log = source.view()
    names = _names(actors)
    acts = [frozenset(_Report.of(event, names) for event in act.reports) for act in log]
    act_of = {report.id: act for act in acts for report in act}
    apart = _taken_back(log, act_of)
    reasons: dict[frozenset[_Report], frozenset[Rule]] = dict.fromkeys(acts, frozenset())
    for found, left, right in sorted(_alike(acts, apart), key=_closest_first):
        one, other = act_of[left.id], act_of[right.id]
        if one is other or any(_contradict(a, b, apart) for a in one for b in other):
            continue
        joined = one | other
        act_of.update((report.id, joined) for report in joined)
        reasons[joined] = reasons.pop(one) | reasons.pop(other) | {found.rule}
    merges = (
        Merge(
            ids=tuple(report.id for report in act),
            reason=", ".join(rule for rule in Rule if rule in rules),
        )
        for act, rules in reasons.items()
        if rules
    )
    return tuple(sorted(merges, key=lambda merge: merge.ids))


def likeness(
    left: StanceEvent, right: StanceEvent, *, actors: Actors | None = None
) -> Likeness | None:
    """Why the two are taken to tell of one act, or None where they are not.

    What is measured here is one pair; ``corroborate`` also sees to it that a whole group agrees.
    """
    names = _names(actors)
    one, other = _Report.of(left, names), _Report.of(right, names)
    if None in (left.article, right.article) or one.subject != other.subject:
        return None
    if _contradict(one, other, frozenset()):
        return None
    return _likeness(one, other)


@attrs.frozen(eq=False)
class _Report:
    """An event with what is compared of it worked out.

    ``earliest`` and ``latest`` are ordinals; ``surname`` is the speaker's last word, or empty.
    """

    event: StanceEvent
    earliest: int
    latest: int
    words: frozenset[str]
    surname: str

    @classmethod
    def of(cls, event: StanceEvent, names: _Names) -> _Report:
        earliest, latest = _days(event)
        text = event.evidence.text if isinstance(event.evidence, Span) else ""
        named = {event.actor, event.recipient, event.about} & names.keys()
        words = frozenset(_words(text)).difference(*(names[code] for code in named))
        *_, surname = ("", *_words(event.speaker or ""))
        return cls(event, earliest, latest, words, surname)

    @property
    def id(self) -> str:
        return self.event.id

    @property
    def subject(self) -> tuple[str, str, str, str]:
        event = self.event
        return (event.actor, event.recipient or "", event.event_type, event.modality)


def _alike(
    acts: Iterable[Iterable[_Report]], apart: _Pairs
) -> Iterator[tuple[Likeness, _Report, _Report]]:
    """Every pair that is alike, found by sweeping over the days of each subject."""
    subjects: dict[tuple[str, str, str, str], list[_Report]] = {}
    for report in chain.from_iterable(acts):
        if report.event.article is not None:
            subjects.setdefault(report.subject, []).append(report)
    for group in subjects.values():
        group.sort(key=lambda report: (report.earliest, report.id))
        open_reports: list[_Report] = []
        for report in group:
            open_reports = [other for other in open_reports if other.latest >= report.earliest]
            for other in open_reports:
                if not _contradict(other, report, apart):
                    found = _likeness(other, report)
                    if found is not None:
                        yield found, other, report
            open_reports.append(report)


def _closest_first(pair: tuple[Likeness, _Report, _Report]) -> tuple[int, float, list[str]]:
    found, left, right = pair
    return (list(Rule).index(found.rule), -found.words, sorted((left.id, right.id)))


def _likeness(one: _Report, other: _Report) -> Likeness | None:
    shared = len(one.words & other.words)
    words = shared / max(1, min(len(one.words), len(other.words)))
    if one.event.deadline is not None and one.event.deadline == other.event.deadline:
        return Likeness(Rule.DEADLINE, words)
    if one.event.date_precision is other.event.date_precision is Precision.DAY:
        return Likeness(Rule.DAY, words)
    if words >= LIKE_ENOUGH:
        return Likeness(Rule.WORDS, words)
    return None


def _contradict(one: _Report, other: _Report, apart: _Pairs) -> bool:
    a, b = one.event, other.event
    return (
        (a.article is not None and a.article == b.article)
        or one.latest < other.earliest
        or other.latest < one.earliest
        or (a.about is not None and b.about is not None and a.about != b.about)
        or (a.deadline is not None and b.deadline is not None and a.deadline != b.deadline)
        or (one.surname != other.surname and "" not in (one.surname, other.surname))
        or frozenset((one.id, other.id)) in apart
    )


def _taken_back(log: Log, act_of: Mapping[str, frozenset[_Report]]) -> _Pairs:
    """Pairs of reports that a merge in the log names and that are not one act all the same."""
    apart: set[frozenset[str]] = set()
    for merge in log.records:
        if isinstance(merge, Merge):
            named = [item for item in merge.ids if item in act_of]
            if len({act_of[item] for item in named}) > 1:
                pairs = combinations(named, 2)
                apart |= {frozenset((a, b)) for a, b in pairs if act_of[a] is not act_of[b]}
    return frozenset(apart)


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


_WORD = re.compile(r"\w{4,}")
_ENDING = re.compile(r"(?<=\w{4})(?:ings?|ed|es|s)$")
_EMPTY = frozenset(
    "about after also been before from have into more over said says some than that their them"
    " then there they this unless until were what when which while will with would".split()
)


def _words(text: str) -> list[str]:
    """The words that carry meaning, without accents and cut to what their forms share.

    ``back``, ``backs`` and ``backed`` are one, and so are ``demand`` and ``demanding``.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    words = (word for word in _WORD.findall(letters) if word not in _EMPTY)
    return [_ENDING.sub("", word)[:5] for word in words]


def _names(actors: Actors | None) -> _Names:
    """The words of every name that each actor goes by."""
    table = Actors.default() if actors is None else actors
    named: dict[str | None, set[str]] = {}
    for aliases in table.aliases.values():
        for alias in aliases:
            named.setdefault(alias.code, set()).update(_words(alias.text))
    return {code: frozenset(words) for code, words in named.items()}
