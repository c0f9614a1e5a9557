"""The key while it is in use, in a value that is never shown."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

import attrs

_LONG = 8
_LOGGERS = (
    "openai._base_client",
    "httpx2",
    "httpcore2.connection",
    "httpcore2.http11",
    "httpcore2.http2",
    "httpcore2.proxy",
    "httpcore2.socks",
)
"""Of those that log what an endpoint answers; a filter holds for one logger, not those below it."""


@attrs.frozen
class Key:
    """A key, or None where an endpoint wants none; tracebacks may show values, but not this one.

    A short one is no secret: servers of one's own are given any word, which may stand anywhere.
    """

    value: str | None = attrs.field(repr=False)

    def is_told_by(self, content: bytes) -> bool:
        """Whether it stands there, and is a secret."""
        value = self.value or ""
        return len(value) >= _LONG and value.encode() in content

    @contextlib.contextmanager
    def kept_out_of_logs(self) -> Iterator[None]:
        """Meanwhile the loggers of the libraries below leave it out, if an endpoint tells it."""
        loggers = [logging.getLogger(name) for name in _LOGGERS]
        for logger in loggers:
            logger.addFilter(self._left_out)
        try:
            yield
        finally:
            for logger in loggers:
                logger.removeFilter(self._left_out)

    def _left_out(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if self.value and self.is_told_by(message.encode("utf-8", "replace")):
            record.msg, record.args = message.replace(self.value, "[the key]"), ()
        return True
