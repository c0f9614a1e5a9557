from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.articles import Article, BlockKind
from stances.cleaning import MAX_BLOCK
from stances.datelines import dateline_of, stated_date
from stances.drafts import decoded
from stances.errors import Fault
from stances.reading import read_articles

DAY = dt.date(2020, 2, 4)
FRAGMENTS = [
    "---", "id: x", "published: 2020-02-04", "title: T", "\n", "\r\n", "\r", "\x00", "\ufeff",
    "icon ", "By Jane Roe", "Share this", "Editor Picks", "Leave a comment", "Read more: ",
    "Norland told Sudland to leave.", "Norland warns Sudland", "NORBURG (Example) - ", "(AP)",
    "4 February 2020", "date 2020-02-04 ", "03/04/2020", " | ", "and so on ",
    "…", "\ud800", "\u2028",
]  # fmt: skip

pages = st.lists(st.sampled_from(FRAGMENTS) | st.text(st.characters(), max_size=8), max_size=40)
texts = pages.map("".join) | st.text(st.characters())
lines = st.lists(
    st.sampled_from([f for f in FRAGMENTS if f.strip() and len(f) > 3])
    | st.text(st.characters(exclude_characters="\r\n"), max_size=9),
    max_size=25,
)


def article(text: str) -> Article:
    return Article(id="x", text=text, published=DAY)


@given(texts)
def test_blocks_lie_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for number, block in enumerate(article(text).blocks):
        said = text[block.start : block.end]
        assert end <= block.start < block.end <= len(text)
        assert said.strip() == said
        assert len(said) <= MAX_BLOCK
        assert not any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in said)
        assert block.kind is BlockKind.PARAGRAPH or number == 0
        end = block.end


@given(texts)
def test_blocks_are_the_same_every_time(text: str) -> None:
    assert article(text).blocks == article(text).blocks


@given(lines)
def test_any_way_to_end_a_line_gives_the_same_blocks(told: Sequence[str]) -> None:
    said = [
        [text[b.start : b.end].split() for b in article(text).blocks]
        for text in ("\n".join(told), "\r\n".join(told))
    ]
    assert said[0] == said[1]


@given(st.lists(st.text("abcdefg ", min_size=1).map(lambda s: f"It {s.strip()}."), unique=True))
def test_no_plain_paragraph_is_lost(paragraphs: Sequence[str]) -> None:
    text = "\n\n".join(paragraphs)
    assert [text[b.start : b.end] for b in article(text).blocks] == list(paragraphs)


@given(st.text(st.characters(), max_size=300) | pages.map("".join))
def test_a_dateline_lies_in_its_line(line: str) -> None:
    found = dateline_of(line)
    assert found is None or (found.text in line and 0 < found.end <= len(line))
    assert found is None or found.date is None or 1900 <= found.date.year <= 2100


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(
    ["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%A, %d %b, %Y - 06:30", "Published: %b %d, %Y 02:32 PM"]
))  # fmt: skip
def test_a_date_that_is_written_out_is_read(date: dt.date, form: str) -> None:
    found = stated_date(["Norland warns Sudland", date.strftime(form)])
    assert found is not None
    assert found.date == date


@given(st.binary())
def test_any_bytes_are_text(content: bytes) -> None:
    assert isinstance(decoded(content), str)
    assert decoded("ü".encode() + b"x") == "üx"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("articles") / "x"


markup = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<html>", "<body>", "<article>", "<!--", "&amp;", "&#0;", "<a "]
    )
    | st.text(max_size=9)
).map(lambda parts: "".join(parts).encode("utf-8", "surrogatepass"))
contents = st.binary() | texts.map(lambda t: t.encode("utf-8", "surrogatepass")) | markup


@given(contents, st.sampled_from([".txt", ".html", ".jsonl"]))
def test_any_file_gives_articles_and_faults_the_same_every_time(
    file: Path, content: bytes, suffix: str
) -> None:
    path = file.with_suffix(suffix)
    path.write_bytes(content)
    runs = []
    for _ in range(2):
        faults: list[Fault] = []
        runs.append((list(read_articles(path, on_fault=faults.append)), faults))
    assert runs[0] == runs[1]
    assert runs[0][0] or runs[0][1]
