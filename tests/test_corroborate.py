from __future__ import annotations

import datetime as dt

import pytest

from stances.copies import Sources
from stances.corroborate import corroborate, proposals
from stances.events import Merge, Retraction, Row, StanceEvent
from stances.likeness import CONFIDENCE, Likeness, Rule, likeness
from stances.log import Log
from stances.testing import event

FEBRUARY_17 = dt.date(2020, 2, 17)
FEBRUARY_18 = dt.date(2020, 2, 18)


def told(line: str, article: str, published: dt.date = FEBRUARY_18) -> StanceEvent:
    return event(line, article=article, publisher=f"Paper {article}", published=published)


def groups(*told: StanceEvent) -> list[set[str | None]]:
    """The articles of every act that more than one report tells of."""
    log = Log([*told, *corroborate(Log(told))])
    return [{r.article for r in act.reports} for act in log if len(act.reports) > 1]


ULTIMATUM = told(
    '2020-02-18~unknown TUR THREATEN SYR by 2020-02-29 if "unless they withdraw"'
    ' "warned that its forces would drive them back unless they withdraw"',
    "A",
)
ULTIMATUM_ELSEWHERE = told(
    '2020-02-17~unknown TUR THREATEN SYR by 2020-02-29 "an assault is looming at the month\'s end"',
    "B",
    FEBRUARY_17,
)


def test_an_ultimatum_is_known_by_its_deadline_in_any_words() -> None:
    (merge,) = corroborate(Log([ULTIMATUM, ULTIMATUM_ELSEWHERE]))
    assert merge == Merge(ids=(ULTIMATUM.id, ULTIMATUM_ELSEWHERE.id), reason="same deadline")


def test_a_speaker_of_one_known_day_merges_in_any_words() -> None:
    call = told(
        '2020-02-16 USA REQUEST RUS about SYR speaker "Donald Trump" "urged Moscow to end it"', "A"
    )
    elsewhere = told(
        '2020-02-16 USA REQUEST RUS about SYR speaker "President Trump" "called for a halt"', "B"
    )
    assert groups(call, elsewhere) == [{"A", "B"}]


def test_a_loosely_dated_act_merges_if_the_words_are_alike() -> None:
    exact = told('2018-09-17 TUR AGREE RUS "a deal struck at Sochi on a buffer zone"', "A")
    loose = told('2018-01-01~year TUR AGREE RUS "the Sochi deal"', "B")
    other = told('2018-01-01~year TUR AGREE RUS "to build a pipeline"', "C")
    assert groups(exact, loose, other) == [{"A", "B"}]


@pytest.mark.parametrize(
    "line",
    [
        '2020-02-16 USA ACCUSE RUS about SYR "urged"',
        '2020-02-16 USA REQUEST TUR about SYR "urged"',
        '2020-02-16 USA REQUEST - about SYR "urged"',
        '2020-02-16 USA REQUEST RUS about SYR denied "urged"',
        '2020-02-17 USA REQUEST RUS about SYR "urged"',
        '2020-02-10~week USA REQUEST RUS about SYR by 2020-03-01 "urged"',
        '2020-02-16 USA REQUEST RUS about TUR "urged"',
        '2020-02-16 USA REQUEST RUS about SYR speaker "Mike Pompeo" "urged"',
        '2020-01-01~month USA REQUEST RUS about SYR "urged"',
    ],
)
def test_what_one_report_contradicts_in_another_keeps_them_apart(line: str) -> None:
    first = told(
        '2020-02-16 USA REQUEST RUS about SYR speaker "Donald Trump" by 2020-02-20 "urged"', "A"
    )
    assert groups(first, told(line, "B")) == []


def test_what_a_report_leaves_out_contradicts_nothing() -> None:
    line = '2020-02-16 USA REQUEST RUS about SYR speaker "Donald Trump" "to end the bombing"'
    full = told(line, "A")
    brief = told('2020-02-16 USA REQUEST RUS "urged Moscow to halt air raids"', "B")
    assert groups(full, brief) == [{"A", "B"}]


def test_two_reports_of_one_article_are_two_acts_and_the_closest_is_joined() -> None:
    convoy = told('2020-02-03 SYR ASSAULT TUR "shelled a convoy near Saraqeb"', "A")
    post = told('2020-02-03 SYR ASSAULT TUR "bombed an observation post"', "A")
    elsewhere = told('2020-02-03 SYR ASSAULT TUR "the observation post was bombed"', "B")
    (merge,) = corroborate(Log([convoy, post, elsewhere]))
    assert merge.ids == tuple(sorted((post.id, elsewhere.id)))


def test_a_chain_does_not_join_what_contradicts() -> None:
    first = told('2020-02-16 TUR ACCUSE RUS about SYR "of breaking the truce deal"', "A")
    vague = told('2020-02-16 TUR ACCUSE RUS "of breaking the truce"', "B")
    third = told('2020-02-16 TUR ACCUSE RUS about UKR "of breaking a promise"', "C")
    assert groups(first, vague, third) == [{"A", "B"}]


def test_what_is_known_only_from_its_report_did_not_happen_after_it() -> None:
    reported = told('2020-02-01~month TUR MOBILIZE SYR "sent tanks"', "A", dt.date(2020, 2, 5))
    later = told('2020-02-20 TUR MOBILIZE SYR "sent more tanks"', "B", dt.date(2020, 2, 21))
    assert groups(reported, later) == []


def test_names_alone_make_no_two_reports_alike() -> None:
    met = told('2020-02-17~unknown TUR MOBILIZE SYR "Turkey has posts near Damascus"', "A")
    sent = told('2020-02-18~unknown TUR MOBILIZE SYR "Turkey sent tanks toward Damascus"', "B")
    assert groups(met, sent) == []


def test_rows_of_data_sets_are_left_alone() -> None:
    one, other = (
        event("2020-02-03 SYR ASSAULT TUR", evidence=Row(dataset="POLECAT", row=str(number)))
        for number in (1, 2)
    )
    paper = told('2020-02-03 SYR ASSAULT TUR "shelled a convoy"', "A")
    assert corroborate(Log([one, other, paper])) == ()


def test_what_was_taken_back_is_not_proposed_again_in_other_company() -> None:
    (merge,) = corroborate(Log([ULTIMATUM, ULTIMATUM_ELSEWHERE]))
    third = told('2020-02-18~unknown TUR THREATEN SYR by 2020-02-29 "again"', "C")
    log = Log([ULTIMATUM, ULTIMATUM_ELSEWHERE, third, merge, Retraction(of=merge.id, reason="no")])
    (proposed,) = corroborate(log)
    assert third.id in proposed.ids
    assert set(merge.ids) - set(proposed.ids)


def test_a_merge_by_hand_is_kept_and_added_to() -> None:
    by_hand = told('2020-02-18~unknown TUR REQUEST SYR "to pull back"', "C")
    log = Log([ULTIMATUM, by_hand, Merge(ids=(ULTIMATUM.id, by_hand.id)), ULTIMATUM_ELSEWHERE])
    (merge,) = corroborate(log)
    assert set(merge.ids) == {ULTIMATUM.id, by_hand.id, ULTIMATUM_ELSEWHERE.id}


def test_a_pair_can_be_asked_about() -> None:
    assert likeness(ULTIMATUM, ULTIMATUM_ELSEWHERE) == Likeness(Rule.DEADLINE, 0.0)
    assert likeness(ULTIMATUM, ULTIMATUM) is None


def test_one_day_alone_makes_no_act() -> None:
    posts = told('2020-02-05 TUR REQUEST SYR "to retreat past the observation posts"', "A")
    crossing = told('2020-02-05 TUR REQUEST SYR "to let aid trucks through Bab al-Hawa"', "B")
    assert groups(posts, crossing) == []


def test_a_proposal_says_how_often_its_weakest_rule_is_right() -> None:
    (proposal,) = proposals(Log([ULTIMATUM, ULTIMATUM_ELSEWHERE]))
    assert proposal.confidence == CONFIDENCE[Rule.DEADLINE]
    assert proposal.act.reports == (ULTIMATUM_ELSEWHERE, ULTIMATUM)
    assert proposal.to_record()["reason"] == proposal.merge.reason == "same deadline"
    assert str(proposal).startswith("0.80 same deadline\n  Paper B: by 2020-02-17 TUR threaten SYR")


def test_unsure_rules_can_be_left_out() -> None:
    log = Log([ULTIMATUM, ULTIMATUM_ELSEWHERE])
    assert corroborate(log, min_confidence=CONFIDENCE[Rule.DEADLINE])
    assert not corroborate(log, min_confidence=0.9)


def test_a_merge_is_undone_by_a_retraction() -> None:
    told_twice = [ULTIMATUM, ULTIMATUM_ELSEWHERE]
    (merge,) = corroborate(Log(told_twice))
    assert len(Log([*told_twice, merge])) == 1
    undone = Log([*told_twice, merge, Retraction(of=merge.id, reason="two threats")])
    assert len(undone) == 2
    assert corroborate(undone) == ()


WIRE = '2020-02-03 SYR ASSAULT TUR "a convoy was shelled near Saraqeb and a truck burnt out"'
POST = '2020-02-03 SYR ASSAULT TUR "near Saraqeb an observation post was shelled as well"'


def test_copies_of_a_story_tell_one_act_by_the_same_words_and_two_by_others() -> None:
    copies = Sources({"A": "A", "B": "A"})
    same = [told(WIRE, "A"), told(WIRE, "B")]
    (proposal,) = proposals(Log(same), sources=copies)
    assert proposal.merge.reason == Rule.COPY
    other = [told(WIRE, "A"), told(POST, "B")]
    assert corroborate(Log(other))
    assert not corroborate(Log(other), sources=copies)
