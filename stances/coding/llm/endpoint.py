"""Where a model is asked. The key is in the environment, and nowhere else.

``STANCES_LLM_KEY`` is sent to whatever endpoint is configured; ``OPENAI_API_KEY`` to its own
vendor only, so that naming another endpoint never hands it over.
"""

from __future__ import annotations

import enum
import os
from typing import Any
from urllib.parse import urlsplit

import attrs

from stances.errors import InvalidArgument

OPENAI = "https://api.openai.com/v1"
URL_VARIABLE = "STANCES_LLM_URL"
KEY_VARIABLE = "STANCES_LLM_KEY"
_VENDOR_KEY_VARIABLE = "OPENAI_API_KEY"
_LONGEST_MODEL = 200


class Form(enum.StrEnum):
    """How the form of a reply is asked for: enforced as JSON Schema, as any JSON, or in words.

    Whatever is chosen, a reply is checked in the same way.
    """

    JSON_SCHEMA = "json_schema"
    JSON_OBJECT = "json_object"
    TEXT = "text"


def _check_url(endpoint: object, attribute: attrs.Attribute[Any], value: str) -> None:
    try:
        url = urlsplit(value)
        private = bool("@" in url.netloc or url.query or url.fragment)
        good = url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
    except ValueError:
        good, private = False, False
    if private:
        raise InvalidArgument(
            "base_url has more than scheme, host, port and path, and that may be secret: leave it"
            f" out, and put a key into the environment variable {KEY_VARIABLE}"
        )
    if not good:
        raise InvalidArgument(f"base_url={value!r}: expected a URL such as {OPENAI!r}")


def _check_model(endpoint: object, attribute: attrs.Attribute[Any], value: str) -> None:
    if value.split() != [value] or len(value) > _LONGEST_MODEL or not value.isprintable():
        raise InvalidArgument(
            f"model={value[:60]!r}: expected the name of a model, one word, as its endpoint has it"
        )


def _positive(endpoint: object, attribute: attrs.Attribute[Any], value: float) -> None:
    if not value > 0:
        raise InvalidArgument(f"{attribute.name}={value!r}: expected a number above 0")


@attrs.frozen(kw_only=True)
class Endpoint:
    """A model behind an address that speaks OpenAI's chat completions.

    Attributes:
        model: its name there.
        base_url: the address before ``/chat/completions``.
        timeout: seconds that one request may take from the connection to the last byte of its
            answer, however that comes.
        retries: how often a request is made again that met 408, 409, 429, 5xx, a timeout or a
            dropped connection; half a second to eight apart, or as long as ``Retry-After`` says,
            up to two minutes: one that asks for more is not made again.
        reply_tokens: the longest reply.
        form: how the form of the reply is asked for.

    """

    model: str = attrs.field(validator=_check_model)
    base_url: str = attrs.field(default=OPENAI, validator=_check_url)
    timeout: float = attrs.field(default=120.0, validator=_positive)
    retries: int = attrs.field(default=4, validator=attrs.validators.ge(0))
    reply_tokens: int = attrs.field(default=8_192, validator=_positive)
    form: Form = attrs.field(default=Form.JSON_SCHEMA, converter=Form)

    @classmethod
    def of_environment(cls, model: str, base_url: str | None = None) -> Endpoint:
        """The endpoint at ``base_url``, else at ``STANCES_LLM_URL``, else OpenAI's."""
        return cls(model=model, base_url=base_url or os.environ.get(URL_VARIABLE) or OPENAI)

    def key(self) -> str | None:
        """The key that the environment holds for it now; None if it holds none.

        Raises:
            InvalidArgument: what it holds cannot be sent; the message does not show it.

        """
        if not _can_be_sent(self._held()):  # no variable here holds it: a traceback may show them
            raise InvalidArgument(
                f"the key in {KEY_VARIABLE} or {_VENDOR_KEY_VARIABLE} has a letter that no key has:"
                " copy it anew, without what stands around it"
            )
        return self._held() or None

    def _held(self) -> str:
        own = os.environ.get(KEY_VARIABLE)
        if own is None and urlsplit(self.base_url).hostname == urlsplit(OPENAI).hostname:
            own = os.environ.get(_VENDOR_KEY_VARIABLE)
        return (own or "").strip()


def _can_be_sent(key: str) -> bool:
    return key.isascii() and key.isprintable()
