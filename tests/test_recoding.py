from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs
import pytest

import stances.store as store
from stances.articles import Article
from stances.coding import Coded
from stances.errors import InvalidArgument, LogConflict
from stances.events import ErasedSpan, EventType, Row, Span, StanceEvent
from stances.recoding import recode
from stances.store import EventLog
from tests.store.made import C

DAY = dt.date(2020, 2, 18)
ARTICLE = Article(
    id="A1", text="Turkey warned Syria on Monday. It told Russia to stay out.", published=DAY
)


@attrs.frozen
class Told:
    name: str
    events: tuple[StanceEvent, ...] = ()

    def code(self, articles: Iterable[Article]) -> Iterator[Coded]:
        for article in articles:
            yield Coded(article, tuple(e for e in self.events if e.article == article.id))


def quoting(text: str, article: Article = ARTICLE) -> Span:
    start = article.text.index(text)
    return Span(
        article=article.id, sha256=article.sha256, start=start, end=start + len(text), text=text
    )


WARNED = StanceEvent(
    date=DAY,
    actor="TUR",
    event_type=EventType.THREATEN,
    recipient="SYR",
    published=DAY,
    evidence=quoting("Turkey warned Syria"),
    coder="rules-1 warn",
    confidence=0.4,
)
MONDAY = attrs.evolve(
    WARNED,
    date=dt.date(2020, 2, 17),
    evidence=quoting("warned Syria on Monday"),
    coder="rules-2 warn",
)
ACCUSED = attrs.evolve(WARNED, event_type=EventType.ACCUSE, coder="rules-2 warn")
OUT = attrs.evolve(
    WARNED, event_type=EventType.REQUEST, recipient="RUS", evidence=quoting("told Russia")
)


@pytest.fixture
def log() -> Iterator[EventLog]:
    with store.open(":memory:") as opened:
        yield opened


def recoded(log: EventLog, *events: StanceEvent, name: str = "rules-2") -> str:
    """What is appended, as it is told, without the line of counts."""
    plan = recode(log, ARTICLE, Told(name, events))
    log.append(plan.records, expected_position=plan.position)
    assert recode(log, ARTICLE, Told(name, events)).records == ()
    return "\n".join(str(plan).splitlines()[1:])


def test_the_difference_is_told(log: EventLog) -> None:
    log.append([WARNED, OUT, C])
    mobilised = attrs.evolve(OUT, event_type=EventType.MOBILIZE, recipient=None)
    told = recoded(log, MONDAY, mobilised)
    assert told.splitlines() == [
        f"~ {WARNED}",
        f"  {MONDAY}",
        "  changed: date 2020-02-18 → 2020-02-17, evidence",
        f"- {OUT}",
        f"+ {mobilised}",
    ]
    assert set(log.view().reports) == {MONDAY, mobilised, C}


def test_nothing_is_written_before_it_is_appended_and_nothing_over_others(log: EventLog) -> None:
    log.append([WARNED])
    plan = recode(log, [ARTICLE], Told("rules-2", (ACCUSED,)))
    assert log.view().reports == (WARNED,)
    assert plan.corrections[0].reason == "rules-2"
    log.append([C])
    with pytest.raises(LogConflict):
        log.append(plan.records, expected_position=plan.position)


def test_only_coder_and_confidence_are_no_difference(log: EventLog) -> None:
    log.append([WARNED])
    surer = attrs.evolve(WARNED, coder="rules-2 other", confidence=0.9)
    plan = recode(log, ARTICLE, Told("rules-2", (surer,)))
    assert (plan.kept, plan.records) == ((WARNED,), ())
    assert str(plan).startswith("rules-2: 1 kept, 0 corrected, 0 retracted, 0 added, 0 left")


def test_another_type_with_the_same_evidence_is_a_correction(log: EventLog) -> None:
    log.append([WARNED])
    assert recoded(log, ACCUSED).startswith("~")
    assert log.view().reports == (ACCUSED,)


def test_of_several_the_nearest_goes_with_each(log: EventLog) -> None:
    log.append([WARNED, ACCUSED])
    later = attrs.evolve(ACCUSED, date=dt.date(2020, 2, 16))
    plan = recode(log, ARTICLE, Told("rules-2", (later, MONDAY)))
    assert {(c.of, c.event.id) for c in plan.corrections} == {
        (ACCUSED.id, later.id),
        (WARNED.id, MONDAY.id),
    }


def test_what_was_corrected_by_hand_stays(log: EventLog) -> None:
    log.append([WARNED, OUT])
    log.correct(WARNED.id, {"speaker": "Hulusi Akar"}, "he said it")
    log.retract(OUT.id, "it did not")
    stands = log.view().reports
    plan = recode(log, ARTICLE, Told("rules-2", (MONDAY, OUT)))
    assert plan.records == ()
    assert set(plan.protected) == {*stands, OUT}
    assert recoded(log) == ""
    assert log.view().reports == stands


def test_what_was_undone_by_hand_is_open_again(log: EventLog) -> None:
    log.append([WARNED])
    log.retract(log.correct(WARNED.id, {"speaker": "X"}, "he said it").id, "he did not")
    log.retract(log.retract(WARNED.id, "a mistake").id, "it was none")
    assert recoded(log, MONDAY).startswith("~")
    assert log.view().reports == (MONDAY,)


def test_what_a_coder_did_and_people_undid_stays_undone(log: EventLog) -> None:
    log.append([WARNED, OUT])
    assert recoded(log, MONDAY, ACCUSED)
    for record in [*log.records()][2:]:
        log.retract(record.id, "the first coding was right")
    assert set(log.view().reports) == {WARNED, OUT}
    assert recoded(log, MONDAY, ACCUSED, name="rules-3") == ""
    assert set(log.view().reports) == {WARNED, OUT}


def test_what_is_coded_by_hand_is_not_told_twice(log: EventLog) -> None:
    log.append([attrs.evolve(WARNED, coder="hand")])
    assert recoded(log, MONDAY) == ""
    assert recoded(log, MONDAY, OUT) == f"+ {OUT}"


def test_a_coder_gives_back_what_another_took(log: EventLog) -> None:
    log.append([WARNED])
    assert recoded(log) == f"- {WARNED}"
    assert log.view().reports == ()
    assert recoded(log, WARNED, name="rules-3").splitlines()[-1] == f"+ {WARNED}"
    assert log.view().reports == (WARNED,)
    assert recoded(log) == f"- {WARNED}"
    assert log.view().reports == ()


def test_an_erased_text_is_not_quoted_again(log: EventLog) -> None:
    log.append([WARNED])
    log.erase([WARNED.id], reason="a person's request")
    assert "[text erased]" in recoded(log, MONDAY, OUT)
    corrected, out = sorted(log.view().reports, key=lambda event: event.date)
    assert isinstance(corrected.evidence, ErasedSpan)
    assert corrected.id == MONDAY.id
    assert out == OUT


def test_another_text_of_the_article_is_compared_by_its_words(log: EventLog) -> None:
    longer = attrs.evolve(ARTICLE, text=f"ANKARA — {ARTICLE.text}")
    moved = attrs.evolve(WARNED, evidence=quoting("Turkey warned Syria", longer))
    log.append([WARNED])
    assert recoded(log, moved).splitlines()[-1] == "  changed: evidence"
    log.erase([moved.id], reason="a person's request")
    assert recoded(log, WARNED).endswith("[text erased]")
    assert [event.id for event in log.view().reports] == [WARNED.id]


def test_imported_rows_and_other_articles_are_left_alone(log: EventLog) -> None:
    row = attrs.evolve(WARNED, evidence=Row(dataset="POLECAT", row="1"))
    log.append([row, C])
    assert recoded(log) == ""
    assert set(log.view().reports) == {row, C}


@pytest.mark.parametrize("name", ["rules", "rules 1", "by hand", ""])
def test_a_coder_must_be_told_from_a_person(log: EventLog, name: str) -> None:
    with pytest.raises(InvalidArgument, match="one word with a version"):
        recode(log, ARTICLE, Told(name))
