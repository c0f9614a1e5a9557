from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stances.events import Span
from stances.log import Log
from stances.story import story
from stances.testing import ACTORS, logs

codes = st.sampled_from(ACTORS)


@settings(max_examples=60, deadline=None)
@given(logs(), codes, codes)
def test_a_story_has_every_act_between_two_in_order(log: Log, one: str, other: str) -> None:
    told = story(log, one, other)
    assert [line.act for line in told] == [
        act
        for act in log
        if any(
            act.event.actor == doer and done_to in (act.event.recipient, act.event.about)
            for doer, done_to in ((one, other), (other, one))
        )
    ]
    assert {line.act.id for line in story(log, one)} == {
        act.id for act in log if one in (act.event.actor, act.event.recipient, act.event.about)
    }


@settings(max_examples=60, deadline=None)
@given(logs(), codes)
def test_a_line_says_the_act_and_the_words_of_its_source(log: Log, code: str) -> None:
    told = story(log, code)
    for line, record in zip(told, told.to_records(), strict=True):
        assert str(line.act) in str(line)
        assert record["id"] == line.act.id
        evidence = line.act.event.evidence
        words = " ".join(evidence.text.split()) if isinstance(evidence, Span) else None
        assert record["sentence"] == words
