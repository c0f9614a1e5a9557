"""One question to an endpoint and its answer, by OpenAI's client, which also asks again.

That client sends along what other variables of the environment tell it to, believes whatever it
is sent, and reads it whole. So headers are let out by a list, and a body is read no further and
no longer than agreed. No message here holds a word of what an endpoint sent: it may hold the key.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any

import httpx2
import openai

from stances.coding.llm.conversation import NoReply, Reply
from stances.coding.llm.endpoint import KEY_VARIABLE, Endpoint
from stances.coding.llm.request import request_body
from stances.coding.llm.usage import Tokens
from stances.errors import EndpointRefused

MOST_BYTES = 8_000_000
"""Bytes of the longest body that is read, some hundred times a reply of the usual length."""

_MOST_TOKENS = 100_000_000
_SENT = frozenset(
    {"accept", "accept-encoding", "connection", "content-length", "content-type", "host"}
    | {"user-agent", "authorization"}
)
_FINAL = frozenset({400, 401, 402, 403, 404, 405, 415, 422})


class Chat:
    """An open connection to an endpoint; threads may share it."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        key = endpoint.key()
        bounds = httpx2.Timeout(endpoint.timeout)
        self._client = openai.OpenAI(
            api_key=key or "none",
            base_url=endpoint.base_url,
            max_retries=endpoint.retries,
            timeout=bounds,
            http_client=openai.DefaultHttpxClient(
                timeout=bounds,
                follow_redirects=False,  # nor is a key sent to where an endpoint points
                event_hooks={
                    "request": [lambda request: _let_out(request, key)],
                    "response": [lambda response: _bound(response, endpoint.timeout)],
                },
            ),
        )

    def __enter__(self) -> Chat:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def ask(self, guidelines: str, shown: str) -> Reply:
        """What the model says to this, without tools and at temperature 0.

        Raises:
            NoReply: there is none that can be used, after all retries.
            EndpointRefused: it will not answer this or anything like it.

        """
        body = request_body(self._endpoint, guidelines, shown)
        try:
            raw = self._client.post("/chat/completions", cast_to=httpx2.Response, body=body)
            return reply_of(raw.content)
        except openai.APIStatusError as error:
            raise self._refusal(error.status_code, error.response.headers) from None
        except openai.APITimeoutError:
            reason = f"no answer within {self._endpoint.timeout:g} seconds"
            raise NoReply(reason, outage=True) from None
        except openai.APIConnectionError as error:
            cause = type(error.__cause__ or error).__name__
            raise NoReply(f"the connection failed ({cause})", outage=True) from None
        except (openai.OpenAIError, ValueError) as error:
            reason = f"the answer cannot be read ({type(error).__name__})"
            raise NoReply(reason, outage=True) from None

    def _refusal(self, status: int, headers: Mapping[str, str]) -> NoReply | EndpointRefused:
        if status in _FINAL or 300 <= status < 400:
            return EndpointRefused(
                f"{self._endpoint.base_url} answers {status} for the model"
                f" {self._endpoint.model}: {_way_out(status)}"
            )
        reason = f"the endpoint answers {status}{_later(headers)}"
        return NoReply(reason, used=Tokens(), outage=True)


def reply_of(content: bytes) -> Reply:
    """The reply in the body of a chat completion.

    Raises:
        NoReply: it is not one, was cut off, calls a tool, or says nothing.

    """
    try:
        told = json.loads(content)
        choice = told["choices"][0]
        message = choice["message"]
        text, used = message.get("content"), _used(told.get("usage"))
        tools = message.get("tool_calls") or message.get("function_call")
        ended, refusal = choice.get("finish_reason"), message.get("refusal")
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        raise NoReply("the answer is no chat completion", outage=True) from None
    if tools or ended in ("tool_calls", "function_call"):
        raise NoReply("the reply calls a tool, and none was offered", used=used)
    if ended == "length":
        raise NoReply("the reply was cut off at its longest", used=used)
    if refusal or ended == "content_filter" or not isinstance(text, str):
        raise NoReply("the model declined to reply", used=used)
    return Reply(text, used)


def _used(told: Any) -> Tokens | None:
    if not isinstance(told, dict):
        return None
    asked, answered = told.get("prompt_tokens"), told.get("completion_tokens")
    if isinstance(asked, int) and isinstance(answered, int):
        counts = range(_MOST_TOKENS)
        return Tokens(asked, answered) if asked in counts and answered in counts else None
    return None


def _way_out(status: int) -> str:
    if status in (401, 403):
        return f"set {KEY_VARIABLE} to a key that may use it"
    if status == 402:
        return "the account has no credit"
    if status == 404:
        return "look at the name of the model, and at the base URL, which often ends in /v1"
    if status in (400, 422):
        return "it may not know JSON Schema: give the endpoint another form of reply"
    return "look at the base URL"


def _later(headers: Mapping[str, str]) -> str:
    seconds = headers.get("retry-after", "")
    if not re.fullmatch("[0-9]{1,8}", seconds):
        return ""
    return f" and asks to be left alone for {int(seconds):,} seconds"


def _let_out(request: httpx2.Request, key: str | None) -> None:
    """Send the headers that are needed, and none that other variables of the environment add."""
    for name in list(request.headers):
        if name.lower() not in _SENT:
            del request.headers[name]
    request.headers["accept-encoding"] = "identity"  # what is compressed may unfold without end
    if key is None:
        request.headers.pop("authorization", None)
    else:
        request.headers["authorization"] = f"Bearer {key}"


def _bound(response: httpx2.Response, seconds: float) -> None:
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise NoReply("the answer is compressed, which was not asked for")
    stream = response.stream
    if isinstance(stream, httpx2.SyncByteStream):
        response.stream = _Bounded(stream, time.monotonic() + seconds)


class _Bounded(httpx2.SyncByteStream):
    """A body that ends in an error where it grows too long, or comes too slowly."""

    def __init__(self, stream: httpx2.SyncByteStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        length = 0
        for chunk in self._stream:
            length += len(chunk)
            if length > MOST_BYTES:
                raise NoReply(f"the answer is longer than {MOST_BYTES:,} bytes")
            if time.monotonic() > self._deadline:
                raise httpx2.ReadTimeout("the body came too slowly")
            yield chunk

    def close(self) -> None:
        self._stream.close()
