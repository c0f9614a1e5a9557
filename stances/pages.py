"""The story in a web page, and what the page says of its publication.

Main text and metadata are found by trafilatura, the date by htmldate, which comes with it. lxml's
HTML parser beneath them expands no entities that a page declares and fetches nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from stances.errors import MissingExtra

_STORY_LENGTH = 120


def read_page(content: bytes) -> Mapping[str, str] | None:
    """Text, title, publisher, url and published, as far as told; None where there is no story.

    Raises:
        MissingExtra: trafilatura is not installed.

    """
    try:
        import trafilatura
        from trafilatura.settings import Document
    except ImportError as error:
        raise MissingExtra("reading HTML", "html") from error
    try:
        page = trafilatura.bare_extraction(
            content, include_comments=False, include_tables=False, with_metadata=True
        )
        if not isinstance(page, Document) or not (page.text or "").strip():
            return None
        told = {
            "text": page.text,
            "title": page.title,
            "publisher": page.sitename,
            "url": page.url,
            "published": _stated_date(content, page.url),
        }
    except Exception:  # a parser may fail on hostile bytes in any way: then there is no story
        return None
    return {name: value for name, value in told.items() if value}


def _stated_date(content: bytes, url: str | None) -> str | None:
    """The date in metadata, address or byline; one told in the story or a picture's name is none.

    htmldate falls back to any date of the page, so it is shown the page without its paragraphs.
    """
    import htmldate
    import trafilatura

    tree = trafilatura.load_html(content)
    if tree is None:
        return None
    for told in tree.xpath("//p | //img | //figure"):
        if told.tag != "p" or len(told.text_content()) > _STORY_LENGTH:
            told.drop_tree()
    return htmldate.find_date(
        tree,
        extensive_search=False,
        original_date=True,
        url=url,
        min_date="1900-01-01",
        max_date="2100-12-31",
    )
