"""Articles out of files and folders, lazily, with every fault listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from stances.articles import Article
from stances.cleaning import headline
from stances.drafts import FORMATS, Draft, drafts_in
from stances.errors import Fault, FileFaults
from stances.publication import Told, published_of, read_dates

_Path: TypeAlias = str | PathLike[str]

_NOT_ARTICLES = ("readme", "license", "licence", "notice", "changelog", "sources", "copying")


def read_articles(
    *paths: _Path,
    published: dt.date | None = None,
    dates: Mapping[str, dt.date] | _Path | None = None,
    on_fault: Callable[[Fault], None] | None = None,
) -> Iterator[Article]:
    """The articles in files and folders, one at a time.

    A file is ``.txt`` (with or without front matter), ``.html`` or ``.htm`` (needs the extra
    ``html``), or ``.jsonl`` (a line an article: ``id``, ``text``, and if known ``title``,
    ``published``, ``publisher``, ``url``). Of a folder its files of these kinds are read, in the
    order of their names; folders inside it, hidden files, and a README are not. An article's id
    is the one it says, else its file's name without suffix. The same file met again counts once,
    and so does the same article under an id of its own; two files with one name are a fault, and
    so is another article with the same id.

    Args:
        paths: files and folders.
        published: the publication date of all articles, whatever they say themselves.
        dates: publication dates by article id, or a CSV file with the columns ``id`` and
            ``published``. They come before ``published``, and before what an article says.
        on_fault: is handed each fault, and reading goes on.

    Raises:
        FileFaults: without ``on_fault``, every fault at once, after the last good article.
        MissingExtra: a file is HTML, and what reads it is not installed.
        TypeError: a date is none.

    """
    for value in (published, *(dates.values() if isinstance(dates, Mapping) else ())):
        if value is not None and (not isinstance(value, dt.date) or isinstance(value, dt.datetime)):
            raise TypeError(f"{value!r}: expected a datetime.date (without a time)")
    return _read(paths, published, dates, on_fault)


def _read(
    paths: Iterable[_Path],
    published: dt.date | None,
    dates: Mapping[str, dt.date] | _Path | None,
    on_fault: Callable[[Fault], None] | None,
) -> Iterator[Article]:
    faults: list[Fault] = []
    report = faults.append if on_fault is None else on_fault
    if dates is None or isinstance(dates, Mapping):
        by_id = dates or {}
    else:
        by_id, unread = read_dates(dates)
        for fault in unread:
            report(fault)
    told = Told(published=published, by_id=by_id)
    seen: dict[str, tuple[int, str]] = {}
    for path in paths:
        for file in _files(Path(path)):
            for found in (file,) if isinstance(file, Fault) else drafts_in(file):
                article = found if isinstance(found, Fault) else _article(found, told, seen)
                if isinstance(article, Fault):
                    report(article)
                elif article is not None:
                    yield article
    if faults:
        raise FileFaults(faults)


def _files(path: Path) -> Iterator[Path | Fault]:
    if path.is_file():
        yield path
        return
    if not path.is_dir():
        problem = "is neither a file nor a folder" if path.exists() else "there is no such file"
        yield Fault(str(path), problem)
        return
    try:
        files = sorted(file for file in path.iterdir() if _is_article(file))
    except OSError as error:
        yield Fault(str(path), f"cannot be read: {error.strerror or error}")
        return
    if not files:
        kinds = ", ".join(FORMATS)
        yield Fault(str(path), f"holds no article ({kinds}; folders inside it are not read)")
    yield from files


def _is_article(file: Path) -> bool:
    return (
        file.suffix.lower() in FORMATS
        and not file.name.startswith(".")
        and file.stem.lower() not in _NOT_ARTICLES
        and file.is_file()
    )


def _article(draft: Draft, told: Told, seen: dict[str, tuple[int, str]]) -> Article | Fault | None:
    """The article; None if it was met before just so."""
    date = published_of(draft, told)
    if isinstance(date, Fault):
        return date
    article = Article(
        id=draft.id,
        text=draft.text,
        published=date,
        title=draft.title or headline(draft.text),
        publisher=draft.publisher,
        url=draft.url,
    )
    said = hash(article)
    if article.id not in seen:
        seen[article.id] = (said, draft.where)
        return article
    before, where = seen[article.id]
    same_place = draft.named or Path(draft.where).resolve() == Path(where).resolve()
    if said == before and same_place:
        return None
    if said == before:
        return Fault(draft.where, f"has the same name and text as {where}: leave one of them out")
    way_out = "another id" if draft.named else "an id of its own in front matter"
    return Fault(draft.where, f"{article.id!r} is another article in {where}: give one {way_out}")
