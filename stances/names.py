"""What actors are called: names as they stand in texts, and when they mean whom.

A person is an alias of a state, an organisation or a group for the time in office, and nobody's
before and after: what an ex-president says is no act of the state. Tables change as people come
and go, and events do not: an event keeps the code it was coded with. Coding an article again
with newer tables makes other events, and corrections tie them to the old ones.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
import unicodedata

import attrs


class ActorKind(enum.StrEnum):
    """What sort of actor a code stands for."""

    STATE = "state"
    TERRITORY = "territory"
    ORGANISATION = "organisation"
    NGO = "non-governmental organisation"
    ARMED_GROUP = "armed group"
    MOVEMENT = "movement"


class AliasKind(enum.StrEnum):
    """How an alias names its actor; a seat is a building, ministry or force standing for it.

    A place is only where an actor is: a town of a state.
    """

    NAME = "name"
    ADJECTIVE = "adjective"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    SEAT = "seat"
    PERSON = "person"
    PLACE = "place"


@attrs.frozen(kw_only=True)
class Actor:
    """Who can act. ``part_of`` are codes of actors that contain it: the YPG is part of the SDF.

    ``since`` and ``until`` bound actors that came or went, such as the Soviet Union.
    """

    code: str
    name: str
    kind: ActorKind
    part_of: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None


GRACE_DAYS = 7
"""An office or a name still holds this long before and after: reports lag, handovers are loose."""


@attrs.frozen(kw_only=True)
class Alias:
    """One way to write an actor.

    ``exact``: capitals must stand where the alias has them ("US", "Polish"). ``ambiguous``: it
    also means something else (Georgia), or another actor at the same time. ``title_needed``: a
    surname that means the person only after a title, or once the full name was seen (May, Li).
    ``person`` is the full name of whoever a PERSON alias stands for.
    """

    code: str
    text: str
    kind: AliasKind
    since: dt.date | None = None
    until: dt.date | None = None
    exact: bool = False
    ambiguous: bool = False
    title_needed: bool = False
    person: str | None = None

    def holds(self, on: dt.date, *, grace: int = GRACE_DAYS) -> bool:
        """Whether it means its actor on that day, give or take so many days."""
        day = on.toordinal()
        return (self.since is None or self.since.toordinal() - grace <= day) and (
            self.until is None or day <= self.until.toordinal() + grace
        )

    def fits(self, written: str) -> bool:
        """Whether ``written``, a stretch with the words of this alias, has the letters it demands.

        >>> us = Alias(code="USA", text="US", kind=AliasKind.NAME, exact=True)
        >>> us.fits("US"), us.fits("U.S."), us.fits("us"), us.fits("Us")
        (True, True, False, False)
        """
        if not self.exact:
            return True
        theirs = "".join(_WORD.findall(_plain(written)))
        ours = "".join(_WORD.findall(_plain(self.text)))
        return all(
            their.isupper() or not our.isupper() for our, their in zip(ours, theirs, strict=False)
        )


_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʻ′´`＇‛ʾʿ"), "'")
_LETTERS = str.maketrans(
    {
        "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
        "ı": "i", "ə": "a", "Ə": "A", "ħ": "h", "Ħ": "H", "æ": "ae", "Æ": "AE", "œ": "oe",
        "Œ": "OE", "þ": "th", "Þ": "TH", "ŧ": "t", "Ŧ": "T", "ŋ": "n", "Ŋ": "N", "ɖ": "d",
    }
)  # fmt: skip
"""Letters that Unicode does not decompose, as English newsrooms write them."""


def _plain(text: str) -> str:
    if text.isascii():
        return text.replace("`", "'") if "`" in text else text
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.translate(_LETTERS).translate(_APOSTROPHES)


def fold(text: str) -> str:
    """The text without accents, letter case and typographic apostrophes; folding twice is once.

    >>> fold("Çavuşoğlu"), fold("N’Djamena")
    ('cavusoglu', "n'djamena")
    """
    bare = _plain(text).casefold()
    return bare if bare.isascii() else _plain(bare).casefold()


def words(text: str) -> tuple[str, ...]:
    """The folded runs of letters and digits: what aliases are looked up by.

    >>> words("U.S."), words("al-Assad")
    (('u', 's'), ('al', 'assad'))
    """
    return tuple(_WORD.findall(text.casefold() if text.isascii() else fold(text)))
