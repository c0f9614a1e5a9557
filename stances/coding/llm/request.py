"""What is sent to an endpoint: guidelines, articles, and the form that a reply is to have."""

from __future__ import annotations

import json
from collections.abc import Set
from typing import Any

from stances.coding.llm.endpoint import Endpoint, Form
from stances.coding.llm.refusals import Refused
from stances.coding.llm.schema import reply_schema


def request_body(
    endpoint: Endpoint, guidelines: str, shown: str, *, without: Set[Refused] = frozenset()
) -> dict[str, Any]:
    """What is sent: the guidelines as the system's message, the articles as the user's.

    ``without`` what the model refuses; the form of the reply is then asked for in words.
    """
    system = guidelines
    schema = dict(reply_schema())
    form = Form.TEXT if Refused.FORM in without else endpoint.form
    if form is not Form.JSON_SCHEMA:
        system += f"\n\nJSON Schema of the reply: {json.dumps(schema)}"
    return {
        "model": endpoint.model,
        "messages": [
            {"role": "system", "content": system},
            {"role": "user", "content": shown},
        ],
        **({} if Refused.TEMPERATURE in without else {"temperature": 0}),
        "max_completion_tokens"
        if Refused.LENGTH in without
        else "max_tokens": endpoint.reply_tokens,
        **_response_format(form, schema),
    }


def _response_format(form: Form, schema: dict[str, Any]) -> dict[str, Any]:
    match form:
        case Form.JSON_SCHEMA:
            named = {"name": "stance_events", "strict": True, "schema": schema}
            return {"response_format": {"type": "json_schema", "json_schema": named}}
        case Form.JSON_OBJECT:
            return {"response_format": {"type": "json_object"}}
        case Form.TEXT:
            return {}
