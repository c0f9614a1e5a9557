"""The passages, and what was coded from them, are what they are said to be."""

from collections import Counter
from pathlib import Path

import pytest

from stances.events import EventType, Span
from stances.testing import Case, read_cases
from tests.hand_coded import FIXTURES, assert_sound, text_of

PASSAGES = {path.stem: path for path in sorted((FIXTURES / "passages").glob("*.txt"))}
LEAST_SHARE = 0.025


def cases(path: Path) -> tuple[Case, ...]:
    return read_cases(text_of(path), path=path.name)


@pytest.mark.parametrize("path", PASSAGES.values(), ids=PASSAGES)
class TestFile:
    def test_every_event_is_sound_and_rests_on_words_of_one_paragraph(self, path: Path) -> None:
        for case in cases(path):
            for event in case.events:
                assert_sound(event, case.text)
                assert isinstance(event.evidence, Span)
                assert "\n" not in event.evidence.text

    def test_no_text_stands_twice(self, path: Path) -> None:
        texts = Counter(" ".join(case.text.split()) for case in cases(path))
        assert texts.most_common(1)[0][1] == 1

    def test_has_cases_with_nothing_to_code(self, path: Path) -> None:
        told = cases(path)
        assert 0.03 < sum(not case.events for case in told) / len(told) < 0.3


def test_one_case_in_eight_has_nothing_to_code() -> None:
    nothing = [not case.events for path in PASSAGES.values() for case in cases(path)]
    assert sum(nothing) / len(nothing) > 1 / 8


def test_all_sixteen_types_occur_often() -> None:
    types = Counter(e.event_type for p in PASSAGES.values() for c in cases(p) for e in c.events)
    assert set(types) == set(EventType)
    assert min(types.values()) > LEAST_SHARE * types.total()
