"""Why an event was coded: its sentence with the parts marked, and the rule that made it.

The parts are found in the text by what the event says, whatever coder made it: names of its
actors by the tables, dates that resolve to its date, the words it quotes. What the coder took
from elsewhere, such as whom "he" means, has no mark.
"""

from __future__ import annotations

import enum
import html
import re
from collections.abc import Iterable, Iterator

import attrs

from stances.actors import Actors, words
from stances.articles import Article
from stances.coding.coder import CODERS, Coder
from stances.coding.dates import find_dates
from stances.events import Span, StanceEvent
from stances.frontmatter import read_front_matter

_LONGEST_NAME = 6
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?")
_ENDS = re.compile(r"[.!?][\"”’')\]]*(?=\s|$)|\n\s*\n")


class Part(enum.StrEnum):
    """What a marked stretch is to the event."""

    ACTOR = "actor"
    RECIPIENT = "recipient"
    ABOUT = "about"
    CLAIMED_BY = "claimed by"
    SPEAKER = "speaker"
    DATE = "date"
    DEADLINE = "deadline"
    CONDITION = "condition"


@attrs.frozen
class Mark:
    """A stretch of the article and what it is; ``end`` is exclusive."""

    start: int
    end: int
    part: Part


@attrs.frozen(kw_only=True)
class Explanation:
    """One event in its sentence: ``text`` is ``Article.text[start:end]``.

    ``rule`` names what fired, as the coder gives it; ``marks`` are in text order and do not
    overlap.
    """

    event: StanceEvent
    rule: str
    start: int
    end: int
    text: str
    marks: tuple[Mark, ...]

    def __str__(self) -> str:
        shown = "".join(
            piece if mark is None else f"[{mark.part}: {piece}]" for piece, mark in self._pieces()
        )
        head = str(self.event).split("  ")[0]
        return f"{head}\n  rule      {self.rule}\n  sentence  {' '.join(shown.split())}"

    def to_html(self) -> str:
        """A figure with the sentence and its marked parts; every text is escaped."""
        shown = "".join(
            html.escape(piece)
            if mark is None
            else f'<mark class="{mark.part.name.lower()}" title="{mark.part}">'
            f"{html.escape(piece)}</mark>"
            for piece, mark in self._pieces()
        )
        head = html.escape(str(self.event).split("  ")[0])
        rule = html.escape(self.rule)
        return (
            f"<figure><blockquote>{shown}</blockquote>"
            f"<figcaption><strong>{head}</strong> <code>{rule}</code></figcaption></figure>"
        )

    def _pieces(self) -> Iterator[tuple[str, Mark | None]]:
        place = self.start
        for mark in self.marks:
            yield self._between(place, mark.start), None
            yield self._between(mark.start, mark.end), mark
            place = mark.end
        yield self._between(place, self.end), None

    def _between(self, start: int, end: int) -> str:
        return self.text[start - self.start : end - self.start]


def explain(
    article: Article, *, coder: Coder | str = CODERS[0], actors: Actors | None = None
) -> tuple[Explanation, ...]:
    """Code one article, and say of each event why.

    Args:
        article: the article.
        coder: what codes, by name or one of your own.
        actors: the table by which names are found; the package's if not given.

    Raises:
        MissingExtra: the parts that the default coder needs are not installed.

    """
    from stances.coding import code

    return explained(article, code(article, coder=coder), actors=actors)


def explained(
    article: Article, events: Iterable[StanceEvent], *, actors: Actors | None = None
) -> tuple[Explanation, ...]:
    """The same for events that were coded before; those of other articles are left out."""
    table = Actors.default() if actors is None else actors
    return tuple(
        _explained(article, event, event.evidence, table)
        for event in events
        if isinstance(event.evidence, Span) and event.evidence.sha256 == article.sha256
    )


def _explained(article: Article, event: StanceEvent, span: Span, actors: Actors) -> Explanation:
    start, end = _sentence(article.text, span.start, span.end)
    text = article.text[start:end]
    found = [
        *_names(text, event, actors),
        *_quoted(text, event),
        *_dated(text, event, article),
    ]
    marks = tuple(Mark(start + m.start, start + m.end, m.part) for m in _apart(found))
    return Explanation(
        event=event,
        rule=event.coder.rpartition(" ")[2],
        start=start,
        end=end,
        text=text,
        marks=marks,
    )


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or sentences around a stretch, at most a few hundred characters each way."""
    body = read_front_matter(text).end
    window = max(body if body <= start else 0, start - 600)
    before = [match.end() for match in _ENDS.finditer(text, window, start)]
    after = _ENDS.search(text, max(start, end - 1), min(len(text), end + 600))
    first = before[-1] if before else window
    last = min(len(text), end + 600) if after is None else after.end()
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, max(last, end)


def _names(text: str, event: StanceEvent, actors: Actors) -> Iterator[Mark]:
    parts = {
        event.claimed_by: Part.CLAIMED_BY,
        event.about: Part.ABOUT,
        event.recipient: Part.RECIPIENT,
        event.actor: Part.ACTOR,
    }
    tokens = list(_WORD.finditer(text))
    for place, first in enumerate(tokens):
        for last in reversed(tokens[place : place + _LONGEST_NAME]):
            written = text[first.start() : last.end()]
            aliases = actors.aliases.get(words(written), ())
            code = next((a.code for a in aliases if a.fits(written) and a.code in parts), None)
            if code is not None and written[0].isupper():
                yield Mark(first.start(), last.end(), parts[code])
                break


def _quoted(text: str, event: StanceEvent) -> Iterator[Mark]:
    for said, part in ((event.condition, Part.CONDITION), (event.speaker, Part.SPEAKER)):
        place = -1 if said is None else text.find(said)
        if said is not None and place >= 0:
            yield Mark(place, place + len(said), part)


def _dated(text: str, event: StanceEvent, article: Article) -> Iterator[Mark]:
    for when in find_dates(text, article.published):
        if when.deadline and when.date == event.deadline:
            yield Mark(when.start, when.end, Part.DEADLINE)
        elif not when.deadline and when.date == event.date:
            yield Mark(when.start, when.end, Part.DATE)


def _apart(found: Iterable[Mark]) -> Iterator[Mark]:
    """Marks in text order; where two overlap, the one that begins first, or else is longer."""
    end = -1
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if mark.start >= end:
            yield mark
            end = mark.end
