"""What of a request a model will not take, as the endpoint's error says.

Some models think at a temperature of their own, some servers know no JSON Schema, and some want
the longest reply by a newer name. Errors have no form that all endpoints keep to: OpenAI's name a
parameter, others only speak of it.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping

_READ = 2_000
_REFUSES = re.compile(
    r"not (?:be )?(?:support|allow|permit|accept|available|recogni)|unsupported|unavailable"
    r"|unknown|unrecogni|unexpected|deprecated|extra (?:inputs|fields)",
    re.IGNORECASE,
)


class Refused(enum.StrEnum):
    """A parameter that can do without: what it asks for is only made likelier by it.

    Of the longest reply it is the name that is refused, for another.
    """

    TEMPERATURE = "temperature"
    FORM = "response_format"
    LENGTH = "max_tokens"


_SPOKEN_OF = {
    Refused.TEMPERATURE: re.compile(r"\btemperature\b"),
    Refused.FORM: re.compile(r"\b(?:response_format|json_schema)\b"),
    Refused.LENGTH: re.compile(r"\bmax_tokens\b.*\bmax_completion_tokens\b", re.DOTALL),
}


def refused_by(error: object, sent: Mapping[str, object]) -> Refused | None:
    """The parameter that an error refuses, of those that were sent; None if it is another fault."""
    told = error if isinstance(error, dict) else {"message": error}
    message, named = told.get("message"), told.get("param")
    said = message[:_READ] if isinstance(message, str) else ""
    for refused, spoken_of in _SPOKEN_OF.items():
        by_name = named == refused and refused is not Refused.LENGTH
        in_words = spoken_of.search(said) is not None and _REFUSES.search(said) is not None
        if refused in sent and (by_name or in_words):
            return refused
    return None
