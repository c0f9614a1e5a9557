"""The persons of one article: how it spells them, and which offices it gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from stances.actors import Alias, AliasKind
from stances.coding.analysis import Analysis
from stances.coding.lexicon import NounClasses
from stances.coding.names import Name

_HEADS_OF_STATE = frozenset({"leader", "president", "premier", "ruler", "strongman"})


@attrs.frozen
class People:
    """``spellings`` gives each person's longest name in the article; ``offices`` who holds what.

    An office is a code and a noun: ``("TUR", "minister")``.
    """

    spellings: Mapping[str, str]
    offices: Mapping[tuple[str, str], str]
    alone: Mapping[str, str]

    @classmethod
    def of(cls, trees: Sequence[Analysis], names: Sequence[Sequence[Name]]) -> People:
        """Collect the persons that the names of one article mean."""
        spellings: dict[str, str] = {}
        offices: dict[tuple[str, str], str] = {}
        by_code: dict[str, set[str]] = {}
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
        alone = {code: next(iter(people)) for code, people in by_code.items() if len(people) == 1}
        return cls(spellings, offices, alone)

    def spelled(self, alias: Alias) -> str:
        """The person's longest name in the article."""
        person = alias.person or alias.text
        return self.spellings.get(person, person)

    def holder(self, code: str, office: str) -> str | None:
        """Who holds an office of an actor, where the article tells."""
        person = self.offices.get((code, office))
        if person is None and office in _HEADS_OF_STATE:
            person = self.alone.get(code)
        return None if person is None else self.spellings.get(person, person)
