"""Who acts, in our codes: what a source calls its actors, looked up and never guessed.

What a user says for a source's own code or name comes first. Otherwise a state is meant by its
country's code or name together with a role that is the state; an organisation or group by a name
that means one of ours on that day, and nothing else.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from stances.actors import Actors
from stances.errors import InvalidArgument
from stances.interchange import cameo
from stances.names import ActorKind, Alias, AliasKind, words

_STATES = (ActorKind.STATE, ActorKind.TERRITORY)
_LONGEST_NAME = 200
_REMEMBERED = 50_000


def _own(codes: Mapping[str, str] | None) -> Mapping[str, str]:
    return MappingProxyType(dict(codes or {}))


@attrs.frozen(eq=False)
class Parties:
    """Our actors, and a user's own codes for those of a source."""

    actors: Actors = attrs.field(factory=Actors.default)
    own: Mapping[str, str] = attrs.field(default=None, converter=_own)

    @classmethod
    def of(cls, actors: Actors | None, codes: Mapping[str, str] | None) -> Parties:
        """Those given, or the actors of the package.

        Raises:
            InvalidArgument: a user's code is none of the actors'.

        """
        known = Actors.default() if actors is None else actors
        strange = sorted({code for code in (codes or {}).values() if code not in known})
        if strange:
            raise InvalidArgument(
                f"no actor has the code {', '.join(strange)}: define it in a file of actors, and"
                " give that too"
            )
        return cls(known, codes)

    def of_cameo(self, code: str, country: str, role: str, *kinds: str) -> str | None:
        """Of a CAMEO actor: its whole code, country, first role, ethnic and religious codes."""
        if (ours := self.own.get(code)) is not None:
            return ours
        state = cameo.state(country, self.actors)
        if state is not None and cameo.is_state_role(role) and not any(kinds):
            return state
        if (ours := cameo.group(code)) is not None:
            return ours if ours in self.actors else None
        return None if role or any(kinds) else state

    @functools.cached_property
    def country(self) -> Callable[[str, str], str | None]:
        """The state of that name, as a data set writes it; its table has its own spellings."""
        return functools.lru_cache(maxsize=_REMEMBERED)(self._country)

    def _country(self, name: str, table: str) -> str | None:
        ours = cameo.table(table).get("countries", {}).get(name)
        if ours is not None:
            return str(ours)
        codes = {
            alias.code
            for alias in self._aliases(name)
            if alias.kind is AliasKind.NAME and self.actors[alias.code].kind in _STATES
        }
        return codes.pop() if len(codes) == 1 else None

    def named(self, name: str, on: dt.date) -> str | None:
        """Whom this name of an organisation or group, or of a person in office then, means."""
        if (ours := self.own.get(name)) is not None:
            return ours
        codes = {alias.code for alias in self._names(name) if alias.holds(on)}
        return codes.pop() if len(codes) == 1 else None

    @functools.cached_property
    def _names(self) -> Callable[[str], tuple[Alias, ...]]:
        return functools.lru_cache(maxsize=_REMEMBERED)(self._names_of)

    def _names_of(self, name: str) -> tuple[Alias, ...]:
        """The aliases that a name may be: of a state only people, as its name may be a place's."""
        return tuple(
            alias
            for alias in self._aliases(name)
            if alias.fits(name) and not alias.title_needed and self._stands_alone(alias)
        )

    def _stands_alone(self, alias: Alias) -> bool:
        if alias.kind is AliasKind.PERSON:
            return True
        return alias.kind is AliasKind.NAME and self.actors[alias.code].kind not in _STATES

    def _aliases(self, name: str) -> tuple[Alias, ...]:
        known = self.actors.aliases
        said = words(name[:_LONGEST_NAME])
        if said not in known and said[:1] == ("the",):
            said = said[1:]
        return tuple(alias for alias in known.get(said, ()) if alias.code in self.actors)
