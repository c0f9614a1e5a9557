"""The briefs, and what was coded from them, are what fixtures/README.md says they are."""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs
import pytest

from stances.events import EventType, Precision
from stances.gold import GoldRow, read_gold
from tests.hand_coded import FIXTURES, assert_sound, event_of, front_of, text_of

FOLDER = FIXTURES / "briefs"
FRONT = ("title", "publisher", "published", "conflict", "region")
FIELDS = (
    *("article", "actor", "event_type", "recipient", "date", "date_precision", "modality"),
    *("speaker", "claimed_by", "about", "condition", "deadline", "evidence"),
    *("start", "end", "core"),
)
SHARED_WORDS = 8


@attrs.frozen
class Side:
    """Briefs that are kept apart from those of the other side, and what was coded from them."""

    paths: Mapping[str, Path]
    gold_files: tuple[Path, ...]
    gold: tuple[GoldRow, ...]


def side_of(name: str) -> Side:
    gold_files = tuple(sorted(FOLDER.glob(f"{name}-*.gold.jsonl")))
    return Side(
        MappingProxyType({path.stem: path for path in sorted((FOLDER / name).glob("*.txt"))}),
        gold_files,
        tuple(chain.from_iterable(map(read_gold, gold_files))),
    )


HELD, DEVELOPMENT = side_of("held"), side_of("development")
BRIEFS = {**HELD.paths, **DEVELOPMENT.paths}


def story_of(path: Path) -> str:
    return text_of(path)[front_of(path).end :]


def plain_words(text: str) -> list[str]:
    return re.findall("[a-z0-9]+", text.lower())


def conflicts_of(side: Side) -> set[str]:
    return {front_of(path).fields["conflict"].casefold() for path in side.paths.values()}


def counts_of(side: Side) -> dict[str, int]:
    by_type = Counter(row.event_type for row in side.gold)
    counts = {str(event_type): by_type[event_type] for event_type in EventType}
    return {**counts, "all": len(side.gold), "of these, core": sum(row.core for row in side.gold)}


def dated_acts_of(side: Side) -> set[tuple[Any, ...]]:
    return {
        (row.date, row.actor, row.event_type, row.recipient)
        for row in side.gold
        if row.date_precision is Precision.DAY and row.recipient is not None
    }


def runs_of_words(side: Side) -> set[tuple[str, ...]]:
    told = (plain_words(story_of(path)) for path in side.paths.values())
    return {
        tuple(words[at : at + SHARED_WORDS])
        for words in told
        for at in range(len(words) - SHARED_WORDS + 1)
    }


def test_every_file_is_of_one_side() -> None:
    gold_files = {*HELD.gold_files, *DEVELOPMENT.gold_files}
    assert set(FOLDER.rglob("*.*")) == {*BRIEFS.values(), *gold_files}
    assert len(BRIEFS) == len(HELD.paths) + len(DEVELOPMENT.paths)


def test_briefs_are_numbered_from_one() -> None:
    numbers = sorted(int(stem.partition("-")[0]) for stem in BRIEFS)
    assert numbers == list(range(1, len(BRIEFS) + 1))


@pytest.mark.parametrize("path", BRIEFS.values(), ids=BRIEFS)
class TestBrief:
    def test_front_matter_is_complete(self, path: Path) -> None:
        fields = front_of(path).fields
        assert tuple(fields) == FRONT
        assert dt.date.fromisoformat(fields["published"]).isoformat() == fields["published"]

    def test_publisher_is_plainly_invented(self, path: Path) -> None:
        assert front_of(path).fields["publisher"].startswith("Brief ")

    def test_is_a_headline_and_a_story_of_the_right_length(self, path: Path) -> None:
        headline, _, story = story_of(path).partition("\n\n")
        assert headline == front_of(path).fields["title"]
        assert 200 <= len([word for word in story.split() if re.search(r"\w", word)]) <= 400

    def test_its_events_are_sound(self, path: Path) -> None:
        rows = [row for row in (*HELD.gold, *DEVELOPMENT.gold) if row.article == path.stem]
        assert rows != []
        for row in rows:
            assert_sound(event_of(row, path), text_of(path))


@pytest.mark.parametrize("side", [HELD, DEVELOPMENT], ids=["held", "development"])
class TestSide:
    def test_gold_has_the_fields_in_order(self, side: Side) -> None:
        lines = chain.from_iterable(
            path.read_text("utf-8").splitlines() for path in side.gold_files
        )
        assert {tuple(json.loads(line)) for line in lines} == {FIELDS}

    def test_gold_is_of_its_briefs(self, side: Side) -> None:
        assert {row.article for row in side.gold} == set(side.paths)

    def test_gold_says_nothing_twice(self, side: Side) -> None:
        told = Counter(event_of(row, side.paths[row.article]).id for row in side.gold)
        assert [event_id for event_id, count in told.items() if count > 1] == []

    def test_every_event_type_occurs_six_times(self, side: Side) -> None:
        counts = Counter(row.event_type for row in side.gold)
        assert {kind: counts[kind] for kind in EventType if counts[kind] < 6} == {}

    def test_there_are_eight_conflicts(self, side: Side) -> None:
        assert len(conflicts_of(side)) >= 8


class TestSidesAreApart:
    def test_no_conflict_is_on_both(self) -> None:
        assert conflicts_of(HELD) & conflicts_of(DEVELOPMENT) == set()

    def test_no_act_of_one_day_is_told_on_both(self) -> None:
        assert dated_acts_of(HELD) & dated_acts_of(DEVELOPMENT) == set()

    def test_no_eight_words_in_a_row_are_on_both(self) -> None:
        assert runs_of_words(HELD) & runs_of_words(DEVELOPMENT) == set()


def test_readme_counts_events_as_they_are() -> None:
    held, development = (counts_of(side) for side in (HELD, DEVELOPMENT))
    rows = [f"| {what} | {held[what]:,} | {development[what]:,} |" for what in held]
    table = "\n".join(rows)
    assert table in (FIXTURES / "README.md").read_text("utf-8"), table
