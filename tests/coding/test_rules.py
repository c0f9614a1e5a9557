"""The rules over stored parses: no parser is loaded here."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from stances.articles import Article
from stances.coding.rules import RuleCoder
from stances.notation import notation
from tests.coding.stored import StoredAnalyzer, read

EXPECTED = {
    "Ankara was urged": ["2020-02-17 RUS REQUEST TUR"],
    "Two Polish posts": [],
    "Kenya and Somalia": ["2020-02-14 KEN AGREE SOM", "2020-02-14 SOM AGREE KEN"],
    "India will impose": ["2020-02-18~unknown IND SANCTION CHN future"],
    "If Iran closes": [],
    "The Iran-backed": [
        "2020-02-18~unknown HOU ASSAULT SAU denied",
        "2020-02-18~unknown HOU REJECT -",
        "2020-02-18~unknown IRN SUPPORT HOU",
    ],
    "Brazil condemned": [
        "2020-02-18~unknown BRA ACCUSE VEN",
        "2020-02-18~unknown BRA SANCTION VEN",
    ],
    "Talks between": ["2020-02-23 AFG CONSULT PAK future", "2020-02-23 PAK CONSULT AFG future"],
    "Serbia threatened": ["2020-02-18~unknown SRB THREATEN XKX"],
    '"We will not': ["2020-02-18 ETH REJECT ERI"],
}


@pytest.mark.parametrize("text", read())
def test_a_stored_parse_is_coded(text: str) -> None:
    coder = RuleCoder(analyzer=StoredAnalyzer())
    article = Article(id="a", text=text, published=dt.date(2020, 2, 18))
    (coded,) = coder.code([article])
    expected = next(events for start, events in EXPECTED.items() if text.startswith(start))
    told = [" ".join(_short(notation(event)).split()) for event in coded.events]
    assert sorted(told) == sorted(expected)


def _short(line: str) -> str:
    """The line up to what the sentence fixtures test: date, parties, type and modality."""
    words = line.split()
    return " ".join(words[:5] if len(words) > 4 and words[4] in ("future", "denied") else words[:4])


def test_what_is_not_coded_says_why() -> None:
    coder = RuleCoder(analyzer=StoredAnalyzer())
    text = next(text for text in read() if text.startswith("Two Polish"))
    (coded,) = coder.code([Article(id="a", text=text, published=dt.date(2020, 2, 18))])
    assert [skipped.reason for skipped in coded.skipped] == ["a passive without an agent"]


def test_the_condition_and_the_deadline_of_a_threat() -> None:
    coder = RuleCoder(analyzer=StoredAnalyzer())
    text = next(text for text in read() if text.startswith("Serbia"))
    (coded,) = coder.code([Article(id="a", text=text, published=dt.date(2020, 2, 18))])
    (event,) = coded.events
    assert event.condition == "unless NATO acts by the end of March"
    assert event.deadline == dt.date(2020, 3, 31)


def test_rules_run_without_a_parser_installed() -> None:
    """Nothing that the rules import is spaCy's."""
    script = "import sys, stances.coding.rules; print('spacy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
