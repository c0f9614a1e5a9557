"""The hash chain: whoever knows the last hash knows every record before it.

A link is the SHA-256 of these bytes, one after the other: the hash of the link before it (32 zero
bytes for the first), the time of recording (microseconds since 1970 in eight bytes, the highest
first), the ``digest`` of the record, and what that leaves out: the JSON array of coder and
confidence of its event, or ``[]`` for a record without one. The text of evidence enters by its
hash alone, so that a text can be erased and the chain still holds.
"""

from __future__ import annotations

import functools
import hashlib
import json

from stances.events import Correction, Record, StanceEvent

GENESIS = bytes(32)
"""What the first link follows."""


def link(previous: bytes, recorded_at_us: int, record: Record) -> bytes:
    """The 32 bytes that follow ``previous`` if the record was recorded at that microsecond."""
    return follow(previous, time_bytes(recorded_at_us), said(record))


def follow(previous: bytes, time: bytes, what: bytes) -> bytes:
    """The link in its parts: ``time_bytes`` of a batch, and what ``said`` gives of a record."""
    return hashlib.sha256(previous + time + what).digest()


def time_bytes(recorded_at_us: int) -> bytes:
    """Microseconds since 1970 as they enter a link."""
    return recorded_at_us.to_bytes(8, "big")


def said(record: Record) -> bytes:
    """A record as it enters a link."""
    if isinstance(record, StanceEvent):
        return record.digest + _coded(record.coder, record.confidence)
    if isinstance(record, Correction):
        return record.digest + _coded(record.event.coder, record.event.confidence)
    return record.digest + b"[]"


@functools.lru_cache(maxsize=1_000)
def _coded(coder: str, confidence: float | None) -> bytes:
    return json.dumps([coder, confidence], separators=(",", ":")).encode("ascii")
