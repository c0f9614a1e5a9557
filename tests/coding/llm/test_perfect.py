"""A model that claims just what people coded: verification must not stand in its way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import stances as st
from stances.coding.llm.schema import claimed_fields
from stances.evaluate import evaluate
from stances.gold import GoldRow, read_gold
from tests.coding.llm.conftest import Coders
from tests.coding.llm.server import Body, Claim, Server, well

BRIEFS = Path(__file__).parents[3] / "fixtures" / "briefs"
GOLD = [row for path in sorted(BRIEFS.glob("development-*.gold.jsonl")) for row in read_gold(path)]


def as_claim(row: GoldRow) -> Claim:
    values = {name: getattr(row, name) for name in claimed_fields()}
    return {name: None if value is None else str(value) for name, value in values.items()}


def test_all_but_one_event_in_a_hundred_get_through(server: Server, made: Coders) -> None:
    """Those that do not are of actors whom their article names by no name that the tables have."""
    articles = list(st.read_articles(BRIEFS / "development"))
    rows = {article.title: article.id for article in articles}

    def perfect(shown: Body) -> Sequence[object]:
        return [
            as_claim(row)
            for row in GOLD
            if row.article == rows[shown["headline"]]
            and any(row.evidence in paragraph for paragraph in shown["paragraphs"])
        ]

    server.script = [well(perfect)]
    coded = list(made().code(articles))
    events = [event for one in coded for event in one.events]
    found = evaluate(GOLD, events, {article.id for article in articles})
    assert found.event.counts.spurious == 0
    assert (found.event.counts.f1 or 0) > 0.99
    for accuracy in found.accuracies:
        assert accuracy.right >= 0.99 * accuracy.matches, accuracy.field
    reasons = Counter(s.reason.partition(":")[0] for one in coded for s in one.skipped)
    assert all("not named in the article" in reason for reason in reasons), reasons
