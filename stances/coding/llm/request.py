"""What is sent to an endpoint: guidelines, articles, and the form that a reply is to have."""

from __future__ import annotations

import json
from typing import Any

from stances.coding.llm.endpoint import Endpoint, Form
from stances.coding.llm.schema import reply_schema


def request_body(endpoint: Endpoint, guidelines: str, shown: str) -> dict[str, Any]:
    """What is sent: the guidelines as the system's message, the articles as the user's."""
    system = guidelines
    schema = dict(reply_schema())
    if endpoint.form is not Form.JSON_SCHEMA:
        system += f"\n\nJSON Schema of the reply: {json.dumps(schema)}"
    return {
        "model": endpoint.model,
        "messages": [
            {"role": "system", "content": system},
            {"role": "user", "content": shown},
        ],
        "temperature": 0,
        "max_tokens": endpoint.reply_tokens,
        **_response_format(endpoint.form, schema),
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
