"""Preparing a text for the parser never loses the way back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stances.coding.prepare import MAX_CHUNK, chunks, prepare

ODD = st.text(alphabet=st.characters() | st.sampled_from(list("“”\"[]'’ .\n\t\u00a0\x00\ud800")))


@given(ODD)
def test_every_character_kept_knows_where_it_stood(text: str) -> None:
    prepared = prepare(text, 0, len(text))
    assert len(prepared.offsets) == len(prepared.text)
    assert list(prepared.offsets) == sorted(set(prepared.offsets))
    same = [
        (kept, text[place])
        for kept, place in zip(prepared.text, prepared.offsets, strict=True)
        if kept.isalnum()
    ]
    assert all(kept == original for kept, original in same)


@given(ODD)
def test_quotes_lie_inside_and_the_text_can_be_encoded(text: str) -> None:
    prepared = prepare(text, 0, len(text))
    assert all(0 <= q.start < q.end <= len(prepared.text) for q in prepared.quotes)
    assert prepared.text.encode("utf-8").decode("utf-8") == prepared.text


def test_a_fragment_loses_its_marks_and_a_sentence_keeps_them() -> None:
    text = "He spoke of “unbearable” losses. “We will never leave that town,” he said."
    prepared = prepare(text, 0, len(text))
    assert (
        prepared.text == 'He spoke of unbearable losses. "We will never leave that town," he said.'
    )
    assert [quote.full for quote in prepared.quotes] == [False, True]


def test_editors_brackets_are_dropped_and_offsets_still_hold() -> None:
    text = "The [Syrian]  regime"
    prepared = prepare(text, 0, len(text))
    assert prepared.text == "The Syrian regime"
    start = prepared.text.index("regime")
    assert prepared.original(start, start + 6) == (14, 20)


@given(st.text(alphabet="ab. ", max_size=3 * MAX_CHUNK))
def test_chunks_cover_the_text_without_gap_in_bounded_pieces(text: str) -> None:
    pieces = list(chunks(text, 0, len(text)))
    assert "".join(text[start:end] for start, end in pieces) == text
    assert all(end - start <= MAX_CHUNK for start, end in pieces)
