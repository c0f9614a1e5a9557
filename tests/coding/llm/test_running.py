"""Runs over many articles: what is kept, what it costs, when it stops, and in which order."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as hs

import stances as st
from stances.articles import Article
from stances.coding import Coded
from stances.coding.llm import Budget, Endpoint, LanguageModelCoder, Price, Prompt, Tokens
from stances.coding.llm.asking import in_order
from stances.coding.llm.cache import Asked, Cache
from stances.coding.llm.pieces import LONGEST, packed, pieces
from stances.coding.llm.usage import Meter, estimated_tokens
from stances.errors import BudgetSpent, EndpointRefused, InvalidArgument
from tests.coding.llm.conftest import Coders, article, articles
from tests.coding.llm.server import Body, Server, claim, says, slow, status, well


def test_what_was_answered_is_not_asked_again(server: Server, made: Coders) -> None:
    first = list(made().code(articles(5)))
    assert len(server.requests) == 5
    again = made()
    assert list(again.code(articles(5))) == first
    assert len(server.requests) == 5
    assert (again.spent.requests, again.spent.tokens) == (0, Tokens())


def test_a_broken_run_goes_on_where_it_stopped(
    server: Server, made: Coders, waits: list[float]
) -> None:
    server.script = [*[well()] * 4, status(401)]
    broken = made().code(articles(9))
    with pytest.raises(EndpointRefused):
        list(broken)
    asked = len(server.requests)
    server.script = [well()]
    coded = list(made().code(articles(9)))
    assert [len(one.events) for one in coded] == [1] * 9
    shown = [request.shown[0]["paragraphs"][0] for request in server.requests]
    answered = shown[:4] + shown[asked:]
    assert sorted(answered) == sorted(a.text for a in articles(9))


def test_a_run_that_nobody_reads_to_its_end_keeps_what_it_paid_for(
    server: Server, made: Coders
) -> None:
    coding = made(at_once=2).code(articles(20))
    next(coding)
    coding.close()  # type: ignore[attr-defined]
    asked = len(server.requests)
    assert 1 <= asked < 20
    list(made().code(articles(asked)))
    assert len(server.requests) == asked


@pytest.mark.parametrize("other", ["model", "prompt", "endpoint", "article", "published"])
def test_another_question_is_asked(other: str, server: Server, made: Coders) -> None:
    list(made().code([article()]))
    coder, told = made(), article()
    if other == "model":
        coder = attrs.evolve(coder, endpoint=attrs.evolve(coder.endpoint, model="other"))
    elif other == "prompt":
        coder = attrs.evolve(coder, prompt=Prompt(2, "Code the article."))
    elif other == "endpoint":
        coder = attrs.evolve(
            coder, endpoint=attrs.evolve(coder.endpoint, base_url=server.url + "/")
        )
    elif other == "article":
        told = attrs.evolve(told, text=told.text + " It refused.")
    else:
        told = attrs.evolve(told, published=told.published.replace(day=17))
    list(coder.code([told]))
    assert len(server.requests) == 2


def test_what_is_kept_is_verified_anew(server: Server, made: Coders, tmp_path: Path) -> None:
    list(made().code([article()]))
    path = tmp_path / "replies.db"
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE reply SET events = ?", (json.dumps([claim("never said it")]),))
    connection.close()
    (coded,) = made().code([article()])
    assert coded.events == ()
    assert "the quotation is not in the article" in coded.skipped[0].reason
    for garbage in ("{", "5", "[" * 100_000):
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE reply SET events = ?", (garbage,))
        connection.close()
        (coded,) = made().code([article()])
        assert len(coded.events) == 1


def test_a_cache_is_its_owner_s_and_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "replies.db"
    with Cache(path) as cache:
        asked = Asked(article="a", prompt=1, model="m", endpoint="e")
        assert cache.get(asked) is None
        cache.put(asked, [{"actor": "TUR"}, "\ud800", 5])
        assert cache.get(asked) == ({"actor": "TUR"}, "\ud800", 5)
    assert path.stat().st_mode & 0o777 == 0o600
    text = tmp_path / "notes.txt"
    text.write_text("not a database, but notes of mine\n" * 100)
    log = tmp_path / "log.db"
    st.open(str(log)).close()
    for other in (text, log, tmp_path):
        before = other.read_bytes() if other.is_file() else b""
        with pytest.raises(InvalidArgument, match="cannot be a cache of replies"):
            Cache(other)
        assert not other.is_file() or other.read_bytes() == before


def test_without_a_cache_nothing_is_kept(server: Server, made: Coders, tmp_path: Path) -> None:
    for _ in range(2):
        list(made(cache=None).code([article()]))
    assert len(server.requests) == 2
    assert list(tmp_path.iterdir()) == []


def test_an_estimate_asks_nobody(server: Server, made: Coders) -> None:
    coder = made(price=Price(2.0, 8.0))
    estimate = coder.estimate(articles(10))
    assert server.requests == []
    assert (estimate.articles, estimate.kept, estimate.requests) == (10, 0, 10)
    assert 0 < estimate.tokens.answered < estimate.most.answered
    assert estimate.cost is not None
    assert estimate.most_cost is not None
    assert 0 < estimate.cost < estimate.most_cost
    list(coder.code(articles(4)))
    assert (coder.estimate(articles(10)).kept, coder.estimate(articles(10)).requests) == (4, 6)
    assert "articles: 10; pieces of them answered before: 4; requests to make: 6" in str(
        coder.estimate(articles(10))
    )


def test_an_estimate_makes_no_file(made: Coders, tmp_path: Path) -> None:
    made().estimate(articles(2))
    assert list(tmp_path.iterdir()) == []


def test_a_budget_in_tokens_stops_it_and_more_goes_on(server: Server, made: Coders) -> None:
    endpoint = {"reply_tokens": 500}
    each = made(endpoint=endpoint).estimate(articles(1)).most.total
    coder = made(endpoint=endpoint, budget=Budget(tokens=each + 2 * 1_100 + 50))
    coding = coder.code(articles(9))
    done: list[Coded] = []
    with pytest.raises(BudgetSpent, match=r"has no room for the next request.*requests: 3;"):
        done.extend(coding)
    assert len(done) == len(server.requests) == 3
    assert coder.spent.tokens == Tokens(3_000, 300)
    assert len(list(made(endpoint=endpoint).code(articles(9)))) == 9
    assert len(server.requests) == 9


def test_a_budget_in_money_stops_it(server: Server, made: Coders) -> None:
    price = Price(10.0, 100.0)
    coder = made(price=price, budget=Budget(cost=1.0), at_once=3)
    with pytest.raises(BudgetSpent, match="the budget of 1 has no room"):
        list(coder.code(articles(200)))
    assert coder.spent.cost is not None
    assert 0 < coder.spent.cost <= 1.0
    assert len(server.requests) == coder.spent.requests


def test_a_budget_too_small_for_one_request_makes_none(server: Server, made: Coders) -> None:
    with pytest.raises(BudgetSpent):
        list(made(budget=Budget(tokens=100)).code(articles(1)))
    assert server.requests == []


def test_a_budget_in_money_needs_a_price(made: Coders) -> None:
    with pytest.raises(InvalidArgument, match="needs the price"):
        made(budget=Budget(cost=1.0))
    for wrong in (-1, float("nan"), float("inf")):
        with pytest.raises(InvalidArgument, match="expected a number from 0"):
            Price(wrong, 1)


def test_what_never_came_counts_as_estimated(
    server: Server, made: Coders, waits: list[float]
) -> None:
    server.script = [slow(0.6, well())]
    coder = made(timeout=0.2, retries=0)
    list(coder.code([article()]))
    assert coder.spent.tokens == coder.estimate([article()]).most


def test_no_more_are_under_way_than_allowed_and_order_stays(server: Server, made: Coders) -> None:
    server.script = [slow(0.03, well())]
    coded = list(made(at_once=3).code(articles(20)))
    assert [one.article.id for one in coded] == [f"a{n}" for n in range(20)]
    assert 2 <= server.most_under_way <= 3


def test_articles_are_read_only_as_far_as_asked(made: Coders) -> None:
    drawn = 0

    def endless() -> Iterator[Article]:
        nonlocal drawn
        while True:
            drawn += 1
            yield article(f"Turkey urged Russia on Monday to stop attack {drawn}.", f"a{drawn}")

    coding = made(at_once=2).code(endless())
    for _ in range(3):
        next(coding)
    coding.close()  # type: ignore[attr-defined]
    assert drawn < 12


def test_several_articles_go_in_one_request(server: Server, made: Coders) -> None:
    coded = list(made(together=4).code(articles(10)))
    assert [len(one.events) for one in coded] == [1] * 10
    assert [len(request.shown) for request in server.requests] == [4, 4, 2]
    assert [one.events[0].article for one in coded] == [f"a{n}" for n in range(10)]
    list(made(together=3).code(articles(10)))
    assert len(server.requests) == 3


def test_what_a_reply_about_several_leaves_out_is_asked_about_alone(
    server: Server, made: Coders
) -> None:
    first = json.dumps({"articles": [{"article": 2, "events": []}]})
    server.script = [says(first), well()]
    coded = list(made(together=3).code(articles(3)))
    assert [len(one.events) for one in coded] == [1, 0, 1]
    assert [len(request.shown) for request in server.requests] == [3, 1, 1]
    server.script = [says("garbled"), well()]
    assert [len(one.events) for one in made(together=3, cache=None).code(articles(3))] == [1, 1, 1]


def test_a_garbled_reply_is_asked_for_once_more(server: Server, made: Coders) -> None:
    server.script = [says("garbled"), well()]
    (coded,) = made().code([article()])
    assert len(coded.events) == 1
    assert len(server.requests) == 2


def test_a_fence_around_the_reply_is_passed_over(server: Server, made: Coders) -> None:
    server.script = [says('```json\n{"articles": [{"article": 1, "events": []}]}\n```')]
    (coded,) = made().code([article()])
    assert (coded.events, coded.skipped) == ((), ())


def test_a_long_article_is_shown_in_pieces_with_its_headline(server: Server, made: Coders) -> None:
    line = "Turkey on Monday called on Russia to rein in its ally, said message number {}."
    text = "Turkey presses Russia\n\n" + "\n\n".join(line.format(n) for n in range(200))
    told = article(text)
    assert 1 < len(pieces(told)) < 10
    (coded,) = made().code([told])
    assert {request.shown[0]["headline"] for request in server.requests} == {
        "Turkey presses Russia"
    }
    shown = [p for request in server.requests for p in request.shown[0]["paragraphs"]]
    assert shown == [line.format(n) for n in range(200)]
    assert len(coded.events) == 1, "one act, told in every piece"


@pytest.mark.parametrize("text", ["", " \n\n ", "Turkey"])
def test_what_has_no_story_is_not_asked_about(text: str, server: Server, made: Coders) -> None:
    (coded,) = made().code([article(text)])
    assert coded.events == ()
    assert len(server.requests) <= len(pieces(article(text)))


@given(hs.lists(hs.integers(1, 2 * LONGEST), max_size=12))
def test_pieces_are_packed_in_order_and_none_is_lost(lengths: list[int]) -> None:
    made = [
        piece
        for n, length in enumerate(lengths)
        for piece in pieces(article("Turkey said. " + "x" * length, f"a{n}"))
    ]
    groups = list(packed(made))
    assert [piece for group in groups for piece in group] == made
    assert all(len(g) == 1 or sum(p.length for p in g) <= LONGEST for g in groups)


@given(hs.text(max_size=200))
def test_any_text_can_be_told(text: str) -> None:
    for piece in pieces(article(text)):
        assert json.loads(json.dumps(piece.told)) == piece.told
        json.dumps(piece.told, ensure_ascii=False).encode()
        assert piece.sha256
    assert estimated_tokens(text) <= len(text.encode("utf-8", "replace"))


@given(hs.lists(hs.tuples(hs.integers(0, 50), hs.integers(0, 50)), max_size=20))
def test_no_reservation_overruns_a_budget(requests: list[tuple[int, int]]) -> None:
    meter = Meter(Budget(tokens=100), None)
    for most, used in requests:
        try:
            meter.reserve(Tokens(most, 0))
        except BudgetSpent:
            assert meter.spent.tokens.total + most > 100
        else:
            meter.settle(Tokens(most, 0), Tokens(min(used, most), 0))
    assert meter.spent.tokens.total <= 100


def test_a_request_waits_for_what_others_really_use() -> None:
    meter = Meter(Budget(tokens=100), None)
    meter.reserve(Tokens(90, 0))
    done = threading.Event()

    def reserve() -> None:
        meter.reserve(Tokens(50, 0))
        done.set()

    waiting = threading.Thread(target=reserve)
    waiting.start()
    assert not done.wait(0.05)
    meter.settle(Tokens(90, 0), Tokens(10, 0))
    waiting.join(5)
    assert done.is_set()


def test_work_is_done_in_order_and_its_errors_arrive() -> None:
    def work(n: int) -> int:
        if n == 3:
            raise ValueError("three")
        return n * n

    results = in_order(range(9), work, at_once=4)
    assert [next(results) for _ in range(3)] == [0, 1, 4]
    with pytest.raises(ValueError, match="three"):
        next(results)


@pytest.mark.parametrize("setting", [{"at_once": 0}, {"together": 0}, {"at_once": 1.5}])
def test_settings_that_cannot_be_are_refused(setting: dict[str, int]) -> None:
    with pytest.raises(InvalidArgument, match="expected a whole number from 1"):
        LanguageModelCoder(endpoint=Endpoint(model="m"), **setting)  # type: ignore[arg-type]


def test_a_model_that_says_the_same_twice_says_it_once(server: Server, made: Coders) -> None:
    def twice(shown: Body) -> list[object]:
        return [claim(shown["paragraphs"][0]), claim(shown["paragraphs"][0][:40])]

    server.script = [well(twice)]
    (coded,) = made().code([article()])
    assert len(coded.events) == 1


def test_by_name(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STANCES_LLM_URL", server.url)
    monkeypatch.setenv("STANCES_LLM_CACHE", str(tmp_path / "c.db"))
    events = list(st.code(articles(3), coder="llm:org/model:7b", workers=2))
    assert len(events) == 3
    assert events[0].coder == "llm-1+org/model:7b+prompt-1 quoted"
    assert {request.body["model"] for request in server.requests} == {"org/model:7b"}
    assert (tmp_path / "c.db").exists()
    with pytest.raises(InvalidArgument, match="expected the name of a model"):
        list(st.code(articles(1), coder="llm:"))
    with pytest.raises(InvalidArgument, match="'llm:' with the name of a model"):
        list(st.code(articles(1), coder="llm"))


def test_a_log_can_be_recoded_by_it(server: Server, made: Coders) -> None:
    log = st.Log()
    plan = st.recode(log, articles(2), made())
    assert [len(plan.added), plan.coder] == [2, "llm-1+m+prompt-1"]
