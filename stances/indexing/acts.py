"""Records that are tied together, as the versions of the acts that they tell of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stances.events import Record, StanceEvent
from stances.indexing.exact import kind_of
from stances.indexing.rows import FOREVER, Version
from stances.log import Act, Log
from stances.resolve import State, fold, resolve
from stances.store.ties import event_of


def acts_of(records: Mapping[int, Record], bounds: Log) -> tuple[tuple[StanceEvent, ...], ...]:
    """The reports of each act that these records, by position, tell of.

    Only reports that ``bounds`` knows of; merges join them as they do in a log.
    """
    resolved = resolve(fold(State(), (records[position] for position in sorted(records))))
    groups: dict[str, list[StanceEvent]] = {}
    for report in {event.id: event for event in resolved.standing.values()}.values():
        if bounds.as_of is None or report.published <= bounds.as_of:
            groups.setdefault(resolved.merged.get(report.id, report.id), []).append(report)
    return tuple(map(tuple, groups.values()))


def versions_of(records: Mapping[int, Record], bounds: Log) -> list[Version]:
    """Every state in which the acts of these records, by position, were known."""
    said: dict[str, int] = {}
    for position in sorted(records):
        event = event_of(records[position])
        if event is not None:
            said.setdefault(event.id, position)
    return [
        version
        for reports in acts_of(records, bounds)
        for version in _versions(reports, said, bounds)
    ]


def keeps(bounds: Log, event: StanceEvent) -> bool:
    """Whether an act for which this event speaks lies within the bounds of a view."""
    return (
        (bounds.since is None or event.date >= bounds.since)
        and (bounds.until is None or event.date <= bounds.until)
        and all(kept.keeps(event) for kept in bounds.filters)
    )


def _versions(
    reports: tuple[StanceEvent, ...], said: Mapping[str, int], bounds: Log
) -> Iterator[Version]:
    days = sorted({report.published for report in reports})
    ends = [*(day.toordinal() for day in days[1:]), FOREVER]
    voice: tuple[StanceEvent, ...] = ()
    known = 0
    publishers: frozenset[str] = frozenset()
    for day, until in zip(days, ends, strict=True):
        fresh = [report for report in reports if report.published == day]
        event = Act.of([*voice, *fresh]).event  # who speaks of all speaks of the rest with him
        voice = (event,)
        known += len(fresh)
        publishers |= {report.publisher for report in fresh if report.publisher is not None}
        if keeps(bounds, event):
            yield Version(
                dyad=(event.actor, event.recipient),
                date=event.date.toordinal(),
                kind=kind_of(event),
                known_from=day.toordinal(),
                known_until=until,
                reports=known,
                position=said[event.id],
                publishers=publishers,
            )
