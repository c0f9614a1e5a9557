"""What stands in the body of a chat completion, read as data."""

from __future__ import annotations

import json
from typing import Any

import attrs

from stances.coding.llm.conversation import NoReply, Reply
from stances.coding.llm.usage import Tokens

_MOST_TOKENS = 100_000_000


@attrs.frozen
class _Said:
    text: object
    used: Tokens | None
    called: bool
    ended: object
    refused: bool


def reply_of(content: bytes) -> Reply:
    """The reply in the body of a chat completion.

    Raises:
        NoReply: it is not one, was cut off, calls a tool, or says nothing.

    """
    said = _said(content)
    if said is None:
        raise NoReply("the answer is no chat completion", outage=True)
    if said.called:
        raise NoReply("the reply calls a tool, and none was offered", used=said.used)
    if said.ended == "length":
        raise NoReply("the reply was cut off at its longest", used=said.used)
    if said.refused or said.ended == "content_filter" or not isinstance(said.text, str):
        raise NoReply("the model declined to reply", used=said.used)
    return Reply(said.text, said.used)


def _said(content: bytes) -> _Said | None:
    try:
        told = json.loads(content)
        choice = told["choices"][0]
        message, ended = choice["message"], choice.get("finish_reason")
        tools = message.get("tool_calls") or message.get("function_call")
        return _Said(
            text=message.get("content"),
            used=_used(told.get("usage")),
            called=bool(tools) or ended in ("tool_calls", "function_call"),
            ended=ended,
            refused=bool(message.get("refusal")),
        )
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return None


def _used(told: Any) -> Tokens | None:
    if not isinstance(told, dict):
        return None
    asked, answered = told.get("prompt_tokens"), told.get("completion_tokens")
    if isinstance(asked, int) and isinstance(answered, int):
        counts = range(_MOST_TOKENS)
        return Tokens(asked, answered) if asked in counts and answered in counts else None
    return None
