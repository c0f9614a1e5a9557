"""Whether a text is English; the coder knows no other language."""

from __future__ import annotations

import importlib

from stances.errors import MissingExtra

_ENOUGH = 120
_TELLING = frozenset(
    (
        "the and of that with from was which would said its their his after has been were they "
        "this will who into had"
    ).split()
)
_SAMPLE = 400


def is_english(text: str) -> bool:
    """Whether the text, judged by its first 400 characters, is English.

    A text of under 120 characters says too little to be judged, and counts as English. Four of
    the words that no other language has together are enough; else a kept library judges.
    """
    sample = text[:_SAMPLE].strip()
    if len(sample) < _ENOUGH or len(_TELLING.intersection(sample.lower().split())) >= 4:
        return True
    try:
        langid = importlib.import_module("py3langid")
    except ModuleNotFoundError as error:
        raise MissingExtra("telling the language of an article", "text") from error
    return bool(langid.classify(sample)[0] == "en")
