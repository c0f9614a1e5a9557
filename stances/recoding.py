"""A better coder over articles that were coded before: what it changes, shown before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from stances.articles import Article
from stances.byhand import Decided, decided, is_coder
from stances.coding import Coder, code_articles, default_coder
from stances.counterparts import counterparts, touches
from stances.errors import InvalidArgument
from stances.events import Correction, ErasedSpan, Record, Retraction, Span, StanceEvent
from stances.log import Viewable
from stances.resolve import State, fold, resolve, retracted
from stances.store.ties import event_of


@attrs.frozen(kw_only=True)
class Recoding:
    """What a coder would change in a log that ends at ``position``.

    ``kept`` are events that it codes as they stand; ``added`` those that stand anew;
    ``protected`` those about which a person decided, as they stand or, if retracted, as they were
    coded. Retractions are of events, or undo what another coder did. ``replaced`` are the events
    that would stand no longer. To do it: ``log.append(r.records, expected_position=r.position)``.
    """

    coder: str
    position: int
    kept: tuple[StanceEvent, ...]
    corrections: tuple[Correction, ...]
    retractions: tuple[Retraction, ...]
    added: tuple[StanceEvent, ...]
    protected: tuple[StanceEvent, ...]
    replaced: tuple[StanceEvent, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """What is to be appended; nothing if the coder agrees with the log."""
        return (*self.retractions, *self.corrections, *self.added)

    def __str__(self) -> str:
        counts = (
            f"{len(self.kept):,} kept",
            f"{len(self.corrections):,} corrected",
            f"{len(self.retractions):,} retracted",
            f"{len(self.added):,} added",
            f"{len(self.protected):,} left as people decided",
        )
        return "\n".join((f"{self.coder}: {', '.join(counts)}", *self._difference()))

    def _difference(self) -> Iterator[str]:
        before = {event.id: event for event in self.replaced}
        for correction in self.corrections:
            changed = ", ".join(_changed(before[correction.of], correction.event))
            yield f"~ {before[correction.of]}\n  {correction.event}\n  changed: {changed}"
        for retraction in self.retractions:
            yield f"- {before.get(retraction.of, f'what {retraction.of[:8]} did, undone')}"
        for event in self.added:
            yield f"+ {event}"


def recode(
    log: Viewable,
    articles: Article | Iterable[Article],
    coder: Coder | None = None,
    *,
    min_confidence: float = 0.0,
) -> Recoding:
    """Compare what a coder makes of articles with what the log says of them; writes nothing.

    An event of the log and one of the coder tell of the same act if actor and recipient are the
    same and their evidence overlaps; of several such pairs those of the same type go together
    first. Where the two differ, the new one corrects the old one. What the coder does not code
    any more is retracted, and what nobody had coded is added, with the coder's name as reason.
    An event that differs in nothing but coder and confidence is kept as it is, as these are no
    part of what it says. Events coded by hand, and those that somebody corrected, retracted or
    restored, stay; so does everything of other articles. A text that was erased is not quoted
    again.

    Args:
        log: a log, or a view of all of it.
        articles: one article, or any stream of them.
        coder: what codes; the default one if not given. Its name must be one word with a version,
            such as ``rules-1``: a reason that looks so is how its corrections are told from those
            of people.
        min_confidence: as for ``code``.

    Raises:
        InvalidArgument: ``min_confidence`` is not from 0 to 1, or the coder has no such name.
        MissingExtra: the parts that the default coder needs are not installed.

    """
    chosen = default_coder() if coder is None else coder
    if not is_coder(chosen.name):
        raise InvalidArgument(
            f"{chosen.name!r} cannot be the name of a coder: expected one word with a version,"
            " such as 'rules-1'"
        )
    coded: dict[str, dict[str, StanceEvent]] = {}
    for result in code_articles(articles, coder=chosen, min_confidence=min_confidence):
        found = coded.setdefault(result.article.id, {})
        found.update((event.id, event) for event in result.events)
    records = log.view().records
    state = fold(State(), records)
    plan = _Plan(state, chosen.name)
    for article, events in coded.items():
        plan.compare(article, tuple(events.values()))
    return plan.recoding(len(records))


class _Plan:
    """Takes articles one by one, and then tells what has to be appended."""

    def __init__(self, state: State, coder: str) -> None:
        self._state = state
        self._coder = coder
        self._resolved = resolve(state)
        self._decided: dict[str | None, list[Decided]] = {}
        self._decided_ids: set[str] = set()
        for item in decided(state):
            self._decided_ids.update(version.id for version in item.versions)
            for article in {version.article for version in item.versions}:
                self._decided.setdefault(article, []).append(item)
        self._standing: dict[str | None, dict[str, StanceEvent]] = {}
        for event in self._resolved.standing.values():
            if event.id not in self._decided_ids:
                self._standing.setdefault(event.article, {})[event.id] = event
        self._erased: dict[str | None, list[ErasedSpan]] = {}
        for event in filter(None, map(event_of, state.records.values())):
            if isinstance(event.evidence, ErasedSpan):
                self._erased.setdefault(event.article, []).append(event.evidence)
        self._kept: list[StanceEvent] = []
        self._protected: dict[str, StanceEvent] = {}
        self._pairs: list[tuple[StanceEvent, StanceEvent]] = []
        self._gone: list[StanceEvent] = []
        self._fresh: list[StanceEvent] = []

    def compare(self, article: str, events: Sequence[StanceEvent]) -> None:
        """Find for each event of the log its counterpart among these, which are all of a coder's.

        Those that tell of an act about which a person decided are left out.
        """
        by_hand = self._decided.get(article, ())
        for item in by_hand:
            event = self._resolved.standing.get(item.event.id, item.event)
            self._protected[event.id] = event
        known = [event for event in events if event.id in self._decided_ids]
        rest = [event for event in events if event.id not in self._decided_ids]
        taken = counterparts([item.versions for item in by_hand], known)
        free = [item.versions for place, item in enumerate(by_hand) if place not in taken]
        old = tuple(self._standing.get(article, {}).values())
        found = counterparts([*((event,) for event in old), *free], rest)
        for place, event in enumerate(old):
            if place not in found:
                self._gone.append(event)
            elif rest[found[place]].id == event.id:
                self._kept.append(event)
            else:
                self._pairs.append((event, self._quotable(rest[found[place]])))
        matched = set(found.values())
        self._fresh += (
            self._quotable(event) for place, event in enumerate(rest) if place not in matched
        )

    def recoding(self, position: int) -> Recoding:
        """What has to be appended so that the coder's events stand, and no others of its kind."""
        new = [*(event for _, event in self._pairs), *self._fresh]
        undoing = list(self._undoing(event.id for event in new))
        resolved = resolve(fold(self._state, undoing)) if undoing else self._resolved
        stands = {event.id for event in resolved.standing.values()}
        corrections: list[Correction] = []
        # One that stood only as the correction of an event that now comes back stands no more.
        kept = [event for event in self._kept if event.id in stands]
        dropped = [event for event in self._kept if event.id not in stands]
        gone, added = list(self._gone), [*self._fresh, *dropped]
        for before, after in self._pairs:
            correction = Correction(of=before.id, event=after, reason=self._coder)
            undone = after.id in stands or correction.id in self._state.records
            if before.id in stands and not undone:
                corrections.append(correction)
            else:
                gone.append(before)
                added.append(after)
        numbers = _numbers(self._state.records)
        retractions = [self._retraction(e.id, numbers) for e in gone if e.id in stands]
        return Recoding(
            coder=self._coder,
            position=position,
            kept=tuple(kept),
            corrections=tuple(corrections),
            retractions=(*undoing, *retractions),
            added=tuple(added),
            protected=tuple(self._protected.values()),
            replaced=(*(before for before, _ in self._pairs), *self._gone),
        )

    def _undoing(self, ids: Iterable[str]) -> Iterator[Retraction]:
        """Retractions of what takes these events away, which other coders said."""
        gone = retracted(self._state)
        numbers = _numbers(self._state.records)
        naming: dict[str, list[str]] = {}
        for record in self._state.records.values():
            if isinstance(record, (Correction, Retraction)) and record.id not in gone:
                naming.setdefault(record.of, []).append(record.id)
        for event in ids:
            for key in naming.get(event, ()):
                yield self._retraction(key, numbers)

    def _retraction(self, of: str, numbers: Mapping[str, int]) -> Retraction:
        return Retraction(of=of, reason=self._coder, number=numbers.get(of, 0))

    def _quotable(self, event: StanceEvent) -> StanceEvent:
        """The event; without its text, where that was erased."""
        erased = self._erased.get(event.article, ())
        if not isinstance(event.evidence, Span) or not touches(event.evidence, erased):
            return event
        return attrs.evolve(event, evidence=event.evidence.erased())


def _numbers(records: Mapping[str, Record]) -> Counter[str]:
    """How many retractions there are of each record."""
    return Counter(r.of for r in records.values() if isinstance(r, Retraction))


def _changed(old: StanceEvent, new: StanceEvent) -> Iterator[str]:
    for field in attrs.fields(StanceEvent):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name == "evidence" and old.evidence.said != new.evidence.said:
            yield "evidence"
        elif before != after and field.name not in ("evidence", "coder", "confidence"):
            yield f"{field.name} {before} → {after}"
