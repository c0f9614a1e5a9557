from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import attrs
import pytest

from stances.articles import Article
from stances.copies import Sources, sources
from stances.errors import MissingExtra
from stances.log import Act
from stances.reading import read_articles
from stances.testing import event

BRIEFS = tuple(read_articles(Path(__file__).parents[1] / "fixtures" / "briefs" / "development"))
STORY = BRIEFS[0]
BODY = STORY.text[STORY.blocks[1].start :]


def reprinted(text: str, name: str, days: int = 1) -> Article:
    published = STORY.published + dt.timedelta(days=days)
    return Article(id=name, text=text, published=published, publisher=name)


def test_a_story_is_one_source_reprinted_cut_retitled_or_lightly_edited() -> None:
    words = BODY.split(" ")
    copies = [
        reprinted(STORY.text, "whole"),
        reprinted(f"Our own title\n\n{BODY}", "retitled"),
        reprinted(" ".join(words[: len(words) // 2]), "cut"),
        reprinted(" ".join("some" if n % 25 == 0 else w for n, w in enumerate(words)), "edited"),
        reprinted(f"{BODY}\n\nA spokesman told our paper that he would not comment.", "added"),
    ]
    (group,) = sources([*copies, *BRIEFS]).groups
    assert group[0] == STORY.id
    assert set(group) == {STORY.id, "whole", "retitled", "cut", "edited", "added"}


def test_stories_of_one_matter_in_their_own_words_are_sources_each() -> None:
    assert sources(BRIEFS) == Sources()


def test_the_order_of_the_articles_changes_nothing() -> None:
    articles = [*BRIEFS[:9], reprinted(BODY, "copy"), reprinted(BODY, "another", days=2)]
    assert sources(articles) == sources(articles[::-1])


def test_texts_without_words_are_no_copies() -> None:
    assert sources([reprinted("", "one"), reprinted("...", "two")]) == Sources()


def test_a_wire_story_in_five_outlets_is_one_independent_source() -> None:
    line = '2020-02-03 SYR ASSAULT TUR "shelled a convoy"'
    printed = [
        event(line, article=name, publisher=name, text=f"{name} shelled a convoy")
        for name in "ABCDE"
    ]
    own = event(line, article="F", publisher="F", text="By our own reporter: shelled a convoy")
    act = Act.of([*printed, own])
    assert len(act.publishers) == 6
    known = Sources(dict.fromkeys("ABCDE", "A"))
    assert {report.publisher for report in known.independent(act)} == {
        min(printed, key=lambda report: report.id).publisher,
        "F",
    }


def test_the_very_same_text_needs_no_articles() -> None:
    told = [event('2020-02-03 SYR ASSAULT TUR "shelled"', article=name) for name in "AB"]
    assert len(Sources().independent(Act.of(told))) == 1


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasketch", None)
    with pytest.raises(MissingExtra, match=r"stances\[corroborate\]"):
        sources([attrs.evolve(STORY, id="one"), STORY])
