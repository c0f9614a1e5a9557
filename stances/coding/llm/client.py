"""One question to an endpoint and its answer, by OpenAI's client, which also asks again.

What an endpoint says that it will not take is left out for the rest of the run. No message here
holds a word of what an endpoint sent: it may hold the key.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType

import anyio.from_thread
import httpx2
import openai

from stances.coding.llm.completions import reply_of
from stances.coding.llm.conversation import NoReply, Reply
from stances.coding.llm.endpoint import KEY_VARIABLE, Endpoint
from stances.coding.llm.refusals import Refused, refused_by
from stances.coding.llm.request import request_body
from stances.coding.llm.secret import Key
from stances.coding.llm.transfer import Transfer
from stances.coding.llm.usage import Tokens
from stances.errors import EndpointRefused

_LOGGER = logging.getLogger(__name__)
_FINAL = frozenset({400, 401, 402, 403, 404, 405, 415, 422})


class Chat:
    """An open connection to an endpoint; threads may share it.

    Requests are made in a thread of its own, which can end each of them at any point; a thread
    that waits for the next byte could not.

    Raises:
        InvalidArgument: the key cannot be sent.

    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._key = Key(endpoint.key())
        self._refused: frozenset[Refused] = frozenset()
        self._client = openai.AsyncOpenAI(
            api_key="put in by the transfer",
            base_url=endpoint.base_url,
            max_retries=endpoint.retries,
            timeout=endpoint.timeout,
            http_client=Transfer(endpoint, self._key),
        )

    def __enter__(self) -> Chat:
        with ExitStack() as opening:
            opening.enter_context(self._key.kept_out_of_logs())
            self._portal = opening.enter_context(anyio.from_thread.start_blocking_portal())
            opening.callback(self._portal.call, self._client.close)
            self._opened = opening.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.close()

    def ask(self, guidelines: str, shown: str) -> Reply:
        """What the model says to this, without tools and at temperature 0 if it takes that.

        Raises:
            NoReply: there is none that can be used, after all retries.
            EndpointRefused: it will not answer this or anything like it.

        """
        return self._portal.call(self._asked, guidelines, shown)

    async def _asked(self, guidelines: str, shown: str) -> Reply:
        without = self._refused
        while True:
            body = request_body(self._endpoint, guidelines, shown, without=without)
            answer = await self._answer(body)
            if not isinstance(answer, Refused):
                break
            without |= {answer}
            self._leave_out(answer)
        # Raised where no other error is being handled, which would come along and tell the key.
        if isinstance(answer, Exception):
            raise answer
        return reply_of(answer)

    def _leave_out(self, refused: Refused) -> None:
        if refused not in self._refused:
            self._refused |= {refused}
            _LOGGER.warning(
                "%s refuses %s for the model %s: it is asked without from here on",
                self._endpoint.base_url,
                refused,
                self._endpoint.model,
            )

    async def _answer(
        self, body: Mapping[str, object]
    ) -> bytes | Refused | NoReply | EndpointRefused:
        try:
            raw = await self._client.post("/chat/completions", cast_to=httpx2.Response, body=body)
        except NoReply as error:
            return NoReply(str(error), outage=error.outage)
        except openai.APIStatusError as error:
            refused = refused_by(error.body, body) if error.status_code in (400, 422) else None
            return refused or self._refusal(error.status_code, error.response.headers)
        except openai.APITimeoutError:
            reason = f"no answer within {self._endpoint.timeout:g} seconds"
            return NoReply(reason, outage=True)
        except openai.APIConnectionError as error:
            cause = type(error.__cause__ or error).__name__
            return NoReply(f"the connection failed ({cause})", outage=True)
        except (openai.OpenAIError, ValueError) as error:
            reason = f"the answer cannot be read ({type(error).__name__})"
            return NoReply(reason, outage=True)
        return raw.content

    def _refusal(self, status: int, headers: Mapping[str, str]) -> NoReply | EndpointRefused:
        if status in _FINAL or 300 <= status < 400:
            return EndpointRefused(
                f"{self._endpoint.base_url} answers {status} for the model"
                f" {self._endpoint.model}: {_way_out(status)}"
            )
        reason = f"the endpoint answers {status}{_later(headers)}"
        return NoReply(reason, used=Tokens(), outage=True)


def _way_out(status: int) -> str:
    if status in (401, 403):
        return f"set {KEY_VARIABLE} to a key that may use it"
    if status == 402:
        return "the account has no credit"
    if status == 404:
        return "look at the name of the model, and at the base URL, which often ends in /v1"
    if status in (400, 422):
        return "it may want a shorter reply: give the endpoint fewer reply_tokens"
    return "look at the base URL"


def _later(headers: Mapping[str, str]) -> str:
    seconds = headers.get("retry-after", "")
    if not re.fullmatch("[0-9]{1,8}", seconds):
        return ""
    return f" and asks to be left alone for {int(seconds):,} seconds"
