"""Text of articles and files is anybody's: what of it may reach a screen.

An article can hold the escape sequences that recolour, retitle or rewrite a terminal, and the
marks that turn the direction of a line around. They are shown as what they are and never sent.
"""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def one_line(text: str) -> str:
    """The text on one line, with control characters spelled out."""
    return _UNSAFE.sub(_spelled, " ".join(text.split()))


def lines(text: str) -> str:
    """The text with its lines and spaces as they are, and control characters spelled out."""
    return "\n".join(_UNSAFE.sub(_spelled, line) for line in text.split("\n"))


def json_line(line: str) -> str:
    """The same JSON with control characters escaped in its strings, where alone they can stand."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def xml(document: str) -> str:
    """The same XML with control characters as references."""
    return _UNSAFE.sub(
        lambda found: found[0] if found[0] in "\t\n\r" else f"&#{ord(found[0])};", document
    )


def many(count: int, noun: str) -> str:
    """So many of them."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _spelled(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
