"""What an event rests on: a quotation from an article, or a row of a data set."""

from __future__ import annotations

from typing import TypeAlias, assert_never

import attrs

from stances import checks
from stances.canonical import text_part, text_sha256


@attrs.frozen(kw_only=True)
class Span:
    """The exact sentence part an event rests on: ``Article.text[start:end] == text``.

    Offsets count code points; ``sha256`` is that of the whole article text.
    """

    article: str = attrs.field(validator=checks.text)
    sha256: str = attrs.field(validator=checks.sha256)
    start: int = attrs.field(validator=checks.count)
    end: int = attrs.field(validator=checks.count)
    text: str = attrs.field(validator=checks.evidence_text)

    def __attrs_post_init__(self) -> None:
        if self.end - self.start != len(self.text):
            raise checks.fault(
                self, "end", self.end, f"start plus the {len(self.text)} characters quoted"
            )

    @property
    def said(self) -> str:
        """What of it an id is a hash of: the same before and after the text is erased."""
        hashed = text_sha256(self.text)
        return (
            f'"span",{text_part(self.article)},"{self.sha256}",{self.start},{self.end},"{hashed}"'
        )

    def erased(self) -> ErasedSpan:
        """The same place, without the text that stands there."""
        return ErasedSpan(
            article=self.article,
            sha256=self.sha256,
            start=self.start,
            end=self.end,
            text_sha256=text_sha256(self.text),
        )


@attrs.frozen(kw_only=True)
class ErasedSpan:
    """A ``Span`` whose text was blanked; ``text_sha256`` tells whether a text was the one."""

    article: str = attrs.field(validator=checks.text)
    sha256: str = attrs.field(validator=checks.sha256)
    start: int = attrs.field(validator=checks.count)
    end: int = attrs.field(validator=checks.count)
    text_sha256: str = attrs.field(validator=checks.sha256)

    def __attrs_post_init__(self) -> None:
        if self.end <= self.start:
            raise checks.fault(self, "end", self.end, f"more than the start, {self.start}")

    @property
    def said(self) -> str:
        """What of it an id is a hash of: the same as before the text was erased."""
        hashed = self.text_sha256
        return (
            f'"span",{text_part(self.article)},"{self.sha256}",{self.start},{self.end},"{hashed}"'
        )


@attrs.frozen(kw_only=True)
class Row:
    """The row of a data set that an imported event rests on."""

    dataset: str = attrs.field(validator=checks.text)
    version: str | None = attrs.field(default=None, validator=checks.optional_text)
    row: str = attrs.field(validator=checks.text)
    url: str | None = attrs.field(default=None, validator=checks.optional_text)

    @property
    def said(self) -> str:
        """What of it an id is a hash of."""
        told = (self.dataset, self.version, self.row, self.url)
        return f'"row",{",".join(map(text_part, told))}'


Evidence: TypeAlias = Span | ErasedSpan | Row


def quoted(evidence: Evidence) -> str:
    """What of the evidence can be compared: its text, the id of its row, nothing once erased."""
    match evidence:
        case Span(text=text):
            return text
        case ErasedSpan():
            return ""
        case Row(row=row):
            return row
        case _:
            assert_never(evidence)
