"""A file of GDELT 2.0 events of any size, from a seed: the same rows each time.

They are as frequent in kind as in the real file of 24 October 2019, 14:30: a fifth are statements
and appeals, a third lack an actor, a fifth tell an act again for another place, one in forty has
a date that was said relative to the report; their columns are filled as there, 400 bytes a row.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

_STATES = tuple(
    "USA GBR RUS SYR CHN CAN TUR FRA IRN ESP DEU JPN ARE IRL UKR MYS IND ISR ITA SAU ZAF NOR"
    " EGY PAK LBN AUS KEN BLR NLD AFG PHL SOM BRA BEL KOR IRQ TKM GRC URY LKA CHE ZWE PRK".split()
)
_ROLES = ("",) * 6 + ("GOV", "GOV", "MIL", "BUS", "CVL", "MED", "EDU")
_NOBODY = tuple("GOV COP BUS EDU JUD CVL MED LEG HLH MIL REL CRM OPP AFR EUR".split())
_CODES = tuple(
    "036 040 042 043 046 051 057 061 071 0841 090 100 1056 111 112 120 128 130 138 141 150 163"
    " 172 173 174 181 182 190 193 195 204".split()
)
_SAID = ("010", "012", "013", "020", "0256")
_DAYS_BEFORE = (1, 7, 30, 365)
_PLACE = ("4", "Ankara, Ankara, Turkey", "TU", "TU68", "28738", "39.9272", "32.8644", "-735338")
_NO_PLACE = ("0", "", "", "", "", "", "", "")


def write_gdelt(path: Path, rows: int, seed: int = 20191024) -> int:
    """Write so many rows; gives the size of the file in bytes."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines(rows, seed))
    return path.stat().st_size


def lines(rows: int, seed: int = 20191024) -> Iterator[str]:
    """So many rows, without line breaks."""
    chance = random.Random(seed)
    said: list[str] = []
    for number in range(rows):
        minute = dt.datetime(2019, 10, 24) + dt.timedelta(minutes=15 * (number // 2_000))
        if not said or chance.random() >= 0.22:
            said = _row(chance, minute)
        said[0] = str(881_990_832 + number)
        said[51:59] = _PLACE if chance.random() < 0.7 else _NO_PLACE
        yield "\t".join(said)


def _row(chance: random.Random, minute: dt.datetime) -> list[str]:
    relative = chance.random() < 0.027
    day = minute.date() - dt.timedelta(days=chance.choice(_DAYS_BEFORE) if relative else 0)
    code = chance.choice(_SAID if chance.random() < 0.203 else _CODES)
    first = [""] * 10 if chance.random() < 0.1 else _actor(chance)
    second = [""] * 10 if chance.random() < 0.24 else _actor(chance)
    score = round(random.Random(code).uniform(-10, 10), 1)
    url = (
        f"https://www.site{chance.randrange(3_000)}.example/news/{day:%Y/%m/%d}/"
        f"{chance.randrange(10**12)}-what-a-longer-headline-says-in-so-many-words"
    )
    return [
        "", f"{day:%Y%m%d}", f"{day:%Y%m}", f"{day:%Y}", f"{day.year + day.month / 12:.4f}",
        *first, *second,
        str(chance.randrange(2)), code, code[:3], code[:2], str(chance.randrange(1, 5)), str(score),
        str(chance.randrange(1, 20)), "1", str(chance.randrange(1, 20)),
        f"{chance.uniform(-10, 10):.14f}",
        *_PLACE, *(_PLACE if chance.random() < 0.6 else _NO_PLACE), *_PLACE,
        f"{minute:%Y%m%d%H%M%S}", url,
    ]  # fmt: skip


def _actor(chance: random.Random) -> list[str]:
    if chance.random() < 0.25:
        code = chance.choice(_NOBODY)
        return [code, "SOMEBODY", "", "", "", "", "", code, "", ""]
    state, role = chance.choice(_STATES), chance.choice(_ROLES)
    return [f"{state}{role}", "THE NAME", state, "", "", "", "", role, "", ""]
