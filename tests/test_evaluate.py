from __future__ import annotations

import json
from pathlib import Path

import attrs
import pytest

from stances.disagreements import ErrorClass
from stances.errors import FileFaults
from stances.evaluate import Accuracy, evaluate, evaluate_sets
from stances.evaluation_text import comparison_text, evaluation_text
from stances.events import EventType, StanceEvent
from stances.gold import GoldRow, read_gold, read_sets
from stances.measures import Counts, Interval
from stances.notation import event


def gold(line: str, *, article: str = "a", core: bool = True) -> GoldRow:
    coded = event(line)
    shared = {field.name for field in attrs.fields(GoldRow)} & {
        field.name for field in attrs.fields(StanceEvent)
    }
    values = {name: getattr(coded, name) for name in shared - {"evidence"}}
    return GoldRow(article=article, core=core, evidence=line, **values)


def coded(line: str, *, article: str = "a") -> StanceEvent:
    return event(line, article=article)


REQUEST = "2020-02-04 TUR REQUEST RUS"
ACCUSE = "2020-02-04 TUR ACCUSE SYR"
AID = "2020-02-04 RUS AID SYR"


def test_counts_by_hand() -> None:
    rows = [gold(REQUEST), gold(ACCUSE), gold(AID, core=False), gold("2020-02-04 USA CONSULT TUR")]
    events = [coded(REQUEST), coded(AID), coded("2020-02-04 TUR THREATEN SYR")]
    found = evaluate(rows, events, {"a"})
    assert found.event.counts == Counts(hits=1, missed=2, spurious=1)
    assert found.dyad.counts == Counts(hits=2, missed=1, spurious=0)
    assert found.sign.counts == Counts(hits=2, missed=1, spurious=0)
    assert (found.event.counts.precision, found.event.counts.recall) == (1 / 2, 1 / 3)
    assert found.event.counts.f1 == pytest.approx(2 / 5)


def test_a_request_is_a_conflict_and_so_another_sign_than_an_agreement() -> None:
    found = evaluate([gold(REQUEST)], [coded("2020-02-04 TUR AGREE RUS")], {"a"})
    assert found.dyad.counts == Counts(hits=1)
    assert found.sign.counts == Counts(missed=1, spurious=1)


def test_shares_of_nothing_are_undefined() -> None:
    counts = evaluate([], [], {"a"}).event.counts
    assert (counts.precision, counts.recall, counts.f1) == (None, None, None)
    assert evaluate([], [coded(AID)], {"a"}).event.counts.precision == 0


def test_a_key_is_core_if_any_of_its_rows_is() -> None:
    rows = [gold(REQUEST, core=False), gold(REQUEST)]
    assert evaluate(rows, [], {"a"}).event.counts == Counts(missed=1)
    assert evaluate(rows[:1], [], {"a"}).event.counts == Counts()
    assert evaluate(rows[:1], [coded(REQUEST)], {"a"}).event.counts == Counts()


def test_rows_are_counted_one_by_one_beside() -> None:
    rows = [gold(REQUEST), gold(REQUEST), gold(AID), gold(AID, core=False), gold(ACCUSE)]
    events = [coded(f'{REQUEST} "{n}"') for n in range(3)]
    events += [coded(f'{AID} "{n}"') for n in range(2)]
    found = evaluate(rows, events, {"a"})
    assert found.event.counts == Counts(hits=2, missed=1)
    assert found.rows.counts == Counts(hits=3, missed=1, spurious=1)


def test_other_articles_and_imported_rows_are_left_out() -> None:
    rows = [gold(REQUEST), gold(AID, article="b")]
    events = [coded(REQUEST), coded(AID, article="c")]
    assert evaluate(rows, events, {"a"}).event.counts == Counts(hits=1)


def test_a_match_is_right_if_any_pair_agrees() -> None:
    rows = [
        gold('2020-02-03 TUR REQUEST RUS speaker "Jane  Roe"'),
        gold(REQUEST),
        gold(AID),
    ]
    events = [
        coded('2020-02-03 TUR REQUEST RUS future speaker "jane roe"'),
        coded("2020-02-05 RUS AID SYR claimed_by RUS"),
    ]
    accuracies = {a.field: a for a in evaluate(rows, events, {"a"}).accuracies}
    assert accuracies["date"] == Accuracy(field="date", right=1, matches=2, told_right=1, told=2)
    assert accuracies["modality"].right == 1
    assert accuracies["speaker"] == Accuracy(
        field="speaker", right=2, matches=2, told_right=1, told=1
    )
    assert accuracies["claimed_by"] == Accuracy(
        field="claimed_by", right=1, matches=2, told_right=0, told=1
    )


@pytest.mark.parametrize(
    ("there", "made", "error"),
    [
        (REQUEST, "2020-02-04 TUR ACCUSE RUS", ErrorClass.WRONG_TYPE),
        (REQUEST, "2020-02-04 TUR AGREE RUS", ErrorClass.WRONG_SIGN),
        (REQUEST, "2020-02-04 TUR REQUEST SYR", ErrorClass.WRONG_RECIPIENT),
        (REQUEST, "2020-02-04 USA REQUEST RUS", ErrorClass.WRONG_ACTOR),
        (REQUEST, None, ErrorClass.MISSED),
        (None, AID, ErrorClass.SPURIOUS),
    ],
)
def test_each_kind_of_error(there: str | None, made: str | None, error: ErrorClass) -> None:
    found = evaluate([gold(there)] if there else [], [coded(made)] if made else [], {"a"})
    [disagreement] = found.disagreements
    assert disagreement.error is error
    assert found.errors == {each: int(each is error) for each in ErrorClass}
    assert (disagreement.gold is not None, disagreement.coded is not None) == (
        there is not None,
        made is not None,
    )
    said = str(disagreement)
    assert said.startswith(f"a  {error}")
    assert all(line in said for line in (there, made) if line)


def test_what_shares_its_words_is_one_error() -> None:
    rows = [
        attrs.evolve(gold(REQUEST), evidence="pull back the troops"),
        attrs.evolve(gold("2020-02-04 TUR THREATEN RUS"), evidence="would open fire"),
    ]
    events = [
        coded('2020-02-04 TUR ACCUSE RUS "would open fire soon"'),
        coded('2020-02-04 TUR REJECT RUS "pull back its troops"'),
    ]
    pairs = {
        (d.gold.event_type, d.coded.event_type)
        for d in evaluate(rows, events, {"a"}).disagreements
        if d.gold and d.coded
    }
    assert pairs == {
        (EventType.REQUEST, EventType.REJECT),
        (EventType.THREATEN, EventType.ACCUSE),
    }


def test_intervals_come_from_articles_and_are_the_same_every_time() -> None:
    rows = [gold(REQUEST, article=name) for name in "abcd"]
    events = [coded(REQUEST, article=name) for name in "ab"]
    found = evaluate(rows, events, "abcd")
    assert found.event.intervals["precision"] == Interval(1.0, 1.0)
    recall = found.event.intervals["recall"]
    assert recall is not None
    assert recall.low < 0.5 < recall.high
    assert evaluate(rows, events, "abcd") == found
    assert set(evaluate(rows, events, "a").event.intervals.values()) == {None}


def test_sets_stand_beside_each_other() -> None:
    rows = [gold(REQUEST, article=name) for name in "ab"]
    sets = {"first": {"a"}, "second": {"b"}}
    found = evaluate_sets(rows, [coded(REQUEST)], sets)
    assert list(found) == ["all", "first", "second"]
    assert [e.event.counts.recall for e in found.values()] == [0.5, 1.0, 0.0]
    assert list(evaluate_sets(rows, [], {"first": {"a"}})) == ["first"]
    lines = comparison_text(found).splitlines()
    assert [line.split()[:2] for line in lines[1:]] == [
        ["all", "2"],
        ["first", "1"],
        ["second", "1"],
    ]
    assert len({len(line) for line in lines}) == 1


def test_the_text_shows_what_is_unmeasured() -> None:
    text = evaluation_text(evaluate([gold(REQUEST)], [coded(REQUEST), coded(AID)], {"a"}))
    rows = {line.split()[0]: line.split()[1:] for line in text.splitlines() if line}
    assert rows["REQUEST"] == ["1", "1", "1", "1.00", "1.00", "1.00"]
    assert rows["AID"] == ["0", "1", "0", "–", "–", "–"]
    assert rows["event"] == ["1", "2", "1", "0.50", "1.00", "0.67"]
    assert rows["spurious"] == ["1"]


def test_records_hold_every_table() -> None:
    records = evaluate([gold(REQUEST)], [coded(REQUEST)], {"a"}).to_records()
    assert json.loads(json.dumps(records)) == records
    assert {record["table"] for record in records} == {"measure", "type", "accuracy", "error"}
    assert records[0] == {
        "table": "measure", "name": "event", "gold": 1, "coded": 1, "hits": 1, "missed": 0,
        "spurious": 0, "precision": 1.0, "recall": 1.0, "f1": 1.0,
        "precision_low": None, "precision_high": None, "recall_low": None, "recall_high": None,
        "f1_low": None, "f1_high": None,
    }  # fmt: skip


ROW = {
    "article": "a", "actor": "TUR", "recipient": None, "event_type": "REQUEST",
    "date": "2020-02-04", "evidence": "called on all sides",
}  # fmt: skip


def test_gold_is_read(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    full = ROW | {
        "recipient": "RUS", "date_precision": "week", "modality": "denied", "speaker": "J",
        "claimed_by": "TUR", "about": "SYR", "deadline": "2020-02-29", "condition": None,
        "core": False, "start": 3, "end": 9,
    }  # fmt: skip
    file.write_text(f"{json.dumps(ROW)}\n\n{json.dumps(full)}\n")
    short, long = read_gold(file)
    assert short == attrs.evolve(gold("2020-02-04 TUR REQUEST -"), evidence="called on all sides")
    assert (long.deadline, long.core, long.end) == (
        event(f"{REQUEST} by 2020-02-29").deadline,
        False,
        9,
    )


def test_every_fault_of_gold_is_listed(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    wrong = {
        "actor": " ", "recipient": 1, "event_type": "CALL", "date": "4 Feb", "core": 1,
        "start": -1, "end": True, "deadline": 5, "colour": "red",
    }  # fmt: skip
    file.write_bytes(
        json.dumps(ROW | wrong).encode() + b'\n{"article": "a"}\n[]\n{\n\xff\n' + b"[" * 100_000
    )
    with pytest.raises(FileFaults) as raised:
        read_gold(file)
    lines = [fault.where.rpartition(":")[2] for fault in raised.value.faults]
    assert {line: lines.count(line) for line in lines} == {
        "1": 9, "2": 5, "3": 1, "4": 1, "5": 1, "6": 1,
    }  # fmt: skip
    assert "one of AGREE" in str(raised.value)


def test_sets_are_read(tmp_path: Path) -> None:
    file = tmp_path / "index.csv"
    file.write_text("id,published,set\na,2020-02-04,seed\nb,,other\nc,,seed\n")
    assert read_sets(file) == {"seed": frozenset("ac"), "other": frozenset("b")}
    file.write_text("id,set\na,\n,b\n")
    with pytest.raises(FileFaults, match="2 faults"):
        read_sets(file)
    with pytest.raises(FileFaults, match="cannot be read"):
        read_sets(tmp_path / "none.csv")
