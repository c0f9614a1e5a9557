from __future__ import annotations

import datetime as dt

import pytest

from stances.disputes import Dispute, contested
from stances.events import Merge, Row, StanceEvent
from stances.log import Log
from stances.testing import event


def told(line: str, published: dt.date | None = None) -> StanceEvent:
    return event(line, article=line, publisher="Gazette", published=published)


CLAIM = told('2020-02-10 SYR ASSAULT TUR claimed_by TUR "shelled a post, Ankara said"')
FACT = told('2020-02-10 SYR ASSAULT TUR "shelled a post"')
DENIAL = told(
    '2020-02-11~unknown SYR ASSAULT TUR denied claimed_by SYR "had not fired, Damascus said"'
)
REJECTION = told('2020-02-12 SYR REJECT TUR "denied that its guns had fired"')


def test_what_one_party_tells_and_another_denies_is_contested() -> None:
    (found,) = contested(Log([CLAIM, DENIAL]))
    assert found.dispute is Dispute.DENIED
    assert (found.told_by, found.denied_by) == (("TUR",), ("SYR",))
    assert [act.event for act in found.against] == [DENIAL]
    assert found.reason == "told by TUR, denied by SYR"
    assert str(found) == f"told by TUR, denied by SYR: {CLAIM}\n  {DENIAL}"


def test_a_fact_can_be_denied_too() -> None:
    (found,) = contested(Log([FACT, DENIAL]))
    assert found.reason == "told as a fact, denied by SYR"


def test_a_denied_report_of_the_act_itself_speaks_against_it() -> None:
    (found,) = contested(Log([FACT, DENIAL, Merge(ids=(FACT.id, DENIAL.id))]))
    assert found.dispute is Dispute.DENIED


def test_one_word_alone_is_listed_and_a_second_source_ends_that() -> None:
    (found,) = contested(Log([CLAIM]))
    assert (found.dispute, found.reason) == (Dispute.ONE_SIDE, "told by TUR alone")
    assert contested(Log([CLAIM, FACT, Merge(ids=(CLAIM.id, FACT.id))])) == ()


def test_the_account_of_a_party_is_rejected_by_whom_it_tells_it_of() -> None:
    (found,) = contested(Log([CLAIM, REJECTION]))
    assert (found.dispute, found.denied_by) == (Dispute.REJECTED, ("SYR",))


def test_an_accusation_is_an_account() -> None:
    accusation = told('2020-02-11 TUR ACCUSE SYR "accused Damascus of shelling"')
    (found,) = contested(Log([accusation, REJECTION]))
    assert (found.event, found.dispute) == (accusation, Dispute.REJECTED)


@pytest.mark.parametrize(
    "line",
    [
        '2020-02-12 SYR REJECT TUR "refused to withdraw"',
        '2020-02-12 SYR REJECT RUS "denied that its guns had fired"',
        '2020-03-12 SYR REJECT TUR "denied that its guns had fired"',
        '2020-02-09 SYR REJECT TUR "denied that its guns had fired"',
        '2020-02-12 SYR REJECT TUR future "will deny it"',
        '2020-02-12 RUS ASSAULT TUR denied claimed_by RUS "had not fired"',
        '2020-02-12 SYR ASSAULT RUS denied claimed_by SYR "had not fired"',
        '2020-02-12 SYR ASSAULT TUR denied claimed_by SYR "had not fired that day"',
        '2020-02-10 SYR ASSAULT TUR denied claimed_by TUR "had not been fired at"',
    ],
)
def test_what_is_no_denial_of_it(line: str) -> None:
    (found,) = contested(Log([CLAIM, told(line)]))
    assert found.dispute is Dispute.ONE_SIDE


def test_nothing_is_contested_before_it_is_denied() -> None:
    log = Log([FACT, DENIAL])
    assert contested(log, as_of=dt.date(2020, 2, 10)) == ()
    assert len(contested(log, as_of=dt.date(2020, 2, 11))) == 1


def test_a_row_without_words_is_told_and_not_denied_by_a_refusal() -> None:
    row = event("2020-02-12 SYR REJECT TUR", evidence=Row(dataset="POLECAT", row="1"))
    (found,) = contested(Log([CLAIM, row]))
    assert found.dispute is Dispute.ONE_SIDE


def test_answers_are_rows() -> None:
    (row,) = contested(Log([CLAIM, DENIAL])).to_records()
    assert (row["actor"], row["told_by"], row["denied_by"]) == ("SYR", "TUR", "SYR")
    assert (row["dispute"], row["against"]) == ("denied", DENIAL.id)
