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
from stances.coding.blend import FEATURES, Act, Blend, judged, unwindowed
from stances.coding.learned import VERSION, LearnedCoder
from stances.coding.lexicon import Lexicon
from stances.coding.reader import Reader, Reading
from stances.coding.spacy_analyzer import SpacyAnalyzer
from stances.coding.windows import BEFORE, HEADLINE, MAX_SENTENCE, Spot, Window, windows
from stances.errors import InvalidArgument
from stances.events import EventType, Span

LONGEST_LIST = 400
"""Of names told before, in these texts."""

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
        assert window.begins <= 2 * (BEFORE + 1) + HEADLINE + LONGEST_LIST
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


def window_of(*spots: tuple[int, str]) -> Window:
    """A sentence that mentions these codes at these places."""
    placed = tuple(Spot(at, at + 1, (code,), token=at) for at, code in spots)
    return Window(passage=0, sentence=0, text="-" * 40, begins=0, spots=placed)


PAIRS = [("TUR", "RUS"), ("RUS", "TUR"), ("TUR", "SYR"), ("TUR", None)]
ACTS = hs.tuples(hs.sampled_from(PAIRS), hs.sampled_from(list(EventType)[:3]))
SHARES = hs.dictionaries(ACTS, hs.floats(0, 1), max_size=6)


@given(likely=SHARES, ruled=SHARES, one=hs.floats(0, 1), other=hs.floats(0, 1), act=ACTS)
def test_what_the_network_thinks_likelier_is_surer(
    likely: dict[Act, float], ruled: dict[Act, float], one: float, other: float, act: Act
) -> None:
    blend, window = Blend.default(), window_of((3, "TUR"), (9, "RUS"), (20, "SYR"))
    low, high = sorted((one, other))
    ruled[act] = 0.7
    below, above = (
        blend.sure(judged(window, {**likely, act: share}, ruled)[act]) for share in (low, high)
    )
    assert 0 < below <= above + 1e-9


@given(likely=SHARES, ruled=SHARES)
def test_what_network_or_rules_found_is_judged_and_nothing_else(
    likely: dict[Act, float], ruled: dict[Act, float]
) -> None:
    found = judged(window_of((3, "TUR"), (9, "RUS")), likely, ruled)
    assert set(ruled) <= set(found) <= set(ruled) | set(likely)
    for act, features in found.items():
        assert tuple(features) == FEATURES
        assert features["rule"] == (act in ruled)


def test_what_a_rule_found_too_is_surer() -> None:
    blend, window = Blend.default(), window_of((3, "TUR"), (9, "RUS"))
    act: Act = (("TUR", "RUS"), EventType.REQUEST)
    alone = judged(window, {act: 0.5}, {})[act]
    both = judged(window, {act: 0.5}, {act: 0.7})[act]
    assert blend.sure(both) > blend.sure(alone)


def test_a_rival_makes_less_sure() -> None:
    blend, window = Blend.default(), window_of((3, "TUR"), (9, "RUS"), (20, "SYR"))
    act: Act = (("TUR", "RUS"), EventType.REQUEST)
    rival: Act = (("TUR", "SYR"), EventType.REQUEST)
    alone = judged(window, {act: 0.5}, {})[act]
    beside = judged(window, {act: 0.5, rival: 0.9}, {})[act]
    assert blend.sure(beside) < blend.sure(alone)


@given(hs.floats(0, 1), hs.floats(0, 1))
def test_a_headline_has_features_too(likely: float, confidence: float) -> None:
    assert tuple(unwindowed(likely, confidence)) == FEATURES


def test_a_sentence_is_read_with_its_headline_and_who_was_named_before() -> None:
    text = "Ankara and Moscow trade words\n\n" + (
        "Turkey warned Syria on Monday. It was a cold day. The talks went on. It refused."
    )
    read = next(_reader().read([attrs.evolve(story(text), title="Ankara and Moscow trade words")]))
    last = list(windows(read.passages, read.speech))[-1]
    assert last.text.startswith("Ankara and Moscow trade words.")
    assert {"TUR", "RUS"} <= {*last.here, *last.before}


def test_coders_go_by_their_names() -> None:
    (coded,) = code_articles(story(), coder="learned")
    assert coded.events
    assert all(event.coder.startswith(f"{VERSION}+") for event in coded.events)
    with pytest.raises(InvalidArgument, match="'rule': expected 'learned', 'rules' or"):
        list(code_articles(story(), coder="rule"))
