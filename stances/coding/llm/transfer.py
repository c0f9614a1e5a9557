"""What goes out to an endpoint and comes back, within bounds.

OpenAI's client sends along what other variables of the environment tell it to, waits as long as
bytes come, and reads a body whole. So headers are let out by a list, and each request ends at its
time and its body at its length, however slowly or richly an endpoint answers.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import anyio
import httpx2

from stances.coding.llm.conversation import NoReply
from stances.coding.llm.endpoint import Endpoint
from stances.coding.llm.secret import Key

MOST_BYTES = 8_000_000
"""Bytes of the longest body that is read, some hundred times a reply of the usual length."""

_SENT = frozenset(
    {"accept", "accept-encoding", "connection", "content-length", "content-type", "host"}
    | {"user-agent", "authorization"}
)


class Transfer(httpx2.AsyncClient):
    """Sends requests to an endpoint, with its key; follows none to where it points."""

    def __init__(self, endpoint: Endpoint, key: Key) -> None:
        self._key = key
        self._seconds = endpoint.timeout
        super().__init__(
            timeout=endpoint.timeout,
            limits=httpx2.Limits(max_connections=None),  # who asks says how many at once
            follow_redirects=False,
            event_hooks={"request": [self._let_out], "response": [_bound]},
        )

    async def send(self, request: httpx2.Request, **how: Any) -> httpx2.Response:
        """Send a request and read what comes back, all within the endpoint's time."""
        try:
            with anyio.fail_after(self._seconds):
                response = await super().send(request, **{**how, "stream": False})
        except TimeoutError:
            raise httpx2.ReadTimeout("it was not answered in time", request=request) from None
        if response.is_success and self._key.is_told_by(response.content):
            raise NoReply("the answer tells the key, and is not read", outage=True)
        return response

    async def _let_out(self, request: httpx2.Request) -> None:
        for name in list(request.headers):
            if name.lower() not in _SENT:
                del request.headers[name]
        request.headers["accept-encoding"] = "identity"  # what is compressed may unfold without end
        if self._key.value is None:
            request.headers.pop("authorization", None)
        else:
            request.headers["authorization"] = f"Bearer {self._key.value}"


async def _bound(response: httpx2.Response) -> None:
    response.headers.pop("x-should-retry", None)  # when to ask again is not for it to say
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise NoReply("the answer is compressed, which was not asked for", outage=True)
    stream = response.stream
    if isinstance(stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(stream)


class _Bounded(httpx2.AsyncByteStream):
    """A body that ends in an error where it grows too long."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        length = 0
        async for chunk in self._stream:
            length += len(chunk)
            if length > MOST_BYTES:
                raise NoReply(f"the answer is longer than {MOST_BYTES:,} bytes", outage=True)
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
