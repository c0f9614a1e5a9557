"""The parser behind plain columns, and the pinned files of its model."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stances.coding import default_coder, spacy_analyzer
from stances.coding.spacy_analyzer import ModelChanged, SpacyAnalyzer, pinned_files
from stances.errors import InvalidArgument


@pytest.fixture(scope="module")
def analyzer() -> SpacyAnalyzer:
    return SpacyAnalyzer()


def test_a_model_with_another_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {**pinned_files(), "parser/model": "0" * 64}
    monkeypatch.setattr(spacy_analyzer, "pinned_files", lambda: changed)
    with pytest.raises(ModelChanged, match="parser/model has SHA-256"):
        SpacyAnalyzer()


def test_a_model_with_a_file_less_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {**pinned_files(), "parser/weights": "0" * 64}
    monkeypatch.setattr(spacy_analyzer, "pinned_files", lambda: more)
    with pytest.raises(ModelChanged, match="has SHA-256 nothing"):
        SpacyAnalyzer()


def test_a_model_of_ones_own_must_be_there() -> None:
    with pytest.raises(InvalidArgument, match="en_core_web_none"):
        default_coder(model="en_core_web_none")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_columns_are_parallel_and_offsets_exact(analyzer: SpacyAnalyzer, text: str) -> None:
    (tree,) = analyzer.pipe([text])
    columns = (tree.lemmas, tree.tags, tree.pos, tree.deps, tree.heads, tree.starts, tree.ends)
    assert {len(column) for column in columns} == {len(tree)}
    spans = zip(tree.words, tree.starts, tree.ends, strict=True)
    assert all(text[start:end] == word for word, start, end in spans)
    assert all(first < second for first, second in itertools.pairwise(tree.sentences))
    assert all(0 <= head < len(tree) for head in tree.heads)
