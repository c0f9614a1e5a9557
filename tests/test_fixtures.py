"""The seeds and the sentences, and what was coded from them, are what they are said to be."""

import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from stances.events import EventType, Precision, StanceEvent
from stances.gold import GoldRow, read_gold
from stances.testing import Case, read_cases
from tests.hand_coded import FIXTURES, ROOT, assert_sound, event_of, front_of, text_of

SEEDS = {path.stem: path for path in sorted((ROOT / "seeds").glob("*.txt"))}
GOLD_FILE = FIXTURES / "seeds.gold.jsonl"
GOLD = read_gold(GOLD_FILE)
SENTENCES = tuple(sorted((FIXTURES / "sentences").glob("*.txt")))
FIELDS = (
    *("article", "actor", "event_type", "recipient", "date", "date_precision", "modality"),
    *("speaker", "claimed_by", "about", "deadline", "evidence", "core"),
    *("condition", "start", "end"),
)
OPENING_OF_CONDITION = re.compile("(if|unless|until|as long as) ")


def cases() -> list[Case]:
    return [case for path in SENTENCES for case in read_cases(text_of(path), path=path.name)]


def opens_as_conditions_do(event: StanceEvent) -> bool:
    return event.condition is None or OPENING_OF_CONDITION.match(event.condition) is not None


def test_there_are_five_seeds() -> None:
    assert len(SEEDS) == 5


@pytest.mark.parametrize("path", SEEDS.values(), ids=SEEDS)
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
    lines = GOLD_FILE.read_text("utf-8").splitlines()
    assert {tuple(json.loads(line)) for line in lines} == {FIELDS}


def test_gold_of_the_seeds_covers_each_of_them() -> None:
    assert {row.article for row in GOLD} == set(SEEDS)


def test_gold_of_the_seeds_says_nothing_twice() -> None:
    assert len({event_of(row, SEEDS[row.article]).id for row in GOLD}) == len(GOLD)


@pytest.mark.parametrize("row", GOLD, ids=lambda row: f"{row.article[:7]}:{row.start}")
def test_gold_of_the_seeds_is_sound(row: GoldRow) -> None:
    path = SEEDS[row.article]
    event = event_of(row, path)
    assert_sound(event, text_of(path))
    assert opens_as_conditions_do(event)


def test_mutual_acts_are_coded_both_ways() -> None:
    met = {
        (row.article, row.start, row.actor, row.recipient)
        for row in GOLD
        if row.event_type is EventType.CONSULT
    }
    assert met == {(article, start, to, by) for article, start, by, to in met}


@pytest.mark.parametrize("path", SENTENCES, ids=lambda path: path.stem)
def test_sentences_are_sound(path: Path) -> None:
    for case in read_cases(text_of(path), path=path.name):
        for event in case.events:
            assert_sound(event, case.text)
            assert opens_as_conditions_do(event)


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
