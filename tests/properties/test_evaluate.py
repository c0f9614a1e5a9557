from __future__ import annotations

from collections.abc import Sequence

import attrs
from hypothesis import given
from hypothesis import strategies as st

from stances.disagreements import ErrorClass
from stances.evaluate import Evaluation, evaluate
from stances.events import Span, StanceEvent
from stances.gold import GoldRow
from stances.testing import stance_events

ARTICLES = ("a", "b", "c")
SHARED = {field.name for field in attrs.fields(GoldRow)} & {
    field.name for field in attrs.fields(StanceEvent)
}

_spans = st.builds(
    lambda article, start, text: Span(
        article=article, sha256="0" * 64, start=start, end=start + len(text), text=text
    ),
    st.sampled_from(ARTICLES),
    st.integers(0, 9),
    st.sampled_from(["told it to leave", "would open fire", "met in the capital"]),
)
_events = st.lists(stance_events(actors=("TUR", "RUS", "SYR"), evidence=_spans), max_size=12)


def as_gold(event: StanceEvent, *, core: bool = True) -> GoldRow:
    assert isinstance(event.evidence, Span)
    said = {name: getattr(event, name) for name in SHARED - {"evidence"}}
    return GoldRow(article=event.evidence.article, evidence=event.evidence.text, core=core, **said)


_rows = st.lists(
    st.builds(
        lambda event, core: as_gold(event, core=core),
        stance_events(actors=("TUR", "RUS", "SYR"), evidence=_spans),
        st.booleans(),
    ),
    max_size=12,
)


def shares(evaluation: Evaluation) -> list[tuple[float | None, ...]]:
    measures = evaluation.measures.values()
    return [(m.counts.precision, m.counts.recall, m.counts.f1) for m in measures]


@given(_events)
def test_a_coder_that_does_as_people_do_is_perfect(events: Sequence[StanceEvent]) -> None:
    found = evaluate(map(as_gold, events), events, ARTICLES)
    perfect = 1.0 if events else None
    assert shares(found) == [(perfect,) * 3] * 4
    assert all(a.right == a.matches and a.told_right == a.told for a in found.accuracies)
    assert found.disagreements == ()


@given(_rows, _events, st.data())
def test_order_does_not_matter(
    rows: list[GoldRow], events: list[StanceEvent], data: st.DataObject
) -> None:
    before = evaluate(rows, events, ARTICLES)
    other_rows, other_events = (
        data.draw(st.permutations(rows)), data.draw(st.permutations(events))
    )  # fmt: skip
    assert evaluate(other_rows, other_events, ARTICLES[::-1]) == before


@given(_rows, _events, stance_events(actors=("AAA", "BBB"), evidence=_spans))
def test_a_spurious_event_never_raises_precision_and_leaves_recall(
    rows: Sequence[GoldRow], events: Sequence[StanceEvent], spurious: StanceEvent
) -> None:
    before = shares(evaluate(rows, events, ARTICLES))
    after = shares(evaluate(rows, [*events, spurious], ARTICLES))
    for (old, recall, old_f1), (new, same, new_f1) in zip(before, after, strict=True):
        assert new is not None
        assert old is None or new <= old
        assert recall == same
        assert old_f1 is None or (new_f1 is not None and new_f1 <= old_f1)


@given(_rows, _events)
def test_errors_account_for_every_miss_and_every_spurious_event(
    rows: Sequence[GoldRow], events: Sequence[StanceEvent]
) -> None:
    found = evaluate(rows, events, ARTICLES)
    paired = sum(bool(d.gold and d.coded) for d in found.disagreements)
    errors = found.errors
    assert errors[ErrorClass.MISSED] + paired == found.event.counts.missed
    assert errors[ErrorClass.SPURIOUS] + paired == found.event.counts.spurious


@given(_rows, _events)
def test_types_add_up_to_the_whole(rows: Sequence[GoldRow], events: Sequence[StanceEvent]) -> None:
    found = evaluate(rows, events, ARTICLES)
    assert sum(counts.hits for _, counts in found.by_type) == found.event.counts.hits
    assert sum(counts.missed for _, counts in found.by_type) == found.event.counts.missed
    assert sum(counts.spurious for _, counts in found.by_type) == found.event.counts.spurious


@given(_rows, _events)
def test_a_dyad_is_found_where_its_sign_is_and_its_sign_where_the_event_is(
    rows: Sequence[GoldRow], events: Sequence[StanceEvent]
) -> None:
    found = evaluate(rows, events, ARTICLES)
    for stricter, easier in ((found.event, found.sign), (found.sign, found.dyad)):
        assert bool(easier.counts.hits) >= bool(stricter.counts.hits)
        assert easier.counts.gold <= stricter.counts.gold


@given(_rows, _events)
def test_bounds_hold_and_embrace_their_own_order(
    rows: Sequence[GoldRow], events: Sequence[StanceEvent]
) -> None:
    for measure in evaluate(rows, events, ARTICLES).measures.values():
        for interval in measure.intervals.values():
            assert interval is None or 0 <= interval.low <= interval.high <= 1
