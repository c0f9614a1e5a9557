"""The closed vocabularies of the records: every word that a field of them may hold."""

from __future__ import annotations

import enum


class _Word(enum.StrEnum):
    """A member's ``repr`` rebuilds it, so that a record's does."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"


class EventType(_Word):
    """PLOVER's sixteen event types, cooperative ones first, from mild to strong."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    RETREAT = "RETREAT"
    COOPERATE = "COOPERATE"
    AID = "AID"
    REQUEST = "REQUEST"
    REJECT = "REJECT"
    ACCUSE = "ACCUSE"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    MOBILIZE = "MOBILIZE"
    SANCTION = "SANCTION"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Modality(_Word):
    """Whether the act took place, is announced, or is denied (PLOVER's auxiliary modes)."""

    ASSERTED = "asserted"
    FUTURE = "future"
    DENIED = "denied"


class Precision(_Word):
    """How exactly the date of an act is known; its date is the first day of that span."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class Status(_Word):
    """Where a demand, a threat or an agreement stands on a day."""

    OPEN = "open"
    MET = "met"
    REFUSED = "refused"
    LAPSED = "lapsed"
    STANDING = "standing"
    CARRIED_OUT = "carried out"
    WITHDRAWN = "withdrawn"
    IN_FORCE = "in force"
    DISPUTED = "disputed"
    BROKEN = "broken"
    SUPERSEDED = "superseded"
