"""The learned coder: windows of any text, a network that repeats itself, and the blend."""

import datetime as dt
import functools

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as hs

from stances.actors import Actors
from stances.articles import Article
from stances.coding import code_articles, coder_named
from stances.coding.learned import Blend, LearnedCoder
from stances.coding.lexicon import Lexicon
from stances.coding.reader import Reader, Reading
from stances.coding.spacy_analyzer import SpacyAnalyzer
from stances.coding.windows import BEFORE, MAX_SENTENCE, windows
from stances.errors import InvalidArgument
from stances.events import Span

STORY = (
    "Turkey told Russia on Monday to rein in its ally.\n\n"
    "Moscow refused. “We will not be lectured,” Sergei Lavrov said.\n\n"
    "Damascus shelled a town near the border, and Ankara vowed to answer."
)


@pytest.fixture(scope="module")
def learned() -> LearnedCoder:
    coder = coder_named("learned")
    assert isinstance(coder, LearnedCoder)
    return coder


def story(text: str = STORY) -> Article:
    return Article(id="story", text=text, published=dt.date(2020, 2, 18))


@functools.cache
def _reader() -> Reader:
    return Reader(analyzer=SpacyAnalyzer(), actors=Actors.default(), lexicon=Lexicon.default())


def reading(text: str) -> Reading:
    return next(_reader().read([story(text)]))


WORDS = hs.sampled_from(
    "Turkey Russia the troops he it said that warned Moscow , . “ ” its ally attacked and not \n\n"
    "Sergei Lavrov will if unless on Monday 42 — ć".split(" ")
)
TEXTS = hs.one_of(hs.text(max_size=200), hs.lists(WORDS, max_size=60).map(" ".join))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_a_window_is_its_sentence_with_what_stands_before(text: str) -> None:
    read = reading(text)
    for window in windows(read.passages, read.speech):
        tree = read.passages[window.passage].tree
        tokens = tree.sentence_range(window.sentence)
        sentence = tree.text[tree.starts[tokens[0]] : tree.ends[tokens[-1]]]
        assert window.text[window.begins :] == sentence[:MAX_SENTENCE]
        assert window.begins <= 2 * (BEFORE + 1)
        for spot in window.spots:
            assert 0 <= spot.start < spot.end <= len(window.text)
            assert (spot.start >= window.begins) == (spot.token is not None)
        assert window.here
        for actor, recipient in window.pairs:
            assert actor != recipient
            assert actor in window.here or recipient in window.here


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXTS)
def test_no_text_raises_and_evidence_stands_in_it(learned: LearnedCoder, text: str) -> None:
    article = story(text)
    (coded,) = learned.code([article])
    for event in coded.events:
        evidence = event.evidence
        assert isinstance(evidence, Span)
        assert article.text[evidence.start : evidence.end] == evidence.text
        assert event.confidence is not None
        assert learned.blend.least <= event.confidence + 0.001


def test_the_same_article_is_coded_alike_alone_and_among_others(learned: LearnedCoder) -> None:
    others = [attrs.evolve(story(text), id=text[:5]) for text in STORY.split("\n\n")]
    (alone,) = learned.code([story()])
    *_, last = learned.code([*others, story()])
    assert alone.events
    assert [event.id for event in alone.events] == [event.id for event in last.events]


def test_with_nothing_to_weigh_it_codes_nothing(learned: LearnedCoder) -> None:
    sure = attrs.evolve(learned, blend=attrs.evolve(learned.blend, least=1.1))
    (coded,) = sure.code([story()])
    assert coded.events == ()


@given(hs.floats(0, 1), hs.floats(0, 1), hs.one_of(hs.none(), hs.floats(0, 1)))
def test_what_the_network_thinks_likelier_is_surer(
    one: float, other: float, ruled: float | None
) -> None:
    blend = Blend.default()
    low, high = sorted((one, other))
    assert 0 < blend.sure(low, ruled) <= blend.sure(high, ruled) < 1


def test_what_a_rule_found_too_is_surer() -> None:
    blend = Blend.default()
    assert blend.sure(0.5, 0.7) > blend.sure(0.5, None)


def test_coders_go_by_their_names() -> None:
    (coded,) = code_articles(story(), coder="learned")
    assert any(event.coder.startswith("learned-1+") for event in coded.events) or coded.events
    with pytest.raises(InvalidArgument, match="'rule': expected 'rules' or 'learned'"):
        list(code_articles(story(), coder="rule"))
