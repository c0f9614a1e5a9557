"""Precision, recall and F1, with how far they vary with which articles are taken."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import attrs

_RESAMPLES = 1_000
SEED = 20_200_218
"""Of every draw of samples, unless another is given."""


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
            "precision": interval_of(sample.precision for sample in samples),
            "recall": interval_of(sample.recall for sample in samples),
            "f1": interval_of(sample.f1 for sample in samples),
        }

    def to_record(self) -> dict[str, float | None]:
        """Counts, shares and the bounds of their intervals by name."""
        bounds = {
            f"{share}_{end}": None if interval is None else getattr(interval, end)
            for share, interval in self.intervals.items()
            for end in ("low", "high")
        }
        return {**self.counts.to_record(), **bounds}

    def _samples(self, seed: int = SEED) -> Iterator[Counts]:
        return (Counts(*sums) for sums in resampled(map(attrs.astuple, self.by_article), seed))


@attrs.frozen
class Difference:
    """How much more one coder has of a share than another, over the same articles.

    The interval is of the difference itself: each sample takes the same articles for both, so
    that what makes an article hard for both cancels out. None where it cannot be told.
    """

    value: float | None
    interval: Interval | None


def difference(first: Measure, second: Measure, share: str, *, seed: int = SEED) -> Difference:
    """The share of the second less that of the first, of the same articles in the same order.

    Raises:
        ValueError: they are of different numbers of articles.

    """
    if len(first.by_article) != len(second.by_article):
        raise ValueError("measures of different articles cannot be compared")
    pairs = zip(first._samples(seed), second._samples(seed), strict=True)
    values = (_less(getattr(a, share), getattr(b, share)) for a, b in pairs)
    return Difference(
        value=_less(getattr(first.counts, share), getattr(second.counts, share)),
        interval=interval_of(values) if len(first.by_article) > 1 else None,
    )


def resampled(rows: Iterable[Sequence[int]], seed: int = SEED) -> Iterator[tuple[int, ...]]:
    """Sums of each column over as many rows, a row an article, drawn with replacement.

    With the same seed and number of rows the same places are drawn.
    """
    columns = tuple(zip(*rows, strict=True))
    if not columns:
        return
    chance = random.Random(seed)  # noqa: S311 - to draw samples, not secrets
    places = range(len(columns[0]))
    for _ in range(_RESAMPLES):
        drawn = chance.choices(places, k=len(places))
        yield tuple(sum(map(column.__getitem__, drawn)) for column in columns)


def total(counts: Iterable[Counts]) -> Counts:
    """Their sum."""
    return sum(counts, Counts())


def interval_of(shares: Iterable[float | None]) -> Interval | None:
    """The middle 95 % of what samples gave; None where none gave anything."""
    ordered = sorted(share for share in shares if share is not None)
    if not ordered:
        return None
    last = len(ordered) - 1
    return Interval(ordered[round(0.025 * last)], ordered[round(0.975 * last)])


def _less(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else second - first
