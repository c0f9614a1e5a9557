"""Several coders beside each other: kappa by definition, draws by seed, no order that matters."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stances.agreement import Tally, marks
from stances.events import EventType, StanceEvent
from stances.gold import GoldRow
from stances.measures import SEED, Counts, Measure, difference
from stances.side_by_side import HAND, Run, SideBySide, side_by_side
from tests.properties.test_evaluate import ARTICLES, _events, _rows

_counts = st.builds(Counts, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))


def as_run(name: str, events: Sequence[StanceEvent]) -> Run:
    return Run(
        coder=name,
        articles=ARTICLES,
        events=tuple(events),
        words=100,
        cpu_seconds=0.5,
        seconds=1.0,
    )


def kappa_by_definition(first: Sequence[bool], second: Sequence[bool]) -> float | None:
    """Agreement seen less agreement by chance, over what chance leaves, one unit after another."""
    count = len(first)
    if not count:
        return None
    seen = sum(a == b for a, b in zip(first, second, strict=True)) / count
    chance = sum(
        (sum(a == said for a in first) / count) * (sum(b == said for b in second) / count)
        for said in (True, False)
    )
    return None if len({*first, *second}) == 1 else (seen - chance) / (1 - chance)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40))
def test_kappa_is_what_its_definition_gives(said: list[tuple[bool, bool]]) -> None:
    tally = Tally(
        both=said.count((True, True)),
        first_only=said.count((True, False)),
        second_only=said.count((False, True)),
        neither=said.count((False, False)),
    )
    expected = kappa_by_definition([a for a, _ in said], [b for _, b in said])
    assert tally.units == len(said)
    assert tally.kappa == (None if expected is None else pytest.approx(expected, abs=1e-9))


@settings(max_examples=40)
@given(_rows, _events, _events)
def test_agreement_is_that_over_all_pairs_that_anybody_coded(
    rows: list[GoldRow], one: list[StanceEvent], other: list[StanceEvent]
) -> None:
    found = side_by_side(rows, [as_run("A", one), as_run("B", other)], ARTICLES)
    [agreed] = [a for a in found.agreements if (a.first, a.second) == ("A", "B")]
    every: list[GoldRow | StanceEvent] = [*rows, *one, *other]
    units = sorted(
        {(c.article, c.actor, c.recipient) for c in every if c.article in ARTICLES}, key=str
    )
    for kind, tally in agreed.by_type:
        said = [
            [unit in {(e.article, e.actor, e.recipient) for e in coded if e.event_type is kind}
             for unit in units]
            for coded in (one, other)
        ]  # fmt: skip
        expected = kappa_by_definition(*said)
        assert tally.units == len(units)
        assert tally.kappa == (None if expected is None else pytest.approx(expected, abs=1e-9))
    assert agreed.whole.units == len(units) * len(EventType)
    assert sum((t.units for t in agreed.by_article), 0) == agreed.whole.units


def _plain(found: SideBySide) -> list[dict[str, object]]:
    return found.to_records()


@settings(max_examples=25)
@given(_rows, _events, _events, st.data())
def test_no_order_matters(
    rows: list[GoldRow], one: list[StanceEvent], other: list[StanceEvent], data: st.DataObject
) -> None:
    before = side_by_side(rows, [as_run("A", one), as_run("B", other)], ARTICLES)
    mixed = [data.draw(st.permutations(values)) for values in (one, other)]
    ids = data.draw(st.permutations(ARTICLES))
    after = side_by_side(
        data.draw(st.permutations(rows)), [as_run("A", mixed[0]), as_run("B", mixed[1])], ids
    )
    assert _plain(after) == _plain(before)
    assert [a.interval for a in after.agreements] == [a.interval for a in before.agreements]


@settings(max_examples=25)
@given(_rows, _events)
def test_a_coder_beside_itself_differs_in_nothing(
    rows: list[GoldRow], events: list[StanceEvent]
) -> None:
    found = side_by_side(rows, [as_run("A", events), as_run("B", events)], ARTICLES)
    for shares in found.differences.values():
        for told in shares.values():
            assert told.value in (None, 0.0)
            assert told.interval is None or (told.interval.low, told.interval.high) == (0, 0)
    [agreed] = [a for a in found.agreements if HAND not in (a.first, a.second)]
    assert all(tally.kappa in (None, 1.0) for _, tally in agreed.by_type)
    assert found.evaluations[0] == found.evaluations[1]


@settings(max_examples=25)
@given(st.lists(st.tuples(_counts, _counts), min_size=2, max_size=8))
def test_a_difference_is_the_same_each_time_and_turns_its_sign_with_the_order(
    counts: list[tuple[Counts, Counts]],
) -> None:
    one, other = Measure(tuple(a for a, _ in counts)), Measure(tuple(b for _, b in counts))
    there, back = difference(one, other, "f1"), difference(other, one, "f1")
    assert there == difference(one, other, "f1") == difference(one, other, "f1", seed=SEED)
    if there.value is not None:
        assert back.value == pytest.approx(-there.value)
    if there.interval is not None:
        assert back.interval is not None
        assert -1 <= there.interval.low <= there.interval.high <= 1
        assert back.interval.low <= back.interval.high


def test_pairing_tells_a_small_difference_that_hard_articles_hide() -> None:
    """Both do the same on easy and hard articles alike, but for one hit an article."""
    hits = [1, 2, 8, 9, 1, 9, 2, 8]
    worse = Measure(tuple(Counts(h, 10 - h, 10 - h) for h in hits))
    better = Measure(tuple(Counts(h + 1, 9 - h, 9 - h) for h in hits))
    told = difference(worse, better, "f1")
    assert told.value == pytest.approx(0.1)
    assert told.interval is not None
    assert told.interval.low == pytest.approx(0.1)
    f1 = worse.intervals["f1"]
    assert f1 is not None
    assert f1.high > better.counts.f1  # type: ignore[operator]


def test_another_seed_draws_other_articles() -> None:
    one = Measure(tuple(Counts(n, 9 - n, n % 3) for n in range(9)))
    other = Measure(tuple(Counts(9 - n, n, 1) for n in range(9)))
    assert difference(one, other, "f1", seed=1) != difference(one, other, "f1", seed=2)
    assert difference(one, other, "f1", seed=1) == difference(one, other, "f1", seed=1)


def test_measures_of_different_articles_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="different articles"):
        difference(Measure((Counts(1),)), Measure((Counts(1), Counts(1))), "f1")


def test_one_article_gives_no_interval() -> None:
    told = difference(Measure((Counts(1, 1),)), Measure((Counts(2),)), "recall")
    assert (told.value, told.interval) == (0.5, None)


@given(_events)
def test_marks_hold_every_type_of_a_pair_once(events: list[StanceEvent]) -> None:
    found = marks(events)
    said = {(e.actor, e.recipient, e.event_type) for e in events}
    assert {(*pair, kind) for pair, kinds in found.items() for kind in kinds} == said


def test_records_are_flat_and_tell_speed_and_cost() -> None:
    found = side_by_side([], [as_run("A", []), as_run("B", [])], ARTICLES)
    records = found.to_records()
    assert {r["table"] for r in records} >= {"measure", "difference", "agreement", "run"}
    run = next(r for r in records if r["table"] == "run")
    assert (run["words_a_cpu_second"], run["cost"], run["requests"]) == (200.0, 0.0, 0)
    assert all(not isinstance(v, (dict, list, tuple)) for r in records for v in r.values())
    assert attrs.evolve(as_run("A", []), cpu_seconds=0.0).speed is None
