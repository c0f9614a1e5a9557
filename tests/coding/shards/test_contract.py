"""One shard: coded once, apart from others, and each article of it for itself."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from stances.coding.shards import Done, Job, Left, Recipe
from stances.coding.shards.contract import KILLS, code_shard
from stances.errors import InvalidArgument
from tests.coding.shards.runs import Work


def journal(work: Work) -> list[str]:
    return (work.folder / "journal").read_text(encoding="utf-8").split()


def mark_as_killed(work: Work, shard: str) -> None:
    attempts = work.job.outputs / "attempts"
    attempts.mkdir(parents=True, exist_ok=True)
    for number in range(KILLS):
        (attempts / f"{shard}.{number}").touch()


def code_each(work: Work) -> None:
    for shard in work.job.shards:
        assert code_shard(work.job, shard) == Done(shard)


def test_what_is_coded_is_what_one_process_codes(tmp_path: Path) -> None:
    work = Work.of(tmp_path, count=10, size=4)
    code_each(work)
    work.assert_whole()


def test_a_shard_that_has_an_output_is_passed_over(tmp_path: Path) -> None:
    work = Work.of(tmp_path, count=10, size=4)
    code_each(work)
    before = journal(work)
    code_each(work)
    assert journal(work) == before


def test_an_article_that_raises_takes_no_other_with_it(tmp_path: Path) -> None:
    work = Work.of(tmp_path, count=10, size=5, raises="a0 a3 a9")
    code_each(work)
    work.assert_whole(failed=("a0", "a3", "a9"))
    problems = [failure.problem for failure in work.job.failed()]
    assert problems[1].startswith("ValueError: cannot make sense of 'Ankara")


def test_what_fails_for_every_article_is_told_and_codes_nothing(tmp_path: Path) -> None:
    work = Work.of(tmp_path, count=10, size=5, spends="a7")
    first, second = work.job.shards
    assert code_shard(work.job, first) == Done(first)
    spent = Left(shard=second, problem="BudgetSpent: the budget is spent", lost=False)
    assert code_shard(work.job, second) == spent
    assert work.job.left() == (second,)


def test_one_that_killed_twice_is_coded_in_processes_of_its_own(tmp_path: Path) -> None:
    work = Work.of(tmp_path, count=2, size=2, kills="a1")
    (shard,) = work.job.shards
    mark_as_killed(work, shard)
    assert code_shard(work.job, shard) == Done(shard)
    work.assert_whole(failed=("a1",))
    (failure,) = work.job.failed()
    assert failure.problem == "ended its process 2 times when coded alone: exit code 7"
    assert not list((work.job.outputs / "attempts").iterdir())


def test_one_that_was_killed_by_chance_loses_nothing(tmp_path: Path) -> None:
    work = Work.of(tmp_path, count=4, size=4)
    mark_as_killed(work, work.job.shards[0])
    code_each(work)
    work.assert_whole()
    assert work.coded_again() == 0


def test_errors_of_an_attempt_that_came_to_nothing_are_not_kept(tmp_path: Path) -> None:
    work = Work.of(tmp_path, count=4, size=4)
    errors = work.job.outputs / "errors" / work.job.shards[0]
    errors.parent.mkdir(parents=True)
    errors.write_text('{"article": "a0", "problem": "an old one"}\n', encoding="utf-8")
    code_each(work)
    work.assert_whole()


def test_half_an_output_is_none(tmp_path: Path) -> None:
    work = Work.of(tmp_path, count=4, size=4)
    work.job.outputs.mkdir(parents=True)
    half = work.job.outputs / f".{work.job.shards[0]}.00.tmp"
    half.write_bytes(b'{"kind":"stan')
    assert work.job.left() == work.job.shards
    code_each(work)
    work.assert_whole()


def test_a_shard_that_was_changed_is_told_of(tmp_path: Path) -> None:
    work = Work.of(tmp_path, count=4, size=4)
    (path,) = (tmp_path / "shards").iterdir()
    path.write_bytes(b"{}\n")
    outcome = code_shard(work.job, path.name)
    assert isinstance(outcome, Left)
    assert not outcome.lost
    assert "is not what its name says" in outcome.problem


def test_a_worker_with_another_coder_refuses(tmp_path: Path) -> None:
    job = attrs.evolve(Work.of(tmp_path, count=4, size=4).job, coder="fake-0")
    outcome = code_shard(job, job.shards[0])
    assert isinstance(outcome, Left)
    assert "this worker's coder is fake-1, and fake-0 is to code" in outcome.problem
    assert job.left() == job.shards


@pytest.mark.parametrize(
    ("settings", "least"), [({"version": "2"}, 0.0), ({"seconds": 0.1}, 0.0), ({}, 0.5)]
)
def test_another_coder_or_configuration_has_another_place(
    tmp_path: Path, settings: dict[str, str | float], least: float
) -> None:
    work = Work.of(tmp_path, count=4, size=4)
    code_each(work)
    recipe = work.job.recipe
    changed = {**dict(recipe.settings), **settings}
    other = Job.of(tmp_path, Recipe(recipe.coder, settings=changed, min_confidence=least))
    assert other.outputs != work.job.outputs
    assert other.left() == other.shards
    assert list(other.records()) == []


def test_a_folder_without_shards_is_no_job(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgument, match="holds no shards"):
        Job.of(tmp_path)
