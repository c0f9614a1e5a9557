"""An article as the coder sees it: a text that is never changed, and what in it is story."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

import attrs

from stances.cleaning import Block, BlockKind, blocks_of
from stances.events import text_sha256

__all__ = ["Article", "Block", "BlockKind"]


@attrs.frozen(kw_only=True)
class Article:
    """One news text and what is known of its publication.

    ``text`` is what every offset points into: for ``.txt`` the file's whole decoded text as
    given, for ``.html`` the extracted main text.
    """

    id: str
    text: str
    published: dt.date
    title: str | None = None
    publisher: str | None = None
    url: str | None = None

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text, 64 hexadecimal digits."""
        return text_sha256(self.text)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Headline and paragraphs in order, without site furniture, captions and front matter."""
        return blocks_of(self.text)
