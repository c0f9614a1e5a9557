"""How a coder is made, in whatever process: plain values that travel, and name what was coded."""

from __future__ import annotations

import functools
import importlib
import json
import re
import threading
from collections.abc import Mapping
from typing import Any, TypeAlias

import attrs

from stances.canonical import text_sha256
from stances.coding import CODERS, MODEL, Coder, coder_named
from stances.errors import InvalidArgument

Plain: TypeAlias = str | int | float | bool | None
_Settings: TypeAlias = tuple[tuple[str, Plain], ...]

_UNSAFE = re.compile(r"[^A-Za-z0-9._+-]")
_LONGEST = 100
_DIGITS = 12


def _sorted(settings: Mapping[str, Plain] | _Settings) -> _Settings:
    return tuple(sorted(dict(settings).items()))


def _plain(_: Any, __: Any, settings: _Settings) -> None:
    for name, value in settings:
        if not isinstance(value, Plain):
            raise InvalidArgument(
                f"settings: {name}={value!r} does not travel: expected text, a number, a truth"
                " value or None; have the function make the rest of those"
            )


def _share(_: Any, __: Any, value: float) -> None:
    if not 0 <= value <= 1:
        raise InvalidArgument(f"min_confidence={value}: expected a number from 0 to 1")


@attrs.frozen
class Recipe:
    """What makes a coder.

    Args:
        coder: the name of one, as for ``stances.code``, or ``package.module:function``, a function
            of your own that gives one. Each worker imports it.
        settings: the keyword arguments of that function; of the named coders ``model=``.
        min_confidence: as for ``stances.code``.

    Raises:
        InvalidArgument: a setting is no plain value, or ``min_confidence`` is not from 0 to 1.

    """

    coder: str = CODERS[0]
    settings: _Settings = attrs.field(default=(), kw_only=True, converter=_sorted, validator=_plain)
    min_confidence: float = attrs.field(
        default=0.0, kw_only=True, converter=float, validator=_share
    )

    def make(self) -> Coder:
        """The coder, made anew.

        Raises:
            InvalidArgument: there is no coder of that name, or no such function.
            MissingExtra: what it needs is not installed.

        """
        settings: dict[str, Any] = dict(self.settings)
        module, colon, function = self.coder.partition(":")
        if self.coder.startswith(MODEL) or not colon:
            return coder_named(self.coder, **settings)
        try:
            factory = getattr(importlib.import_module(module), function)
        except (ImportError, AttributeError) as error:
            raise InvalidArgument(
                f"coder={self.coder!r}: expected package.module:function: {error}"
            ) from error
        made: Coder = factory(**settings)
        return made

    def to_json(self) -> str:
        """The recipe as a JSON object."""
        return json.dumps(
            {
                "coder": self.coder,
                "settings": dict(self.settings),
                "min_confidence": self.min_confidence,
            },
            indent=1,
        )

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """The recipe that this JSON tells."""
        told = json.loads(text)
        return cls(told["coder"], settings=told["settings"], min_confidence=told["min_confidence"])

    def folder_name(self, coder: str) -> str:
        """The name of a folder for what this recipe codes, where the coder calls itself so."""
        digest = text_sha256(f"{coder}\n{self.to_json()}")[:_DIGITS]
        return f"{_UNSAFE.sub('_', coder)[:_LONGEST]}-{digest}"


@attrs.frozen(eq=False)
class Loaded:
    """A coder, and the lock under which it codes: parsers are not made for several threads."""

    coder: Coder
    lock: threading.Lock = attrs.field(factory=threading.Lock)


@functools.cache
def loaded(recipe: Recipe) -> Loaded:
    """The coder of this process, made when it is first asked for."""
    return Loaded(recipe.make())
