"""Whether a text is English; the coder knows no other language."""

from __future__ import annotations

import importlib

from stances.errors import MissingExtra

_ENOUGH = 40
_SAMPLE = 3_000


def is_english(text: str) -> bool:
    """Whether the text, or its first 3,000 characters, is English; too short a text counts so."""
    sample = text[:_SAMPLE].strip()
    if len(sample) < _ENOUGH:
        return True
    try:
        langid = importlib.import_module("py3langid")
    except ModuleNotFoundError as error:
        raise MissingExtra("telling the language of an article", "text") from error
    return bool(langid.classify(sample)[0] == "en")
