"""What a model said, read as data: nothing in a reply is ever done, and little is believed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

MOST_EVENTS = 200
"""Events read of one piece; gold has at most some fifteen in a thousand characters."""

_FENCED = re.compile(r"\A\s*```(?:json)?[ \t]*\n(.*)\n```\s*\Z", re.DOTALL)


class Unreadable(Exception):
    """A reply that is not in the form asked for; the message says what is wrong with it."""


def read_reply(text: str, count: int) -> Mapping[int, Sequence[object]]:
    """The events claimed for each of so many articles, by number; some may be missing.

    The events are JSON values of any kind. A fence of Markdown around the object is passed over.

    Raises:
        Unreadable: the text is not JSON, or has no articles, or such as were not asked about.

    """
    fenced = _FENCED.match(text)
    try:
        told = json.loads(fenced[1] if fenced else text)
    except (ValueError, RecursionError):
        raise Unreadable("the reply is not JSON") from None
    articles = told.get("articles") if isinstance(told, dict) else None
    if not isinstance(articles, list):
        raise Unreadable("the reply has no list of articles")
    found: dict[int, Sequence[object]] = {}
    for item in articles:
        number, events = _entry(item)
        if number in found or number not in range(1, count + 1):
            raise Unreadable("the reply numbers the articles otherwise than they were numbered")
        found[number] = tuple(events[:MOST_EVENTS])
    return found


def _entry(item: object) -> tuple[int, list[Any]]:
    if isinstance(item, dict):
        number, events = item.get("article"), item.get("events")
        if type(number) is int and isinstance(events, list):
            return number, events
    raise Unreadable("the reply has an article without a number or a list of events")
