"""The persons of one article: how it spells them, and which offices it gives them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

import attrs

from stances.actors import Alias, AliasKind
from stances.coding.analysis import Analysis
from stances.coding.lexicon import NounClasses
from stances.coding.names import Name

_HEADS_OF_STATE = ("president", "premier", "leader", "ruler", "strongman")


@cache
def _gender() -> Mapping[str, frozenset[str]]:
    path = resources.files("stances.coding").joinpath("data", "women.toml")
    return {
        name: frozenset(words) for name, words in tomllib.loads(path.read_text("utf-8")).items()
    }


@attrs.frozen
class People:
    """``spellings`` gives each person's longest name in the article; ``offices`` who holds what.

    An office is a code and a noun: ``("TUR", "minister")``. ``women`` tells of spelled names
    whether "she" can mean them, as far as anything does.
    """

    spellings: Mapping[str, str]
    offices: Mapping[tuple[str, str], str]
    alone: Mapping[str, str]
    women: Mapping[str, bool]

    @classmethod
    def of(cls, trees: Sequence[Analysis], names: Sequence[Sequence[Name]]) -> People:
        """Collect the persons that the names of one article mean."""
        spellings: dict[str, str] = {}
        offices: dict[tuple[str, str], str] = {}
        by_code: dict[str, set[str]] = {}
        told: dict[str, bool] = {}
        titles = NounClasses.default().offices
        for tree, found in zip(trees, names, strict=True):
            for name in found:
                alias = name.alias
                if alias.kind is not AliasKind.PERSON or alias.person is None:
                    continue
                written = tree.text[tree.starts[name.first] : tree.ends[name.last]]
                if len(written) > len(spellings.get(alias.person, "")):
                    spellings[alias.person] = written
                by_code.setdefault(alias.code, set()).add(alias.person)
                before = tree.lemmas[name.first - 1] if name.first else ""
                if before in titles:
                    offices.setdefault((alias.code, before), alias.person)
                gender = _told_by(before) if before else None
                if gender is None and alias.person.split()[0] in _gender()["given"]:
                    gender = True
                if gender is not None:
                    told[alias.person] = gender
        alone = {code: next(iter(people)) for code, people in by_code.items() if len(people) == 1}
        women = {spellings[person]: gender for person, gender in told.items()}
        return cls(spellings, offices, alone, women)

    def spelled(self, alias: Alias) -> str:
        """The person's longest name in the article."""
        person = alias.person or alias.text
        return self.spellings.get(person, person)

    def holder(self, code: str, office: str) -> str | None:
        """Who holds an office of an actor, where the article tells."""
        person = self.offices.get((code, office))
        if person is None and office in _HEADS_OF_STATE:
            titled = (self.offices.get((code, title)) for title in _HEADS_OF_STATE)
            person = next(filter(None, titled), None) or self.alone.get(code)
        return None if person is None else self.spellings.get(person, person)

    def woman(self, person: str) -> bool | None:
        """Whether a spelled name or an office is a woman's; None where nothing tells."""
        if person in self.women:
            return self.women[person]
        if person.split()[0] in _gender()["given"]:
            return True
        return _told_by(person.split()[-1].lower())


def _told_by(word: str) -> bool | None:
    if word in _gender()["women"]:
        return True
    return False if word in _gender()["men"] else None
