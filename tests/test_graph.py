from __future__ import annotations

import datetime as dt

import networkx as nx
import pytest

from stances.copies import Sources
from stances.errors import InvalidArgument
from stances.events import EventType, Merge, Row
from stances.graph import dyads, replay
from stances.log import Log
from stances.names import Actor, ActorKind
from stances.scale import Scale
from stances.testing import event

ACTORS = {
    "TUR": Actor(code="TUR", name="Turkey", kind=ActorKind.STATE),
    "SYR": Actor(code="SYR", name="Syria", kind=ActorKind.STATE),
}

ULTIMATUM = event(
    '2020-02-05 TUR THREATEN SYR speaker "Recep Tayyip Erdogan" if "unless they pull back"'
    ' by 2020-02-29 "would drive them back"',
    publisher="The Herald",
    article="H1",
)
SHELLING = event("2020-02-10 SYR ASSAULT TUR claimed_by TUR", published=dt.date(2020, 2, 11))
ANNOUNCED = event("2020-02-20 TUR ASSAULT SYR future")
DENIED = event("2020-02-10 TUR ASSAULT SYR denied claimed_by SYR")
CALL = event("2020-02-09 UNO REQUEST - about SYR")
LOG = Log([ULTIMATUM, SHELLING, ANNOUNCED, DENIED, CALL])


def test_an_edge_says_what_its_event_says_in_plain_values() -> None:
    graph = replay(LOG, actors=ACTORS)
    assert type(graph) is nx.MultiDiGraph
    assert graph["TUR"]["SYR"][ULTIMATUM.id] == {
        "event_type": "THREATEN",
        "quad_class": "verbal conflict",
        "score": -3.5,
        "modality": "asserted",
        "date": dt.date(2020, 2, 5),
        "date_precision": "day",
        "published": dt.date(2020, 2, 5),
        "about": None,
        "speaker": "Recep Tayyip Erdogan",
        "claimed_by": None,
        "condition": "unless they pull back",
        "deadline": dt.date(2020, 2, 29),
        "reports": 1,
        "publishers": 1,
        "publisher": "The Herald",
        "url": None,
        "article": "H1",
        "text": "would drive them back",
        "source_score": None,
        "coder": "hand",
        "confidence": None,
        "event": ULTIMATUM,
    }
    kinds = {type(graph["TUR"]["SYR"][ULTIMATUM.id][name]) for name in ("event_type", "modality")}
    assert kinds == {str}


def test_nodes_have_names_and_an_actor_toward_nobody_stands_alone() -> None:
    graph = replay(LOG, actors=ACTORS)
    assert {code: graph.nodes[code] for code in graph} == {
        "SYR": {"name": "Syria", "kind": "state"},
        "TUR": {"name": "Turkey", "kind": "state"},
        "UNO": {"name": "UNO", "kind": "unknown"},
    }
    assert graph.degree("UNO") == 0
    assert graph.graph["without_recipient"] == 1


def test_the_table_that_comes_with_the_package_is_the_default() -> None:
    assert replay(LOG).nodes["TUR"]["kind"] == "state"
    assert replay(LOG).nodes["TUR"]["name"] != "TUR"


def test_an_imported_row_has_no_text() -> None:
    row = Row(dataset="POLECAT", row="17")
    imported = event("2020-02-05 TUR ACCUSE SYR", evidence=row, source_score=-2.0)
    graph = replay(Log([imported]), actors=ACTORS)
    said = graph["TUR"]["SYR"][imported.id]
    assert (said["text"], said["article"], said["source_score"]) == (None, None, -2.0)
    assert said["score"] == -3.0


def test_a_dyad_counts_what_took_place_and_names_the_rest() -> None:
    edge = dyads(LOG, actors=ACTORS)["TUR"]["SYR"]
    assert (edge["acts"], edge["asserted"], edge["future"], edge["denied"]) == (3, 1, 1, 1)
    assert (edge["THREATEN"], edge["ASSAULT"]) == (1, 0)
    assert edge["score"] == -3.5
    assert (edge["first"], edge["last"]) == (dt.date(2020, 2, 5), dt.date(2020, 2, 20))


def test_a_balance_is_decayed_to_the_last_asserted_day() -> None:
    graph = dyads(LOG, half_life=5.0, actors=ACTORS)
    assert graph.graph["at"] == dt.date(2020, 2, 10)
    assert graph.graph["half_life"] == 5.0
    assert graph["TUR"]["SYR"]["balance"] == -3.5 / 2
    assert graph["SYR"]["TUR"]["balance"] == -9.0


def test_the_day_of_a_balance_is_the_one_asked_for_or_the_end_of_the_view() -> None:
    view = LOG.view(until=dt.date(2020, 2, 9))
    assert dyads(view, actors=ACTORS).graph["at"] == dt.date(2020, 2, 9)
    asked = dyads(view, at=dt.date(2020, 2, 15), half_life=5.0, actors=ACTORS)
    assert asked["TUR"]["SYR"]["balance"] == -3.5 / 4
    assert not asked.has_edge("SYR", "TUR")


def test_what_is_announced_for_later_is_counted_unless_a_last_day_is_given() -> None:
    log = Log([ULTIMATUM, SHELLING, ANNOUNCED])
    whole = dyads(log)
    edge = whole["TUR"]["SYR"]
    assert whole.graph["at"] == SHELLING.date
    assert (edge["acts"], edge["future"], edge["last"]) == (2, 1, ANNOUNCED.date)
    for bounded in (dyads(log, at=SHELLING.date), dyads(log, until=SHELLING.date)):
        assert bounded.graph["at"] == SHELLING.date
        kept = bounded["TUR"]["SYR"]
        assert (kept["acts"], kept["future"], kept["last"]) == (1, 0, ULTIMATUM.date)
        assert (kept["balance"], kept["score"]) == (edge["balance"], edge["score"])


def test_copies_of_one_story_are_one_source() -> None:
    words = '2020-02-03 SYR ASSAULT TUR "shelled a convoy"'
    told = [
        event(words, article=name, publisher=name, text=f"{name} shelled a convoy")
        for name in "ABC"
    ]
    merge = Merge(ids=tuple(report.id for report in told))
    log = Log([*told, merge, event('2020-02-04 SYR ASSAULT TUR "again"', article="D")])
    known = Sources({"A": "A", "B": "A"})
    edge = dyads(log, sources=known)["SYR"]["TUR"]
    assert (edge["reports"], edge["publishers"], edge["sources"]) == (4, 3, 3)
    assert [data["sources"] for *_, data in replay(log, sources=known).edges(data=True)] == [2, 1]
    assert "sources" not in dyads(log)["SYR"]["TUR"]


def test_no_decay_on_request() -> None:
    edge = dyads(LOG, at=dt.date(2030, 1, 1), half_life=None, actors=ACTORS)["TUR"]["SYR"]
    assert edge["balance"] == edge["score"] == -3.5


def test_a_century_of_decay_neither_fails_nor_turns_the_sign() -> None:
    edge = dyads(LOG, at=dt.date.max, half_life=0.001, actors=ACTORS)["TUR"]["SYR"]
    assert edge["balance"] == 0.0


def test_publishers_of_a_dyad_are_counted_once() -> None:
    again = event(
        '2020-02-05 TUR THREATEN SYR "warned it would act"', publisher="The Herald", article="H2"
    )
    other = event("2020-02-06 TUR ACCUSE SYR", publisher="Channel 9")
    log = Log([ULTIMATUM, again, other, Merge(ids=(ULTIMATUM.id, again.id))])
    edge = dyads(log, actors=ACTORS)["TUR"]["SYR"]
    assert (edge["acts"], edge["reports"], edge["publishers"]) == (2, 3, 2)
    merged = replay(log, actors=ACTORS)["TUR"]["SYR"][log.acts[0].id]
    assert (merged["reports"], merged["publishers"]) == (2, 1)


def test_another_scale_may_be_passed() -> None:
    ones = Scale("ones", dict.fromkeys(EventType, 1))
    assert replay(LOG, scale=ones, actors=ACTORS)["TUR"]["SYR"][ULTIMATUM.id]["score"] == 1.0
    graph = dyads(LOG, scale=ones, half_life=None, actors=ACTORS)
    assert graph["SYR"]["TUR"]["balance"] == 1.0
    assert graph.graph["scale"] == "ones"


def test_an_empty_log_is_an_empty_graph() -> None:
    assert len(replay(Log())) == 0
    graph = dyads(Log())
    assert (len(graph), graph.graph["at"]) == (0, None)


@pytest.mark.parametrize("half_life", [0, -3.0, float("nan")])
def test_a_half_life_that_cannot_be_is_refused(half_life: float) -> None:
    with pytest.raises(InvalidArgument, match=f"half_life is {half_life}"):
        dyads(LOG, half_life=half_life)
