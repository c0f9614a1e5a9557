from __future__ import annotations

import pytest

from stances.cleaning import MAX_BLOCK, BlockKind, blocks_of, headline
from stances.frontmatter import read_front_matter

TITLE = "Norland tells Sudland to leave the valley"
FIRST = "Norland told Sudland on Monday to leave the valley, its army said."
SECOND = "Sudland refused, and sent more soldiers to the border."
THIRD = "Talks broke off within the hour."


def kept(*lines: str) -> list[str]:
    """What is left of a text of these lines, the headline in capitals."""
    text = "\n".join(lines)
    return [
        text[b.start : b.end].upper() if b.kind is BlockKind.TITLE else text[b.start : b.end]
        for b in blocks_of(text)
    ]


STORY = [TITLE.upper(), FIRST, SECOND, THIRD]


def test_headline_and_paragraphs_are_kept_whole() -> None:
    assert kept(TITLE, "", FIRST, "", SECOND, "", THIRD) == STORY
    assert headline(f"{TITLE}\n{FIRST}\n{SECOND}") == TITLE
    assert headline(f"{FIRST}\n{SECOND}") is None


def test_a_text_of_one_line_is_no_headline() -> None:
    assert kept("Norland attacked Sudland") == ["Norland attacked Sudland"]


def test_a_first_sentence_is_no_headline() -> None:
    assert kept(FIRST, SECOND) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "furniture",
    [
        "Editor Picks",
        "EDITOR’S PICKS",
        "You might also like",
        "Share this story!",
        "Advertisement",
        "Sign up for our morning newsletter and miss nothing.",
        "We use cookies to make this site better. Accept or leave.",
        "Read more: Sudland calls up its reserve",
        "RELATED: Sudland calls up its reserve",
        "Also on example.com Sudland calls up its reserve",
        "icon close-bicon shareicon mailicon chevron upicon fb",
        "Home | World | Business | Sport | Culture",
        "FILE PHOTO: Soldiers on parade in the capital.",
        "Photo: a tank near the border",
        "Soldiers on parade in the capital on Sunday [Jane Roe/Example Agency]",
        "Soldiers on parade in the capital. AFP/Norland Army Press Service.",
        "(Reporting by Jane Roe; Editing by John Doe)",
        "All rights reserved.",
        "5 min read",
        "12 comments",
        "By Jane Roe and John Doe",
    ],
)
def test_site_furniture_between_paragraphs_is_dropped(furniture: str) -> None:
    assert kept(TITLE, FIRST, furniture, SECOND, THIRD) == STORY
    assert kept(TITLE, FIRST, SECOND, THIRD, "", furniture) == STORY


@pytest.mark.parametrize(
    "story",
    [
        "Share prices in Sudland fell by a tenth.",
        "Related firms in Norland were told to close.",
        "Printing money was the only way out, the bank of Sudland said.",
        "Comments by the king of Norland angered Sudland.",
        "Home to two million people, the valley belongs to Sudland.",
        "“Leave the valley,” the general (who is from Norland) said.",
        "Norland (which holds the valley) - said it would stay.",
        "Watch towers were built by Norland along the river.",
        "On 3 February 2019 the two armies had clashed for the first time.",
        "NATO — the alliance of both — kept silent.",
        "Updated figures show that Norland lost ten soldiers.",
    ],
)
def test_story_that_looks_like_furniture_is_kept(story: str) -> None:
    assert kept(TITLE, FIRST, story, THIRD) == [TITLE.upper(), FIRST, story, THIRD]


def test_what_stands_before_a_headline_told_twice_is_the_sites() -> None:
    tagline = "The Example Online, all the world in one paper"
    assert kept(tagline, TITLE, "", TITLE, FIRST, SECOND, THIRD) == STORY
    assert kept(tagline, f"{TITLE} - The Example", TITLE, FIRST, SECOND, THIRD)[1:] == STORY[1:]


def test_a_paragraph_told_twice_counts_once() -> None:
    assert kept(TITLE, FIRST, SECOND, FIRST, THIRD) == STORY


def test_a_caption_cut_off_and_told_in_full_is_dropped() -> None:
    caption = "Soldiers of the northern army on their way to the border of the valley on Sunday"
    assert kept(TITLE, caption[:50], caption + ".", FIRST, SECOND, THIRD) == STORY
    assert kept(TITLE, caption[:50] + "...", caption + ".", FIRST, SECOND, THIRD) == STORY


def test_a_headline_with_which_the_story_begins_is_no_caption() -> None:
    first = f"{TITLE} by Friday, or face its army."
    assert kept(TITLE, first, SECOND) == [TITLE.upper(), first, SECOND]


def test_dates_bylines_and_sections_around_the_headline_are_dropped() -> None:
    head = ["World", TITLE, "Monday, 17 February, 2020 - 06:30", "The Example", "Jane Roe, Norburg"]
    assert kept(*head, FIRST, SECOND, THIRD) == STORY


@pytest.mark.parametrize(
    "prefix",
    [
        "NORBURG (Example) - ",
        "NORBURG, Feb 4 (Example) – ",
        "NORBURG, Norland (EX) — ",
        "NORBURG — ",
        "Norburg (EX) -- ",
    ],
)
def test_a_place_and_agency_are_cut_off_the_paragraph(prefix: str) -> None:
    assert kept(TITLE, prefix + FIRST, SECOND, THIRD) == STORY


def test_a_labelled_date_is_cut_off_the_headline() -> None:
    assert kept(f" date 2020-02-18 {TITLE}", FIRST, SECOND, THIRD) == STORY


def test_headlines_of_other_stories_after_the_end_are_dropped() -> None:
    teasers = ["Sudland: ten killed by a storm on the coast", "Norland wins the cup"]
    assert kept(TITLE, FIRST, SECOND, THIRD, *teasers) == STORY
    assert kept(TITLE, FIRST, "You may also like", *teasers, SECOND, THIRD) == STORY


def test_the_comments_of_readers_are_no_story() -> None:
    comment = "Norland should attack them all at once."
    assert kept(TITLE, FIRST, SECOND, THIRD, "LEAVE A COMMENT", comment) == STORY
    assert kept("Leave a comment", TITLE, FIRST, SECOND, THIRD) == STORY


def test_an_agency_in_brackets_is_a_pictures_before_the_last_paragraph() -> None:
    caption = "Soldiers on parade in the capital, May 3, 2017. (AP)"
    assert kept(TITLE, caption, FIRST, SECOND, THIRD) == STORY
    assert kept(TITLE, FIRST, caption, SECOND, THIRD) == STORY


def test_an_agency_signs_the_last_paragraph() -> None:
    assert kept(TITLE, FIRST, f"{SECOND} (Reuters)") == [
        TITLE.upper(),
        FIRST,
        f"{SECOND} (Reuters)",
    ]


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    wrapped = ["Norland told Sudland on Monday", "to leave the valley, its army", "said."]
    assert kept(TITLE, "", *wrapped, "", SECOND) == [TITLE.upper(), "\n".join(wrapped), SECOND]


def test_front_matter_is_no_story_and_the_headline_below_it_is() -> None:
    text = f"---\ntitle: {TITLE}\npublished: 2020-02-18\n---\n{TITLE}\n\n{FIRST}\n{SECOND}\n"
    assert [text[b.start : b.end] for b in blocks_of(text)] == [TITLE, FIRST, SECOND]
    assert dict(read_front_matter(text).fields) == {"title": TITLE, "published": "2020-02-18"}


@pytest.mark.parametrize(
    "text", ["---\nno field here\n---\nText.", "---\nid: a\nand no end", "--- \n---\n", "-", ""]
)
def test_a_rule_at_the_top_is_no_front_matter(text: str) -> None:
    assert read_front_matter(text).end == 0


@pytest.mark.parametrize("line", [FIRST + " ", "word ", "x"])
def test_a_paragraph_too_long_is_cut(line: str) -> None:
    text = (line * 200_000)[:200_000]
    blocks = blocks_of(text)
    assert all(0 < b.end - b.start <= MAX_BLOCK for b in blocks)
    assert "".join(text[b.start : b.end] for b in blocks).replace(" ", "") == text.replace(" ", "")
    if line is not FIRST and " " in line:
        assert all(text[b.end - 1] in ".d" for b in blocks[:-1])


def test_characters_that_no_evidence_may_hold_end_a_block() -> None:
    text = f"{FIRST}\x00{SECOND}\ud800{THIRD}"
    assert [text[b.start : b.end] for b in blocks_of(text)] == [FIRST, SECOND, THIRD]
