"""One log that was appended to in two orders."""

from __future__ import annotations

from random import Random

from stances.events import Correction, Record, Ruling
from stances.log import Log


def arrivals(records: list[Record], random: Random) -> tuple[Log, Log]:
    """The same records in two orders.

    Corrections and rulings are left out, as of two the later wins. So is what differs from an
    earlier record in coder or confidence only: it has the same id, and the first to arrive stays.
    """
    distinct = {r.id: r for r in records if not isinstance(r, (Correction, Ruling))}
    settled = list(distinct.values())
    return Log(settled), Log(random.sample(settled, len(settled)))
