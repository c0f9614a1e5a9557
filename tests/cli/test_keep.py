"""The commands that keep, move and mend a log."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs
import pytest

import stances as st
from stances.coding import Coded
from stances.store import Head
from tests.cli.running import Run

SECRET = "Turkey struck Syrian posts"


def head(place: object) -> Head:
    with st.open(str(place), read_only=True) as log:
        return log.head


def test_head_and_verify_tell_the_hash_to_publish(stances: Run, log: str) -> None:
    with st.open(log) as opened:
        end = opened.head
    for command in ("head", "verify"):
        assert stances(command, log).out == f"{end.position} {end.hash}\n"
        (told,) = stances(command, log, "--json").objects
        assert told == {"position": end.position, "hash": end.hash}
    assert stances("verify", log).err == "8 records verified.\n"
    assert stances("verify", log, "-q").err == ""


def test_verify_names_the_first_bad_position(stances: Run, log: str) -> None:
    tampered(log, 3)
    ran = stances("verify", log)
    assert (ran.code, ran.out) == (1, "")
    assert "position 3" in ran.err


def tampered(place: str, position: int) -> None:
    with sqlite3.connect(place) as connection:
        connection.execute("DROP TRIGGER no_update_of_record")
        connection.execute("UPDATE record SET actor = 'GRC' WHERE position = ?", (position,))
    connection.close()


@pytest.mark.parametrize("command", ["head", "verify", "export"])
def test_a_log_that_is_not_there_is_wrong_usage(stances: Run, tmp_path: Path, command: str) -> None:
    assert stances(command, tmp_path / "typo.db").code == 2
    assert not list(tmp_path.iterdir())


def test_an_exported_log_is_imported_as_it_is(stances: Run, log: str, tmp_path: Path) -> None:
    file, new = tmp_path / "log.jsonl", tmp_path / "new.db"
    ran = stances("export", log, file)
    assert (ran.code, ran.out) == (0, "")
    assert "8 records exported" in ran.err
    (told,) = stances("import", new, file, "--json").objects
    assert (told["added"], told["known"]) == (8, 0)
    assert stances("head", new).out == stances("head", log).out
    again = stances("import", new, file)
    assert (again.code, again.out) == (0, "")
    assert again.err.startswith("0 records added, 8 were in the log;")


def test_through_a_pipe(
    stances: Run, log: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = stances("export", log, "--no-text", "-q")
    assert (ran.code, ran.err) == (0, "")
    assert SECRET not in ran.out
    assert ran.objects[0]["head"]["position"] == len(ran.objects) - 1 == 8
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ran.out.encode())))
    assert stances("import", tmp_path / "new.db", "-").code == 0
    assert stances("head", tmp_path / "new.db").out == stances("head", log).out


def test_of_a_file_with_faults_nothing_is_imported(stances: Run, log: str, tmp_path: Path) -> None:
    file, new = tmp_path / "log.jsonl", tmp_path / "new.db"
    stances("export", log, file)
    lines = file.read_text().splitlines()
    lines[2] = lines[2].replace('"USA"', '"GRC"')
    file.write_text("\n".join(lines[:-1]))
    ran = stances("import", new, file)
    assert (ran.code, ran.out) == (1, "")
    assert f"{file}:3:" in ran.err
    assert f"{file}:8: the file ends here" in ran.err
    assert stances("head", new, "--json").objects == [{"position": 0, "hash": "0" * 64}]


def test_recover_writes_what_is_whole_and_says_what_is_not(
    stances: Run, log: str, tmp_path: Path
) -> None:
    assert stances("recover", log, tmp_path / "same.db").code == 0
    tampered(log, 3)
    ran = stances("recover", log, tmp_path / "new.db")
    assert ran.code == 1
    assert "lost: 1, at position 3" in ran.out
    assert stances("verify", tmp_path / "new.db").code == 0
    (told,) = stances("recover", log, tmp_path / "other.db", "--json").objects
    assert (told["sound"], told["rescued"], told["lost"]) == (2, 5, [[3, 3]])
    assert stances("recover", log, tmp_path / "new.db").code == 1
    assert stances("recover", tmp_path / "typo.db", tmp_path / "x.db").code == 2


def test_erase_blanks_texts_and_the_log_still_verifies(stances: Run, log: str) -> None:
    (event,) = (e for e in reports(log) if SECRET in str(e))
    assert SECRET in stances("show", "--log", log).out
    ran = stances("erase", log, "--event", event.id[:10], "--reason", "a person's request")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "erased the texts of 1 event\n"
    assert SECRET not in stances("show", "--log", log).out
    assert SECRET.encode() not in Path(log).read_bytes()
    assert stances("verify", log).code == 0
    (told,) = stances(
        *("erase", log, "--article", "courier-0", "--reason", "copyright", "--json")
    ).objects
    assert (told["kind"], told["reason"], len(told["of"])) == ("erasure", "copyright", 1)


@pytest.mark.parametrize(
    "what", [(), ("--event", "0123"), ("--event", "no id"), ("--article", "nothing.txt")]
)
def test_what_cannot_be_erased_is_wrong_usage(
    stances: Run, log: str, what: tuple[str, ...]
) -> None:
    before = head(log)
    assert stances("erase", log, *what, "--reason", "x").code == 2
    assert head(log) == before


def reports(place: str) -> tuple[st.StanceEvent, ...]:
    with st.open(place) as log:
        return log.view().reports


@attrs.frozen
class Stern:
    """A coder that takes every article for one threat."""

    name: str = "stern-1"

    def code(self, articles: Iterable[st.Article]) -> Iterator[Coded]:
        for article in articles:
            event = st.StanceEvent(
                date=article.published,
                actor="TUR",
                event_type=st.EventType.THREATEN,
                recipient="SYR",
                published=article.published,
                evidence=st.Span(
                    article=article.id,
                    sha256=article.sha256,
                    start=0,
                    end=6,
                    text=article.text[:6],
                ),
                coder=f"{self.name} whatever",
            )
            yield Coded(article, (event,))


@pytest.fixture
def article(tmp_path: Path, log: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article of which the log has something else, coded by another coder."""
    monkeypatch.setattr("stances.cli.coders.coder_named", lambda _: Stern())
    file = tmp_path / "strike.jsonl"
    text = "Turkey urged Syria to leave."
    file.write_text(json.dumps({"id": "strike", "text": text, "published": "2020-02-18"}))
    (read,) = st.read_articles(file)
    (threat,) = next(Stern("mild-1").code([read])).events
    with st.open(log) as opened:
        opened.append([attrs.evolve(threat, event_type=st.EventType.REQUEST)])
    return file


def test_recode_shows_the_difference_and_asks(
    stances: Run, log: str, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = head(log)
    for answer, written in (("n\n", False), ("", False), ("y\n", True)):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        ran = stances("recode", log, article)
        assert "stern-1: 0 kept, 1 corrected, 0 retracted, 0 added" in ran.out
        assert "event_type REQUEST → THREATEN" in ran.out
        assert (head(log) != before) == written
        assert ran.code == (0 if answer else 130)
    again = stances("recode", log, article, "--yes")
    assert again.out.startswith("stern-1: 1 kept, 0 corrected")
    assert again.code == 0
    (coded,) = (e for e in reports(log) if e.article == "strike")
    assert coded.event_type is st.EventType.THREATEN


def test_recode_in_json_without_asking(stances: Run, log: str, article: Path) -> None:
    (told,) = stances("recode", log, article, "--yes", "--json", "-q").objects
    assert (told["coder"], told["position"]) == ("stern-1", 9)
    (correction,) = told["corrections"]
    assert correction["reason"] == "stern-1"
    assert told["kept"] == told["added"] == told["retractions"] == []
    assert head(log).position == 10


def test_recode_needs_a_log_that_is_there(stances: Run, article: Path, tmp_path: Path) -> None:
    assert stances("recode", tmp_path / "typo.db", article).code == 2
