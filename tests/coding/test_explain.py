"""Explanations mark what an event says in the sentence it rests on."""

from __future__ import annotations

import datetime as dt

from hypothesis import assume, given

from stances.articles import Article
from stances.coding import Coder
from stances.coding.explain import Part, explain, explained
from stances.events import Span, StanceEvent, text_sha256
from stances.notation import event
from stances.testing import articles

PUBLISHED = dt.date(2020, 2, 18)
TEXT = (
    "Rain fell in Geneva.\n\nTurkey warned Syria on Monday that it would strike unless its troops "
    "left by the end of February. Nobody replied."
)


def _coded(line: str, text: str, quoted: str) -> tuple[Article, StanceEvent]:
    start = text.index(quoted)
    span = Span(
        article="a", sha256=text_sha256(text), start=start, end=start + len(quoted), text=quoted
    )
    article = Article(id="a", text=text, published=PUBLISHED)
    return article, event(line, published=PUBLISHED, evidence=span, coder="mine rule:7")


def test_the_parts_of_a_threat_are_marked() -> None:
    line = '2020-02-17 TUR THREATEN SYR if "unless its troops left" by 2020-02-29'
    article, threat = _coded(line, TEXT, "Turkey warned Syria on Monday")
    (found,) = explained(article, [threat])
    marked = {mark.part: TEXT[mark.start : mark.end] for mark in found.marks}
    assert marked == {
        Part.ACTOR: "Turkey",
        Part.RECIPIENT: "Syria",
        Part.DATE: "on Monday",
        Part.CONDITION: "unless its troops left",
        Part.DEADLINE: "by the end of February",
    }
    assert found.rule == "rule:7"
    assert found.text.startswith("Turkey warned")
    assert found.text.endswith("February.")
    assert "[actor: Turkey] warned [recipient: Syria]" in str(found)


def test_front_matter_is_no_part_of_the_first_sentence() -> None:
    text = "---\ntitle: Greece recalls envoy\n---\nTurkey warned Syria on Monday."
    article, threat = _coded("2020-02-17 TUR THREATEN SYR", text, "Turkey warned Syria")
    (found,) = explained(article, [threat])
    assert found.text == "Turkey warned Syria on Monday."


def test_markup_in_an_article_stays_text() -> None:
    text = "Turkey <script>alert(1)</script> urged Russia & Iran to leave."
    article, request = _coded("2020-02-17 TUR REQUEST RUS", text, text)
    (found,) = explained(article, [request])
    page = found.to_html()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert '<mark class="actor" title="actor">Turkey</mark>' in page


def test_events_of_another_text_are_left_out() -> None:
    article, threat = _coded("2020-02-17 TUR THREATEN SYR", TEXT, "Turkey warned Syria")
    other = Article(id="b", text="Another text.", published=PUBLISHED)
    assert explained(other, [threat]) == ()
    assert len(explained(article, [threat])) == 1


def test_what_is_coded_is_explained_with_its_rule(coder: Coder) -> None:
    article = Article(id="a", text="Turkey urged Russia to stop.", published=PUBLISHED)
    (found,) = explain(article, coder=coder)
    assert found.rule == "verb:urge"
    assert [mark.part for mark in found.marks] == [Part.ACTOR, Part.RECIPIENT]


@given(articles())
def test_marks_are_apart_and_inside_whatever_the_text(article: Article) -> None:
    quoted = article.text.strip()[:20].partition("\x00")[0]
    assume(quoted.strip() and quoted.isprintable())
    start = article.text.index(quoted)
    span = Span(
        article=article.id,
        sha256=article.sha256,
        start=start,
        end=start + len(quoted),
        text=quoted,
    )
    coded = event("2020-02-17 TUR THREATEN SYR", published=PUBLISHED, evidence=span)
    (found,) = explained(article, [coded])
    edges = [edge for mark in found.marks for edge in (mark.start, mark.end)]
    assert edges == sorted(edges)
    assert all(found.start <= edge <= found.end for edge in edges)
    assert found.start <= start
    assert found.end >= span.end
    assert found.text == article.text[found.start : found.end]
