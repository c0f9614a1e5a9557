"""Coding in several processes gives what one process gives, in the same order."""

from __future__ import annotations

from pathlib import Path

import pytest

from stances.coding import Coder, code_articles
from stances.errors import InvalidArgument
from stances.reading import read_articles

SEEDS = Path(__file__).parents[2] / "seeds"


def test_two_processes_code_as_one_does(coder: Coder) -> None:
    alone = list(code_articles(read_articles(SEEDS), coder=coder))
    assert list(code_articles(read_articles(SEEDS), coder="rules", workers=2)) == alone
    assert any(coded.events for coded in alone)


@pytest.mark.parametrize("workers", [0, -1])
def test_there_is_no_coding_without_workers(workers: int) -> None:
    with pytest.raises(InvalidArgument, match=str(workers)):
        code_articles([], workers=workers)


def test_a_coder_of_ones_own_runs_in_its_own_process(coder: Coder) -> None:
    with pytest.raises(InvalidArgument, match=r"a coder by name, 'learned', .*, not RuleCoder$"):
        code_articles([], coder=coder, workers=2)
