"""The sentence fixtures: each is coded as a careful reader codes it, or is marked as missed."""

from __future__ import annotations

from pathlib import Path

import pytest

from stances.cases import Case, read_cases
from stances.coding import Coder
from stances.events import StanceEvent

FOLDER = Path(__file__).parents[2] / "fixtures" / "sentences"
CASES = [case for path in sorted(FOLDER.glob("*.txt")) for case in read_cases(path.read_text())]


def _said(event: StanceEvent) -> tuple[object, ...]:
    return (event.actor, event.event_type, event.recipient, event.modality)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_sentence_is_coded_as_told(
    case: Case, coder: Coder, request: pytest.FixtureRequest
) -> None:
    if case.missed is not None:
        request.applymarker(pytest.mark.xfail(reason=case.missed, strict=True))
    (coded,) = coder.code([case.article])
    assert {_said(event) for event in coded.events} == {_said(event) for event in case.events}


def test_dates_and_deadlines_of_coded_sentences(coder: Coder) -> None:
    """Where the act is found, its date and deadline are right in at least nine of ten cases."""
    right = total = 0
    for case, coded in zip(CASES, coder.code(case.article for case in CASES), strict=True):
        expected = {_said(event): event for event in case.events}
        for event in coded.events:
            if (twin := expected.get(_said(event))) is not None:
                total += 1
                right += (event.date, event.deadline) == (twin.date, twin.deadline)
    assert total > 150
    assert right / total >= 0.9, f"{right} of {total}"
