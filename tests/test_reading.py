from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import pytest

from stances.articles import Article
from stances.errors import Fault, FileFaults, MissingExtra
from stances.reading import read_articles

DAY = dt.date(2020, 2, 4)
STORY = "Norland told Sudland to leave the valley.\nSudland refused at once.\n"
DATED = f"Norland warns Sudland\n4 February 2020\n{STORY}"
PARAGRAPH = "<p>Norland told Sudland on Monday to leave the valley, and gave it until the end of "
PAGE = (
    "<html><head><title>Norland warns Sudland</title>{head}</head><body><nav>Home World</nav>"
    + f"<article><h1>Norland warns Sudland</h1>{PARAGRAPH}the week to do so.</p>"
    + f"{PARAGRAPH}the month, said an officer who spoke of 2019-03-01 as a lesson.</p></article>"
    + "</body></html>"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b.txt").write_text(DATED)
    (tmp_path / "a.txt").write_text(DATED.replace("4", "5"))
    return tmp_path


def read(*paths: Path, **options: object) -> tuple[list[Article], list[Fault]]:
    faults: list[Fault] = []
    articles = list(read_articles(*paths, on_fault=faults.append, **options))  # type: ignore[arg-type]
    return articles, faults


def test_a_folder_is_read_in_the_order_of_names(folder: Path) -> None:
    (folder / "README.txt").write_text("no article")
    (folder / ".hidden.txt").write_text("no article")
    (folder / "notes.md").write_text("no article")
    (folder / "more").mkdir()
    articles, faults = read(folder)
    assert [(article.id, article.published.day) for article in articles] == [("a", 5), ("b", 4)]
    assert not faults


def test_an_article_keeps_its_text_as_it_was_given(tmp_path: Path) -> None:
    text = "\ufeff---\r\nid: own\r\npublished: 2020-02-04\r\nowner: x\r\n---\r\n" + STORY + "\r\n"
    (tmp_path / "x.txt").write_bytes(text.encode())
    [article], _ = read(tmp_path)
    assert (article.id, article.published, article.text) == ("own", DAY, text)


def test_front_matter_says_what_is_known(tmp_path: Path) -> None:
    front = "---\ntitle: Warned\npublisher: 'The Example'\nurl: https://example.org/1\n---\n"
    (tmp_path / "x.txt").write_text(front + DATED)
    [article], _ = read(tmp_path)
    assert (article.title, article.publisher) == ("Warned", "The Example")
    assert article.url == "https://example.org/1"


def test_a_headline_in_the_text_is_the_title(folder: Path) -> None:
    assert {article.title for article in read(folder)[0]} == {"Norland warns Sudland"}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Größe".encode(), "Größe"),
        ("Größe".encode("cp1252"), "Größe"),
        ("Größe".encode("utf-16"), "\ufeffGröße"),
        (b"Gr\x81\xdf", "Gr\ufffdß"),
    ],
)
def test_any_encoding_gives_text(tmp_path: Path, content: bytes, text: str) -> None:
    (tmp_path / "x.txt").write_bytes(content)
    [article], _ = read(tmp_path, published=DAY)
    assert article.text == text


def test_who_says_when_it_was_published(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(f"---\npublished: 5 Feb 2020\n---\n{DATED}")
    later, last = DAY.replace(day=6), DAY.replace(day=7)
    assert read(tmp_path)[0][0].published.day == 5
    assert read(tmp_path, published=later)[0][0].published.day == 6
    assert read(tmp_path, published=later, dates={"x": last})[0][0].published.day == 7
    assert read(tmp_path, published=later, dates={"y": last})[0][0].published.day == 6


def test_dates_by_id_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(STORY)
    dates = tmp_path / "dates.csv"
    dates.write_text("\ufeffset,id,published\none,x,2020-02-04\n")
    [article], faults = read(tmp_path, dates=dates)
    assert (article.published, faults) == (DAY, [])


def test_every_bad_line_of_a_file_of_dates_is_listed(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(STORY)
    dates = tmp_path / "dates.csv"
    dates.write_text("id,published\nx,2020-02-04\n,2020-02-04\ny,soon\nx,2020-02-05\nz\n")
    articles, faults = read(tmp_path / "x.txt", dates=dates)
    assert len(articles) == 1
    assert [fault.where.rpartition(":")[2] for fault in faults] == ["3", "4", "5", "6"]
    assert [f.problem for f in read(dates=dates.with_name("none.csv"))[1]] == [
        "cannot be read: No such file or directory"
    ]
    dates.write_text("a,b\n")
    assert "id,published" in read(dates=dates)[1][0].problem


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (STORY, "--published"),
        (f"03/04/2020\n{STORY}", "03/04/2020"),
        (f"---\npublished: soon\n---\n{DATED}", "soon"),
        ("", "empty"),
        (" \n", "no text"),
        ("---\npublished: 2020-02-04\n---\n", "no text"),
        (f"---\npublished: 2020-02-04\ntitle: {'x' * 3000}\n---\n{STORY}", "title"),
    ],
)
def test_a_fault_names_the_file_and_the_others_are_read(folder: Path, text: str, says: str) -> None:
    bad = folder / "a1.txt"
    bad.write_text(text)
    articles, [fault] = read(folder)
    assert [article.id for article in articles] == ["a", "b"]
    assert fault.where == str(bad)
    assert says in fault.problem


def test_without_a_handler_faults_are_raised_after_the_last_article(folder: Path) -> None:
    (folder / "a1.txt").write_text(STORY)
    (folder / "a2.txt").write_text(STORY)
    articles = read_articles(folder)
    assert [next(articles).id, next(articles).id] == ["a", "b"]
    with pytest.raises(FileFaults) as raised:
        next(articles)
    assert len(raised.value.faults) == 2


def test_paths_that_hold_no_article(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.md").write_text("x")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    missing, none, unknown, dangling = read(
        tmp_path / "missing", tmp_path / "empty", tmp_path / "notes.md", tmp_path / "gone.txt"
    )[1]
    assert "no such file" in missing.problem
    assert "holds no article" in none.problem
    assert ".txt" in unknown.problem
    assert "no such file" in dangling.problem


def test_one_file_name_is_one_article(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "copy"
    again.mkdir()
    (again / "a.txt").write_text((folder / "a.txt").read_text())
    (again / "b.txt").write_text(DATED + "More was said later.\n")
    articles, [copied, other] = read(folder, folder / "a.txt", again)
    assert [article.id for article in articles] == ["a", "b"]
    assert copied.where == str(again / "a.txt")
    assert str(folder / "a.txt") in copied.problem
    assert "leave one of them out" in copied.problem
    assert other.where == str(again / "b.txt")
    assert str(folder / "b.txt") in other.problem
    assert "id of its own" in other.problem


def test_an_article_under_an_id_of_its_own_may_be_met_twice(tmp_path: Path) -> None:
    line = json.dumps({"id": "1", "text": STORY, "published": "2020-02-04"})
    (tmp_path / "one.jsonl").write_text(line)
    (tmp_path / "two.jsonl").write_text(line)
    articles, faults = read(tmp_path)
    assert [article.id for article in articles] == ["1"]
    assert not faults


def test_json_lines(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    good = {"id": "1", "text": STORY, "published": "2020-02-04", "publisher": None, "lang": "en"}
    file.write_text(json.dumps(good) + "\n\n" + json.dumps(good | {"id": "2", "title": "T"}))
    articles, faults = read(file)
    assert [(a.id, a.title, a.published) for a in articles] == [("1", None, DAY), ("2", "T", DAY)]
    assert not faults


def test_every_bad_line_of_json_is_listed(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    file.write_bytes(
        b'{"id": "1", "text": "4 February 2020\\nGood."}\n'
        b"{\n[]\n\xff\n"
        b'{"id": 1, "title": 2}\n'
        b'{"id": "x", "text": "half \\ud800 pair", "published": "2020-02-04"}\n'
        b'{"id": "1", "text": "4 February 2020\\nOther."}\n' + b"[" * 100_000
    )
    articles, faults = read(file)
    assert [article.id for article in articles] == ["1"]
    assert [fault.where.rpartition(":")[2] for fault in faults] == list("2345678")
    assert faults[3].problem.count("expected text") == 3
    file.write_text("\n")
    assert read(file)[1][0].problem == "is empty"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2020-02-04T10:00:00Z">', DAY),
        ('<script type="application/ld+json">{"datePublished": "2020-02-04"}</script>', DAY),
        ("", None),
    ],
)
def test_html(tmp_path: Path, head: str, day: dt.date | None) -> None:
    file = tmp_path / "x.html"
    file.write_text(PAGE.format(head=head))
    articles, faults = read(file)
    assert [article.published for article in articles] == ([day] if day else [])
    assert len(faults) == (day is None)
    [article] = articles or read(file, published=DAY)[0]
    assert article.title == "Norland warns Sudland"
    assert "until the end of the month" in article.text
    assert "Home" not in article.text


def test_html_expands_no_entities_and_fetches_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE html [<!ENTITY e0 "boom"><!ENTITY s SYSTEM "{secret}">{bomb}]>'
    page = doctype + PAGE.format(head="").replace("<h1>", "<h1>&e11; &s; ")
    (tmp_path / "x.html").write_text(page)
    [article], _ = read(tmp_path / "x.html", published=DAY)
    assert "until the end of the month" in article.text
    assert "boom" not in article.text
    assert "the secret" not in article.text


def test_html_without_its_extra_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.html").write_text(PAGE.format(head=""))
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtra, match=r"stances\[html\]"):
        list(read_articles(tmp_path))


def test_a_datetime_is_no_date() -> None:
    with pytest.raises(TypeError, match="without a time"):
        read_articles(published=dt.datetime(2020, 2, 4))


def test_nothing_is_read_before_it_is_asked_for(folder: Path) -> None:
    articles = read_articles(folder)
    (folder / "b.txt").write_text(DATED + "Told anew in the end.\n")
    assert "anew" in list(articles)[1].text
