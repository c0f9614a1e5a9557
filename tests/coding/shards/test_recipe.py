"""A recipe makes the same coder wherever it is told of."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from stances.coding.shards import Recipe
from stances.errors import InvalidArgument
from tests.coding.shards.fake import RECIPE, FakeCoder

plain = some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text()
recipes = some.builds(
    Recipe,
    some.text(),
    settings=some.dictionaries(some.text(), plain, max_size=4),
    min_confidence=some.floats(0, 1),
)


@given(recipes)
def test_a_recipe_travels(recipe: Recipe) -> None:
    assert Recipe.from_json(recipe.to_json()) == recipe
    assert pickle.loads(pickle.dumps(recipe)) == recipe


@given(recipes, some.text())
def test_its_folder_has_a_plain_name(recipe: Recipe, coder: str) -> None:
    name = recipe.folder_name(coder)
    assert name == recipe.folder_name(coder)
    assert name.isascii()
    assert "/" not in name
    assert len(name) < 200
    assert name != recipe.folder_name(f"{coder}/")


def test_a_function_of_ones_own_makes_a_coder() -> None:
    recipe = Recipe(RECIPE, settings={"version": "3", "journal": "j"})
    assert recipe.make() == FakeCoder(journal="j", version="3")


@pytest.mark.parametrize("name", ["nobody", "no.such:coder", "tests.coding.shards.fake:nothing"])
def test_a_coder_that_is_not_there_is_told_of(name: str) -> None:
    with pytest.raises(InvalidArgument, match=name.replace(".", r"\.")):
        Recipe(name).make()


def test_what_does_not_travel_is_no_setting() -> None:
    unfit: Any = {"actors": object()}
    with pytest.raises(InvalidArgument, match=r"settings: actors=<object .* does not travel"):
        Recipe(settings=unfit)


@pytest.mark.parametrize("least", [-0.1, 1.1, float("nan")])
def test_a_confidence_is_a_share(least: float) -> None:
    with pytest.raises(InvalidArgument, match="min_confidence"):
        Recipe(min_confidence=least)
