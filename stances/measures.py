"""Precision, recall and F1, with how far they vary with which articles are taken."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import attrs

_RESAMPLES = 1_000
_SEED = 20_200_218


@attrs.frozen
class Counts:
    """What was found, missed, and coded without ground; shares are None where undefined."""

    hits: int = 0
    missed: int = 0
    spurious: int = 0

    @property
    def gold(self) -> int:
        """How many there were to find."""
        return self.hits + self.missed

    @property
    def coded(self) -> int:
        """How many of what was coded counts."""
        return self.hits + self.spurious

    @property
    def precision(self) -> float | None:
        """Share of what was coded that is right."""
        return self.hits / self.coded if self.coded else None

    @property
    def recall(self) -> float | None:
        """Share of what was there that was found."""
        return self.hits / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        of = self.gold + self.coded
        return 2 * self.hits / of if of else None

    def to_record(self) -> dict[str, float | None]:
        """Counts and shares by name."""
        names = ("gold", "coded", "hits", "missed", "spurious", "precision", "recall", "f1")
        return {name: getattr(self, name) for name in names}

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.hits + other.hits, self.missed + other.missed, self.spurious + other.spurious
        )


@attrs.frozen
class Interval:
    """Bounds of a 95 % bootstrap interval over articles."""

    low: float
    high: float


@attrs.frozen
class Measure:
    """Counts of each article, and how far their shares vary with which articles are taken."""

    by_article: tuple[Counts, ...]

    @cached_property
    def counts(self) -> Counts:
        """The counts of all articles together."""
        return total(self.by_article)

    @cached_property
    def intervals(self) -> Mapping[str, Interval | None]:
        """The interval of each share by its name, the same every time it is asked for.

        None for fewer than two articles, or where the share is never defined.
        """
        samples = tuple(self._samples()) if len(self.by_article) > 1 else ()
        return {
            "precision": _interval(sample.precision for sample in samples),
            "recall": _interval(sample.recall for sample in samples),
            "f1": _interval(sample.f1 for sample in samples),
        }

    def to_record(self) -> dict[str, float | None]:
        """Counts, shares and the bounds of their intervals by name."""
        bounds = {
            f"{share}_{end}": None if interval is None else getattr(interval, end)
            for share, interval in self.intervals.items()
            for end in ("low", "high")
        }
        return {**self.counts.to_record(), **bounds}

    def _samples(self) -> Iterator[Counts]:
        """Totals over as many articles, drawn with replacement."""
        chance = random.Random(_SEED)  # noqa: S311 - to draw samples, not secrets
        columns = tuple(zip(*map(attrs.astuple, self.by_article), strict=True))
        places = range(len(self.by_article))
        for _ in range(_RESAMPLES):
            drawn = chance.choices(places, k=len(places))
            yield Counts(*(sum(map(column.__getitem__, drawn)) for column in columns))


def total(counts: Iterable[Counts]) -> Counts:
    """Their sum."""
    return sum(counts, Counts())


def _interval(shares: Iterable[float | None]) -> Interval | None:
    ordered = sorted(share for share in shares if share is not None)
    if not ordered:
        return None
    last = len(ordered) - 1
    return Interval(ordered[round(0.025 * last)], ordered[round(0.975 * last)])
