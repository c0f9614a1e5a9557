"""The immutable view that everything is asked of.

A ``Log`` is the records as they were appended, and bounds on what of them counts. It is resolved
in one fixed order: corrections and retractions, then what was published by ``as_of``, then
merges over the reports that are left, then ``since`` and ``until``, then ``where``. Corrections,
retractions, merges and rulings are our coding and not the world: they apply at every ``as_of``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

import attrs

from stances import frames
from stances.events import EventType, Modality, Precision, Record, StanceEvent, replay_order
from stances.resolve import Resolved, State, fold, resolve
from stances.scale import PLOVER, Scale

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

_T = TypeVar("_T")
_PRECISIONS = {precision: rank for rank, precision in enumerate(Precision)}


@attrs.frozen
class Act:
    """One thing that was done or said, with every report of it that counts.

    ``event`` speaks for the act: of its reports the first that asserts it, then the one with the
    most precise date, then the earliest published. ``reports`` are in replay order.
    """

    event: StanceEvent
    reports: tuple[StanceEvent, ...]

    @classmethod
    def of(cls, reports: Iterable[StanceEvent]) -> Act:
        """The act that these reports, at least one, tell of."""
        ordered = tuple(sorted(reports, key=replay_order))
        return cls(min(ordered, key=_voice), ordered)

    @property
    def id(self) -> str:
        """The id of the event that speaks for the act."""
        return self.event.id

    @property
    def asserted(self) -> bool:
        """Whether the act is said to have taken place: only then does it add to a score."""
        return self.event.modality is Modality.ASSERTED

    @property
    def publishers(self) -> tuple[str, ...]:
        """The distinct publishers of its reports, sorted; a report without one counts for none."""
        return tuple(sorted({r.publisher for r in self.reports if r.publisher is not None}))

    def __str__(self) -> str:
        more = len(self.reports) - 1
        if not more:
            return str(self.event)
        return f"{self.event}  (+{more} more {'report' if more == 1 else 'reports'})"


def _voice(event: StanceEvent) -> tuple[bool, int, dt.date, dt.date, str]:
    return (
        event.modality is not Modality.ASSERTED,
        _PRECISIONS[event.date_precision],
        event.published,
        event.date,
        event.id,
    )


@runtime_checkable
class Viewable(Protocol):
    """What can be asked: a ``Log``, or an ``EventLog``, which gives one snapshot of itself."""

    def view(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        as_of: dt.date | None = None,
    ) -> Log:
        """The log within these bounds, all inclusive."""
        ...


@attrs.frozen
class Where:
    """Which acts to keep: each set that is given must hold the act's value."""

    actors: frozenset[str] | None = None
    recipients: frozenset[str] | None = None
    parties: frozenset[str] | None = None
    event_types: frozenset[EventType] | None = None
    about: frozenset[str] | None = None

    def keeps(self, event: StanceEvent) -> bool:
        """Whether the event passes every set."""
        return (
            (self.actors is None or event.actor in self.actors)
            and (self.recipients is None or event.recipient in self.recipients)
            and (
                self.parties is None
                or event.actor in self.parties
                or event.recipient in self.parties
            )
            and (self.event_types is None or event.event_type in self.event_types)
            and (self.about is None or event.about in self.about)
        )


def _tighter(
    old: dt.date | None, new: dt.date | None, choose: Callable[[dt.date, dt.date], dt.date]
) -> dt.date | None:
    if old is None or new is None:
        return new if old is None else old
    return choose(old, new)


class _Records(tuple[Record, ...]):
    """Records that know what of them counts, so that all views of them work it out once."""

    @cached_property
    def resolved(self) -> Resolved:
        return resolve(fold(State(), self))

    @cached_property
    def reports(self) -> tuple[StanceEvent, ...]:
        """Every event that counts, in replay order."""
        distinct = {event.id: event for event in self.resolved.standing.values()}
        return tuple(sorted(distinct.values(), key=replay_order))


def _as_records(records: Iterable[Record]) -> _Records:
    return records if isinstance(records, _Records) else _Records(records)


@attrs.frozen(eq=False)
class Log:
    """Records in the order in which they were appended, and the bounds of what is looked at.

    A record that stands in it twice counts once. Make one by hand with ``Log(records)``; an
    ``EventLog`` gives one by ``view()``.
    """

    records: _Records = attrs.field(factory=_Records, converter=_as_records)
    since: dt.date | None = attrs.field(default=None, kw_only=True)
    until: dt.date | None = attrs.field(default=None, kw_only=True)
    as_of: dt.date | None = attrs.field(default=None, kw_only=True)
    filters: tuple[Where, ...] = attrs.field(default=(), kw_only=True)

    def view(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        as_of: dt.date | None = None,
    ) -> Log:
        """This log within tighter bounds, all inclusive; a bound never widens an earlier one.

        Where none is tighter it is this log itself, with what was worked out of it already.
        """
        since = _tighter(self.since, since, max)
        until = _tighter(self.until, until, min)
        as_of = _tighter(self.as_of, as_of, min)
        if (since, until, as_of) == (self.since, self.until, self.as_of):
            return self
        return attrs.evolve(self, since=since, until=until, as_of=as_of)

    def where(
        self,
        *,
        actors: Collection[str] | None = None,
        recipients: Collection[str] | None = None,
        parties: Collection[str] | None = None,
        event_types: Collection[EventType] | None = None,
        about: Collection[str] | None = None,
    ) -> Log:
        """Only acts whose value is in every collection given.

        ``parties`` asks for acts in which any of the codes is actor or recipient.
        """
        kept = Where(
            actors=_frozen(actors),
            recipients=_frozen(recipients),
            parties=_frozen(parties),
            event_types=_frozen(event_types),
            about=_frozen(about),
        )
        return attrs.evolve(self, filters=(*self.filters, kept))

    @cached_property
    def reports(self) -> tuple[StanceEvent, ...]:
        """Every event that counts and was published by ``as_of``, in replay order."""
        everything = self.records.reports
        if self.as_of is None:
            return everything
        return tuple(report for report in everything if report.published <= self.as_of)

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """What happened: reports joined by merges, within the bounds, in replay order."""
        merged = self.records.resolved.merged
        groups: dict[str, list[StanceEvent]] = {}
        for report in self.reports:
            groups.setdefault(merged.get(report.id, report.id), []).append(report)
        acts = (Act.of(group) for group in groups.values())
        kept = (act for act in acts if self._keeps(act.event))
        return tuple(sorted(kept, key=lambda act: replay_order(act.event)))

    @cached_property
    def now(self) -> dt.date | None:
        """The last date of an asserted act within the bounds: never today's clock."""
        return max((act.event.date for act in self.acts if act.asserted), default=None)

    def to_records(self, *, scale: Scale = PLOVER) -> list[dict[str, Any]]:
        """One plain dict an act, with the attributes that ``replay`` gives its edge, and its id.

        Acts without a recipient are there too. The tables below have the same columns.
        """
        return [frames.record_of(act, scale) for act in self.acts]

    def to_arrow(self, *, scale: Scale = PLOVER) -> pa.Table:
        """The acts as an Arrow table; needs ``stances[frames]``."""
        return frames.to_arrow(self.acts, scale)

    def to_pandas(self, *, scale: Scale = PLOVER) -> pd.DataFrame:
        """The acts as a pandas data frame; needs ``stances[pandas]``."""
        return frames.as_pandas(self.to_arrow(scale=scale))

    def to_polars(self, *, scale: Scale = PLOVER) -> pl.DataFrame:
        """The acts as a Polars data frame; needs ``stances[polars]``."""
        return frames.as_polars(self.to_arrow(scale=scale))

    def __iter__(self) -> Iterator[Act]:
        return iter(self.acts)

    def __len__(self) -> int:
        return len(self.acts)

    def _keeps(self, event: StanceEvent) -> bool:
        return (
            (self.since is None or event.date >= self.since)
            and (self.until is None or event.date <= self.until)
            and all(kept.keeps(event) for kept in self.filters)
        )


def _frozen(values: Collection[_T] | None) -> frozenset[_T] | None:
    if isinstance(values, str):
        raise TypeError(f"expected a collection such as {{{values!r}}}, not the string {values!r}")
    return None if values is None else frozenset(values)
