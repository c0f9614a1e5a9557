"""What a file tells of its articles, before anything is decided about it.

One function a format: text, HTML, JSON Lines. Each gives drafts and faults in the order of the
file, raises on no content whatsoever, and holds one article at a time.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from stances.checks import MAX_TEXT
from stances.errors import Fault
from stances.frontmatter import read_front_matter
from stances.pages import read_page

MAX_BYTES = 20_000_000
"""The largest article that is read, and the longest line of a ``.jsonl`` file."""


@attrs.frozen(kw_only=True)
class Draft:
    """One article as its file tells it; ``published`` is the file's own word, still unread.

    ``body`` is the offset at which the text begins, behind front matter; ``named``: whether the
    article says its id itself, and does not merely have the file's name.
    """

    where: str
    id: str
    named: bool
    text: str
    body: int = 0
    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None


Found: TypeAlias = Draft | Fault


def drafts_in(path: Path) -> Iterator[Found]:
    """The drafts in one file, by its suffix.

    Raises:
        MissingExtra: the file is HTML, and what reads it is not installed.

    """
    read = FORMATS.get(path.suffix.lower())
    if read is None:
        known = ", ".join(FORMATS)
        yield Fault(str(path), f"expected a file that ends in {known}")
        return
    try:
        yield from read(path)
    except OSError as error:
        yield Fault(str(path), f"cannot be read: {error.strerror or error}")


def _text_file(path: Path) -> Iterator[Found]:
    content = _content(path)
    if isinstance(content, Fault):
        yield content
        return
    text = decoded(content)
    front = read_front_matter(text)
    if not text[front.end :].strip("\ufeff \t\r\n"):
        yield Fault(str(path), "holds no text")
        return
    yield _draft(str(path), path, text, front.fields, body=front.end)


def _html_file(path: Path) -> Iterator[Found]:
    content = _content(path)
    if isinstance(content, Fault):
        yield content
        return
    page = read_page(content)
    if page is None:
        yield Fault(str(path), "no main text was found in this page; save the story as .txt")
        return
    yield _draft(str(path), path, page["text"], page)


def _json_lines(path: Path) -> Iterator[Found]:
    empty = True
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MAX_BYTES + 1):
            number += 1
            where = f"{path}:{number}"
            if len(line) > MAX_BYTES:
                yield Fault(where, f"is longer than {MAX_BYTES:,} bytes; the rest is not read")
                return
            if line.strip():
                empty = False
                yield _json_line(where, path, line)
    if empty:
        yield Fault(str(path), "is empty")


def _json_line(where: str, path: Path, line: bytes) -> Found:
    try:
        told = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return Fault(where, f"is no line of JSON in UTF-8: {error}")
    if not isinstance(told, dict):
        return Fault(where, 'expected an object such as {"id": "a1", "text": "…"}')
    problems = [
        f"{field}: expected text"
        for field in ("id", "text")
        if not isinstance(told.get(field), str) or not told[field].strip()
    ]
    problems += [
        f"{field}: expected text or null, not {type(told[field]).__name__}"
        for field in ("title", "published", "publisher", "url")
        if not isinstance(told.get(field), str | None)
    ]
    if not problems and _has_surrogates(told["text"]):
        problems = ["text: holds half of a surrogate pair"]
    if problems:
        return Fault(where, "; ".join(problems))
    return _draft(where, path, told["text"], {k: v for k, v in told.items() if v is not None})


FORMATS: Mapping[str, Callable[[Path], Iterator[Found]]] = {
    ".txt": _text_file,
    ".html": _html_file,
    ".htm": _html_file,
    ".jsonl": _json_lines,
}


def decoded(content: bytes) -> str:
    """The text of a file, whatever its bytes: UTF-16 by its mark, UTF-8, else Windows-1252."""
    for mark, encoding in (
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _content(path: Path) -> bytes | Fault:
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if not content:
        return Fault(str(path), "is empty")
    if len(content) > MAX_BYTES:
        return Fault(str(path), f"is larger than {MAX_BYTES:,} bytes: split it into articles")
    return content


def _draft(
    where: str, path: Path, text: str, told: Mapping[str, Any], *, body: int = 0
) -> Draft | Fault:
    stem = path.stem.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    fields = {
        name: told[name].strip() or None
        for name in ("title", "published", "publisher", "url")
        if name in told
    }
    article = str(told.get("id", stem)).strip()
    problems = [
        f"{name}: expected at most {MAX_TEXT:,} characters, without NUL"
        for name, value in (("id", article), *fields.items())
        if value is not None and not _storable(value)
    ]
    if not article:
        problems.append("has no id: give it one in front matter, or the file a name")
    if problems:
        return Fault(where, "; ".join(problems))
    return Draft(where=where, id=article, named="id" in told, text=text, body=body, **fields)


def _storable(value: str) -> bool:
    return len(value) <= MAX_TEXT and "\x00" not in value and not _has_surrogates(value)


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)
