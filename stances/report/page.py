"""The page itself: its parts put together, and held to what they may do.

Texts of articles are anybody's. They are in the page only as JSON in an element that no browser
runs, with every ``<`` spelled out, and reach the screen only as the text of elements. The policy
lets the one script and the one style run whose hashes it names, and nothing be fetched or sent.
"""

from __future__ import annotations

import base64
import hashlib
import html
import importlib.resources
import json

from stances.report.content import Content

SCRIPTS = ("model.js", "elements.js", "figure.js", "chart.js", "lists.js", "main.js")
"""The parts of the script in the order in which they build on each other."""


def page(title: str, content: Content) -> str:
    """The whole page of this title and content."""
    style = _part("page.css")
    script = _wrapped("\n".join(_part(name) for name in SCRIPTS))
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return _filled(
        _part("page.html"),
        {
            "policy": html.escape(policy),
            "title": html.escape(title),
            "style": style,
            "content": inert(content),
            "script": script,
        },
    )


def inert(content: Content) -> str:
    """The content as JSON in which nothing can end the element that holds it."""
    said = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        said = said.replace(sign, f"\\u{ord(sign):04x}")
    return said


def _filled(template: str, parts: dict[str, str]) -> str:
    """The template with each ``{{name}}`` replaced once; what is put in is not looked at again."""
    made = []
    for piece in template.split("{{"):
        name, closing, rest = piece.partition("}}")
        made.append(f"{parts[name]}{rest}" if closing else piece)
    return "".join(made)


def _wrapped(script: str) -> str:
    return f'(() => {{\n"use strict";\n{script}\n}})();\n'


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _part(name: str) -> str:
    file = importlib.resources.files("stances") / "data" / "report" / name
    return file.read_text(encoding="utf-8")
