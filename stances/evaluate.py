"""How well a coder does, measured against events that people coded by hand.

What is compared is the set of distinct keys of an article: a key counts once however often it was
coded, since one act told twice is one act. A key that people coded only as not core is neither
found nor missed nor spurious. Beside that stands the figure over every row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

import attrs

from stances.disagreements import (
    Disagreement,
    ErrorClass,
    Key,
    disagreements_in,
    dyad_key,
    event_key,
    sign_key,
)
from stances.events import EventType, Row, StanceEvent
from stances.gold import GoldRow
from stances.measures import Counts, Measure, total

_ATTRIBUTES = (
    "date", "date_precision", "modality", "speaker", "claimed_by", "about", "deadline"
)  # fmt: skip


@attrs.frozen(kw_only=True)
class Accuracy:
    """How often a field of a found event is right.

    ``right`` of ``matches`` agree; ``told_right`` of ``told`` agree among those in which either
    side says anything. Where rows share a key, one pair that agrees is enough.
    """

    field: str
    right: int
    matches: int
    told_right: int
    told: int


@attrs.frozen(kw_only=True)
class Evaluation:
    """How a coder did on some articles.

    ``event`` is measured on (actor, event_type, recipient), ``dyad`` on (actor, recipient),
    ``sign`` on the dyad and whether it is cooperation or conflict; ``rows`` is as ``event``, but
    over every row rather than distinct keys.
    """

    articles: tuple[str, ...]
    event: Measure
    dyad: Measure
    sign: Measure
    rows: Measure
    by_type: tuple[tuple[EventType, Counts], ...]
    accuracies: tuple[Accuracy, ...]
    disagreements: tuple[Disagreement, ...]

    @property
    def errors(self) -> Mapping[ErrorClass, int]:
        """How many errors there are of each class."""
        found = Counter(disagreement.error for disagreement in self.disagreements)
        return {error: found[error] for error in ErrorClass}

    @property
    def measures(self) -> Mapping[str, Measure]:
        """The measures by name."""
        return {"event": self.event, "dyad": self.dyad, "sign": self.sign, "rows": self.rows}

    def to_records(self) -> list[dict[str, Any]]:
        """Every figure as flat dictionaries: ``table`` says which of the four tables it is of."""
        return [
            *(
                {"table": "measure", "name": name, **measure.to_record()}
                for name, measure in self.measures.items()
            ),
            *(
                {"table": "type", "name": event_type.value, **counts.to_record()}
                for event_type, counts in self.by_type
            ),
            *({"table": "accuracy", **attrs.asdict(accuracy)} for accuracy in self.accuracies),
            *(
                {"table": "error", "name": error.value, "count": count}
                for error, count in self.errors.items()
            ),
        ]


def evaluate(
    gold: Iterable[GoldRow], predicted: Iterable[StanceEvent], articles: Collection[str]
) -> Evaluation:
    """Measure coded events against hand-coded rows.

    Args:
        gold: hand-coded rows.
        predicted: what a coder made of the same articles.
        articles: ids of the articles that are scored, those in which nothing was coded by hand
            too. Rows and events of other articles are left out.

    """
    ids = tuple(sorted(set(articles)))
    rows: dict[str, list[GoldRow]] = {article: [] for article in ids}
    events: dict[str, list[StanceEvent]] = {article: [] for article in ids}
    for row in gold:
        if row.article in rows:
            rows[row.article].append(row)
    for event in predicted:
        if event.article in events:
            events[event.article].append(event)
    pairs = [
        (sorted(rows[article], key=_gold_order), sorted(events[article], key=_event_order))
        for article in ids
    ]
    return Evaluation(
        articles=ids,
        event=Measure(tuple(_distinct(*pair, event_key) for pair in pairs)),
        dyad=Measure(tuple(_distinct(*pair, dyad_key) for pair in pairs)),
        sign=Measure(tuple(_distinct(*pair, sign_key) for pair in pairs)),
        rows=Measure(tuple(_every_row(*pair) for pair in pairs)),
        by_type=tuple(
            (
                event_type,
                total(_distinct(*_of_type(event_type, *pair), event_key) for pair in pairs),
            )
            for event_type in EventType
        ),
        accuracies=tuple(_accuracy(field, pairs) for field in _ATTRIBUTES),
        disagreements=tuple(
            disagreement
            for article, pair in zip(ids, pairs, strict=True)
            for disagreement in _differences(article, *pair)
        ),
    )


def evaluate_sets(
    gold: Iterable[GoldRow],
    predicted: Iterable[StanceEvent],
    sets: Mapping[str, Collection[str]],
) -> Mapping[str, Evaluation]:
    """The evaluation of each named set of articles, and of ``all`` where there are several."""
    rows, events = tuple(gold), tuple(predicted)
    every = {article for articles in sets.values() for article in articles}
    named = sets if len(sets) < 2 else {"all": every} | dict(sets)
    return {name: evaluate(rows, events, articles) for name, articles in named.items()}


def _gold_order(row: GoldRow) -> tuple[object, ...]:
    return (row.start is None, row.start or 0, tuple(map(str, attrs.astuple(row))))


def _event_order(event: StanceEvent) -> tuple[int, str]:
    return (0 if isinstance(event.evidence, Row) else event.evidence.start, event.id)


def _distinct(rows: Iterable[GoldRow], events: Iterable[StanceEvent], key: Key) -> Counts:
    core, marginal, coded = _keys(rows, events, key)
    return Counts(
        hits=len(core & coded), missed=len(core - coded), spurious=len(coded - core - marginal)
    )


def _keys(
    rows: Iterable[GoldRow], events: Iterable[StanceEvent], key: Key
) -> tuple[set[Hashable], set[Hashable], set[Hashable]]:
    core: set[Hashable] = set()
    marginal: set[Hashable] = set()
    for row in rows:
        (core if row.core else marginal).add(key(row))
    return core, marginal, {key(event) for event in events}


def _every_row(rows: Iterable[GoldRow], events: Iterable[StanceEvent]) -> Counts:
    core: Counter[Hashable] = Counter()
    marginal: Counter[Hashable] = Counter()
    for row in rows:
        (core if row.core else marginal)[event_key(row)] += 1
    coded = Counter(map(event_key, events))
    return Counts(
        hits=(core & coded).total(),
        missed=(core - coded).total(),
        spurious=(coded - core - marginal).total(),
    )


def _of_type(
    event_type: EventType, rows: Sequence[GoldRow], events: Sequence[StanceEvent]
) -> tuple[list[GoldRow], list[StanceEvent]]:
    return (
        [row for row in rows if row.event_type is event_type],
        [event for event in events if event.event_type is event_type],
    )


def _differences(
    article: str, rows: Iterable[GoldRow], events: Iterable[StanceEvent]
) -> tuple[Disagreement, ...]:
    first_row: dict[Hashable, GoldRow] = {}
    for row in rows:
        if row.core:
            first_row.setdefault(event_key(row), row)
    core, marginal, coded = _keys(rows, events, event_key)
    first_event: dict[Hashable, StanceEvent] = {}
    for event in events:
        first_event.setdefault(event_key(event), event)
    return disagreements_in(
        article,
        [row for key, row in first_row.items() if key not in coded],
        [event for key, event in first_event.items() if key not in core | marginal],
    )


def _accuracy(
    field: str, pairs: Iterable[tuple[Sequence[GoldRow], Sequence[StanceEvent]]]
) -> Accuracy:
    read: Callable[[Any], Hashable] = attrgetter(field)
    outcomes: list[tuple[bool, bool]] = []
    for rows, events in pairs:
        by_hand: dict[Hashable, set[Hashable]] = {}
        by_coder: dict[Hashable, set[Hashable]] = {}
        core, _, _ = _keys(rows, (), event_key)
        for row in rows:
            by_hand.setdefault(event_key(row), set()).add(_plain(read(row)))
        for event in events:
            by_coder.setdefault(event_key(event), set()).add(_plain(read(event)))
        for key in core & by_coder.keys():
            told = (by_hand[key] | by_coder[key]) != {None}
            outcomes.append((not by_hand[key].isdisjoint(by_coder[key]), told))
    return Accuracy(
        field=field,
        right=sum(right for right, _ in outcomes),
        matches=len(outcomes),
        told_right=sum(right for right, told in outcomes if told),
        told=sum(told for _, told in outcomes),
    )


def _plain(value: Hashable) -> Hashable:
    return " ".join(value.casefold().split()) if isinstance(value, str) else value
