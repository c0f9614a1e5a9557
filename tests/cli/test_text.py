from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from stances.cli.text import json_line, one_line

COMMANDS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@given(st.text())
def test_one_line_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    line = one_line(text)
    assert not COMMANDS.search(line)
    assert line.encode("utf-8").decode("utf-8") == line


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_one_line_changes_nothing_in_plain_words(text: str) -> None:
    assert one_line(text) == " ".join(text.split())


def test_an_escape_sequence_is_shown_and_not_sent() -> None:
    assert one_line("a\x1b[31mred\x9b0m\u202egnp") == r"a\x1b[31mred\x9b0m\u202egnp"


def test_marks_that_persian_and_arabic_names_need_are_kept() -> None:
    assert one_line("می\u200cخواهم") == "می\u200cخواهم"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_says_the_same_without_what_a_terminal_obeys(text: str) -> None:
    line = json_line(json.dumps({text: text}, ensure_ascii=False))
    assert json.loads(line) == {text: text}
    assert not COMMANDS.search(line)
