"""The hand-coded material is what it says it is."""

import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from stances.actors import Actors
from stances.events import EventType, Modality, Precision, Span, StanceEvent, text_sha256
from stances.frontmatter import FrontMatter, read_front_matter
from stances.testing import Case, read_cases

ROOT = Path(__file__).parent.parent
SEEDS = tuple(sorted((ROOT / "seeds").glob("*.txt")))
SENTENCES = tuple(sorted((ROOT / "fixtures" / "sentences").glob("*.txt")))
FIELDS = (
    *("article", "actor", "event_type", "recipient", "date", "date_precision", "modality"),
    *("speaker", "claimed_by", "about", "deadline", "evidence", "core"),
    *("condition", "start", "end"),
)
OPENING_OF_CONDITION = re.compile("(if|unless|until|as long as) ")


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def front_of(path: Path) -> FrontMatter:
    return read_front_matter(text_of(path))


def gold() -> list[dict[str, Any]]:
    path = ROOT / "fixtures" / "seeds.gold.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def cases() -> list[Case]:
    return [case for path in SENTENCES for case in read_cases(text_of(path), path=path.name)]


def event_of(row: dict[str, Any]) -> StanceEvent:
    text = text_of(ROOT / "seeds" / f"{row['article']}.txt")
    deadline = row["deadline"]
    return StanceEvent(
        date=dt.date.fromisoformat(row["date"]),
        date_precision=Precision(row["date_precision"]),
        actor=row["actor"],
        event_type=EventType(row["event_type"]),
        recipient=row["recipient"],
        about=row["about"],
        modality=Modality(row["modality"]),
        speaker=row["speaker"],
        claimed_by=row["claimed_by"],
        condition=row["condition"],
        deadline=None if deadline is None else dt.date.fromisoformat(deadline),
        published=dt.date.fromisoformat(read_front_matter(text).fields["published"]),
        evidence=Span(
            article=row["article"],
            sha256=text_sha256(text),
            start=row["start"],
            end=row["end"],
            text=row["evidence"],
        ),
    )


def assert_sound(event: StanceEvent, text: str) -> None:
    """What holds of every hand-coded event, whatever text it was coded from."""
    codes = {event.actor, event.recipient, event.about, event.claimed_by} - {None}
    assert codes <= set(Actors.default())
    assert event.recipient != event.actor
    assert event.about not in (event.actor, event.recipient) or event.about is None
    assert event.modality is Modality.FUTURE or event.date <= event.published
    assert event.date_precision is not Precision.UNKNOWN or event.date == event.published
    assert event.deadline is None or event.deadline >= event.date
    if event.speaker is not None:
        assert event.speaker in text
    if event.condition is not None:
        assert event.condition in text
        assert OPENING_OF_CONDITION.match(event.condition)


def test_there_are_five_seeds() -> None:
    assert len(SEEDS) == 5


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
class TestSeed:
    def test_front_matter_says_what_it_is_a_brief_of(self, path: Path) -> None:
        fields = front_of(path).fields
        assert list(fields) == ["title", "publisher", "published", "original", "original_sha256"]
        assert dt.date.fromisoformat(fields["published"]).isoformat() == fields["published"]
        assert re.fullmatch("[0-9a-f]{64}", fields["original_sha256"])

    def test_begins_with_its_title(self, path: Path) -> None:
        front = front_of(path)
        headline, _, story = text_of(path)[front.end :].partition("\n\n")
        assert headline == front.fields["title"]
        assert 150 <= len(f"{headline} {story}".split()) <= 350

    def test_quotes_no_more_than_a_few_words(self, path: Path) -> None:
        quotations = re.findall('[“"]([^“”"]+)[”"]', text_of(path)[front_of(path).end :])
        assert max(len(quotation.split()) for quotation in quotations) < 6


def test_gold_of_the_seeds_has_the_fields_in_order() -> None:
    assert {tuple(row) for row in gold()} == {FIELDS}


def test_gold_of_the_seeds_covers_each_of_them() -> None:
    assert {row["article"] for row in gold()} == {path.stem for path in SEEDS}


def test_gold_of_the_seeds_says_nothing_twice() -> None:
    events = [event_of(row) for row in gold()]
    assert len({event.id for event in events}) == len(events)


@pytest.mark.parametrize("row", gold(), ids=lambda row: f"{row['article'][:7]}:{row['start']}")
def test_gold_of_the_seeds_quotes_one_paragraph_exactly(row: dict[str, Any]) -> None:
    path = ROOT / "seeds" / f"{row['article']}.txt"
    text = text_of(path)
    assert text[row["start"] : row["end"]] == row["evidence"]
    assert row["start"] >= front_of(path).end
    assert "\n" not in row["evidence"]
    assert row["evidence"] == row["evidence"].strip()
    assert type(row["core"]) is bool
    assert_sound(event_of(row), text)


def test_mutual_acts_are_coded_both_ways() -> None:
    rows = gold()
    met = {
        (row["article"], row["start"], row["actor"], row["recipient"])
        for row in rows
        if row["event_type"] == "CONSULT"
    }
    assert met == {(article, start, to, by) for article, start, by, to in met}


@pytest.mark.parametrize("path", SENTENCES, ids=lambda path: path.stem)
def test_sentences_are_sound(path: Path) -> None:
    for case in read_cases(text_of(path), path=path.name):
        for event in case.events:
            assert_sound(event, case.text)


def test_names_of_cases_are_distinct() -> None:
    names = Counter(case.name for case in cases())
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("event_type", EventType)
def test_every_event_type_has_three_cases(event_type: EventType) -> None:
    coded = [case for case in cases() if any(e.event_type is event_type for e in case.events)]
    assert len(coded) >= 3


def test_some_cases_say_nothing_though_they_name_states() -> None:
    silent = [case for case in cases() if not case.events]
    assert len(silent) >= 20


def test_a_case_names_the_weekday_its_date_falls_on() -> None:
    weekdays = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    wrong = [
        f"{case.name}: {event}"
        for case in cases()
        for event in case.events
        if event.date_precision is Precision.DAY
        and any(weekday in case.text for weekday in weekdays)
        and weekdays[event.date.weekday()] not in case.text
    ]
    assert wrong == []
