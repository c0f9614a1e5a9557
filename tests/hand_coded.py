"""Reading the hand-coded material, and what holds of every event in it."""

import datetime as dt
from pathlib import Path

from stances.actors import Actors
from stances.events import Modality, Precision, Span, StanceEvent, text_sha256
from stances.frontmatter import FrontMatter, read_front_matter
from stances.gold import GoldRow

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def front_of(path: Path) -> FrontMatter:
    return read_front_matter(text_of(path))


def event_of(row: GoldRow, path: Path) -> StanceEvent:
    """The event of a row; fails unless its evidence stands in one paragraph of that text."""
    text, front = text_of(path), front_of(path)
    assert row.article == path.stem
    assert row.start is not None, row
    assert row.end is not None, row
    assert text[row.start : row.end] == row.evidence, row
    assert row.start >= front.end, row
    assert "\n" not in row.evidence, row
    assert row.evidence == row.evidence.strip(), row
    return StanceEvent(
        date=row.date,
        date_precision=row.date_precision,
        actor=row.actor,
        event_type=row.event_type,
        recipient=row.recipient,
        about=row.about,
        modality=row.modality,
        speaker=row.speaker,
        claimed_by=row.claimed_by,
        condition=row.condition,
        deadline=row.deadline,
        published=dt.date.fromisoformat(front.fields["published"]),
        evidence=Span(
            article=row.article,
            sha256=text_sha256(text),
            start=row.start,
            end=row.end,
            text=row.evidence,
        ),
    )


def assert_sound(event: StanceEvent, text: str) -> None:
    """What holds of every hand-coded event, whatever text it was coded from."""
    codes = {event.actor, event.recipient, event.about, event.claimed_by} - {None}
    assert codes <= set(Actors.default()), event
    assert event.recipient != event.actor, event
    assert event.about is None or event.about not in (event.actor, event.recipient), event
    assert event.modality is Modality.FUTURE or event.date <= event.published, event
    undated = event.date_precision is Precision.UNKNOWN
    assert not undated or event.date == event.published, event
    assert undated or event.deadline is None or event.deadline >= event.date, event
    assert event.speaker is None or event.speaker in text, event
    assert event.condition is None or event.condition in text, event
