"""A ruler that remembers finds what it found before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stances.articles import Article
from stances.cases import read_cases
from stances.coding.remembered import remember
from stances.coding.spacy_analyzer import SpacyAnalyzer, load
from stances.testing import articles

SENTENCES = Path(__file__).parents[2] / "fixtures" / "sentences"
ODD = ["", " \u00a0 \n", "I ain't got nothin', y' all.", "to be\u00a0\u00a0or 'd"]


@pytest.fixture(scope="module")
def installed() -> Any:
    return load()


def rows(document: Any) -> list[tuple[object, ...]]:
    return [
        (token.text, token.lemma_, token.tag_, token.pos_, str(token.morph), token.dep_)
        for token in document
    ]


def test_the_fixtures_parse_as_by_the_installed_pipeline(installed: Any) -> None:
    cases = [
        case for path in sorted(SENTENCES.glob("*.txt")) for case in read_cases(path.read_text())
    ]
    texts = [*ODD, *(case.text for case in cases)]
    ours = map(rows, SpacyAnalyzer().documents(texts))
    assert list(ours) == list(map(rows, installed.pipe(texts, batch_size=64)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stream=st.lists(articles(), max_size=4))
def test_any_text_parses_as_by_the_installed_pipeline(
    installed: Any, analyzer: SpacyAnalyzer, stream: list[Article]
) -> None:
    texts = [article.text.encode("utf-8", "replace").decode() for article in stream]
    ours = map(rows, analyzer.documents(texts))
    assert list(ours) == list(map(rows, installed.pipe(texts, batch_size=64)))


@pytest.fixture(scope="module")
def analyzer() -> SpacyAnalyzer:
    return SpacyAnalyzer()


@pytest.mark.parametrize(
    "pattern",
    [
        [{"ORTH": "May"}],
        [{"LOWER": "may", "OP": "+"}],
        [{"LOWER": {"NOT_IN": ["may"]}}],
        [{"LOWER": "it"}, {"LOWER": "may"}, {"LOWER": "be"}],
    ],
)
def test_a_ruler_that_looks_at_more_is_left_as_it_is(pattern: list[dict[str, Any]]) -> None:
    ruler: Any = spacy.blank("en").add_pipe("attribute_ruler")
    ruler.add([pattern], {"POS": "AUX"})
    before = ruler.matcher
    remember(ruler)
    assert ruler.matcher is before
