"""After any history of codings and of decisions by hand, a re-coding says what its coder says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import attrs
from hypothesis import example, given
from hypothesis import strategies as st

from stances.articles import Article
from stances.coding import Coded
from stances.events import Correction, EventType, Record, Retraction, Span, StanceEvent
from stances.log import Log
from stances.recoding import Recoding, recode
from stances.resolve import State, fold, resolve, retracted

TEXT = "Turkey threatened Syria and Russia, and told both to stop. It was a long day."
ARTICLES = tuple(
    Article(id=name, text=TEXT, published=dt.date(2020, 2, 18)) for name in ("A1", "A2")
)
CODERS = ("rules-1", "rules-2+small", "Quill-0.3")


@attrs.frozen
class Told:
    """A coder that says of each article what it was told to."""

    name: str
    events: Mapping[str, tuple[StanceEvent, ...]]

    def code(self, articles: Iterable[Article]) -> Iterator[Coded]:
        for article in articles:
            yield Coded(article, self.events.get(article.id, ()))


def span(article: Article, start: int, end: int) -> Span:
    text = article.text[start:end]
    return Span(article=article.id, sha256=article.sha256, start=start, end=end, text=text)


def events(article: Article, coders: Iterable[str]) -> st.SearchStrategy[StanceEvent]:
    return st.builds(
        StanceEvent,
        date=st.sampled_from([dt.date(2020, 2, 17), dt.date(2020, 2, 18)]),
        actor=st.just("TUR"),
        event_type=st.sampled_from([EventType.THREATEN, EventType.REQUEST]),
        recipient=st.sampled_from(["SYR", "SYR", "RUS"]),
        published=st.just(article.published),
        evidence=st.sampled_from(
            [span(article, 0, 34), span(article, 7, 57), span(article, 59, 77)]
        ),
        coder=st.sampled_from([f"{name} a rule" for name in coders]),
    )


def codings(name: str) -> st.SearchStrategy[Told]:
    said = st.lists(events(ARTICLES[0], [name]), max_size=4).map(tuple)
    return said.map(lambda said: Told(name, {"A1": said}))


Step: TypeAlias = Told | tuple[str, int, StanceEvent]

any_coding = st.sampled_from(CODERS).flatmap(codings)
by_hand = st.tuples(
    st.sampled_from(["code", "correct", "retract", "retract"]),
    st.integers(0, 30),
    events(ARTICLES[0], ["hand", "rules-1"]),
)
machine_histories = st.lists(any_coding, max_size=4)
histories: st.SearchStrategy[list[Step]] = st.lists(any_coding | by_hand, max_size=7)
others = st.lists(events(ARTICLES[1], ["hand", "rules-1"]), max_size=2)


def appended(records: list[Record], fresh: Iterable[Record]) -> list[Record]:
    return list({record.id: record for record in [*reversed([*records, *fresh])]}.values())[::-1]


def standing(records: Iterable[Record]) -> Mapping[str, StanceEvent]:
    return resolve(fold(State(), records)).standing


def after(history: Iterable[Step], records: Iterable[Record] = ()) -> list[Record]:
    made = list(records)
    for step in history:
        if isinstance(step, Told):
            made = appended(made, recode(Log(made), ARTICLES[0], step).records)
        else:
            made = appended(made, decision(made, *step))
    return made


def decision(records: list[Record], what: str, number: int, event: StanceEvent) -> list[Record]:
    if what == "code":
        return [attrs.evolve(event, coder="hand")]
    stands = standing(records)
    if what == "correct" and stands:
        of = list(stands.values())[number % len(stands)]
        return [Correction(of=of.id, event=attrs.evolve(event, coder=of.coder), reason="misread")]
    ids = [
        i for i in [*stands, *(r.id for r in records)] if i not in retracted(fold(State(), records))
    ]
    if what == "correct" or not ids:
        return []
    of_id = ids[number % len(ids)]
    earlier = sum(isinstance(r, Retraction) and r.of == of_id for r in records)
    return [Retraction(of=of_id, reason="no such thing", number=earlier)]


def ids(events: Iterable[StanceEvent]) -> set[str]:
    return {event.id for event in events}


def told(name: str, *days: int) -> Told:
    said = (
        StanceEvent(
            date=dt.date(2020, 2, day),
            actor="TUR",
            event_type=EventType.REQUEST,
            recipient="SYR",
            published=dt.date(2020, 2, 18),
            evidence=span(ARTICLES[0], 0, 34),
            coder=f"{name} a rule",
        )
        for day in days
    )
    return Told(name, {"A1": tuple(said)})


@given(machine_histories, any_coding)
@example([told("rules-1", 17), told("rules-2", 18)], told("rules-1", 17, 18))
@example([told("rules-1", 17), told("Quill-0.3"), told("rules-2", 18)], told("Quill-0.3", 17))
@example([told("rules-1", 17), told("rules-2", 18), told("rules-1", 17)], told("rules-2", 18))
def test_where_only_coders_were_the_last_coder_is_right(history: list[Told], coder: Told) -> None:
    records = after([*history, coder])
    assert ids(standing(records).values()) == ids(coder.events["A1"])


@given(histories, any_coding, others)
def test_coding_again_gives_nothing(
    history: list[Step], coder: Told, elsewhere: list[StanceEvent]
) -> None:
    records = after([*history, coder], elsewhere)
    again = recode(Log(records), ARTICLES[0], coder)
    assert again.records == ()
    assert ids(again.kept) <= ids(coder.events["A1"])


@given(histories, any_coding, others)
def test_what_people_decided_stays(
    history: list[Step], coder: Told, elsewhere: list[StanceEvent]
) -> None:
    records = after(history, elsewhere)
    plan = recode(Log(records), ARTICLES[0], coder)
    before, now = standing(records), standing(appended(records, plan.records))
    decided = {e.id for e in plan.protected} | {e.id for e in elsewhere}
    assert {i: before[i] for i in decided & before.keys()} == {
        i: now[i] for i in decided & now.keys()
    }
    stand = ids(now.values())
    assert stand - decided <= ids(coder.events["A1"])
    assert ids(plan.added) | ids(c.event for c in plan.corrections) | ids(plan.kept) <= stand
    assert not ids(plan.replaced) & (stand - decided)


@given(histories, any_coding)
def test_every_record_is_new_and_says_who_made_it(history: list[Step], coder: Told) -> None:
    records = after(history)
    plan = recode(Log(records), ARTICLES[0], coder)
    known = {record.id for record in records}
    made: list[Correction | Retraction] = [*plan.corrections, *plan.retractions]
    assert not {record.id for record in made} & known
    assert {record.reason for record in made} <= {coder.name}
    assert plan.position == len(records)
    told = str(plan).splitlines()
    assert sum(line.startswith("+ ") for line in told) == len(plan.added)
    assert sum(line.startswith("- ") for line in told) == len(plan.retractions)


@given(histories, any_coding)
def test_an_event_by_hand_is_never_touched(history: list[Step], coder: Told) -> None:
    records = after(history)
    hand = [e for e in standing(records).values() if e.coder.startswith("hand")]
    now = standing(appended(records, recode(Log(records), ARTICLES[0], coder).records))
    assert ids(hand) <= ids(now.values())
    for event in hand:
        assert now[event.id] == event


def test_a_recoding_is_a_value() -> None:
    assert hash(recode(Log(), ARTICLES[0], Told("rules-1", {}))) == hash(
        recode(Log(), ARTICLES[0], Told("rules-1", {}))
    )
    assert isinstance(recode(Log(), (), Told("rules-1", {})), Recoding)
