"""Reports of one act, recognised across articles and wordings, and proposed as merges.

``stances.likeness`` says when two reports tell of one act. Likeness goes no further than the pair:
the first report may be like the second and the second like the third, and the first contradict the
third. So acts grow from the closest pair on, and two groups of reports join only if no report of
one contradicts any of the other. As groups only grow, a second run finds nothing that the first
did not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, combinations
from typing import Any, TypeAlias

import attrs

from stances.actors import Actors
from stances.answers import Answers
from stances.blocking import candidates
from stances.copies import Sources
from stances.events import Merge
from stances.likeness import (
    CONFIDENCE,
    Likeness,
    Names,
    Report,
    Rule,
    compare,
    contradict,
    report_of,
)
from stances.log import Act, Log, Viewable

_Pairs: TypeAlias = frozenset[frozenset[str]]
_RANK = {rule: rank for rank, rule in enumerate(Rule)}


@attrs.frozen(kw_only=True)
class Proposal:
    """A merge that the log does not have yet, and the ``act`` that it would make.

    ``confidence`` is how often the weakest rule that joins the reports was right on pairs that
    people marked, 0 to 1. It is not kept in the log.
    """

    merge: Merge
    confidence: float
    act: Act

    def to_record(self) -> dict[str, Any]:
        """One row; ``ids`` are those of the reports."""
        event = self.act.event
        return {
            "ids": ", ".join(self.merge.ids),
            "reason": self.merge.reason,
            "confidence": self.confidence,
            "date": event.date,
            "actor": event.actor,
            "event_type": event.event_type.value,
            "recipient": event.recipient,
            "publishers": len(self.act.publishers),
        }

    def __str__(self) -> str:
        reports = "\n".join(f"  {report.publisher or '?'}: {report}" for report in self.act.reports)
        return f"{self.confidence:.2f} {self.merge.reason}\n{reports}"


def corroborate(
    source: Viewable,
    *,
    actors: Actors | None = None,
    sources: Sources | None = None,
    min_confidence: float = 0.0,
) -> tuple[Merge, ...]:
    """The merges of ``proposals``, ready to be appended; a retraction undoes one."""
    found = proposals(source, actors=actors, sources=sources, min_confidence=min_confidence)
    return tuple(proposal.merge for proposal in found)


def proposals(
    source: Viewable,
    *,
    actors: Actors | None = None,
    sources: Sources | None = None,
    min_confidence: float = 0.0,
) -> Answers[Proposal]:
    """Merges that the log does not have yet: one for each act of which more is reported.

    ``actors`` says which words of a report are names of its parties. ``sources`` says which
    articles are copies of one story: what they tell in the same words is one act, and what they
    tell in others is two. Rules that were right less often than ``min_confidence`` join nothing.

    Imported rows are left alone: they have no wording to compare, and which rows of a data set
    are one act is for its makers to say. What a retracted merge joined is not joined again.

    The source with these merges appended gives none.
    """
    log = source.view()
    names = Names.of(actors)
    origins = (sources or Sources()).origins
    acts = [frozenset(report_of(event, names, origins) for event in act.reports) for act in log]
    act_of = {report.id: act for act in acts for report in act}
    apart = _taken_back(log, act_of)
    rules: dict[frozenset[Report], frozenset[Rule]] = dict.fromkeys(acts, frozenset())
    for found, left, right in _alike(acts, min_confidence):
        one, other = act_of[left.id], act_of[right.id]
        if one is other or any(_cannot_be_one(a, b, apart) for a in one for b in other):
            continue
        joined = one | other
        act_of.update((report.id, joined) for report in joined)
        rules[joined] = rules.pop(one) | rules.pop(other) | {found.rule}
    made = (_proposal(act, why) for act, why in rules.items() if why)
    return Answers(sorted(made, key=lambda proposal: proposal.merge.ids))


def _proposal(act: frozenset[Report], rules: frozenset[Rule]) -> Proposal:
    return Proposal(
        merge=Merge(
            ids=tuple(report.id for report in act),
            reason=", ".join(rule for rule in Rule if rule in rules),
        ),
        confidence=min(CONFIDENCE[rule] for rule in rules),
        act=Act.of(report.event for report in act),
    )


def _alike(
    acts: Iterable[Iterable[Report]], min_confidence: float
) -> list[tuple[Likeness, Report, Report]]:
    """Every pair that is alike, the closest first."""
    reports = [r for r in chain.from_iterable(acts) if r.event.article is not None]
    pairs: list[tuple[Likeness, Report, Report]] = []
    for one, other in candidates(reports):
        if not contradict(one, other):
            found = compare(one, other)
            if found is not None and found.confidence >= min_confidence:
                pairs.append((found, one, other))
    return sorted(pairs, key=_closest_first)


def _closest_first(pair: tuple[Likeness, Report, Report]) -> tuple[int, float, list[str]]:
    found, left, right = pair
    return (_RANK[found.rule], -found.words, sorted((left.id, right.id)))


def _cannot_be_one(one: Report, other: Report, apart: _Pairs) -> bool:
    return contradict(one, other) or (bool(apart) and frozenset((one.id, other.id)) in apart)


def _taken_back(log: Log, act_of: Mapping[str, frozenset[Report]]) -> _Pairs:
    """Pairs of reports that a merge in the log names and that are not one act all the same."""
    apart: set[frozenset[str]] = set()
    for merge in log.records:
        if isinstance(merge, Merge):
            named = [item for item in merge.ids if item in act_of]
            if len({act_of[item] for item in named}) > 1:
                pairs = combinations(named, 2)
                apart |= {frozenset((a, b)) for a, b in pairs if act_of[a] is not act_of[b]}
    return frozenset(apart)
