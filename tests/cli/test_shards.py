"""``shards``: what is coded piece by piece is what is coded in one go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import stances as st
from stances.coding.learned import VERSION
from stances.coding.shards import Job
from tests.cli.running import Run

pytest.importorskip("spacy")

SEEDS = Path(__file__).parents[2] / "seeds"


def test_shards_give_the_log_of_one_process(stances: Run, tmp_path: Path) -> None:
    work, log = tmp_path / "work", tmp_path / "new.db"
    make = ("shards", "make", SEEDS, "--into", work, "--size", "2")
    assert stances(*make).err == "5 articles in 3 new shards, 0 were in shards.\n"
    assert stances(*make).err == "0 articles in 0 new shards, 5 were in shards.\n"

    early = stances("shards", "append", work, "--log", log)
    assert early.code == 1
    assert "3 of 3 shards are not coded yet" in early.err

    for _ in range(2):
        coded = stances("shards", "code", work, "--workers", "2")
        assert (coded.code, coded.out) == (0, "")
        assert coded.err.startswith(f"3 shards coded by {VERSION}+")

    append = ("shards", "append", work, "--log", log)
    with st.open(":memory:") as alone:
        alone.append(st.code(st.read_articles(SEEDS)))
        assert stances(*append).err.startswith(f"{alone.head.position} events added, 0 were")
        assert (
            stances(*append).err
            == f"nothing new: all {alone.head.position} events were in the log.\n"
        )
        with st.open(log) as sharded:
            assert list(sharded.records()) == list(alone.records())

    job = Job.of(work)
    errors = job.outputs / "errors" / job.shards[0]
    errors.parent.mkdir()
    failed = [{"article": f"a{n}\x1b[31m", "problem": "ValueError: no"} for n in range(7)]
    errors.write_text("".join(json.dumps(each) + "\n" for each in failed), encoding="utf-8")
    ran = stances("shards", "code", work)
    assert ran.code == 1
    assert "7 articles could not be coded:" in ran.err
    assert "  a4\\x1b[31m: ValueError: no" in ran.err
    assert "a5" not in ran.err
    assert str(job.outputs / "errors") in ran.err


def test_a_fault_in_an_article_is_told_and_the_others_are_taken(
    stances: Run, tmp_path: Path
) -> None:
    articles = tmp_path / "articles.jsonl"
    good = {"id": "a1", "text": "Ankara warned Moscow.", "published": "2020-02-18"}
    articles.write_text(json.dumps(good) + "\n{}\n", encoding="utf-8")
    ran = stances("shards", "make", articles, "--into", tmp_path / "work")
    assert ran.code == 1
    assert "articles.jsonl:2: id: expected text" in ran.err
    assert "1 article in 1 new shard" in ran.err


def test_a_folder_without_shards_is_wrong_usage(stances: Run, tmp_path: Path) -> None:
    ran = stances("shards", "code", tmp_path)
    assert ran.code == 2
    assert "holds no shards" in ran.err
